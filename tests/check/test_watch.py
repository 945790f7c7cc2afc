"""check --watch: what is edited is checked again, what did not change is not; and the memory behind it never remembers wrong.

Edits are made while the program runs; what it says is waited for, never a time.
"""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from strategies.terminal import LONG, Terminal

from hamodel.check.memory import Memory, _stands_alone
from hamodel.check.pipeline import check
from hamodel.check.plan import plan
from hamodel.check.race import Race
from hamodel.check.report import Report
from hamodel.check.request import Request
from hamodel.check.rows import Row
from hamodel.check.watching import Watch
from hamodel.engines.question import OfProperty
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load, parse
from hamodel.model.system import System
from hamodel.model.verdict import Exhaustive, Finding, Inductive, Unreachable
from hamodel.source import Source

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 240.0

SPEC = """
spec pair
node Fw { fw1, fw2 }
var active[Fw] : bool = false
step take(f: Fw) { require all g: Fw. not active[g]
  active[f] := true }
step leave(f: Fw) { require active[f]
  active[f] := false }
invariant one_owner = not (active[fw1] and active[fw2])
invariant no_owner = not active[fw1]
reachable owned = some f: Fw. active[f]
scenario handover { take(fw1) leave(fw1) take(fw2) }
"""
BUG = SPEC.replace("require all g: Fw. not active[g]", "require not active[f]")
"""Both may be active at once."""


