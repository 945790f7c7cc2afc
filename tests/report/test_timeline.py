"""The picture of a run in time: what it shows is written by hand, and nothing in it is upon something else."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from strategies.timed import timed

from hamodel.api.spec import load
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.follow.script import play, walk
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.model.verdict import Reached
from hamodel.report.timeline.drawing import EDGE, LETTER, MOST_STEPS, Drawing, drawing
from hamodel.report.timeline.events import Event
from hamodel.report.timeline.happenings import Happenings, happenings
from hamodel.report.timeline.messages import MessageWay
from hamodel.report.timeline.picture import limits_of, picture
from hamodel.report.timeline.timed_run import seconds
from hamodel.report.timeline.timers import TimerRun
from hamodel.report.timeline.watched import Watched

ROOT = Path(__file__).parent.parent.parent

PAIR = """
node Box { a, b }
option hold : duration = 3 s
var active[x: Box] : bool = x = a
var asked : bool = false
timer hears[Box] = hold, tired within [500 ms, 2 s], answer[Box] = 9 s
initially start hears[b]
channel calls from Box to Box
    carries alive, gone
    unordered lossy
    delivers within [100 ms, 400 ms]
input ring(x: Box) { send calls gone from x to a  send calls alive from x to b  start answer[x] }
on calls alive from x to y { start hears[y]  stop answer[x] }
on calls gone from x to y { }
on expiry hears[x] { active[x] := true }
fault crash(x: Box) when active[x] { active[x] := false  asked := true  start tired }
on expiry tired { asked := false }
measure outage = longest not (some x: Box. active[x])
property soon = all x: Box. not active[x] lasts at most 9 s
scenario s {
    at 1 s ring(a)
    wait 250 ms
    deliver calls alive from a to b
    at 1500 ms crash(a)
    wait until expiry hears[b]
    wait 1 s
}
"""


def played(text: str) -> tuple[System, Scope, Trace]:
    system = timed(text)
    found = play(system, system.scenarios[0])
    assert found.failure is None
    assert found.trace is not None
    return system, found.scope, found.trace


def happened(text: str = PAIR) -> Happenings:
    system, scope, trace = played(text)
    found = happenings(system, scope, trace, limits_of(system))
    assert found is not None
    return found


def at(found: Happenings, *numbers: int) -> list[Fraction]:
    return [found.moments[number] for number in numbers]


def test_what_runs_from_when_to_when() -> None:
    """hears[b] from 0 s until the call of 1.25 s, then 3 s more; tired from the crash of 1.5 s, for 0.5 to 2 s."""
    found = happened()
    assert found.rows == ("a", "b", "shared")
    runs = {(each.row, each.name, each.end, each.length, *at(found, each.first, each.last)) for each in found.timers}
    quarter = Fraction(1, 4)
    tired = next(each for each in found.timers if each.name == "tired")
    assert 2 <= found.moments[tired.last] <= Fraction(7, 2)
    assert runs == {
        (1, "hears", "starts anew", "3 s", 0, 5 * quarter),
        (1, "hears", "expires", "3 s", 5 * quarter, 17 * quarter),
        (0, "answer", "is stopped", "9 s", 1, found.moments[next(m.last for m in found.timers if m.name == "answer")]),
        (2, "tired", "expires", "0.5 to 2 s", Fraction(3, 2), found.moments[tired.last]),
    }


def test_what_travels_from_where_to_where() -> None:
    found = happened()
    (call,) = found.messages  # the other one is to itself
    assert (call.sender, call.receiver, call.text, call.fate, call.takes) == (0, 1, "alive", "arrives", "0.25 s")
    assert at(found, call.first, call.last) == [1, Fraction(5, 4)]
    (own,) = [each for each in found.events if each.text == "gone arrives"]
    assert own.row == 0


def test_what_happens_and_what_is_watched() -> None:
    found = happened()
    said = [(each.row, each.text, each.kind, found.moments[each.at]) for each in found.events if each.text != "gone arrives"]
    assert said[:3] == [
        (0, "ring", "input", 1),
        (0, "crash: active = false", "fault", Fraction(3, 2)),
        (2, "asked = true", "step", Fraction(3, 2)),
    ]
    assert (1, "active = true", "step", Fraction(17, 4)) in said
    watched = {(each.row, each.name, each.lasts, each.claimed, *at(found, each.first, each.last)) for each in found.watched}
    half, active = Fraction(3, 2), Fraction(17, 4)
    assert watched == {
        (None, "outage", "2.75 s", False, half, active),
        (0, "soon[a]", "3.75 s", True, half, active + 1),
        (1, "soon[b]", "4.25 s", True, 0, active),
    }


def test_what_does_not_arrive() -> None:
    found = happened(PAIR.replace("deliver calls alive from a", "lose calls alive from a").replace("1500 ms", "1300 ms"))
    (call,) = found.messages
    assert (call.fate, call.takes) == ("is lost", "0.25 s")
    found = happened(PAIR[: PAIR.index("scenario")] + "scenario s { at 1 s ring(a) }")
    assert [(each.fate, each.last) for each in found.messages] == [("is on its way", len(found.moments) - 1)]


@pytest.mark.parametrize(
    ("length", "said"),
    [("0", "0 s"), ("3/1000", "3 ms"), ("1/400", "2.5 ms"), ("1/50", "20 ms"), ("1/20000", "50 us"), ("10/3", "10/3 s")],
)
def test_lengths_are_as_they_are(length: str, said: str) -> None:
    assert seconds(Fraction(length)) == said


def test_a_spec_without_timers_has_none() -> None:
    system, scope, trace = played("var a : bool = false\ninput go { a := true }\nscenario s { go() }")
    assert picture(system, scope, trace) is None


# --- places ------------------------------------------------------------------------------------------------------------

Box = tuple[float, float, float, float, str]


def texts(drawn: Drawing) -> Iterator[Box]:
    for tag, attributes, text in drawn.shapes:
        if tag == "text":
            letters = len(text.replace("\ufe0e", "")) * LETTER
            yield attributes["x"], attributes["y"] - 9, attributes["x"] + letters, attributes["y"] + 2, text


def clean(found: Happenings) -> Drawing:
    """The picture, in which no text is upon another one, and all is inside."""
    drawn = drawing(found)
    assert drawn is not None
    boxes = [*texts(drawn)]
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)
    for left, top, right, bottom, text in boxes:
        assert 0 <= left <= right <= drawn.width, text
        assert 0 <= top <= bottom <= drawn.height, text
    assert list(drawn.at) == sorted(drawn.at)
    return drawn


def test_what_is_later_is_further_to_the_right() -> None:
    found = happened()
    drawn = clean(found)
    for (one, here), (other, there) in combinations(zip(found.moments, drawn.at, strict=True), 2):
        assert here < there or one == other, (one, other)
    bars = [each[1] for each in drawn.shapes if each[1]["class"].startswith("time-timer") and each[0] == "rect"]
    assert len(bars) == len(found.timers)
    for timer in found.timers:
        assert any(bar["x"] == drawn.at[timer.first] and bar["x"] + bar["width"] >= drawn.at[timer.last] - 0.2 for bar in bars)


@pytest.mark.sampled
@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_upon_something_else(seed: int) -> None:
    """Runs of VRRP with three routers, with its calls and losses."""
    system = load(str(ROOT / "specs/timed/vrrp.ha")).system
    trace = walk(system, Scope({}, {"preempt": seed % 2 == 0}), seed, 160, faults=3).trace
    found = happenings(system, Scope({}, {"preempt": seed % 2 == 0}), trace, limits_of(system))
    assert found is not None
    assert len(found.timers) + len(found.messages) + len(found.events) > 12
    clean(found)


def test_many_members_many_events() -> None:
    """Forty things of each kind on four rows, all of which have something to say."""
    moments = tuple(sorted(Fraction(number, 1000) if number % 2 else Fraction(number) for number in range(41)))
    found = Happenings(
        ("left", "right", "upper", "lower"),
        moments,
        frozenset(),
        tuple(TimerRun(n % 4, f"timer{n % 3}", n, min(40, n + 3), "expires", "3 ms") for n in range(0, 38, 4)),
        tuple(MessageWay(n % 4, (n + 1 + n // 13) % 4, f"m{n}", n, n + 2, "is lost", "2 ms") for n in range(38)),
        tuple(Event(n % 4, n, f"state = {'active' * (n % 3)}", "fault") for n in range(41)),
        (Watched(None, "outage", 3, 9, "6 s", True), Watched(2, "dual", 5, 30, "25 s", True)),
        "no_dual is violated",
    )
    drawn = clean(found)
    assert {text for _, _, text in drawn.shapes} >= {"outage 6 s", "dual 25 s", "no_dual is violated", "left", "lower"}


def test_a_run_that_is_too_long_has_no_picture() -> None:
    steps = MOST_STEPS + 1
    events = tuple(Event(0, n, "x", "step") for n in range(steps))
    assert drawing(Happenings(("a",), (Fraction(0),) * (steps + 1), frozenset(), (), (), events, ())) is None
    short = drawing(Happenings(("a",), (Fraction(0),) * 3, frozenset({1}), (), (), events[:2], ()))
    assert short is not None
    assert short.width > EDGE


def test_where_units_are_too_many_for_a_step_each() -> None:
    """In a step of such a run many of them pass; a timer of 3 s is over after 3 s all the same."""
    spec = "var n : bool = false\ntimer t = 3 s, u = 1 us\ninitially start t\non expiry t { n := true }\ninvariant i = not n\n"
    system = timed(spec)
    report = check(system, Request(engine="zones", quality=False))
    (answer,) = (finding.results[0].answer for finding in report.findings if finding.name == "i")
    assert isinstance(answer, Reached)
    assert answer.trace is not None
    assert len(answer.trace.steps) < 100
    found = happenings(report.system, Scope(), answer.trace, (), "i is violated")
    assert found is not None
    (run,) = found.timers
    assert (run.end, run.length, *at(found, run.first, run.last)) == ("expires", "3 s", 0, 3)
    clean(found)
