"""Logs of specs with timers: what the times of their lines say, on both sides of bounds from arithmetic; and runs of the exact
semantics at random moments, which are always explained."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from strategies.delayed import random_bag, random_delays
from strategies.timed import random_pair, random_spec, timed
from strategies.timed_logs import VRRP, line, replayed, takeover

from hamodel import cli
from hamodel.follow.events import Entry, LoggedAction, Place
from hamodel.model.expr import plain
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.timing.exact import Exact, Instant

TIMED = Path(__file__).parent.parent.parent / "specs" / "timed"

@pytest.mark.parametrize(
    ("time", "answer"),
    [
        ("0.015", "inconsistent"),
        # 2 intervals and the skew, 128/256 of one: two advertisements were lost, and the next one would be sent now
        ("2.499", "inconsistent"),
        ("2.5", "consistent"),
        ("3.6", "consistent"),
        # 3 intervals and the skew, after an advertisement that came 125 ms late
        ("3.625", "consistent"),
        ("3.626", "inconsistent"),
        ("3600", "inconsistent"),
    ],
)
def test_when_a_backup_takes_over(time: str, answer: str) -> None:
    assert takeover(time).answer == answer


def test_when_it_could_have_been_is_told() -> None:
    early, late = takeover("0.015").closest, takeover("3.7").closest
    assert early is not None
    assert early.dated.possible is not None
    assert early.dated.possible[0] == 1_700_000_000 + Fraction(5, 2)
    assert late is not None
    assert late.dated.possible is not None
    assert late.dated.possible[1] == 1_700_000_000 + Fraction(3625, 1000)


@pytest.mark.parametrize(
    ("time", "skew", "answer"),
    [
        ("2.4", "0.099", "inconsistent"),
        ("2.4", "0.1", "consistent"),
        ("3.7", "0.074", "inconsistent"),
        ("3.7", "0.075", "consistent"),
        # the lines may have happened in the other order, and then not so
        ("0.015", "1", "inconsistent"),
    ],
)
def test_clocks_are_apart(time: str, skew: str, answer: str) -> None:
    assert takeover(time, skew).answer == answer


def test_a_run_that_explains_has_times() -> None:
    run = takeover("3.6").run
    assert run is not None
    assert run.trace is not None
    told = {number: run.dated.times[number] - run.dated.times[0] for number, _ in run.told}
    first, last = sorted(told.values())
    assert last - first == Fraction(36, 10)


# --- silence ---------------------------------------------------------------------------------------------------------

OVER = [line(1, "0", "crash, r = r1"), line(2, "3.5", "expiry down, r = r2")]


@pytest.mark.parametrize(("state", "answer"), [("active", "consistent"), ("backup", "inconsistent")])
def test_after_an_hour_without_a_line(state: str, answer: str) -> None:
    """Some 3,600 advertisements are not followed one by one."""
    after = Entry(Place("log", 3), "log", Decimal(3600), None, ((("state", ("r2",)), state),))
    assert replayed(VRRP, [*OVER, after], options={"preempt": True}).answer == answer


BEAT = """
timer beat = 1 s
var on : bool = false
initially start beat = 1 s
on expiry beat { start beat  on := not on }
input look when on { }
"""


@pytest.mark.parametrize(("time", "answer"), [("7200.5", "consistent"), ("7201.5", "inconsistent")])
def test_a_phase_is_known_after_long(time: str, answer: str) -> None:
    """It is on for a second from 10 on, off for one, and so on: on 7,190.5 s later, off 7,191.5 s later. That the second line is
    impossible need not be found out after so long; but nobody says that it is consistent."""
    lines = [line(1, "10", "expiry beat", on=True), line(2, str(Decimal(time)), "look")]
    found = replayed(timed(BEAT), lines).answer
    assert found == answer if answer == "consistent" else found in ("inconsistent", "cannot tell")


def test_without_times_it_is_free() -> None:
    lines = [line(1, None, "crash, r = r1"), line(2, None, "expiry down, r = r2")]
    assert replayed(VRRP, lines, options={"preempt": True}).answer == "consistent"
    assert replayed(VRRP, lines[1:] * 2, options={"preempt": True}).answer == "inconsistent"


# --- the command -----------------------------------------------------------------------------------------------------


def said(folder: Path, capsys: pytest.CaptureFixture[str], *lines: str, command: Sequence[str] = ()) -> tuple[int, str]:
    """What `hamodel replay` of these lines says about the heartbeat, and its exit status."""
    (folder / "pair.jsonl").write_text("\n".join(lines))
    status = cli.status(["replay", str(TIMED / "heartbeat.ha"), str(folder / "pair.jsonl"), *command])
    told = capsys.readouterr()
    return status, " ".join((told.out + told.err).split())


CRASH, TAKEOVER = '{"time": 1, "action": "crash"}', '{"time": 4.8, "action": "take_over"}'


def test_the_report_says_when_it_could_have_been(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """3.6 s after the crash at the latest: see the page on timers."""
    status, told = said(tmp_path, capsys, CRASH, TAKEOVER)
    assert status == 1
    assert "it could have been so 0.200 s earlier at the latest" in told
    assert said(tmp_path, capsys, CRASH, TAKEOVER, command=("--skew", "200ms"))[0] == 0


def test_a_log_says_the_durations_at_which_it_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = '{"options": {"hold": "3500 ms"}}'
    assert said(tmp_path, capsys, at, CRASH, TAKEOVER)[0] == 0
    assert said(tmp_path, capsys, CRASH, TAKEOVER, command=("--set", "hold=3500ms"))[0] == 0
    status, told = said(tmp_path, capsys, at, CRASH, TAKEOVER, command=("--set", "hold=3 s"))
    assert status == 2
    assert "was logged with hold = 3500 ms, not 3 s" in told
    status, told = said(tmp_path, capsys, '{"options": {"hold": 5}}', CRASH)
    assert status == 2
    assert "option `hold` cannot be 5: it is a duration, from 100 ms to 1 min" in told


def test_a_line_names_no_timer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = said(tmp_path, capsys, '{"time": 1, "state": {"silence": 3, "silence expired": true}}')
    assert status == 3
    assert "silence" in told
    status, told = said(tmp_path, capsys, '{"time": 1, "action": "time passes"}')
    assert status == 3
    assert "no action `time passes`" in told


def test_json_has_the_times_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = said(tmp_path, capsys, CRASH, TAKEOVER.replace("4.8", "4.5"), command=("--format", "json"))
    run = json.loads(told)["run"]
    assert len(run["times"]) == len(run["steps"]) + 1
    assert [run["times"][each["step"]] for each in run["told"]] == ["1", "4.5"]
    assert said(tmp_path, capsys, CRASH, command=("--format", "html"))[0] == 0


# --- by arithmetic ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_timer_between_two_lines(seed: int) -> None:
    """It runs between `low` and `high`; lines are wrong by the half of the skew each."""
    chosen = random.Random(seed)
    low, more = chosen.randint(0, 300), chosen.randint(1, 300)
    system = timed(
        f"timer t within [{low} ms, {low + more} ms]\nvar over : bool = false\n"
        "input go when not running(t) and not over { start t }\non expiry t { over := true }\n"
    )
    skew = chosen.choice([0, chosen.randint(1, 40)])
    for time in (low - skew - 1, low - skew, chosen.randint(low, low + more), low + more + skew, low + more + skew + 1):
        if time > skew:
            lines = [line(1, "7", "go"), line(2, str(7 + Decimal(time) / 1000), "expiry t", "other", over=True)]
            expected = "consistent" if low - skew <= time <= low + more + skew else "inconsistent"
            assert replayed(system, lines, str(Decimal(skew) / 1000)).answer == expected, (low, more, skew, time)


# --- runs of the exact semantics -------------------------------------------------------------------------------------

PARTS = 8
"""Into so many parts a second is divided."""


def exact_log(system: System, chosen: random.Random, skew: int) -> list[Entry]:
    """What is seen of a random run. Inputs and faults are all told; times are wrong by up to the half of so many parts."""
    assert system.timing is not None
    assert system.timing.written is not None
    exact = Exact(system.timing.written, Scope())
    now = chosen.choice([*exact.starts()])
    visible = [variable.name for variable in system.timing.written.variables if not variable.hidden]
    date, entries, last = Fraction(1000), list[Entry](), dict[str, Decimal]()
    for number in range(chosen.randint(3, 14)):
        most = exact.longest(now)
        time = Fraction(chosen.randint(0, 3 * PARTS), PARTS)
        time = time if most is None else chosen.choice([min(time, most), most, Fraction(0)])
        later = exact.later(now, time) if time else now
        assert later is not None
        date, now = date + time, later
        told: LoggedAction | None = None
        moves = [(name, args, after) for name, args, after in exact.moves(now) if isinstance(after, Instant)]
        if moves and chosen.random() < 0.8:
            name, args, now = chosen.choice(moves)
            action = exact.actions.get(name)
            if action is not None and (action.kind in ("input", "fault") or chosen.random() < 0.6):
                told = LoggedAction((name,), tuple(zip((plain(each.name) for each in action.parameters), args, strict=True)))
        seen = tuple((cell, now.state[cell]) for cell in now.state if cell[0] in visible and chosen.random() < 0.5)
        if told is None and (not seen or chosen.random() < 0.3):
            continue
        wrong = Fraction(chosen.randint(-skew, skew), 2 * PARTS)
        stamp = Decimal((date + wrong).numerator) / Decimal((date + wrong).denominator)
        source = f"s{number % 2}"
        last[source] = stamp = max(stamp, last.get(source, stamp))  # the lines of one are in the order of their times
        entries.append(Entry(Place("log", number), source, stamp, told, seen))
    return entries


def specs(seeds: range) -> Iterator[tuple[int, System]]:
    kinds = random_pair, random_spec, random_delays, random_bag
    for seed in seeds:
        yield seed, timed(kinds[seed % 4](seed))


def explained(seeds: range) -> int:
    """How many logs were followed to an answer; each of them has a run."""
    count = 0
    for seed, system in specs(seeds):
        chosen = random.Random(seed)
        skew = seed // 4 % 3
        entries = exact_log(system, chosen, skew)
        ordered = sorted(entries, key=lambda entry: entry.time or 0)
        if ordered:
            found = replayed(system, ordered, str(Decimal(skew) / PARTS))
            assert found.answer != "inconsistent", (seed, found.closest)
            count += found.answer == "consistent"
    return count


def test_a_random_run_is_consistent() -> None:
    assert explained(range(24)) >= 23


@pytest.mark.heavy
def test_random_runs_are_consistent() -> None:
    assert explained(range(24, 120)) >= 90
