"""For which durations a claim holds: the conditions are from arithmetic; both sides of them are asked of other engines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from strategies.timed import timed
from strategies.unset import contradictions
from strategies.unset_pairs import HEARTBEAT, QUESTIONS

from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.engines.parameters.bounds import Tile
from hamodel.host.status import Exit
from hamodel.language.layout.format import formatted
from hamodel.report.json import as_object
from hamodel.report.solutions import solution_lines
from hamodel.report.style import Style
from hamodel.report.text import text
from hamodel.source import Source
from hamodel.timing.regions import Row


def asked(spec: str, solve: str, **request: object) -> Report:
    """What is said of the `safe` claim and others, with a `solve`."""
    arguments: dict[str, object] = {"properties": ("s",), "engine": "zones", "quality": False, "run_time": False, **request}
    return check(timed(f"{spec}\n{solve}\n"), Request(**arguments))  # type: ignore[arg-type]


def said(spec: str, solve: str, **request: object) -> str:
    report = asked(spec, solve, **request)
    assert not report.disagreement
    (row,) = as_object(report)["solved"]
    return str(row["text"]).removeprefix(row["property"]).strip()


@pytest.mark.parametrize(("spec", "solve", "answer"), QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.sampled
def test_questions_of_people_who_run_pairs(spec: str, solve: str, answer: str) -> None:
    assert said(spec, solve).startswith(answer)


def test_no_fault_and_one() -> None:
    """With a crash nobody is safe; the claim of the spec is about one fault, the question about none."""
    spec = HEARTBEAT.format(losses=0, crashes=1, late="most")
    assert said(spec, "solve s = safe for hold given faults 0") == "is violated, exactly when hold <= 12 s"
    assert said(spec, "solve s = safe for hold") == "is violated for every value of hold"


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.sampled
def test_random_specs_at_values_on_both_sides(seed: int) -> None:
    count, wrong = contradictions(seed, points=2)
    assert wrong == []
    assert count > 0


@pytest.mark.heavy
def test_a_search_that_ends_early_says_so() -> None:
    """A heartbeat of 10 ms and one of 30 s are too many cases: what is known is told, and nothing is called exact."""
    spec = HEARTBEAT.format(losses=0, crashes=0, late="most").replace("in 6 s..30 s", "in 10 ms..30 s")
    report = asked(spec, "solve s = safe for period, hold")
    (solution,) = report.solved
    assert not solution.exact
    assert "; open for other values" in text([report], Style(width=200))
    assert "exactly" not in text([report], Style(width=200))
    assert report.exit_status == Exit.UNDECIDED


def test_what_is_not_set_is_asked_without_a_solve() -> None:
    spec = HEARTBEAT.format(losses=0, crashes=0, late="most")
    written = text([asked(spec, "", properties=("safe",))], Style(width=200))
    assert "solved    safe is violated, exactly when hold <= period + most - least\n" in written
    written = text([asked(spec, "", properties=("safe",), options={"period": "20 s", "least": "0 s"})], Style(width=200))
    assert "solved    safe is violated, exactly when hold <= most + 20 s\n" in written
    set_ = dict.fromkeys(("period", "hold"), "20 s") | {"least": "0 s", "most": "3 s"}
    assert "solved" not in text([asked(spec, "", properties=("safe",), options=set_)], Style(width=200))


def test_a_wrong_answer_of_either_side_is_a_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is held against zones at values on both sides."""
    spec = HEARTBEAT.format(losses=0, crashes=0, late="most")
    for name in ("reached", "kept"):
        right = Tile.below if name == "reached" else Tile.none_below

        def wrong(around: Tile, row: Row, right: Any = right) -> bool:
            return bool(right(around, (row[0] + 1, *row[1:])))

        with monkeypatch.context() as broken:
            broken.setattr(Tile, right.__name__, wrong)
            report = asked(spec, "solve s = safe for period, hold")
        assert report.disagreement or not report.solved[0].exact or "period + 2 s" in text([report], Style(width=200))


def test_what_is_known_of_one_combination_is_said_of_no_other() -> None:
    """Of two combinations one is not exact, and nobody asks: what is told is told of the other one."""
    spec = HEARTBEAT.format(losses=0, crashes=0, late="most").replace("var took", "option spare : bool\nvar took", 1)
    report = asked(spec, "", properties=("safe",))
    line = "safe is violated, exactly when hold <= period + most - least"
    assert [str(each) for each in solution_lines(report)] == [line]
    one, other = report.solved
    hazy = replace(other, solved=replace(other.solved, reached=(), open=(other.solved.domain,)))
    told = [str(each) for each in solution_lines(replace(report, solved=(one, hazy)))]
    assert told == [f"{line} when spare = {'true' if one.options['spare'] else 'false'}"]


@pytest.mark.parametrize(
    ("solve", "code"),
    [
        ("solve s = saf", "unknown-property"),
        ("solve s = safe for holt", "unknown-duration"),
        ("solve s = safe for losses", "unknown-duration"),
        ("solve s = safe given faults 99999", "fault-bound"),
        ("solve safe = safe", "duplicate"),
        ("solve s = safe for", "missing"),
        ("solve s = safe given no faults", "missing"),
    ],
)
def test_what_is_wrong_with_a_solve(solve: str, code: str) -> None:
    with pytest.raises(SpecError) as found:
        asked(HEARTBEAT.format(losses=0, crashes=0, late="most"), solve)
    assert found.value.diagnostics[0].code == code


ZENO = """
option pause : duration = 3 s in 0 s..10 s
var late : bool = false
timer beat = pause, end = 5 s
initially start beat
initially start end
on expiry beat {{ start {again} }}
on expiry end {{ late := true }}
property ended = not late lasts at most 5 s
"""


def test_where_time_might_stop_it_says_that_it_was_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamodel.check.values.ASKED", (200, 0.1))
    aside = "; it was not asked whether time goes on where a length is 0 s"
    assert said(ZENO.format(again="beat"), "solve s = ended").endswith(aside)
    assert aside not in said(ZENO.format(again="end"), "solve s = ended")
    assert aside not in said(ZENO.format(again="beat").replace("in 0 s..", "in 1 s.."), "solve s = ended")


def test_a_solve_needs_a_duration() -> None:
    with pytest.raises(SpecError) as found:
        timed("var a : bool = false\ntimer t = 3 s\ninitially start t\non expiry t { a := true }\nreachable n = a\nsolve s = n\n")
    assert found.value.diagnostics[0].code == "nothing-to-solve"


def test_layout() -> None:
    source = "spec s\noption a : duration = 1 s\ninvariant n = true\nsolve  x=n for a , a given faults 1\n"
    assert formatted(Source("s.ha", source)).endswith("solve x = n for a, a given faults 1\n")
    name = "spec s\nvar given : bool = false\ninvariant n = given\nfaults 1\n"
    assert formatted(Source("s.ha", name)) == name.replace("var given ", "var given ")
