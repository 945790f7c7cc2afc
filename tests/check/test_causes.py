"""One cause is one warning: what follows from a dead action is named there. What follows is worked out by hand."""

from __future__ import annotations

import pytest

from hamodel.api import load
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.source import Source

COUNTER = """
spec counter
enum Mode { off, on, gone }
var armed : bool = false
var fired : bool = false
var mode : Mode = off
var n : 0..3 = 0
step rise when n < 2 { n := n + 1 }
step back when n = 2 { n := 0 }
"""


def report(text: str, engine: str = "explicit") -> Report:
    return check(elaborate(parse(Source("causes.ha", COUNTER + text))), Request(engine=engine, seconds=60))


def warned(found: Report) -> list[str]:
    return [f"{each.code} {each.span.text.split(' {')[0]}" for each in found.quality if each.span]


def following(found: Report) -> list[str]:
    return [f"{each.code} {each.span.text.split(' {')[0]}" for each in found.following if each.span]


ARM = "step arm when n = 3 { armed := true }\n"
FIRE = "step fire when armed { fired := true }\n"


@pytest.mark.parametrize(
    ("text", "causes", "consequences"),
    [
        # only `arm` could make `armed` true
        (ARM + "invariant i = armed => n = 0", ["dead-action step arm when n = 3"], ["vacuous armed"]),
        # and only `fire`, which waits for it, makes `fired` true
        (
            FIRE + ARM + "invariant i = fired => n = 0",
            ["dead-action step arm when n = 3"],
            ["dead-action step fire when armed", "vacuous fired"],
        ),
        # what never stops being so because of it
        (ARM + "step go when not armed { n := 1 }", ["dead-action step arm when n = 3"], ["guard-always-true not armed"]),
        (ARM + "invariant i = not armed => n < 3", ["dead-action step arm when n = 3"], ["premise-always-true not armed"]),
        # the same condition, and one more
        (ARM + "invariant i = n = 3 and fired => n = 0", ["dead-action step arm when n = 3"], ["vacuous n = 3 and fired"]),
        # `rise` changes n, so that `n = 3` is a cause of its own where no dead action waits for it
        (
            ARM.replace("n = 3", "false") + "invariant i = n = 3 => n = 0",
            ["dead-action step arm when false", "vacuous n = 3"],
            [],
        ),
        # someone who does happen writes `armed` too: that he never makes it true is his own affair
        (
            ARM + "step calm when n = 1 { armed := false }\ninvariant i = armed => n = 0",
            ["dead-action step arm when n = 3", "vacuous armed"],
            [],
        ),
        # `fire` waits for `armed`, and for something else that never comes
        (
            ARM + "step fire when armed and mode = gone { fired := true }\nstep turn { mode := if mode = off then on else off }",
            ["dead-action step arm when n = 3", "dead-action step fire when armed and mode = gone"],
            [],
        ),
        # two that wait for each other, and nobody else: the first in the text
        (
            "step one when fired { armed := true }\nstep two when armed { fired := true }",
            ["dead-action step one when fired"],
            ["dead-action step two when armed"],
        ),
        # an action that waits for what only itself brings waits for nobody
        ("step one when armed { armed := true }", ["dead-action step one when armed"], []),
        # never written by anybody: no action is the cause
        (ARM + "invariant i = fired => n = 0", ["dead-action step arm when n = 3", "vacuous fired"], []),
        # what an action that always fails would write
        (
            "step arm when n = 1 { armed := true  n := 1  n := 2 }\ninvariant i = armed => n = 0",
            ["always-failing step arm when n = 1"],
            ["vacuous armed"],
        ),
        # a property that remembers the past has a cause of its own
        (ARM + "invariant i = once armed => n = 0", ["dead-action step arm when n = 3", "vacuous once armed"], []),
    ],
)
def test_what_follows_from_a_dead_action_is_named_there(text: str, causes: list[str], consequences: list[str]) -> None:
    found = report(text)
    assert (warned(found), following(found)) == (causes, consequences)
    assert found.untold == ()
    helps = " ".join(each.help for each in found.quality)
    assert all(each.headline in helps for each in found.following)


CHANNEL = """
node Box { a, b }
channel mail from Box to Box
    carries ping, pong
    fifo 1
step early(x: Box) when n = 3 { send mail ping from x to a }
step late(x: Box) when not pending mail from x to a { send mail pong from x to a }
on mail ping from x to y { fired := true }
on mail pong from x to y { armed := true }
"""


def test_a_message_that_nobody_sends_is_not_delivered() -> None:
    """`ping` is sent by the dead `early` alone; `pong` arrives."""
    found = report(CHANNEL)
    assert [text.split("(")[0] for text in warned(found)] == ["dead-action step early"]
    assert len(found.following) == 1
    assert found.following[0].headline == "`deliver mail ping` can never happen"


def test_a_dozen_consequences_are_counted() -> None:
    properties = "".join(f"invariant i{number} = armed => n = {number % 4}\n" for number in range(12))
    [warning] = report(ARM + properties).quality
    assert warning.help.endswith("; 9 more")
    assert warning.help.count("says nothing") == 3


@pytest.mark.parametrize("engine", ["explicit", "auto", "all", "pdr"])
def test_every_engine_finds_the_same_cause(engine: str) -> None:
    found = report(FIRE + ARM + "invariant i = fired => n = 0", engine)
    assert warned(found) == ["dead-action step arm when n = 3"]
    assert following(found) == ["dead-action step fire when armed", "vacuous fired"]


def test_a_property_that_says_nothing_is_not_said_to_hold(tmp_path: object) -> None:
    """It is named with its cause in a report, and is as vacuous as before to whoever asks for this property."""
    path = f"{tmp_path}/causes.ha"
    with open(path, "w") as file:
        file.write(COUNTER + ARM + "invariant i = armed => n = 0\n")
    spec = load(path)
    assert spec.check()["i"].vacuous
    with pytest.raises(AssertionError, match="says nothing where `armed`"):
        spec.assert_holds("i")
