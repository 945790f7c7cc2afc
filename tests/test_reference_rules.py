"""Every sentence of the language's reference that is a rule: a small spec, and what it means. Worked out by hand."""

from __future__ import annotations

import pytest
from rules import errors, meaning, system

COUNTER = "var m : 0..3 = 0\nvar x : bool = false\nstep go when m < 3 { m := m + 1 }\n"


# --- `next` ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("always (next m = m)", False),
        ("always (m = next m)", False),
        ("always ((next m) = m)", False),
        ("always next (m = m)", True),
        ("always (next m = m + 1)", True),
        ("always (next m - m = 1)", True),
        ("always (next (m + 1) = m + 2)", True),
        ("always next m in 1..m + 1", True),
        ("always next m in 1..m", False),
        ("always (next m != 0)", True),
        ("always not next m = 0", True),
        ("always next not m = 0", True),
        ("always next (m = 1 or m = 2)", False),
        ("always (if next m = 3 then m = 2 else m < 2)", True),
        ("all k: 0..3. always (m = k => next (m = k + 1))", True),
        ("always (count k: 0..3 where k < next m) = 1 + count k: 0..3 where k < m", True),
    ],
)
def test_next_is_what_a_value_is_after_the_transition(claim: str, holds: bool) -> None:
    assert not errors(f"{COUNTER}property p = {claim}")
    assert meaning(f"{COUNTER}property p = {claim}").shown == (frozenset() if holds else {"p"})


def test_next_of_members_optionals_and_records() -> None:
    text = """
    node B { l, r }
    record F { at: B, n: 0..1 }
    var w : B? = none
    var f : F = F(l, 0)
    step go when w = none { w := l  f := F(r, 0) }
    property a = always (next w = l)
    property b = always (next w != none and next f.at = r and next f = F(r, 0))
    property c = always (next f = f)
    property d = always (f = next f)
    property e = always (next f.n = f.n)
    """
    assert meaning(text).shown == {"c", "d"}


@pytest.mark.parametrize(
    "claim",
    [
        "x => next false",
        "x => next x != next x",
        "x => (next x) and not (next x)",
        "x => next (m > 3)",
        "x => next (1 = 2)",
        "x => next (0 = 1) and next true",
        "if x then next false else next true",
    ],
)
def test_a_claim_with_next_is_asked_of_transitions_whatever_it_reads(claim: str) -> None:
    """No transition leaves the state in which x holds: each of these is true."""
    text = f"var m : 0..3 = 0\nvar x : bool = false\nstep close when not x {{ x := true }}\nproperty p = always ({claim})"
    assert meaning(text).shown == frozenset()
    assert meaning(text.replace("when not x", "")).shown == {"p"}


@pytest.mark.parametrize("condition", ["0 = 0", "0 = 1 - 1", "m = m", "m < 4", "x or not x"])
def test_whether_a_claim_is_about_transitions_does_not_depend_on_what_can_be_worked_out(condition: str) -> None:
    assert errors(f"{COUNTER}property p = always (if {condition} then x else next x)") == ["state-beside-transition"]
    assert not errors(f"{COUNTER}property p = always ({condition} => next x)")


# --- `always` --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "of_runs"),
    [
        ("always (m < 4 and always x)", False),
        ("always all k: 0..3. always (m = k => next m != k)", False),
        ("always (x => always (not x => always not x))", True),
        ("always (x or always not x)", True),
    ],
)
def test_always_stands_inside_of_always(claim: str, of_runs: bool) -> None:
    (found,) = system(f"{COUNTER}property p = {claim}").properties
    assert found.liveness is of_runs


def test_an_always_that_says_nothing_new_is_left_out() -> None:
    text = "property p = always (m < 4 and always all k: 0..3. always m != 4)\nproperty q = always (m < 4 and always m < 3)"
    assert meaning(COUNTER + text).shown == {"q"}
