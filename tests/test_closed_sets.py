"""Closed sets are closed: whoever takes a statement, a type or an answer apart says so of each kind, or has no default.

A reader of statements that forgets a kind makes the actions with it impossible, and then everything is proved. So every
`match` has a last case that takes what is left; over a closed set that is `assert_never`, by which mypy names each reader of
a kind that is new.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from hamodel.language.text import ast as surface
from hamodel.model import expr, system, verdict
from hamodel.model import temporal as formula

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hamodel"

CLOSED = {
    each.__name__
    for union in (
        *(surface.Type, surface.Expr, surface.Statement, surface.Instruction, surface.Declaration),
        *(expr.Type, expr.Expr, system.Statement, system.Instruction),
        *(verdict.Answer, verdict.Proof, formula.Formula),
    )
    for each in get_args(union)
}

A_PART = "a part of the formula that is no such operator stays whole"
NO_PART = "looks for some kinds alone, and goes through all subexpressions"
OTHER_DECLARATIONS = "looks for these declarations, others have their own readers"
OF_FEW = "looks for these answers alone"
EACH_VALUE = "values of all other types are compared with those of the domain"

OPEN = {
    "evidence/confirm.py::_name": "what is shown is one of three things, or any expression",
    "evidence/confirm.py::shows": "what is shown is one of three things, or any expression",
    "conformance/logs/lines.py::_value": "words of all other types stand for themselves",
    "conformance/observation.py::belongs": EACH_VALUE,
    "language/elaboration/actions.py::_reserve": OTHER_DECLARATIONS,
    "language/elaboration/actions.py::_statement": "the statements that name nothing: `_closed` ends in assert_never",
    "language/elaboration/actions.py::actions": OTHER_DECLARATIONS,
    "language/elaboration/actions.py::_switched": OTHER_DECLARATIONS,
    "language/elaboration/links.py::if_up": "a guard that is no `and` is one part of the new one",
    "language/elaboration/timing/durations.py::_looks": "what looks like no duration is none",
    "language/elaboration/timing/timers.py::_options": "a default without a range is any expression",
    "engines/zones/goals.py::sorted_out": "what a goal is about is anything, and of what is not known here nothing is said",
    "timing/lengths.py::possible": "of what is not known nothing is said",
    "timing/lengths.py::_values": "of other types it depends on the expression: see `possible`",
    "timing/measure.py::starts_of": "only an assignment starts a timer, and all statements are looked at",
    "timing/measure.py::_lengths_in": "what is no condition is a value",
    "timing/digitise.py::_initial": "what is no condition is a value",
    "language/elaboration/properties.py::_always": "whatever is no `always` is refused",
    "language/elaboration/properties.py::_changes": "looks for what may change, and goes through all subexpressions",
    "language/elaboration/properties.py::_free": "every other expression has the names of its parts",
    "language/elaboration/properties.py::_innermost": A_PART,
    "language/elaboration/properties.py::_temporal": "whatever is no operator over runs is refused",
    "language/elaboration/expressions.py::_needs_hint": "every other expression has a type of its own",
    "language/elaboration/expressions.py::_cell": "whatever is no name is refused by who asks",
    "language/elaboration/names.py::_first_of_each": OTHER_DECLARATIONS,
    "language/elaboration/names.py::_kind": "every other declaration is called by its class",
    "language/elaboration/names.py::_members_apart": OTHER_DECLARATIONS,
    "language/elaboration/names.py::_types": OTHER_DECLARATIONS,
    "language/elaboration/names.py::collect": OTHER_DECLARATIONS,
    "language/text/instances.py::_dotted": "every other expression is no name",
    "language/text/constants.py::_value": "whatever is no arithmetic is refused",
    "language/text/merging.py::_bound": OTHER_DECLARATIONS,
    "language/elaboration/scenarios.py::_argument": "every argument but `any` is a constant",
    "language/elaboration/types.py::interval": "every other integer has the bounds of its type",
    "language/elaboration/types.py::values": "types with many values, or not fixed ones",
    "language/elaboration/values.py::constant_value": "every other expression is no constant",
    "model/alike.py::_conditions": "what is left consists of options and constants",
    "model/alike.py::_operands": "an option that is in any other expression is read in another way",
    "model/explain.py::_premises": NO_PART,
    "model/explain.py::_smallest": A_PART,
    "model/expr.py::is_partial": "every other operation has a value where its parts have one",
    "model/expr.py::_not": "every other expression is negated as a whole",
    "model/expr.py::at_rest": "what speaks of the next state counts as a whole",
    "evidence/blame.py::smallest": A_PART,
    "evidence/cycles.py::_conjuncts": A_PART,
    "evidence/cycles.py::_future": NO_PART,
    "evidence/cycles.py::true": A_PART,
    "model/temporal.py::_free": "every other expression has the names of its parts",
    "follow/script.py::failure": "the other instructions fail because of what is blocked",
    "model/semantics.py::_conjuncts": A_PART,
    "model/symmetry.py::tells_apart": NO_PART,
    "model/symmetry.py::without_value": NO_PART,
    "mutation/operators.py::_conjuncts": A_PART,
    "mutation/operators.py::value": "no constant is there to be replaced",
    "mutation/run.py::_hits": OF_FEW,
    "proofs/expressions.py::truth": "what is no formula has a value: `evaluate` ends in an assertion",
    "proofs/expressions.py::evaluate": "what is left are bools, which is asserted",
    "check/quality/__init__.py::_premises": NO_PART,
    "check/quality/causes.py::__init__": "the other statements change nothing themselves",
    "check/quality/causes.py::_changers": NO_PART,
    "check/quality/causes.py::conjuncts": A_PART,
    "report/because.py::span_of": "the smaller expressions have no place of their own",
    "report/loops.py::said": "every other part is said as a whole",
}
"""A `match` over a closed set that has a default, and why what is left may be taken together."""

READERS = {
    "model/semantics.py": "            case Either(blocks):\n",
    "ground/instance.py": "        case Either(blocks):\n",
    "proofs/actions.py": "            case Either(blocks):\n",
}
"""What a body means: said three times."""

SPEC = """
spec either_or
var n : 0..3 = 0
step go { either { n := 1 } or { n := 2 } }
invariant small = n < 2
"""


@cache
def matches() -> list[tuple[str, str, ast.Match]]:
    """Every `match` of the package, with its place and the function that has it."""
    found: list[tuple[str, str, ast.Match]] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        inside: list[tuple[ast.AST, str]] = [(ast.parse(path.read_text()), "")]
        while inside:
            node, function = inside.pop()
            if isinstance(node, ast.Match):
                found.append((f"{name}:{node.lineno}", f"{name}::{function}", node))
            function = node.name if isinstance(node, ast.FunctionDef) else function
            inside += [(child, function) for child in ast.iter_child_nodes(node)]
    return found


def takes_all(case: ast.match_case) -> bool:
    def free(pattern: ast.pattern) -> bool:
        return isinstance(pattern, ast.MatchAs) and (pattern.pattern is None or free(pattern.pattern))

    whole = isinstance(case.pattern, ast.MatchSequence) and all(map(free, case.pattern.patterns))
    return case.guard is None and (free(case.pattern) or whole)


def named(match: ast.Match) -> set[str]:
    """The classes that its cases name, outside of others."""
    found: set[str] = set()
    patterns = [case.pattern for case in match.cases]
    while patterns:
        match patterns.pop():
            case ast.MatchClass(cls=cls):
                found.add(ast.unparse(cls).rpartition(".")[2])
            case ast.MatchOr(patterns=more) | ast.MatchSequence(patterns=more):
                patterns += more
            case ast.MatchAs(pattern=ast.pattern() as inner):
                patterns.append(inner)
            case _:
                pass
    return found


def refuses(case: ast.match_case) -> bool:
    return isinstance(case.body[-1], ast.Raise) or "assert_never(" in ast.unparse(case.body[-1])


def test_no_match_falls_through() -> None:
    assert [place for place, _, match in matches() if not takes_all(match.cases[-1])] == []


def test_a_match_over_a_closed_set_has_no_default() -> None:
    defaults = {where for _, where, match in matches() if named(match) & CLOSED and not refuses(match.cases[-1])}
    assert defaults - set(OPEN) == set(), "let it end in assert_never, or give a reason in OPEN"
    assert set(OPEN) - defaults == set(), "these need no reason any more"


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_of_bodies_have_no_default(reader: str) -> None:
    asked = [match for place, _, match in matches() if place.startswith(reader) and "Either" in named(match)]
    assert asked
    for match in asked:
        assert "assert_never(" in ast.unparse(match.cases[-1])


@pytest.mark.heavy
@pytest.mark.parametrize("reader", READERS)
def test_a_statement_that_a_reader_forgets_is_no_proof(reader: str, tmp_path: Path) -> None:
    copy = tmp_path / "hamodel"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / reader).read_text()
    (copy / reader).write_text(without(text, READERS[reader]))
    (tmp_path / "spec.ha").write_text(SPEC)
    for engine in ("all", "any_number"):
        said = ran(tmp_path, "hamodel", "check", "spec.ha", "--engine", engine)
        assert not re.search(r"proved +small", said), (engine, said)
    assert re.search(r'assert_never.*"Either"', ran(tmp_path, "mypy", "--strict", f"hamodel/{reader}"))


def ran(folder: Path, *command: str) -> str:
    """What a module of Python prints in this folder, where it finds the package."""
    env = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-P", "-m", *command], cwd=folder, env=env, capture_output=True, text=True, timeout=300
    )
    return done.stdout


def without(text: str, case: str) -> str:
    """The text without this case."""
    assert text.count(case) == 1
    before, after = text.split(case)
    depth = len(case) - len(case.lstrip())
    lines = after.splitlines(keepends=True)
    end = next(i for i, line in enumerate(lines) if line.strip() and len(line) - len(line.lstrip()) <= depth)
    return before + "".join(lines[end:])
