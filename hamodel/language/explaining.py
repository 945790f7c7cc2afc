"""A word of the language, the code of a message, or a word of a verdict -> what the reference says of it, and an example.

Nothing is written twice: the text is that of `reference.md` and of the page about verdicts, an example of a word is a declaration
of a spec of the library, one of a message the spec that earns it in the tests.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from hamodel.host import library
from hamodel.language.text.parse import known_terminals, read
from hamodel.language.text.tokens import LATER, declarations, scan, settle

CODE = re.compile(r"`([^`]+)`|(?<!\w)\*([^*]+)\*(?!\w)")
MESSAGE = re.compile(r"^error\[([\w-]+)\]", re.M)
NAMED = re.compile(r"`error\[([\w-]+)\]`")
RUN_TIME = "Run-time errors"
MOST_PASSAGES = 3
PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a row of a table or a line of a sample, with the section that it is in. `about`: what it begins with."""

    section: str
    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Example:
    """`text` stands in a file at a line; `command` runs that file, if it can be run."""

    place: str
    text: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    word: str
    passages: tuple[Passage, ...]
    example: Example | None


def explain(word: str) -> Explained | None:
    """What there is to say of a word; None if it is none of `words()`. `error[range]` is `range`, as a report has it."""
    word = re.sub(r"^\w+\[([\w-]+)\]$", r"\1", word)
    if word in keywords():
        told = [passage for passage in verdict_page() if passage.section == "Verdicts" and word in _marked(passage.about)]
        return Explained(word, (*told, *_about(word, reference()))[:MOST_PASSAGES], _use(word))
    if word in run_time_errors():
        return Explained(word, tuple(each for each in reference() if each.section == RUN_TIME and _of_errors(each)), None)
    if word in messages():
        place, text = messages()[word]
        named = [each for each in keywords() for code in CODE.finditer(text) if each in _words(code[1] or "")]
        passages = _about(word, reference()) or (_about(named[0], reference()) if named else ())
        return Explained(word, passages[:1], Example(place, text))
    if word in verdicts():
        return Explained(word, _about(word, (*verdict_page(), *reference())), None)
    if word in warnings():
        return Explained(word, _about(word, reference()), None)
    return None


def words() -> Mapping[str, Sequence[str]]:
    """All that can be explained, by what it is. Of two things with one name the first is."""
    return {
        "words": keywords(),
        "messages": sorted(messages()),
        "run-time errors": run_time_errors(),
        "warnings": warnings(),
        "verdicts": verdicts(),
    }


# --- what there is ---------------------------------------------------------------------------------------------------


@cache
def keywords() -> tuple[str, ...]:
    """The words of the language, those of several words too; not what it will have one day."""
    found = [word for word in known_terminals().words if word not in LATER and word.islower()]
    return tuple(sorted({*found, "best", "by", "at most one", "exactly one", "leads to", "not in", "strongly fair"}))


@cache
def messages() -> Mapping[str, tuple[str, str]]:
    """By its code: the spec that earns it, and the message."""
    folder = PACKAGE / "messages" if (PACKAGE / "messages").is_dir() else PACKAGE.parent / "tests/language/messages"
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.rglob("*.err")):
        for block in re.split(r"\n(?=error\[)", path.read_text(encoding="utf-8").strip()):
            if (code := MESSAGE.match(block)) and (code[1] not in found or len(block) < len(found[code[1]][1])):
                found[code[1]] = path.relative_to(folder).with_suffix("").as_posix(), block.strip()
    for unseen, said in _unseen().items():
        found.setdefault(unseen, ("", said))
    return found


