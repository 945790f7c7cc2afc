"""Timers and the rest of the language: imports, sorts, layout, settings, and words that were names before."""

from __future__ import annotations

from pathlib import Path

import pytest
from strategies.simulated import Simulated
from strategies.timed import timed, verdicts

from hamodel.api.spec import load
from hamodel.check.request import Request
from hamodel.conformance.explore import explore
from hamodel.diagnostics import SpecError
from hamodel.language.layout.format import formatted
from hamodel.mutation.run import mutate
from hamodel.source import Source

PART = """
needs node Node
option hold : duration = 3 s in 1 s..5 s
timer t[n: Node] = hold
initially for n: Node { start t[n] }
var off[Node] : bool = false
on expiry t[n] when not off[n] { off[n] := true }
step again(n: Node) within [hold, 2 * hold] when off[n] { start t[n]  off[n] := false }
property soon = all n: Node. not off[n] lasts at most hold
property sooner = all n: Node. not off[n] lasts at most 2 s
"""

WHOLE = """spec whole
node Box { a, b }
import "part.ha" as lan with Node = Box
property stays = always (all n: Box. lan.off[n] => next (lan.off[n] or running(lan.t[n])))
"""


def whole(folder: Path, **options: str) -> dict[str, str]:
    (folder / "part.ha").write_text(PART)
    (folder / "whole.ha").write_text(WHOLE)
    given = {name.replace("_", "."): value for name, value in options.items()}
    report = load(folder / "whole.ha").check(options=given, engine="explicit").report
    return {finding.name: finding.verdict for finding in report.findings}


def test_timers_of_an_instance(tmp_path: Path) -> None:
    found = whole(tmp_path)
    assert (found["lan.soon"], found["lan.sooner"], found["stays"]) == ("proved", "violated", "proved")
    assert whole(tmp_path, lan_hold="2 s")["lan.sooner"] == "proved"


@pytest.mark.parametrize(("value", "said"), [("9 s", "it is from 1 s to 5 s"), ("soon", "is a duration"), ("3", "is a duration")])
def test_a_duration_that_cannot_be_set(tmp_path: Path, value: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        whole(tmp_path, lan_hold=value)


def test_the_members_of_a_sort_have_timers() -> None:
    text = """
    sort Client
    timer lease[c: Client] = 3 s
    var has[Client] : bool = false
    def none_has = all c: Client. not has[c]
    input take(c: Client) when none_has { has[c] := true  start lease[c] }
    on expiry lease[c] { has[c] := false }
    property short = all c: Client. has[c] lasts at most 3 s
    property shorter = all c: Client. has[c] lasts at most 2 s
    scope Client = 2
    """
    found = verdicts(timed(text))
    assert (found["short"], found["shorter"]) == ("proved", "violated")


def test_words_of_time_are_names_where_there_is_no_timer() -> None:
    text = """
    var s : 0..3 = 0
    var start : bool = false
    var stop : bool = false
    var expiry : bool = false
    var within : bool = false
    def running(x: bool) = x
    enum Entry { expired, immediate, duration }
    input go { s := 3 s := 3 start := stop  stop := start  within := running(expiry) }
    step immediate_step when start { start := false }
    invariant same = start = stop or within
    """
    assert timed(text).timing is None


def test_the_layout_of_timers() -> None:
    written = "\n".join(
        [
            "spec x",
            "option hello : duration = 8 s in 8 s..60 s",
            "timer t[r: bool] = 3 * hello / 2, u within [1 ms, 2 ms]",
            "initially start u",
            "initially for r: bool where r { start t[r] }",
            "on expiry t[r] when r { start u = hello  stop t[r] }",
            "immediate step go when expired(u) { stop u }",
            "step wait within [0 s, 10 ms] when running(u) { start u }",
            "property p = running(u) lasts at most 3 s",
            "property q = all r: bool. running(t[r]) leads to expired(u) within 10 * hello",
            "",
        ]
    )
    assert formatted(Source("x.ha", written)) == written
    squeezed = written.replace(" = ", "=").replace("3 * hello / 2", "3*hello/2").replace("8 s..60", "8 s .. 60")
    assert formatted(Source("x.ha", squeezed)) == written


def test_what_knows_no_time_says_so_in_python_too() -> None:
    system = timed("timer t = 1 s\ninitially start t\ninvariant runs = running(t)")
    with pytest.raises(SpecError, match="not-with-timers"):
        mutate(system, Request())
    with pytest.raises(SpecError, match="not-with-timers"):
        explore(system, lambda: Simulated(system), seed=1, actions=1)
