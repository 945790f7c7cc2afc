"""Bad input of any kind, by the front door: `python -m hamodel check` ends with the right status and one clear message."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from strategies import command

HEAD = "spec hostile\n"
FINE = HEAD + (
    "var on : bool = false\nvar off : bool = true\nstep flip { on := off  off := on }\ninvariant either_way = on or off\n"
)
SLOW = (Path(__file__).parent.parent.parent / "specs/benchmarks/pair.ha").read_text()
MEMORY = 6 << 30  # a run that wants more fails its test, not the machine


def hamodel(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """In a process that cannot take the machine down with it."""
    return command.hamodel(*arguments, cwd=cwd, memory=MEMORY)


def started(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a user starts it: a Python of its own."""
    return subprocess.run(
        [sys.executable, "-m", "hamodel", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str], *said: str, status: Sequence[int] = (2,), lines: int = 12) -> None:
    """It ended with `status`, said one short thing on stderr that holds all of `said`, and reported nothing."""
    assert done.returncode in status, done.stderr[-2000:] + done.stdout[-2000:]
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert 0 < len(done.stderr.strip().splitlines()) <= lines, done.stderr[:4000]
    assert all(len(line) < 400 for line in done.stderr.splitlines()), done.stderr[:2000]
    for word in said:
        assert word in done.stderr, done.stderr


# --- files that are no spec ------------------------------------------------------------------------------------------

NOT_A_SPEC: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\n\n",
    "only a comment": b"# nothing here",
    "binary": bytes(range(256)) * 64,
    "zeros": b"\0" * 4096,
    "another encoding": "spec café".encode("utf-16"),
    "not quite UTF-8": b"spec a\nvar caf\xe9 : bool\n",
    "half a character": "spec a # \N{SNOWMAN}".encode()[:-1],
    "10 MB of one letter": b"a" * 10_000_000,
    "10 MB of one line": b"spec a\n#" + b"-" * 10_000_000 + b"\nvar",
    "10 MB of declarations": HEAD.encode() + b"var on : bool = false\n" * 454_545,
    "JSON": b'{"spec": "hostile"}',
    "a program": b"#!/bin/sh\nrm -rf /tmp/nothing\n",
    "no end of a block": HEAD.encode() + b"var on : bool\nstep a { on := true",
    "an open string": HEAD.encode() + b'import "other',
    "a lone brace": b"}",
}


@pytest.mark.parametrize("kind", NOT_A_SPEC)
def test_a_file_that_is_no_spec(kind: str, tmp_path: Path) -> None:
    (tmp_path / "bad.ha").write_bytes(NOT_A_SPEC[kind])
    refused(hamodel("check", "bad.ha", cwd=tmp_path), "error", "bad.ha")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused(hamodel("check", "gone.ha", cwd=tmp_path), "gone.ha")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.ha"
    if os.geteuid() == 0:
        path.symlink_to("/proc/self/mem")  # root may open everything; reading this one fails
    else:
        path.write_text(FINE)
        path.chmod(0)
    refused(hamodel("check", "locked.ha", cwd=tmp_path), "locked.ha")


def test_a_file_without_end(tmp_path: Path) -> None:
    (tmp_path / "endless.ha").symlink_to("/dev/zero")
    refused(hamodel("check", "endless.ha", cwd=tmp_path), "endless.ha")


def test_a_folder_without_specs(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    refused(hamodel("check", "folder", cwd=tmp_path), "folder", status=(2, 3))


def test_one_bad_file_among_good_ones_is_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "good.ha").write_text(FINE)
    (tmp_path / "bad.ha").write_text("spec")
    done = hamodel("check", "good.ha", "bad.ha", cwd=tmp_path)
    assert done.returncode == 2
    assert "bad.ha" in done.stderr
    assert "Traceback" not in done.stderr


# --- imports ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('import "other.ha"', HEAD + 'import "bad.ha"'),
        ('import "bad.ha"', HEAD),
        ('import "gone.ha"', HEAD),
        ('import "."', HEAD),
        ('import "other.ha"', "}"),
        ('import ""', HEAD),
        ('import "a\0b"', HEAD),
        ('import "/dev/zero"', HEAD),
    ],
    ids=["a circle", "itself", "not there", "a folder", "no spec", "nothing", "no file name", "no end"],
)
def test_an_import_that_cannot_be(first: str, second: str, tmp_path: Path) -> None:
    (tmp_path / "bad.ha").write_text(HEAD + first)
    (tmp_path / "other.ha").write_text(second)
    refused(hamodel("check", "bad.ha", cwd=tmp_path), "error")


