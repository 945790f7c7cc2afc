"""A small pair, runs of it, and a report that has one finding of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from hamodel.check.report import Report
from hamodel.diagnostics import Diagnostic
from hamodel.follow.script import play
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.model.verdict import Answer, Exhaustive, Finding, Kind, Reached, Result, Unknown, Unreachable
from hamodel.source import Source, Span

Golden = Callable[[Path, str], None]

PAIR = """\
## A pair that synchronizes who owns a session.
spec synced

enum Mode { passive, active, failed }
node Firewall { fw0, fw1 }
sort Session
option reverts : bool
link ha2

var mode[d: Firewall] : Mode = if d = fw0 then active else passive
var owner[Firewall, Session] : Firewall? = none
var log : 0..7 = 0

channel sync over ha2 from Firewall to Firewall
    carries opened(session: Session, by: Firewall), bye
    fifo 2 lossy
channel whisper from Firewall to Firewall
    carries psst
    unordered 2 duplicating

def peer(d: Firewall) = the p: Firewall where p != d

input first_packet(s: Session, at: Firewall) when mode[at] = active {
    owner[at, s] := at
    log := 1
    send sync opened(s, at) from at to peer(at)
}
step greet(d: Firewall) { send whisper psst from d to d  send whisper psst from d to peer(d) }
step wave(d: Firewall) { send sync bye from d to peer(d) }
step hang_up(d: Firewall) { drop sync from d to peer(d) }
on sync opened(s, by) from sender to d { owner[d, s] := by }
on sync bye from sender to d { }
on whisper psst from a to b { }
fault crash(d: Firewall) when mode[d] != failed {
    mode[d] := failed
    mode[peer(d)] := active
    for s: Session where owner[peer(d), s] = d { owner[peer(d), s] := peer(d) }
}

## Nobody else's session.
invariant own_sessions_only = all s: Session, d: Firewall. mode[d] = active => owner[d, s] = none or owner[d, s] = d
invariant alive = some d: Firewall. mode[d] != failed
invariant known_gap expect violated when reverts = all d: Firewall. mode[d] != failed
property no_return = all d: Firewall. always (mode[d] = failed => next mode[d] = failed)
reachable taken_over = mode[fw1] = active

scenario takes_over {
    first_packet(s0, fw0)
    deliver sync opened(s0, fw0) from fw0 to fw1
    first_packet(s1, fw0)
    crash(fw0)
    deliver sync
}
scenario messages {
    wave(fw0)
    wave(fw1)
    lose sync
    hang_up(fw1)
    greet(fw1)
    duplicate whisper psst from fw1 to fw0
    deliver whisper psst from fw1 to fw1
    wave(fw0)
    cut ha2
    wave(fw1)
    mend ha2
}
"""


def system_of(text: str) -> System:
    return elaborate(parse(Source("synced.ha", text)))


SYSTEM = system_of(PAIR)


def run_of(system: System, scenario: str, options: Mapping[str, Value]) -> tuple[Trace, Scope]:
    """The run of a scenario: a trace that the reference semantics made."""
    played = play(system, next(s for s in system.scenarios if s.name == scenario), options)
    assert played.failure is None
    assert played.trace is not None
    return played.trace, played.scope


def rows_of(**domains: Sequence[Value]) -> list[dict[str, Value]]:
    return [dict(zip(domains, values, strict=True)) for values in product(*domains.values())]


TWO = rows_of(owner=["first", "primary"], reverts=[False, True])

TRACE, SCOPE = run_of(SYSTEM, "takes_over", {"reverts": True})
SIZES = {"Session": 2}
PROVED = Unreachable(Exhaustive(82))
HIT = Reached(TRACE)
SPAN = next(property for property in SYSTEM.declared if property.name == "own_sessions_only").span


def finding(
    *answers: Answer,
    kind: Kind = "invariant",
    expected: tuple[int, ...] | None = (),
    name: str = "property",
    fewest: int | None = None,
    faults: int = 1,
    span: Span | None = SPAN,
) -> Finding:
    rows = {1: [{}], 2: rows_of(reverts=[False, True]), 4: TWO}[len(answers)]
    sizes = {} if kind == "scenario" else SIZES
    results = tuple(
        Result(row, sizes, answer, "explicit", 0.5, 82, faults if isinstance(answer, Reached) else 0, shortest=True)
        for row, answer in zip(rows, answers, strict=True)
    )
    return Finding(name, kind, span, results, expected, fewest)


def report() -> Report:
    """One of everything."""
    named = {property.name: property for property in SYSTEM.declared}

    def of(name: str, kind: Kind, *answers: Answer, **more: object) -> Finding:
        made = finding(*answers, kind=kind, name=name, **more)  # type: ignore[arg-type]
        return replace(made, span=named[name].span if name in named else None, doc=named[name].doc if name in named else "")

    before_delivery = Reached(Trace(TRACE.initial, TRACE.steps[:4]))
    return Report(
        SYSTEM,
        SIZES,
        {},
        2,
        (
            of("own_sessions_only", "invariant", HIT, PROVED, fewest=1),
            of("alive", "invariant", PROVED, PROVED),
            of("known_gap", "invariant", PROVED, before_delivery, expected=(1,), fewest=1),
            of("no_return", "property", PROVED, Unknown("out of time", 9)),
            of("taken_over", "reachable", PROVED, PROVED, expected=None),
            of("no run-time errors", "run-time", PROVED, PROVED),
            replace(finding(Unreachable(Exhaustive(3)), kind="scenario", expected=(0,)), name="takes_over"),
        ),
        failures={
            "takes_over": Diagnostic("scenario-fails", SPAN, "scenario `takes_over`: `crash(fw0)` cannot happen here", "", "wait")
        },
        quality=(
            Diagnostic(
                *("dead-action", SYSTEM.action("wave").span, "`wave` can never happen", "no state lets it", "delete it"),
                severity="warning",
            ),
        ),
        notes=("quality was only looked for in 1 of 2 combinations",),
        seconds=1.25,
    )
