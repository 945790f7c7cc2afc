"""What `initially` says of variables that nothing writes: assumed in every state, and nothing else is."""

from __future__ import annotations

import pytest
from strategies.systems import instance, typed

from hamodel.engines import Budget
from hamodel.engines.explicit.search import explicit
from hamodel.engines.smt.kinduction import kinduction
from hamodel.model.verdict import Reached, Unreachable

PRELUDE = """
    spec lasting
    node Box { left, right }
    link wire
    option strict : bool = true
    channel mail over wire from Box to Box carries hello fifo 1 lossy
    var order[Box, Box] : bool
    var chosen[Box] : bool
    var rank[Box] : 0..2
    step choose_one(b: Box) when all x: Box. order[b, x] { chosen[b] := true }
    on mail hello from a to b { }
    """


def assumed(text: str) -> int:
    return sum(property.kind == "assume" for property in typed(PRELUDE + text).declared)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("initially all a: Box. order[a, a]", 1),
        ("initially order[left, right] initially not order[right, left]", 2),
        ("initially strict or order[left, right]", 1),
        ("initially all a: Box. not chosen[a]", 0),  # choose_one writes it
        ("initially all a: Box. order[a, a] or chosen[a]", 0),
        ("initially up(wire) or order[left, left]", 0),  # `cut wire` writes it
        ("initially order[left, left] or not pending mail", 0),
        ("initially strict", 0),  # leaves out no option: it says that no run starts
        ("initially order[the b: Box where order[b, b], left]", 0),  # may be an error, which is made once
        ("step wipe(b: Box) { order[b, b] := false } initially all a: Box. order[a, a]", 0),
        (
            "step wipe { for b: Box { if chosen[b] { either { order[b, b] := false } or { } } } } initially order[left, left]",
            0,
        ),
        ("proc swap(b: Box) { rank[b] := 2 - rank[b] } step turn(b: Box) { swap(b) } initially rank[left] = 0", 0),
        ("initially rank[left] < rank[right]", 1),
    ],
)
def test_only_what_nothing_can_change_is_assumed(text: str, count: int) -> None:
    assert assumed(text) == count


ORDER = """
    initially all a: Box, b: Box. (order[a, b] or order[b, a]) and (order[a, b] and order[b, a] => a = b)
    initially all a: Box. not chosen[a]
    invariant one = at most one b: Box. chosen[b]
    """


def answers(text: str) -> list[type]:
    asked = instance(typed(PRELUDE + text), {})
    goal = asked.shows(next(property for property in asked.system.declared if property.name == "one"))
    engines = (explicit, kinduction)
    return [type(answer) for engine in engines for _, answer in engine(asked, [goal], Budget(), lambda _: None)]


def test_an_induction_knows_that_an_order_is_one() -> None:
    assert answers(ORDER) == [Unreachable, Unreachable]


def test_and_that_one_which_changes_is_none() -> None:
    assert answers(ORDER + "fault confuse(b: Box) { order[b, left] := true }") == [Reached, Reached]
