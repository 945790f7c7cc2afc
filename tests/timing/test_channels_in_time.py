"""Messages that are some time on their way, losses in a row, faults that are apart, clocks that drift: answers from arithmetic,
and from the exact semantics on random specs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from strategies import timed as specs
from strategies.timed import timed
from strategies.zoned import lasts

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.language.layout.format import formatted
from hamodel.model.scope import Scope
from hamodel.model.timing import TICK
from hamodel.model.verdict import Reached
from hamodel.source import Source
from hamodel.timing.exact import replayed


@pytest.fixture(autouse=True, params=["explicit", pytest.param("zones", marks=pytest.mark.heavy)])
def verdicts_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has an answer from arithmetic is asked of both: time in steps, and zones of times."""
    monkeypatch.setitem(globals(), "verdicts", partial(specs.verdicts, engine=request.param))


verdicts = specs.verdicts

HEARTBEAT = """
node Unit {{ active, passive }}
option hold : duration = 13 s in 1 s..90 s
var took : bool = false
var dead : bool = false
var silent : bool = false
channel beats from Unit to Unit carries beat {order} {losses} delivers within [1 s, 3 s]
timer beat = 10 s, silence = hold, early = {early}
initially start beat = 0 s
initially start silence
on expiry beat {{ start beat  send beats beat from active to passive }}
on beats beat from s to r {{ start silence }}
on expiry silence when not took {{ took := true }}
fault crash when not dead {{ dead := true  stop beat  start early }}
faults {faults}
invariant never_taken = not took
property soon = dead leads to took within {soon}
invariant not_early = not (dead and took and running(early))
"""


def heartbeat(**numbers: Any) -> dict[str, str]:
    said = {"order": "unordered", "losses": "", "faults": 0, "soon": "16 s", "early": "3 s", "hold": "13 s"}
    said |= numbers
    hold = said.pop("hold")
    return verdicts(timed(HEARTBEAT.format(**said)), options={"hold": hold})


@pytest.mark.parametrize("order", ["unordered", "fifo 2", "unordered 2"])
@pytest.mark.parametrize(("hold", "answer"), [("12 s", "violated"), ("13 s", "proved")])
def test_a_late_heartbeat_takes_nothing_over(order: str, hold: str, answer: str) -> None:
    """Safe if and only if hold > period + the most - the least delay: 12."""
    assert heartbeat(order=order, hold=hold)["never_taken"] == answer


@pytest.mark.parametrize(("hold", "answer"), [("32 s", "violated"), ("33 s", "proved")])
def test_two_lost_heartbeats_in_a_row_take_nothing_over(hold: str, answer: str) -> None:
    """Safe if and only if hold > 3 * period + the most - the least delay; no crash, as many losses as there may be."""
    text = HEARTBEAT.format(
        order="unordered", losses="lossy, at most 2 in a row", faults=3, soon="99 s", early="1 s"
    ).replace("fault crash when", "fault crash when silent and")
    assert verdicts(timed(text), options={"hold": hold})["never_taken"] == answer


@pytest.mark.parametrize(
    ("numbers", "name", "answer"),
    [
        ({"soon": "16 s"}, "soon", "proved"),
        ({"soon": "15 s"}, "soon", "violated"),
        ({"early": "3 s"}, "not_early", "proved"),
        ({"early": "4 s"}, "not_early", "violated"),
    ],
)
def test_how_soon_a_crash_is_noticed(numbers: dict[str, str], name: str, answer: str) -> None:
    """Between hold - period + the least delay and hold + the most: 4 s to 16 s."""
    assert heartbeat(faults=1, **numbers)[name] == answer


def test_how_long_a_crash_is_not_noticed_is_measured() -> None:
    text = HEARTBEAT.format(order="fifo 2", losses="", faults=1, soon="1 s", early="1 s")
    found = lasts(timed(text), "soon")
    assert (found.least, found.most) == (Fraction(4), Fraction(16))


OVERLAP = """
node Unit {{ a, b }}
channel c from Unit to Unit carries m {order} delivers within [{least} s, 5 s]
timer t = 2 s
var sent : 0..3 = 0
var got : 0..3 = 0
initially start t
on expiry t when sent < 3 {{ start t  sent := sent + 1  send c m from a to b }}
on c m from s to r {{ got := if got < 3 then got + 1 else 0 }}
reachable all_under_way = sent = 3 and got = 0
property all_come = sent = 3 leads to got = 3 within 5 s
property all_soon = sent = 3 leads to got = 3 within 4 s
"""


@pytest.mark.parametrize(("order", "made"), [("fifo 2", True), ("fifo 3", False), ("unordered 2", True), ("unordered 3", False)])
def test_messages_overtake_the_next_sending(order: str, made: bool) -> None:
    """Three are under way at once where each takes 5 s and one is sent every 2 s: too little room is a mistake."""
    found = verdicts(timed(OVERLAP.format(order=order, least=1)))
    assert ("error[full-channel]" in found) is made
    if not made:
        answers = [found[name] for name in ("all_under_way", "all_come", "all_soon")]
        assert answers == ["reached", "proved", "violated"]


@pytest.mark.parametrize(("traits", "made"), [("lossy", True), ("merging", False)])
def test_a_full_channel_is_a_mistake_also_where_messages_are_lost(traits: str, made: bool) -> None:
    found = verdicts(timed(OVERLAP.format(order=f"unordered {traits}", least=1) + "faults 0\n"))
    assert ("error[full-channel]" in found) is made