def test_a_long_chain_of_imports(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.ha").write_text(f'spec s{number}\nimport "{number + 1}.ha"\n')
    refused(hamodel("check", "0.ha", cwd=tmp_path), "error")


# --- texts that are too deep, too many, too large --------------------------------------------------------------------

DEEP = 20_000
TOO_MUCH: dict[str, str] = {
    "brackets": "invariant deep = " + "(" * DEEP + "true" + ")" * DEEP,
    "open brackets": "invariant deep = " + "(" * DEEP,
    "not not not": "invariant deep = " + "not " * DEEP + "true",
    "a long conjunction": "invariant deep = " + "on and " * DEEP + "true",
    "a long sum": "invariant deep = " + "1 + " * DEEP + "1 > 0",
    "implications": "invariant deep = " + "on => " * DEEP + "true",
    "quantifiers": "node Box { a, b }\ninvariant deep = " + "".join(f"all x{i}: Box. " for i in range(3000)) + "true",
    "nested blocks": "step deep { " + "if on { " * DEEP + "on := true" + " }" * DEEP + " }",
    "else after else": "step deep { " + "if on { on := true } else " * DEEP + "{ } }",
    "a number of 5,000 digits": "var n : 0.." + "9" * 5000,
    "a range of 10^30": f"var n : 0..{10**30} = 0",
    "a range of 10^9": "var n : 0..999999999",
    "a queue of 10^9": "node Box { a, b }\nchannel c from Box to Box carries hello fifo 1000000000",
    "definitions in a circle": "def f(x: bool) = g(x)\ndef g(x: bool) = f(x)\ninvariant deep = f(on)",
    "a procedure that calls itself": "proc p() { p() }\nstep deep { p() }",
    "faults 10^30": f"faults {10**30}\nvar n : Nope",
    "3,000 errors": "".join(f"var v{i} : Nope\n" for i in range(3000)),
    "3,000 errors of grammar": "".join(f"var v{i} := :\n" for i in range(3000)),
    "one name 3,000 times": "var v : bool = true\n" * 3000,
}


@pytest.mark.parametrize("kind", TOO_MUCH)
@pytest.mark.sampled
def test_too_much(kind: str, tmp_path: Path) -> None:
    (tmp_path / "bad.ha").write_text(HEAD + "var on : bool = true\n" + TOO_MUCH[kind] + "\n")
    many = "3,000" in kind
    refused(hamodel("check", "bad.ha", cwd=tmp_path), "error", "bad.ha", lines=250 if many else 12)


def test_definitions_that_double(tmp_path: Path) -> None:
    """60 definitions, each of which uses the one before it twice: 2^60 conjuncts, if they were ever written out."""
    doubling = "".join(f"def d{i + 1}(x: bool) = d{i}(x) and d{i}(not x)\n" for i in range(60))
    (tmp_path / "bad.ha").write_text(FINE + "def d0(x: bool) = x\n" + doubling + "invariant big = d60(on) or true\n")
    refused(hamodel("check", "bad.ha", cwd=tmp_path), "too large")


WIDE: dict[str, str] = {
    "10^6 actions": "sort S\nscope S = 32\nvar v[S] : bool = false\n"
    "step a(w: S, x: S, y: S, z: S) when v[w] { v[x] := v[y] and v[z] }\ninvariant small = some s: S. not v[s]",
    "10^6 branches of an action": "sort S\nscope S = 64\nvar v[S] : bool = false\n"
    "step a { choose x: S  choose y: S  choose z: S  either { v[x] := v[y] } or { v[y] := v[z] } }\n"
    "invariant small = some s: S. not v[s]",
    "10^5 cells": "sort S\nscope S = 64\nvar v[S, S, S] : bool = false\nstep a(x: S) { v[x, x, x] := true }\n"
    "invariant small = all s: S. v[s, s, s] or not v[s, s, s]",
    "10^7 instances of a formula": "sort S\nscope S = 64\nvar v[S] : bool = false\nstep a(x: S) { v[x] := true }\n"
    "invariant small = all a: S, b: S, c: S, d: S. v[a] and v[b] and v[c] and v[d] => v[a]",
    "10^7 messages": "sort S\nscope S = 64\nnode Box { a, b }\n"
    "channel c from Box to Box carries hello(w: S, x: S, y: S, z: S) unordered 9\n"
    "on c hello(w, x, y, z) from f to t { }\n"
    "step a(s: S) { send c hello(s, s, s, s) from a to b }\ninvariant small = not pending c",
    "a long queue": "node Box { a, b }\nchannel c from Box to Box carries hello(n: 0..99) fifo 64\n"
    "on c hello(n) from f to t { }\n"
    "step a(n: 0..99) { send c hello(n) from a to b }\ninvariant small = not pending c hello(7) from b to a",
    "a domain of 65,536": "var n : 0..65535\nstep rise when n < 65535 { n := n + 1 }\ninvariant small = n < 5",
    "an action of 10^9": "var n : 0..9 = 0\nstep a(k: 0..65535, l: 0..65535) { n := (k + l) mod 10 }\ninvariant small = n < 10",
    "65,536 options": "option o : 0..65535\nvar n : 0..1 = 0\nstep rise when o > 0 { n := 1 }\ninvariant small = n < 5",
    "2^40 combinations of options": "".join(f"option o{i} : bool\n" for i in range(40)) + "invariant small = o0 or not o39",
}


TRUTH = {
    "10^5 cells": (0, 2, 3),
    "10^6 actions": (0, 2, 3),  # what is proved for any number need not be searched
    "10^6 branches of an action": (0, 2, 3),
    "10^7 instances of a formula": (0, 2, 3),
    "10^7 messages": (1, 2, 3),
    "a domain of 65,536": (1, 2, 3),
    "an action of 10^9": (0, 2, 3),
    "65,536 options": (0, 2, 3),
}
"""Where an answer is within reach of someone clever, the one that is right."""


@pytest.mark.parametrize("kind", WIDE)
@pytest.mark.sampled
def test_an_instance_that_is_too_large(kind: str, tmp_path: Path) -> None:
    """Within its limits the program may find out what it can; it never guesses, and never dies without a word."""
    (tmp_path / "wide.ha").write_text(HEAD + WIDE[kind] + "\n")
    started = time.monotonic()
    done = hamodel("check", "wide.ha", "--time", "1s", "--memory", "1G", cwd=tmp_path)
    assert time.monotonic() - started < 60
    assert done.returncode in TRUTH.get(kind, (2, 3)), done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr or done.stdout


def test_numbers_beyond_the_machine_word(tmp_path: Path) -> None:
    """1000^8 does not fit into 64 bits: who computes with machine words finds it negative."""
    text = "var n : 0..1000 = 0\nstep rise when n < 1000 { n := n + 1 }\ndef square(x: 0..1000) = x * x\n"
    power = "invariant positive = square(n) * square(n) * square(n) * square(n) >= 0\n"
    (tmp_path / "word.ha").write_text(HEAD + text + power)
    done = hamodel("check", "word.ha", "--engine", "explicit", cwd=tmp_path)
    assert done.returncode in (0, 2, 3), done.stdout + done.stderr
    assert "Traceback" not in done.stderr


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["class", "lambda", "None", "__class__", "__import__", "self", "state", "_", "x" * 99])
def test_names_that_mean_something_to_python(name: str, tmp_path: Path) -> None:
    (tmp_path / "names.ha").write_text(FINE.replace("on", name).replace("flip", f"{name}_"))
    done = hamodel("check", "names.ha", "--engine", "all", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


ODD_NAMES = ["\u043en", "\uff4fn", "o\u0301n", "\u202eno", "o\u200bn", "o\0n", "1on", "o'n", "\N{PILE OF POO}", "\xaa"]


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_names_that_look_like_others(name: str, tmp_path: Path) -> None:
    (tmp_path / "names.ha").write_text(FINE.replace("on", name), encoding="utf-8")
    done = hamodel("check", "names.ha", cwd=tmp_path)
    refused(done, "names.ha", lines=40)
    assert "\u202e" not in done.stderr
    assert "\0" not in done.stderr


# --- the command line ------------------------------------------------------------------------------------------------

BAD_COMMANDS: dict[str, str] = {
    "--scope Session=0": "Session",
    "--scope Session=-1": "Session",
    "--scope Session=1000000000": "Session",
    "--scope Session=99999999999999999999999999": "Session",
    "--scope Session=many": "Session",
    "--scope Session": "Session",
    "--scope =2": "scope",
    "--scope Sesion=2": "Session",
    "--set nothing=1": "nothing",
    "--set nothing": "nothing",
    "--property owner_never_faild": "owner_never_failed",
    "--engine guess": "guess",
    "--symmetry maybe": "maybe",
    "--depth -1": "-1",
    "--depth deep": "deep",
    "--faults -1": "-1",
    "--faults some": "some",
    "--time soon": "soon",
    "--time -1s": "-1s",
    "--time nan": "nan",
    "--memory lots": "lots",
    "--memory 0": "0",
    "--format xml": "xml",
    "--frobnicate": "--frobnicate",
    "-o nowhere/report.txt": "nowhere",
}


@pytest.mark.parametrize("options", BAD_COMMANDS)
@pytest.mark.sampled
def test_a_command_that_cannot_be_meant(options: str, tmp_path: Path) -> None:
    (tmp_path / "pair.ha").write_text(SLOW)
    refused(hamodel("check", "pair.ha", *options.split(), cwd=tmp_path), BAD_COMMANDS[options])


@pytest.mark.parametrize(
    "arguments", [["chekc"], ["check"], ["--nothing"], ["check", ""], ["check", "a\nb"], ["check", "--", "--x"]]
)
def test_arguments_that_make_no_command(arguments: list[str], tmp_path: Path) -> None:
    refused(hamodel(*arguments, cwd=tmp_path))


# --- the world around it ---------------------------------------------------------------------------------------------


def test_a_reader_that_went_away(tmp_path: Path) -> None:
    (tmp_path / "fine.ha").write_text(FINE)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "hamodel", "check", "fine.ha"], cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, timeout=60
    )
    os.close(writing)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode != 0, "what nobody could read was not delivered"