class Watcher:
    """The program watching, its output a line at a time."""

    def __init__(self, *arguments: str | Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hamodel", "check", "--watch", "--engine", "explicit", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**environment, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def until(self, wanted: str) -> str:
        """Everything up to a line that says so."""
        end, seen = time.monotonic() + PATIENCE, ""
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {wanted!r} in {seen}") from None
            assert line is not None, f"it ended: {seen}"
            seen += line
            if re.search(wanted, line):
                return seen

    def round(self) -> str:
        return self.until("^watch: exit status")

    def interrupt(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE)
        rest = ""
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            rest += line
        return status, rest

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "pair.ha"
    path.write_text(SPEC)
    return path


def verdicts(text: str) -> dict[str, str]:
    """The rows of the table: names, and what is said of them."""
    return {name: verdict for verdict, name in re.findall(r"^[✓✗•?·] (\w+) +(\w+)", text, re.M)}


# --- watching --------------------------------------------------------------------------------------------------------


def test_an_error_that_is_mended_is_proved(spec: Path) -> None:
    spec.write_text(BUG)
    with Watcher(spec) as watcher:
        first = watcher.round()
        assert verdicts(first)["one_owner"] == "violated"
        assert "exit status 1" in first
        assert "1 file;" in first
        spec.write_text(SPEC)
        second = watcher.round()
        assert verdicts(second)["one_owner"] == "proved"
        assert verdicts(second)["no_owner"] == "violated"
        assert "re-used" not in second, "the model has changed: nothing is as it was"
        assert f"{spec} has changed: checking again" in second
        assert watcher.interrupt()[0] == 130


def test_a_comment_costs_nothing_and_places_move(spec: Path) -> None:
    with Watcher(spec) as watcher:
        first = watcher.round()
        spec.write_text("# a line\n# and another\n" + SPEC)
        second = watcher.round()
        assert "5 of 5 answers re-used" in second
        assert verdicts(second) == verdicts(first)
        assert f"{spec}:10:" in first
        assert f"{spec}:12:" in second
        spec.write_text(SPEC.replace("owned = some f", "owned = all f"))
        third = watcher.round()
        assert "4 of 5 answers re-used" in third, "the others, and that no run-time error can happen"
        assert verdicts(third) == verdicts(first) | {"owned": "unreachable"}


def test_a_broken_spec_is_shown_and_watched_on(spec: Path) -> None:
    spec.write_text(SPEC + "invariant broken = nonsense\n")
    with Watcher(spec) as watcher:
        first = watcher.round()
        assert "nonsense" in first
        assert "exit status 2" in first
        spec.write_text("")
        assert "exit status 2" in watcher.round()
        spec.write_text(SPEC)
        assert verdicts(watcher.round())["one_owner"] == "proved"


def test_what_an_editor_does_to_a_file(spec: Path) -> None:
    """It is replaced, deleted, and comes back."""
    with Watcher(spec) as watcher:
        watcher.round()
        other = spec.with_name("new")
        other.write_text(BUG)
        other.replace(spec)
        assert verdicts(watcher.round())["one_owner"] == "violated"
        spec.unlink()
        gone = watcher.round()
        assert "exit status 2" in gone
        assert "there is no file" in gone
        spec.write_text(SPEC)
        assert verdicts(watcher.round())["one_owner"] == "proved"


def test_imports_are_watched_also_where_they_are_missing(tmp_path: Path) -> None:
    head, tail = SPEC.split("step leave", 1)
    (tmp_path / "main.ha").write_text(head.replace("spec pair", 'spec pair\nimport "rest.ha"'))
    with Watcher(tmp_path / "main.ha") as watcher:
        assert "exit status 2" in watcher.round()
        (tmp_path / "rest.ha").write_text(f"step leave{tail}")
        both = watcher.round()
        assert verdicts(both)["one_owner"] == "proved"
        assert "2 files;" in both


def test_a_folder_gets_a_spec_and_loses_it(tmp_path: Path) -> None:
    with Watcher(tmp_path) as watcher:
        assert "no-specs" in watcher.round()
        (tmp_path / "a.ha").write_text(SPEC)
        assert verdicts(watcher.round())["one_owner"] == "proved"
        (tmp_path / "b.ha").write_text(LONG.replace("127", "3"))
        both = watcher.round()
        assert {"one_owner", "behind"} <= verdicts(both).keys()
        assert "5 of 7 answers re-used" in both
        (tmp_path / "a.ha").unlink()
        assert "one_owner" not in verdicts(watcher.round())


def test_a_change_stops_the_search(tmp_path: Path) -> None:
    path = tmp_path / "long.ha"
    path.write_text(LONG)
    with Watcher(path) as watcher:
        workers = some_children(watcher.process.pid)
        path.write_text(LONG.replace("127", "3"))
        text = watcher.round()
        assert "changed during the check: it starts again" in text
        assert verdicts(text)["behind"] == "proved"
        assert not alive(workers)


def test_an_interrupt_ends_it_and_its_workers(tmp_path: Path) -> None:
    path = tmp_path / "long.ha"
    path.write_text(LONG)
    with Watcher(path) as watcher:
        workers = some_children(watcher.process.pid)
        status, rest = watcher.interrupt()
        assert status == 130
        assert "Traceback" not in rest
        assert not alive(workers)


def test_a_wrong_command_is_not_watched(spec: Path) -> None:
    with Watcher(spec, "--engine", "steam") as watcher:
        assert watcher.process.wait(PATIENCE) == 2


def test_a_terminal_is_drawn_anew(spec: Path) -> None:
    with Terminal(["check", "--watch", "--engine", "explicit", str(spec)]) as terminal:
        terminal.wait(lambda it: "watch: exit status 1" in it.screen.text)
        spec.write_text(SPEC.replace("invariant no_owner = not active[fw1]\n", ""))
        terminal.wait(lambda it: "watch: exit status 0" in it.screen.text)
        assert "no_owner" not in terminal.screen.text, "nothing is left of what was shown before"
        terminal.press_interrupt()
        assert terminal.finish() == 130
        assert "Traceback" not in terminal.written


def some_children(process: int) -> list[int]:
    """The workers, as soon as there are some."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        if found:
            return list(map(int, found))
        time.sleep(0.05)
    raise AssertionError("no worker was started")


def alive(processes: Sequence[int]) -> list[int]:
    return [number for number in processes if Path(f"/proc/{number}").exists()]


# --- the files -------------------------------------------------------------------------------------------------------


def test_the_content_tells_what_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.ha"
    path.write_text(SPEC)
    looked_at: dict[str, str] = {}
    load(str(path), looked_at)
    watch = Watch(looked_at, [str(path)], lambda: [str(path)])
    assert not watch.changed()
    about = path.stat()
    path.write_text(SPEC.replace("owned", "owner"))  # of the same size
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))  # and time
    assert watch.changed()
    assert watch.news == [str(path)]
    path.write_text(SPEC)
    assert not watch.changed(), "it is as it was read"
    path.touch()
    assert not watch.changed()


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    watch = Watch({str(path): "something"}, [str(path)], lambda: [str(path)])
    assert not watch.changed()


# --- the memory ------------------------------------------------------------------------------------------------------

AT_TWO = """
spec at_two
sort N
var m : 0..1 = 0
initially (count n: N where true) != 1
step go when m < 1 { m := m + 1 }
invariant small = m < 2
"""

EDITS = {
    "a property where nothing runs at one size": (AT_TWO, AT_TWO.replace("m < 2", "m != 2")),
    "a comment": (SPEC, "# said\n" + SPEC),
    "the layout": (SPEC, SPEC.replace("require active[f]\n", "require\n\n    active[f]\n")),
    "a property": (SPEC, SPEC.replace("not active[fw1]\n", "not active[fw2] or active[fw1]\n")),
    "a property that becomes vacuous": (SPEC, SPEC.replace("no_owner = not", "no_owner = active[fw1] and active[fw2] => not")),
    "a new property": (SPEC, SPEC + "invariant another = not active[fw2]\n"),
    "a property less": (SPEC, SPEC.replace("reachable owned = some f: Fw. active[f]\n", "")),
    "a property that causes an error": (SPEC, SPEC + "invariant slips = (the f: Fw where active[f]) = fw1\n"),
    "what is expected": (SPEC, SPEC.replace("no_owner =", "no_owner expect violated =")),
    "a scenario": (SPEC, SPEC.replace("leave(fw1) take", "take")),
    "what a premise remembers": tuple(
        SPEC
        + "step never(f: Fw) { require active[fw1] and active[fw2]\n active[f] := true }\n"
        + f"invariant past = did {action}(fw1) => true or active[fw2]\n"
        for action in ("take", "never")
    ),
    "a guard": (SPEC, BUG),
    "the guard mended": (BUG, SPEC),
    "the initial state": (SPEC, SPEC.replace("bool = false", "bool = true")),
    "an assumption": (SPEC, SPEC + "assume calm = not active[fw1]\n"),
    "no assumption": (SPEC + "assume calm = not active[fw1]\n", SPEC),
    "a dead action": (SPEC, SPEC + "step never(f: Fw) { require active[fw1] and active[fw2]\n active[f] := true }\n"),
    "a comment on a dead action": tuple(
        text + SPEC + "step never(f: Fw) { require active[fw1] and active[fw2]\n active[f] := true }\n" for text in ("", "# a\n")
    ),
    "a comment on an error": tuple(
        text + SPEC + "invariant slips = (the f: Fw where active[f]) = fw1\n" for text in ("", "# a\n")
    ),
    "a comment on a scenario that fails": tuple(
        text + SPEC.replace("leave(fw1) take", "take") for text in ("", "# a\n")
    ),
    "an option": (SPEC, SPEC.replace("var active", "option on : bool\nvar active")),
}


@pytest.mark.parametrize("what", EDITS)
@pytest.mark.sampled
def test_a_check_with_a_memory_says_what_one_without_says(what: str) -> None:
    before, after = map(system_of, EDITS[what])
    memory = Memory()
    check(before, EXPLICIT, memory=memory)
    assert memory.reused == 0
    again, alone = check(after, EXPLICIT, memory=memory), check(after, EXPLICIT)
    assert told(again) == told(alone)


REUSED = {
    "a comment": 5,
    "the layout": 5,
    "a property": 4,
    "a new property": 5,
    "a property less": 4,
    "a property that causes an error": 4,  # that nothing makes one is asked again
    "what is expected": 4,
    "a scenario": 4,
    "a guard": 0,
    "the initial state": 0,
    "an assumption": 0,
    "no assumption": 0,
    "an option": 0,
}


@pytest.mark.parametrize("what", REUSED)
@pytest.mark.sampled
def test_what_cannot_differ_is_not_asked_again(what: str) -> None:
    """Counted by hand: three properties, run-time errors, a scenario."""
    before, after = map(system_of, EDITS[what])
    memory = Memory()
    check(before, EXPLICIT, memory=memory)
    check(after, EXPLICIT, memory=memory)
    assert memory.reused == REUSED[what]


@pytest.mark.parametrize(
    "other",
    [
        Request(engine="explicit", depth=1, seconds=PATIENCE),
        Request(engine="explicit", faults=0, seconds=PATIENCE),
        Request(engine="bmc", depth=4, seconds=PATIENCE),
        Request(engine="explicit", properties=("one_owner",), seconds=PATIENCE),
    ],
)
def test_another_request_is_another_question(other: Request) -> None:
    system, memory = system_of(SPEC), Memory()
    check(system, EXPLICIT, memory=memory)
    again = check(system, other, memory=memory)
    assert memory.reused == 0
    assert told(again) == told(check(system, other))


@pytest.mark.heavy
def test_what_rests_on_more_than_the_spec_is_always_asked(tmp_path: Path) -> None:
    for request in (Request(engine="all", seconds=PATIENCE), Request(proofs=str(tmp_path), seconds=PATIENCE)):
        memory = Memory()
        for _ in range(2):
            check(system_of(SPEC), request, memory=memory)
            assert memory.reused == 0


OPEN = ("unknown", "holds to depth")
"""Out of time: how far it came is known where a depth was reached."""


def test_an_answer_that_time_decided_stays_only_while_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request(engine="explicit", seconds=1.0)
    memory = Memory()
    long = LONG + "reachable there = a[fw1] = 5\n"
    first = check(system_of(long), request, memory=memory)
    assert first.findings[0].verdict in OPEN
    with monkeypatch.context() as patch:
        patch.setattr(Race, "_spawn", None)  # nothing is searched
        same = check(system_of("# a comment\n" + long), request, memory=memory)
    assert [finding.verdict for finding in same.findings] == [finding.verdict for finding in first.findings]
    assert same.exit_status == first.exit_status == 3
    assert memory.reused == 3
    other = check(system_of(long.replace("= 5", "= 6")), request, memory=memory)
    assert memory.reused == 0
    assert other.findings[0].verdict in OPEN


EXPLICIT = Request(engine="explicit", seconds=PATIENCE)


def system_of(text: str) -> System:
    return elaborate(parse(Source("pair.ha", text)))


def told(report: Report) -> object:
    """What a report tells, apart from who was first and how long it took."""
    failures = {name: (str(failure.span), failure.headline) for name, failure in report.failures.items()}
    quality = sorted((diagnostic.code, str(diagnostic.span), diagnostic.headline) for diagnostic in report.quality)
    return [*map(_found, report.findings)], failures, quality, report.notes, report.exit_status, sorted(report.played)


def _found(finding: Finding) -> object:
    answers = [
        (result.options, type(result.answer).__name__, result.faults, result.sizes, result.held) for result in finding.results
    ]
    return finding.name, finding.kind, str(finding.span), answers, finding.verdict, finding.fewest_faults, finding.expected


JOINT = """
spec joint
var a : bool = false
var b : bool = false
step swap { a := b  b := a }
invariant not_a = not a
invariant not_b = not b
"""
"""Each holds since the other does."""


def test_what_was_proved_along_with_another_property_is_asked_again_when_that_changes() -> None:
    request = Request(engine="kinduction", seconds=PATIENCE)
    memory = Memory()
    first = check(system_of(JOINT), request, memory=memory)
    (result, *_) = first.findings[0].results
    assert isinstance(result.answer, Unreachable)
    assert isinstance(result.answer.proof, Inductive)
    assert result.answer.proof.along_with == ("not_b",)
    changed = system_of(JOINT.replace("= not b", "= not (a and b)"))
    assert not [key for key in memory.recall(plan(changed, request)).recalled if key[0] == OfProperty("not_a")]
    same = system_of(JOINT)
    assert (OfProperty("not_a"), 0) in memory.recall(plan(same, request)).recalled
    parts = (result, replace(result, answer=Unreachable(Exhaustive(1)), parts=()))
    several = replace(parts[1], parts=parts)
    assert _stands_alone(parts[1], Row({}, ({},)))
    assert not _stands_alone(several, Row({}, ({},))), "one of its sizes rests on another property"
