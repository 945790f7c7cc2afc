"""A text in several files, which import each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from posixpath import dirname, join, relpath
from random import Random

DEFINITION = re.compile(r"def (d\d)(\([^)]*\))?(?:: bool)? = (.*)")
DECLARED = re.compile(
    r"(?:hazard \"\d+\" )?(?:(?:strongly )?fair )?"
    r"(?:const|enum|node|sort|record|option|link|var|channel|def|proc|input|step|fault|invariant|property"
    r"|reachable|assume) (\w+(?:, \w+)*)"
)
PROPERTY = re.compile(r"(?:hazard \"\d+\" )?(invariant|property|reachable) (c\d)")
BOOLEAN = re.compile(r"option \w+ : bool")
TAG = 'hazard "22" '
FOLDERS = ["", "", "parts", "parts/more"]


def split(lines: Sequence[str], dice: Random) -> tuple[dict[str, str], str]:
    """The lines in up to three files, in folders, with imports that bring all of them in; and the path of the first file."""
    count = dice.choice([1, 2, 2])
    main = join(dice.choice(["", "top"]), "main.ha")
    paths = [main, *(join(dice.choice(FOLDERS), f"part{number}.ha") for number in range(count))]
    contents: dict[str, list[str]] = {path: [] for path in paths}
    for line in lines:
        path = dice.choice(paths)
        contents[path].append(line)
        if line.startswith(("scope ", "faults ")):
            _say_it_again(line, path, contents, dice)
    below = _import(paths, contents, dice)
    for line in lines:
        _say_it_anew(line, below, contents, dice)
    files = {}
    for path, own in contents.items():
        dice.shuffle(own)
        if path == main or not own or dice.random() < 0.3:
            own.insert(0, f"spec {'t' if path == main else 'part'}")
        files[path] = "\n".join(own) + "\n"
    return files, main


def as_instance(lines: Sequence[str], dice: Random) -> tuple[dict[str, str], str]:
    """The lines as a file of which another one makes an instance, or two; some of them are said, needed or given there."""
    names = ["lan"] if dice.random() < 0.8 else ["lan", "wan"]
    inside, outside = list[str](), list[str]()
    known = {name for line in lines if (found := DECLARED.match(line)) for name in found[1].split(", ")}
    sort = dice.random() < 0.6 and not any("frame" in line.lower() for line in lines)
    givens = ["Flow = Strom"] if sort and any(line.startswith("sort Flow") for line in lines) else []
    for line in lines:
        found = DEFINITION.fullmatch(line)
        if found and "past" not in line and dice.random() < 0.6:
            name, parameters, body = found.groups()
            inside.append(f"needs def {name}{parameters or ''}: bool{f' = {body}' if dice.random() < 0.3 else ''}")
            words = [each.split(":")[0].strip() for each in (parameters or "()")[1:-1].split(",") if each]
            if words and dice.random() < 0.5:
                head, meant = (_of(each, names[0], known, givens) for each in (parameters, body))
                outside.append(f"def given_{name}{head} = {meant}")
                givens.append(f"{name} = given_{name}")
            else:
                written = f"({', '.join(words)})" if words else ""
                givens.append(f"{name}{written} = {_of(body, names[0], known, givens)}")
        elif (PROPERTY.match(line) and dice.random() < 0.5) or line.startswith("scope "):
            outside.append(_of(line, names[0], known - {claim[2]} if (claim := PROPERTY.match(line)) else known, givens))
        elif "Flow = Strom" in givens and line.startswith("sort Flow"):
            inside.append(f"needs sort Flow{' ordered' * (line.endswith(' ordered') and dice.random() < 0.6)}")
            outside.append(line.replace("Flow", "Strom"))
        else:
            inside.append(line)
            if (found := PROPERTY.match(line)) and dice.random() < 0.5:
                verb = "reached when true" if found[1] == "reachable" else dice.choice(["violated", "violated when false"])
                outside += [f"{dice.choice(['', TAG])}expect {name}.{found[2]} {verb}" for name in names[:1]]
    dice.shuffle(inside)
    folder = dice.choice(["", "parts/"])
    for name in names:
        called = "" if folder + name == "lan" and givens and dice.random() < 0.5 else f" as {name}"
        with_ = f" with {', '.join(givens)}" if givens else ""
        outside.append(f'import "{folder}lan.ha"{called}{with_}')
    dice.shuffle(outside)
    return {"main.ha": "\n".join(["spec t", *outside]) + "\n", f"{folder}lan.ha": "\n".join(inside) + "\n"}, "main.ha"


def _of(text: str, instance: str, known: set[str], givens: Sequence[str]) -> str:
    """The text, with the instance's name before what it declares."""

    def name(word: re.Match[str]) -> str:
        if word[0] == "Flow" and "Flow = Strom" in givens:
            return "Strom"
        return f"{instance}.{word[0]}" if word[0] in known else word[0]

    return re.sub(r"(?<!\w)(?<!\w\.)\w+", name, text)


def _say_it_again(line: str, path: str, contents: dict[str, list[str]], dice: Random) -> None:
    """Another file may say the same of a size or of faults, or something else."""
    if dice.random() < 0.4:
        other = dice.choice([each for each in contents if each != path])
        words, number = line.rsplit(" ", 1)
        own = int(number) if number.isdigit() else dice.choice([1, 2, 3])
        again = number if dice.random() < 0.4 else str(max(1, own + dice.choice([-1, 1])))
        contents[other].append(f"{words} {again}")


def _say_it_anew(line: str, below: dict[str, set[str]], contents: dict[str, list[str]], dice: Random) -> None:
    """A file that is imported may have another definition, which is open; one that imports may expect something else."""
    here = next(path for path, own in contents.items() if line in own)
    if (found := DEFINITION.fullmatch(line)) and below[here] and dice.random() < 0.5:
        name, parameters, body = found.groups()
        other = dice.choice(sorted(below[here]))
        contents[other].append(f"open def {name}{parameters or ''} : bool = not ({body})")
        if dice.random() < 0.5:
            contents[here].remove(line)
            contents[here].append(line.replace(f"{parameters or name}: bool =", f"{parameters or name} =", 1))
    above = sorted(path for path in contents if here in below[path])
    if (found := PROPERTY.match(line)) and above and dice.random() < 0.5:
        kind, name = found.groups()
        verb = "reached" if kind == "reachable" else "violated"
        options = [each.split()[1] for own in contents.values() for each in own if BOOLEAN.match(each)]
        when = dice.choice(["true", "false", *options, *options])
        condition = "" if verb == "violated" and when == "true" else f" when {when}"
        contents[dice.choice(above)].append(f"{dice.choice(['', TAG])}expect {name} {verb}{condition}")


def _import(paths: Sequence[str], contents: dict[str, list[str]], dice: Random) -> dict[str, set[str]]:
    """Every file is imported by the first or by one that is; some twice, and no file by one that it imports. The files that
    each one imports, directly or by way of others."""
    order = list(paths)
    below = {path: set[str]() for path in paths}
    for number, path in enumerate(order[1:], 1):
        importing = [order[dice.randrange(number)]]
        if dice.random() < 0.4:
            importing.append(order[dice.randrange(number)])
        for other in importing:
            way = relpath(path, dirname(other) or ".")
            if not way.startswith("..") and dice.random() < 0.3:
                way = f"./{way}"
            contents[other].append(f'import "{way}"')
            for above in [each for each in paths if other in below[each] | {each}]:
                below[above] |= {path} | below[path]
    return below