CUT = """
node Unit {{ a, b }}
link l
channel c over l from Unit to Unit carries m unordered {when} delivers within [2 s, 3 s]
timer t = 1 s, off = 2 s, on = {on} s, watch = {watch} s
var got : bool = false
var ready : bool = {ready}
initially start t
initially start off
initially start watch
on expiry t {{ send c m from a to b }}
on expiry off {{ {off} }}
on expiry on {{ ready := true }}
on c m from s to r when ready {{ got := true }}
property late = not got lasts at most {most} s
invariant not_early = got => not running(watch)
faults 0
"""


@pytest.mark.parametrize(("watch", "most", "answers"), [(5, 6, ["proved"] * 2), (6, 5, ["violated"] * 2)])
def test_a_message_that_waits_for_its_guard_comes_at_once(watch: int, most: int, answers: list[str]) -> None:
    """Sent at 1 s, it could come from 3 s to 4 s; its guard is true from 2 + 4 = 6 s on, when it is due."""
    text = CUT.format(when="", on=4, watch=watch, ready="false", off="start on", most=most)
    found = verdicts(timed(text))
    assert [found["late"], found["not_early"]] == answers


CUT_AND_MENDED = """
node Unit {{ a, b }}
link l
channel c over l from Unit to Unit carries m {order} waits when cut delivers within [2 s, 3 s]
timer t = 1 s, mended = {watch} s
var got : bool = false
var broken : bool = false
initially start t
on expiry t {{ send c m from a to b }}
on cut l {{ broken := true }}
on mend l {{ start mended }}
on c m from s to r {{ got := broken }}
property prompt = up(l) and broken and pending c m from a to b lasts at most {most} s
invariant not_early = got => not running(mended)
faults 1
"""


@pytest.mark.parametrize("order", ["unordered", "fifo 2"])
@pytest.mark.parametrize(("watch", "most", "answer"), [(1, 3, "proved"), (2, 2, "violated")])
def test_a_message_begins_anew_when_its_link_is_mended(order: str, watch: int, most: int, answer: str) -> None:
    """However long it was under way before, it takes 2 s to 3 s from then on."""
    found = verdicts(timed(CUT_AND_MENDED.format(order=order, watch=watch, most=most)))
    assert (found["prompt"], found["not_early"]) == (answer, answer)


APART = """
timer clock = {clock} s
var hits : 0..2 = 0
fault hit when hits < 2 {{ hits := hits + 1  if hits = 0 {{ start clock }} }}
faults 2, at least 5 s apart
invariant apart = hits = 2 => not running(clock)
"""


@pytest.mark.parametrize(("clock", "answer"), [(4, "proved"), (5, "violated"), (6, "violated")])
def test_faults_are_apart(clock: int, answer: str) -> None:
    """Exactly 5 s later there may be one, in the moment in which the clock ends."""
    assert verdicts(timed(APART.format(clock=clock)))["apart"] == answer


DRIFT = """
timer short = {lease} drift 25 %, long = {lease} + {margin} drift 25 %
initially start short
initially start long
invariant in_order = running(short) => not expired(long)
reachable together = running(short) and expired(long)
"""


@pytest.mark.parametrize(("margin", "answer"), [("2 s", "violated"), ("2250 ms", "proved")])
def test_two_clocks_that_drift(margin: str, answer: str) -> None:
    """The long one ends last if and only if (lease + margin) / 1.25 > lease / 0.75, that is margin > 2/3 * lease."""
    assert verdicts(timed(DRIFT.format(lease="3 s", margin=margin)))["in_order"] == answer


@pytest.mark.parametrize("number", ["100 %", "999 %"])
def test_a_clock_that_stands_still_is_refused(number: str) -> None:
    with pytest.raises(SpecError, match="drifts-so-far"):
        timed(f"timer t = 3 s drift {number}\ninitially start t")


def test_a_delivery_that_comes_too_soon_or_too_late_is_no_run() -> None:
    """The exact semantics plays what was found, and refuses it with a step of time less, or one more."""
    system = timed(OVERLAP.format(order="fifo 3", least=2))
    report = check(system, Request(engine="explicit", properties=("all_soon",)))
    (answer,) = (each.results[0].answer for each in report.findings if each.name == "all_soon")
    assert isinstance(answer, Reached)
    trace = answer.trace
    (property,) = (each for each in system.declared if each.name == "all_soon")
    assert replayed(system, Scope(), trace, property) == ""
    last = max(number for number, step in enumerate(trace.steps) if step.action == TICK)
    twice = replace(trace, steps=(*trace.steps[: last + 1], *trace.steps[last:]))
    assert replayed(system, Scope(), twice, property) != ""


def test_the_layout_of_what_is_said_of_channels() -> None:
    written = "\n".join(
        [
            "spec x",
            "node N { a, b }",
            "timer t = 3 s drift 1 %, u[N] within [1 ms, 2 ms] drift 2 %",
            "channel c from N to N",
            "    carries m",
            "    fifo 2 lossy, at most 2 in a row",
            "    delivers within [1 ms, 2 s / 3]",
            "on c m from s to r { }",
            "faults 2, at least 60 s apart",
            "",
        ]
    )
    assert formatted(Source("x.ha", written)) == written
    squeezed = written.replace(", at", " ,at").replace("within [", "within[").replace(" %", "%").replace("2 s / 3", "2 s/3")
    assert formatted(Source("x.ha", squeezed)) == written


def test_the_new_words_are_names_elsewhere() -> None:
    text = """
    var delivers : bool = false
    var drift : bool = false
    var apart : bool = false
    var at : bool = false
    enum Part { most, least, row }
    var a : Part = most
    input go { delivers := drift  drift := apart or at  apart := a in { row, least } }
    invariant same = delivers or not delivers
    """
    assert timed(text).timing is None
