"""Scenarios in which time passes: what has happened after so much of it, by arithmetic."""

from __future__ import annotations

import pytest
from strategies.timed import timed

from hamodel.diagnostics import SpecError
from hamodel.follow.script import play
from hamodel.language.layout.format import formatted
from hamodel.source import Source

CLOCK = """
node Box { a, b }
option length : duration = 2 s in 1 s..9 s
var n : 0..9 = 0
var alone[Box] : bool = false
timer t = length, once[Box] = 5 s
initially start t
initially for b: Box { start once[b] }
on expiry t { start t  n := n + 1 }
on expiry once[b] { alone[b] := true }
fault crash when running(t) { stop t }
"""


def passes(script: str) -> bool:
    system = timed(f"{CLOCK}scenario s {{ {script} }}")
    (scenario,) = system.scenarios
    return play(system, scenario).failure is None


@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ("wait 1 s assert n = 0", True),
        ("wait 3 s assert n = 1", True),
        ("wait 3 s assert n = 0", False),
        ("wait 3 s assert n = 2", False),
        # at the end of 4 s the second one may have expired, or be about to
        ("wait 4 s assert n = 1", True),
        ("wait 4 s assert n = 2", True),
        ("wait 4 s assert n = 3", False),
        ("wait length wait length / 2 assert n = 1", True),
        ("wait 500 ms wait 1500 ms wait 1 s assert n = 1", True),
        ("wait until expiry t assert n = 1", True),
        ("wait until expiry t assert n = 2", False),
        ("wait until expiry t wait until expiry t wait 1 s assert n = 2", True),
        ("wait until expiry once[a] assert n = 2 and alone[a]", True),
        ("wait until expiry once[a] assert n = 3", False),
        ("wait until expiry once assert alone[a] and not alone[b]", True),
        ("at 3 s crash() wait 5 s assert n = 1", True),
        ("at 3 s crash() wait 5 s assert n = 2", False),
        ("wait 1 s at 3 s crash() assert n = 1", True),
        ("at 3 s crash() at 9 s blocked crash()", True),
        ("at 3 s blocked crash()", False),
    ],
)
def test_what_happened_after_so_much_time(script: str, answer: bool) -> None:
    assert passes(script) is answer


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("wait 3 s at 2 s crash()", "time-is-over"),
        ("any step* at 2 s crash()", "at-what-time"),
        ("wait until expiry t at 9 s crash()", "at-what-time"),
        ("wait until expiry x", "unknown-timer"),
        ("wait until expiry t[a]", "wrong-count"),
        ("wait 3", "wrong-type"),
    ],
)
def test_what_cannot_be_waited_for(script: str, code: str) -> None:
    with pytest.raises(SpecError) as error:
        passes(script)
    assert [diagnostic.code for diagnostic in error.value.diagnostics] == [code]


def test_nothing_waits_where_nothing_takes_time() -> None:
    with pytest.raises(SpecError, match="nothing in this spec takes time"):
        timed("var a : bool = false\nscenario s { wait 3 s }")


def test_their_layout_is_theirs() -> None:
    text = "spec s\n\nscenario s {\n    wait 3 s\n    wait until expiry t[a]\n    at 10 s crash(a)\n}\n"
    assert formatted(Source("s.ha", text)) == text


def test_actions_with_these_names_have_parentheses() -> None:
    system = timed("input wait { }\ninput at { }\nscenario s { wait() at() }")
    assert play(system, system.scenarios[0]).failure is None