def _unseen() -> Mapping[str, str]:
    """What the messages say of which no spec is kept, being about files: their headlines, with dots for what differs."""
    found: dict[str, str] = {}
    for function in _functions():
        assigned = {
            target.id: each.value
            for each in ast.walk(function)
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Diagnostic":
                code, _, headline, *_ = call.args
                if isinstance(headline, ast.Name):
                    headline = assigned.get(headline.id, headline)
                if isinstance(code, ast.Constant):
                    name = str(code.value)
                    found.setdefault(name, f"error[{name}]: {_template(headline)}")
    return found


def _functions() -> Iterator[ast.stmt]:
    """One for each message, among what else stands in the modules of messages."""
    for module in resources.files("hamodel.language.errors").iterdir():
        if module.name.endswith(".py"):
            yield from ast.parse(module.read_text(encoding="utf-8")).body


def _template(text: ast.expr) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    if isinstance(text, ast.JoinedStr):
        return "".join(_template(part) for part in text.values)
    return _template(text.body) if isinstance(text, ast.IfExp) else "..."


@cache
def run_time_errors() -> tuple[str, ...]:
    """Their codes in reports."""
    return tuple(code[1] for passage in reference() if passage.section == RUN_TIME for code in NAMED.finditer(passage.text))


def _of_errors(passage: Passage) -> bool:
    """What causes them, and how they are called."""
    return bool(passage.about) or NAMED.search(passage.text) is not None


@cache
def warnings() -> tuple[str, ...]:
    """The codes of what decides nothing, from the table of the reference."""
    rows = [passage for passage in reference() if passage.section == "What decides nothing" and passage.about]
    return tuple(sorted(code[1] for row in rows for code in CODE.finditer(row.about)))


@cache
def verdicts() -> tuple[str, ...]:
    """The words that stand before a property in a report."""
    first = [passage for passage in verdict_page() if passage.section == "Verdicts"]
    spans = [code for passage in first for code in CODE.finditer(passage.about or passage.text)]
    found = {code[2] if code[2] else code[1] for code in spans}
    return tuple(sorted(word for word in found - {"standing"} if re.fullmatch(r"[a-z ]+", word) and word not in keywords()))


# --- the texts -------------------------------------------------------------------------------------------------------


@cache
def reference() -> tuple[Passage, ...]:
    return tuple(_passages(resources.files("hamodel.language").joinpath("reference.md").read_text(encoding="utf-8")))


@cache
def verdict_page() -> tuple[Passage, ...]:
    here, checkout = PACKAGE / "verdicts.md", PACKAGE.parent / "docs/reference/verdicts.md"
    return tuple(_passages((here if here.is_file() else checkout).read_text(encoding="utf-8")))


def _passages(text: str) -> Iterator[Passage]:
    section = ""
    for block in re.findall(r"^```[\s\S]*?^```$|(?:^(?!```).*\S.*\n?)+", text, re.M):
        lines = block.strip().split("\n")
        while lines and lines[0].startswith("#"):
            section = lines.pop(0).lstrip("# ")
        if not lines:
            continue
        if lines[0].startswith("|"):
            for row in lines:
                cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
                if any(cell.strip("-") for cell in cells):
                    yield Passage(section, ": ".join(cell for cell in cells if cell).replace("\\|", "|"), cells[0])
        elif lines[0].startswith("```"):
            yield from (Passage(section, line.strip(), "") for line in lines if not line.startswith("```") and line.strip())
        elif lines[0].startswith(("* ", "- ")):
            for item in re.split(r"\n(?=[*-] )", "\n".join(lines)):
                yield Passage(section, " ".join(item[2:].split()), "")
        else:
            yield Passage(section, " ".join(block.split()), "")


def _about(word: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those that say most of a word: rows that are about it, before other text that has it as code, before samples."""
    told = [passage for passage in passages if passage.section != "Layout" and not passage.text.startswith("> ")]
    ranked = [(rank, number) for number, passage in enumerate(told) if (rank := _rank(word, passage)) is not None]
    best = min((rank for rank, _ in ranked), default=0)
    return tuple(told[number] for rank, number in sorted(ranked) if rank <= max(best, 1))[:MOST_PASSAGES]


def _rank(word: str, passage: Passage) -> int | None:
    marked, beginning = _marked(passage.text), _marked(passage.about)
    if any(text == word or text.startswith(f"{word} ") for text in beginning):
        return 0
    if any(word in _words(text) for text in beginning):
        return 1
    if word in marked:
        return 2
    if any(word in _words(text) for text in marked):
        return 3
    return 4 if "`" not in passage.text and word in _words(passage.text.partition("#")[0]) else None


def _marked(text: str) -> list[str]:
    """What is code, or stressed."""
    return [code[1] or code[2] for code in CODE.finditer(text)]


def _words(text: str) -> set[str]:
    """The words of a piece of code, and the pairs and triples of them."""
    single = re.findall(r"[A-Za-z_][\w-]*", text)
    pairs = {" ".join(single[start : start + length]) for length in (2, 3) for start in range(len(single))}
    return {*single, *pairs}


# --- examples --------------------------------------------------------------------------------------------------------


def _use(word: str) -> Example | None:
    return _uses().get(word)


@cache
def _uses() -> Mapping[str, Example]:
    """For each word the shortest declaration of the library that has it."""
    known = known_terminals()
    found: dict[str, Example] = {}
    for path in library.specs():
        source = read(path)
        tokens, _ = scan(source, known)
        command = "" if any(token.type == "NEEDS" for token in tokens) else f"hamodel check {path}"  # checked by its importers
        for part in declarations(tokens):
            settle(part, part[0].type)
            start, end = part[0].span, part[-1].span
            lines = source.text[start.start - start.column + 1 : end.end].rstrip()
            for token in part:
                if token.type == "NAME" or not token.text[0].isalpha():
                    continue
                for word in {" ".join(token.text.split())} & {*keywords()}:
                    if word not in found or len(lines) < len(found[word].text):
                        found[word] = Example(f"{path}:{start.line}", lines, command)
    return found
