"""`measure`: the numbers are from arithmetic; reports, expectations, options, and what is wrong with a measure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from strategies import readers
from strategies.timed import timed

from hamodel.api.spec import Spec, load
from hamodel.check.pipeline import check
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.diagnostics import SpecError
from hamodel.host.status import Exit
from hamodel.language.layout.format import formatted
from hamodel.proofs.digest import digest
from hamodel.report.json import as_object
from hamodel.report.measures import measure_lines
from hamodel.report.style import Style
from hamodel.report.text import text
from hamodel.source import Source

PAIR = """
option spare : bool
option hold : duration = 3 s in 1 s..10 s
var failed : bool = false
var told : bool = false
var active : bool = false
timer silence within [hold, hold + 1 s]
fault crash when not failed { failed := true  start silence }
faults 1
on expiry silence { told := true }
step promote within [1 s, if spare then 2 s else 4 s] when told and not active { active := true }
invariant in_order = active => told
"""
OUTAGE = "measure outage = time from failed until active\n"


def asked(spec: str, **request: object) -> Report:
    return check(timed(PAIR + spec), Request(**request))  # type: ignore[arg-type]


def answers(report: Report) -> dict[tuple[str, object], tuple[Fraction | None, Fraction | None]]:
    """By the measure and the value of the option."""
    return {(each.name, each.options["spare"]): (each.found.least, each.found.most) for each in report.measured}


def test_the_least_and_the_most_of_each_combination() -> None:
    """hold + 1 s to hold + 1 s + 2 s or 4 s."""
    report = asked(OUTAGE)
    assert answers(report) == {("outage", True): (4, 6), ("outage", False): (4, 8)}
    assert answers(asked(OUTAGE, options={"hold": "5 s", "spare": True})) == {("outage", True): (6, 8)}
    said = text([report], Style(width=100))
    assert "measured  outage lasts from 4.000 s (hold + 1 s) to 6.000 s (hold + 3 s) when spare = true" in said
    assert "measured  outage lasts from 4.000 s (hold + 1 s) to 8.000 s (hold + 5 s) when spare = false" in said
    assert report.exit_status == Exit.GOOD


def test_runs_are_shown() -> None:
    said = text([asked(OUTAGE, options={"spare": True})], Style(width=100, traces=True))
    longest = said[said.index("the longest outage: 6.000 s") : said.index("the shortest outage: 4.000 s")]
    assert "promote" not in longest
    assert "6.000 s  2.000 s pass" in longest
    assert "promote" in said[said.index("the shortest outage") :]


def test_longest_without_a_break() -> None:
    """Before the crash any time passes: nobody is active for as long as one likes."""
    report = asked("measure quiet = longest not active\nmeasure waiting = longest told and not active\n", options={"spare": True})
    assert answers(report) == {("quiet", True): (4, None), ("waiting", True): (1, 2)}
    assert "quiet lasts 4.000 s at least, and has no bound" in text([report], Style(width=200))


def test_what_may_wait_for_ever_is_named() -> None:
    spec = (PAIR + OUTAGE).replace("within [1 s, if spare then 2 s else 4 s] ", "").replace("option spare : bool\n", "")
    report = check(timed(spec), Request())
    (found,) = report.measured
    assert (found.found.least, found.found.most) == (3, None)
    assert "has no bound: `promote` (timed.ha:" in text([report], Style(width=200))


def test_what_never_begins_is_not_green_by_silence() -> None:
    report = asked("measure never = longest active and not told\n", options={"spare": True})
    assert "never never begins" in text([report], Style(width=100))
    (row,) = as_object(report)["measured"]
    assert (row["begins"], row["least"], row["most"], row["unknown"]) == (False, None, None, "")


@pytest.mark.parametrize(("bound", "verdict", "status"), [("8 s", "proved", Exit.GOOD), ("7 s", "violated", Exit.DIFFERS)])
def test_an_expectation_is_a_claim(bound: str, verdict: str, status: Exit) -> None:
    report = asked(f'{OUTAGE}hazard "7" expect outage <= {bound}\n', options={"spare": False})
    (claim,) = [finding for finding in report.findings if finding.name == "outage"]
    assert (claim.verdict, claim.hazards, report.exit_status) == (verdict, ("7",), status)
    assert answers(report) == {("outage", False): (4, 8)}


def test_the_shortest_may_come_after_a_longer_one() -> None:
    """5 s, and 1 s later 2 s."""
    spec = "var down : bool = false\nvar n : 0..2 = 0\ntimer next_one\ninitially start next_one = 1 s\n"
    spec += "on expiry next_one { down := not down  n := if n < 2 then n + 1 else 2\n"
    spec += "if n = 0 { start next_one = 5 s }\nif n = 1 { start next_one = 1 s }\n"
    spec += "if n = 2 and not down { start next_one = 2 s } }\n"
    found = Spec(timed(f"{spec}measure d = longest down\n")).measure("d")
    assert (found.least, found.most) == (2, 5)


def test_an_importing_file_expects_it(tmp_path: Path) -> None:
    (tmp_path / "part.ha").write_text(f"spec part\n{PAIR}{OUTAGE}expect outage <= 9 s\n")
    whole = tmp_path / "whole.ha"
    whole.write_text('spec whole\nimport "part.ha" as pair\nexpect pair.outage <= 7 s\n')
    report = check(load(str(whole)).system, Request())
    (claim,) = [finding for finding in report.findings if finding.name == "pair.outage"]
    assert [claim.results[number].options["pair.spare"] for number in claim.hits] == [False]
    assert {each.name for each in report.measured} == {"pair.outage"}


def test_one_is_asked_by_its_name() -> None:
    spec = OUTAGE + "measure waiting = longest told and not active\n"
    assert {each.name for each in asked(spec, properties=("waiting",)).measured} == {"waiting"}
    assert asked(spec, properties=("in_order",)).measured == ()


def test_what_is_not_known_is_not_decided() -> None:
    report = asked(OUTAGE + "option wide : 0..9 = 0\n", seconds=0.0)
    assert all(each.found.unknown for each in report.measured)
    assert report.exit_status == Exit.UNDECIDED


def test_other_formats_say_it() -> None:
    report = asked(OUTAGE)
    said = as_object(report)
    assert readers.fits_schema(said)
    rows = {row["options"]["spare"]: (row["least"], row["most"], row["longest"][-1]["time"]) for row in said["measured"]}
    assert rows == {True: ("4", "6", "6"), False: ("4", "8", "8")}
    assert "outage lasts from 4.000 s (hold + 1 s) to 6.000 s (hold + 3 s) when spare = true" in said["notes"]


def test_a_measure_is_no_part_of_what_is_proved() -> None:
    assert digest(timed(PAIR + OUTAGE)) == digest(timed(PAIR))
    assert digest(timed(PAIR + OUTAGE + "expect outage <= 9 s")) != digest(timed(PAIR))


def test_it_is_laid_out() -> None:
    spec = 'spec a\nmeasure   gap=longest   up\nmeasure far = time\nfrom up until  down\nhazard "1" expect gap<=10 s\n'
    assert formatted(Source("a.ha", spec)).splitlines()[-3:] == [
        "measure gap = longest up",
        "measure far = time from up until down",
        'hazard "1" expect gap <= 10 s',
    ]


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ("expect outage <= 1 s\n", "unknown-measure"),
        (OUTAGE + "expect outag <= 1 s\n", "unknown-measure"),
        (OUTAGE + "expect outage <= 1 s\nexpect outage <= 2 s\n", "expected-twice"),
        (OUTAGE + OUTAGE, "duplicate"),
        (OUTAGE + "invariant outage = true\n", "duplicate"),
        (OUTAGE + "expect outage <= 3\n", "wrong-type"),
        ("measure outage = longest eventually active\n", "claim-inside"),
        ("measure outage = longest 3 s\n", "wrong-type"),
        ("measure outage = longest\n", "missing"),
        ("measure outage = time from failed\n", "unexpected"),
    ],
)
def test_what_is_wrong_is_told(spec: str, code: str) -> None:
    with pytest.raises(SpecError) as error:
        timed(PAIR + spec)
    assert error.value.diagnostics[0].code == code


def test_its_words_are_names_elsewhere() -> None:
    timed(PAIR + "var longest : bool = false\nvar time : bool = false\ninvariant p = longest => time\nmeasure m = longest time\n")


def test_the_size_is_said() -> None:
    """A sort without a size may have any number of members: what is measured is so at the size that was looked at."""
    spec = "sort Session\nvar open[Session] : bool = false\ninput begin(s: Session) { open[s] := true }\n"
    report = check(timed(spec + PAIR + OUTAGE), Request(options={"spare": True}, sizes={"Session": 2}))
    said = text([report], Style(width=200))
    assert "outage lasts from 4.000 s (hold + 1 s) to 6.000 s (hold + 3 s) at Session = 2" in said


def test_how_a_length_is_a_sum_of_the_options() -> None:
    """hold - period + the least delay, to hold + the most; at another value of an option the same run decides."""
    spec = """
    option period : duration = 10 s in 6 s..30 s
    option hold : duration = 13 s in 1 s..90 s
    option delay : duration = 3 s in 1 s..5 s
    var took : bool = false
    var dead : bool = false
    timer beat = period, silence = hold, flight within [1 s, delay]
    initially start beat = 0 s
    initially start silence
    on expiry beat { start beat  start flight }
    on expiry flight { start silence }
    on expiry silence { took := true }
    fault crash when not dead { dead := true  stop beat }
    faults 1
    measure gap = time from dead until took
    """
    report = check(timed(spec), Request(quality=False, run_time=False))
    assert [str(line) for line in measure_lines(report)] == [
        "gap lasts from 4.000 s (hold + 1 s - period) to 16.000 s (hold + delay)"
    ]
    assert as_object(report)["measured"][0]["formulas"] == {"least": "hold + 1 s - period", "most": "hold + delay"}
    report = check(timed(spec), Request(quality=False, run_time=False, options={"hold": "20 s"}))
    assert [str(line) for line in measure_lines(report)] == [
        "gap lasts from 11.000 s (hold + 1 s - period) to 23.000 s (hold + delay)"
    ]
