"""The column of the time in the lanes of a run: written by hand. A spec without timers has none."""

from __future__ import annotations

from strategies.timed import timed

from hamodel.follow.script import play
from hamodel.report.lanes import trace_lines
from hamodel.report.style import Style

SPEC = """
node Box { a, b }
var on[Box] : bool = false
timer t[Box] = 1500 ms
initially start t[a]
on expiry t[x] { on[x] := true  start t[x] = 50 s }
fault crash(x: Box) when on[x] { on[x] := false  stop t[x] }
input poke(x: Box) { start t[x] = 60 s }
"""


def lanes(spec: str, script: str) -> list[str]:
    system = timed(f"{spec}scenario s {{ {script} }}\n")
    found = play(system, system.scenarios[0])
    assert found.failure is None
    assert found.trace is not None
    return trace_lines(system, found.scope, found.trace, Style(width=70, unicode=False))


def test_each_step_has_its_time() -> None:
    """Steps in which time passes are one line, a timer that expires and what takes it are one; times stand below each other."""
    assert lanes(SPEC, "wait until expiry t[a] wait 10 s poke(b) crash(a) wait 1 s") == [
        "                a                   b",
        "   3   1.500 s  1.500 s pass",
        "   5   1.500 s  expiry t[a]",
        "                | on: false -> true |",
        "  25  11.500 s  10.000 s pass",
        "  26  11.500 s  poke(b)                      input",
        "  27  11.500 s  crash(a)                     fault",
        "                | on: true -> false |",
        "  29  12.500 s  1.000 s passes",
    ]


def test_a_spec_without_timers_has_no_column() -> None:
    spec = "var on : bool = false\ninput go when not on { on := true }\n"
    assert lanes(spec, "go()") == ["  1  go            input", "       on: false -> true"]