def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "fine.ha").write_text(FINE)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hamodel", "check", "fine.ha"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode not in (0, 1)
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


def test_nowhere_to_write_and_nobody_at_home(tmp_path: Path) -> None:
    """A folder that is read-only, a home that does not exist, no temporary folder: a check needs none of them."""
    (tmp_path / "fine.ha").write_text(FINE)
    before = sorted(tmp_path.rglob("*"))
    tmp_path.chmod(0o555)
    try:
        done = started("check", "fine.ha", cwd=tmp_path, HOME="/nonexistent", PYTHONDONTWRITEBYTECODE="1")
    finally:
        tmp_path.chmod(0o755)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert sorted(tmp_path.rglob("*")) == before


SURROUNDINGS = [{"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"COLUMNS": "1"}, {"COLUMNS": "x"}]


@pytest.mark.parametrize("environment", SURROUNDINGS)
@pytest.mark.sampled
def test_odd_surroundings(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "fine.ha").write_text(FINE)
    done = started("check", "fine.ha", cwd=tmp_path, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_no_standard_streams(tmp_path: Path) -> None:
    (tmp_path / "fine.ha").write_text(FINE)
    line = f"exec {sys.executable} -m hamodel check fine.ha -o report.txt <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", line], cwd=tmp_path, timeout=60, check=False).returncode == 0
    assert "either_way" in (tmp_path / "report.txt").read_text()


# --- Ctrl-C ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole_group", [False, True], ids=["the process alone", "as a terminal does"])
def test_interrupted(whole_group: bool, tmp_path: Path) -> None:
    """What was found before Ctrl-C is told, and no worker outlives it."""
    (tmp_path / "slow.ha").write_text(SLOW)
    mark = uuid.uuid4().hex
    running = subprocess.Popen(
        [sys.executable, "-m", "hamodel", "check", "slow.ha", "--scope", "Session=12", "--symmetry", "off", "--time", "100s"],
        cwd=tmp_path,
        env={**os.environ, "HAMODEL_TEST_MARK": mark},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 60
        while len(list(marked(mark))) < 3:  # itself and two workers
            assert time.monotonic() < until, "no worker has started"
            time.sleep(0.05)
        time.sleep(0.5)
        assert running.poll() is None, "this was meant to take longer"
        (os.killpg if whole_group else os.kill)(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert "every_session_inspected" in out
    deadline = time.monotonic() + 30
    while left := list(marked(mark)):
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.05)


def marked(mark: str) -> Iterator[int]:
    """The processes that descend from a test, wherever they moved: children inherit the environment."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found = mark.encode() in (entry / "environ").read_bytes()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if found and state != "Z":
                yield int(entry.name)
