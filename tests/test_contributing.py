"""CONTRIBUTING.md: its map is made of the docstrings, its tables name what is there, and name all of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from hamodel.engines import ENGINES
from hamodel.model.expr import OPERATORS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "CONTRIBUTING.md"
MARK = "<!-- the map: written by `pytest --bless tests/test_contributing.py` -->\n"
ANSWER = re.compile(r"^\*\*(.+?\?)\*\* (.+?)(?=\n\n|\Z)", re.M | re.S)
"""A question and its answer, which is a paragraph."""

NAMED = re.compile(r"`((?:hamodel|tests|specs|docs|\.ci)/[\w./]*\w/?)(?:::(\w+))?`")


def first_lines(module: Path) -> str:
    """What a module's docstring says before its first blank line."""
    text = ast.get_docstring(ast.parse(module.read_text())) or ""
    return " ".join(text.split("\n\n")[0].split())


def the_map() -> str:
    """A heading for each folder of the package, what the folder is for, and an item for each module in it."""
    parts = []
    for folder in sorted({path.parent for path in (ROOT / "hamodel").rglob("*.py")}):
        modules = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
        parts.append(f"### `{folder.relative_to(ROOT).as_posix()}/`")
        parts.append(first_lines(folder / "__init__.py"))
        parts.extend(["\n".join(f"* `{path.name}`: {first_lines(path)}" for path in modules)] if modules else [])
    return "\n" + "\n\n".join(parts) + "\n"


def test_the_map_is_that_of_the_tree(request: pytest.FixtureRequest) -> None:
    """`pytest --bless tests/test_contributing.py` writes it."""
    before, _, found = PAGE.read_text().partition(MARK)
    if request.config.getoption("--bless"):
        PAGE.write_text(before + MARK + the_map())
        found = the_map()
    assert found == the_map()


def test_what_the_page_names_is_there() -> None:
    """Also the names behind `::`, which stand in that file as words."""
    by_hand = PAGE.read_text().partition(MARK)[0]
    named = NAMED.findall(by_hand)
    assert len(named) > 60
    for path, name in named:
        assert (ROOT / path).exists(), f"no {path}"
        assert not name or re.search(rf"\b{name}\b", (ROOT / path).read_text()), f"no {name} in {path}"
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", by_hand):
        assert (ROOT / target).exists(), f"no {target}"


QUESTIONS = {
    "Where is `=>` given meaning?": {"hamodel/model/expr.py::OPERATORS", "hamodel/model/semantics.py::evaluate"},
    "Where does a fifth engine go?": {"hamodel/engines/__init__.py::Engine", "hamodel/engines/__init__.py::ENGINES"},
    'What prints "dead actions and vacuous properties were not looked for"?': {"hamodel/check/report.py::_quality"},
    "How do I add a statement?": {"hamodel/model/system.py::Statement"},
    "Where do timers go?": {"hamodel/timing/digitise.py::digitised", "hamodel/timing/exact.py::Exact"},
    "Where does a reader for a vendor's configuration go?": {"hamodel/vendors/", "specs/panos/SOURCES.md"},
}
"""What strangers asked, and what the answer has to name."""


def test_the_questions_of_strangers_are_answered() -> None:
    section = PAGE.read_text().partition("\n## Where does it go?\n")[2].partition("\n## ")[0]
    answers = {" ".join(question.split()): answer for question, answer in ANSWER.findall(section)}
    assert answers.keys() == QUESTIONS.keys()
    for question, wanted in QUESTIONS.items():
        named = NAMED.findall(answers[question])
        assert wanted <= {f"{path}::{name}".removesuffix("::") for path, name in named}, question
        for path, _ in named:
            assert (ROOT / path).exists(), f"no {path}: {question}"


def test_what_the_answers_name_is_what_they_say() -> None:
    assert OPERATORS["=>"](True, False) is False
    assert {"explicit", "bmc", "pdr", "kinduction"} <= ENGINES.keys()


def row(title: str) -> set[str]:
    (cells,) = [line for line in PAGE.read_text().splitlines() if line.startswith(f"| {title} |")]
    return {path for path, _ in NAMED.findall(cells) if path.startswith("hamodel/")}


@pytest.mark.parametrize(
    ("title", "example"),
    [("an operator", r"[\"']mod[\"']|\bMOD\b"), ("a statement", r"\bEither\b|\bEITHER\b|[\"']either[\"']")],
)
def test_a_row_names_every_file_that_an_example_touches(title: str, example: str) -> None:
    """What `mod` or `either` needed, the next one of its kind needs as well."""
    touched = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "hamodel").rglob("*")
        if path.suffix in {".py", ".lark"} and re.search(example, path.read_text())
    }
    assert row(title) == touched


def test_the_sentence_is_where_the_page_says() -> None:
    (sentence, path) = re.findall(r"\*\*What prints \"(.*?)\"\?\*\* `([\w/.]+)::", PAGE.read_text())[0]
    assert sentence in (ROOT / path).read_text()


def test_thirty_words_each_with_one_meaning() -> None:
    table = PAGE.read_text().split("\n## Words\n")[1].split("\n## ")[0]
    words = re.findall(r"^\| ([\w ]+?) \| (.+?) \|", table, re.M)[1:]
    assert len(words) == len({word for word, _ in words}) == 30
    assert len({meaning for _, meaning in words}) == 30
