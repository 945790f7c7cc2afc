"""What went wrong in public, as short specs: each has the failing and the repaired setting, and works around nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from strategies.command import ROOT

from hamodel.language.text import ast
from hamodel.language.text.parse import load, parse
from hamodel.source import Source

INCIDENTS = sorted((ROOT / "specs" / "incidents").glob("*.ha"))
LONGEST = 60

HAND_MADE_LINK = """
var {name}[Box] : bool = true
fault break_it(x: Box) when {name}[x] {{ {name}[x] := false }}
input repair_it(x: Box) when not {name}[x] {{ {name}[x] := true }}
"""
WORKAROUNDS = {
    "link": HAND_MADE_LINK.format(name="works"),
    "name of a link": "var ha1_up : bool = true",
    "match": "def rank(x: Box) = match x { a -> 2, b -> 1 }",
    "product": "enum Both { master_up, master_down, backup_up, backup_down }",
    "product of three": "enum Pairs { on_a, on_b, on_c, off_a, off_b, off_c }",
}
ALLOWED = """
enum State { active_primary, active_secondary, partner_down, non_functional }
var alive[Box] : bool = true
var table[Box] : bool = true
fault crash(x: Box) when alive[x] { alive[x] := false table[x] := false }
fault lose_it when alive[a] { table[a] := false }
def ready(x: Box) = match x { a -> alive[a], b -> true }
"""


def inside(thing: Any) -> Iterator[Any]:
    """The thing and all that is in it."""
    if isinstance(thing, tuple):
        for each in thing:
            yield from inside(each)
    yield thing
    for field in getattr(thing, "__dataclass_fields__", {}):
        if field != "span":
            yield from inside(getattr(thing, field))


def workarounds(spec: ast.Spec) -> list[str]:
    """What the language says better: a bool that is called like a link, one that a fault only takes away and something else only
    gives back, a `match` that gives numbers, an enum of the pairs of two."""
    found, taken, given = list[str](), set[str](), set[str]()
    for each in spec.declarations:
        if isinstance(each, ast.Var) and re.search(r"(^|_)(link|cable|wire|cut|(ha|hb)\d)(_|$)", each.name.text):
            found.append(f"{each.name.text} is called like a link")
        if isinstance(each, ast.Action) and (name := only_says(each, "false" if each.kind == "fault" else "true")):
            (taken if each.kind == "fault" else given).add(name)
        if isinstance(each, ast.Enum):
            pairs = {tuple(member.text.rsplit("_", 1)) for member in each.members}
            first, second = {pair[0] for pair in pairs}, {pair[-1] for pair in pairs}
            if min(len(first), len(second)) > 1 and pairs == set(product(first, second)):
                found.append(f"{each.name.text} has the pairs of two")
    found += [f"{name} is a link" for name in sorted(taken & given)]
    matches = [each for each in inside(spec.declarations) if isinstance(each, ast.Match)]
    return found + ["a match gives numbers" for each in matches if all(isinstance(arm.body, ast.Number) for arm in each.arms)]


def only_says(action: ast.Action, value: str) -> str:
    """The variable whose cell this action sets to true, or to false, if that is all that it does."""
    match [each for each in inside(action.body) if isinstance(each, ast.Assign | ast.Send | ast.Drop | ast.Invoke)]:
        case [ast.Assign((ast.Index() | ast.Word()) as cell, ast.Word(word))] if word == value:
            return cell.text if isinstance(cell, ast.Word) else cell.name.text
        case _:
            return ""


def test_there_are_ten() -> None:
    assert len(INCIDENTS) >= 10


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)
def test_an_incident_has_the_failing_and_the_repaired_setting(path: Path) -> None:
    """In one short spec: some claim is violated for some values of its options, and otherwise proved."""
    assert len(path.read_text().splitlines()) <= LONGEST
    spec = load(str(path))
    claims = [each for each in spec.declarations if isinstance(each, ast.Property)]
    conditional = {each.name.text for each in claims if each.expect == "violated" and each.when is not None}
    assert conditional
    said = re.findall(r"^! known hazard +(\w+)((?:\n {4,}.*|.*)*)", path.with_suffix(".out").read_text(), re.M)
    assert {name for name, rest in said if "exactly when" in " ".join(rest.split())} == conditional
    assert "\n✓ as the spec says\n" in path.with_suffix(".out").read_text()


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)
def test_an_incident_works_around_nothing(path: Path) -> None:
    assert workarounds(load(str(path))) == []


@pytest.mark.parametrize("text", WORKAROUNDS.values(), ids=WORKAROUNDS)
def test_what_works_around_the_language_is_seen(text: str) -> None:
    assert len(workarounds(parse(Source("x.ha", f"spec x\nnode Box {{ a, b }}\n{text}")))) == 1


def test_what_is_none_is_not() -> None:
    assert workarounds(parse(Source("x.ha", f"spec x\nnode Box {{ a, b }}\n{ALLOWED}"))) == []
