"""A word of the language, the code of a message, or a word of a verdict -> what the reference says of it, and an example.

Nothing is written twice: the text is that of the reference and of other pages, an example of a word is a declaration of a spec of
the library, one of a message the spec that earns it in the tests. What cannot be found so is in the catalogue.
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
from hamodel.language.catalogue import NOT_RUN, PARAGRAPHS, RUNS
from hamodel.language.passages import CODE, MOST_PASSAGES, Passage, about, marked, meant, page, told
from hamodel.language.text.parse import known_terminals, read
from hamodel.language.text.tokens import LATER, declarations, scan, settle

MESSAGE = re.compile(r"^error\[([\w-]+)\]", re.M)
NAMED = re.compile(r"`error\[([\w-]+)\]`")
RUN_TIME = "Run-time errors"


@dataclass(frozen=True, slots=True)
class Example:
    """`text` stands in a file at a line, or is what a message says; `command` shows it. `written`: whoever runs the command
    writes the text into a file of this place first."""

    place: str
    text: str
    command: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """Of a word that is several things what there is to say of each. `reason`: why no example can be run."""

    word: str
    passages: tuple[Passage, ...]
    examples: tuple[Example, ...]
    reason: str = ""


def explain(word: str) -> Explained | None:
    """What there is to say of a word; None if it is none of `words()`. `error[range]` is `range`, as a report has it."""
    word = re.sub(r"^\w+\[([\w-]+)\]$", r"\1", word)
    if not any(word in known for known in words().values()):
        return None
    named = [paragraph] if (paragraph := told(word)) else []
    passages = dict.fromkeys([*_of_word(word), *named] if word in keywords() else [*named, *_of_word(word)])
    return Explained(word, tuple(passages), tuple(_examples(word)), NOT_RUN.get(word, ""))


def _of_word(word: str) -> Iterator[Passage]:
    """What is found by the word alone."""
    reference, verdict_page = page("reference"), page("verdicts")
    if word in keywords():
        table = [passage for passage in verdict_page if passage.section == "Verdicts" and word in marked(passage.about)]
        yield from (*table, *(meant(word) or about(word, reference)))[:MOST_PASSAGES]
    elif word in run_time_errors():
        yield from (each for each in reference if each.section == RUN_TIME and NAMED.search(each.text))
    elif word in verdicts() and told(word) is None:
        yield from about(word, (*verdict_page, *reference))
    elif word in warnings():
        yield from about(word, reference)


def words() -> Mapping[str, Sequence[str]]:
    """All that can be explained, by what it is; some words are several things."""
    listed = {code for _, _, codes in PARAGRAPHS for code in codes.split()} | {*RUNS} | {*NOT_RUN}
    others = listed - {*messages(), *run_time_errors(), *warnings(), *verdicts()}
    return {
        "words": keywords(),
        "messages about specs": sorted(messages()),
        "run-time errors": run_time_errors(),
        "warnings": warnings(),
        "messages about commands, settings, logs and configurations": sorted(others),
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
    folder = Path(library.on_disk(library.MESSAGES))
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
    return tuple(code[1] for passage in page("reference") if passage.section == RUN_TIME for code in NAMED.finditer(passage.text))


@cache
def warnings() -> tuple[str, ...]:
    """The codes of what decides nothing, from the table of the reference."""
    rows = [passage for passage in page("reference") if passage.section == "What decides nothing" and passage.about]
    return tuple(sorted(code[1] for row in rows for code in CODE.finditer(row.about)))


@cache
def verdicts() -> tuple[str, ...]:
    """The words that stand before a property in a report."""
    first = [passage for passage in page("verdicts") if passage.section == "Verdicts"]
    spans = [code for passage in first for code in CODE.finditer(passage.about or passage.text)]
    found = {code[2] if code[2] else code[1] for code in spans}
    return tuple(sorted(word for word in found - {"standing"} if re.fullmatch(r"[a-z ]+", word) and word not in keywords()))


# --- examples --------------------------------------------------------------------------------------------------------


def _examples(word: str) -> Iterator[Example]:
    if word in _uses():
        yield _uses()[word]
    run = RUNS.get(word)
    place, said = messages().get(word, ("", ""))
    if run is not None:
        yield Example(run.file if run.text else place, run.text.rstrip() or said, run.command, written=bool(run.text))
    elif place:
        main = "/main" if place.startswith("files/") else ""
        yield Example(place, said, f"hamodel check {library.MESSAGES}/{place}{main}.ha")
    elif said:
        yield Example("", said)


@cache
def _uses() -> Mapping[str, Example]:
    """For each word the shortest declaration of the library that has it."""
    known = known_terminals()
    found: dict[str, Example] = {}
    for path in library.specs():
        source = read(path)
        tokens, _ = scan(source, known)
        command = f"hamodel check {_checked(path) if any(token.type == 'NEEDS' for token in tokens) else path}"
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


def _checked(part: str) -> str:
    """A spec that imports what is no spec by itself."""
    name = part.rpartition("/")[2]
    return next(path for path in library.specs() if path != part and re.search(rf'import "[^"]*{name}"', read(path).text))
