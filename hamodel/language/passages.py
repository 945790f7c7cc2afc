"""The pages of the documentation -> their passages, and those that say most of a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hamodel.language.catalogue import PAGES, PARAGRAPHS, WORDS

CODE = re.compile(r"`([^`]+)`|(?<!\w)\*([^*]+)\*(?!\w)")
MOST_PASSAGES = 3
PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a row of a table or a line of a sample, with the section that it is in. `about`: what it begins with."""

    section: str
    text: str
    about: str


@cache
def page(name: str) -> tuple[Passage, ...]:
    """The passages of a page, by its name in the catalogue."""
    here, checkout = PAGES[name]
    place = PACKAGE / here
    return tuple(_passages((place if place.is_file() else PACKAGE.parent / checkout).read_text(encoding="utf-8")))


def told(code: str) -> Passage | None:
    """The passage that the catalogue names for a code: of an option that several commands have, that of a check."""
    named = next(((place, beginning) for place, beginning, codes in PARAGRAPHS if code in codes.split()), None)
    if named is None:
        return None
    found = [each for each in page(named[0]) if each.text.startswith(named[1])]
    return next((each for each in found if each.section == "hamodel check"), found[0] if found else None)


def meant(word: str) -> tuple[Passage, ...]:
    """The passages of the reference that the catalogue names for a word of the language."""
    beginnings = WORDS.get(word, ())
    return tuple(each for start in beginnings for each in page("reference") if each.text.startswith(start))


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
        elif lines[0].startswith("```console"):  # the help of a command: its paragraphs, and its options
            for part in re.split(r"\n\s*\n|\n(?=  -)", "\n".join(lines[1:-1])):
                yield Passage(section, " ".join(part.split()), "")
        elif lines[0].startswith("```"):
            yield from (Passage(section, line.strip(), "") for line in lines if not line.startswith("```") and line.strip())
        elif lines[0].startswith(("* ", "- ")):
            for item in re.split(r"\n(?=[*-] )", "\n".join(lines)):
                yield Passage(section, " ".join(item[2:].split()), "")
        else:
            yield Passage(section, " ".join(block.split()), "")


def about(word: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those that say most of a word: rows that are about it, before other text that has it as code, before samples."""
    candidates = [passage for passage in passages if passage.section != "Layout" and not passage.text.startswith("> ")]
    ranked = [(rank, number) for number, passage in enumerate(candidates) if (rank := _rank(word, passage)) is not None]
    best = min((rank for rank, _ in ranked), default=0)
    return tuple(candidates[number] for rank, number in sorted(ranked) if rank <= max(best, 1))[:MOST_PASSAGES]


def _rank(word: str, passage: Passage) -> int | None:
    in_text, beginning = marked(passage.text), marked(passage.about)
    if any(text == word or text.startswith(f"{word} ") for text in beginning):
        return 0
    if any(word in words_of(text) for text in beginning):
        return 1
    if word in in_text:
        return 2
    if any(word in words_of(text) for text in in_text):
        return 3
    return 4 if "`" not in passage.text and word in words_of(passage.text.partition("#")[0]) else None


def marked(text: str) -> list[str]:
    """What is code, or stressed."""
    return [code[1] or code[2] for code in CODE.finditer(text)]


def words_of(text: str) -> set[str]:
    """The words of a piece of code, and the pairs and triples of them."""
    single = re.findall(r"[A-Za-z_][\w-]*", text)
    pairs = {" ".join(single[start : start + length]) for length in (2, 3) for start in range(len(single))}
    return {*single, *pairs}
