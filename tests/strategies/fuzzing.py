"""Good input, changed at random: specs, logs, traces, certificates and settings, each for the command that reads it.

The same number is the same input. `tests/benchmarks/bad_input.py` tries as many as one likes.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

from hamodel import cli
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import System
from hamodel.proofs import certificate as certificates

ROOT = Path(__file__).parent.parent.parent
LONGEST = 20
"""Seconds that one input may take; what it asks for itself is limited to one or two."""

SPECS = [*sorted((ROOT / "specs/tutorial").glob("*.ha")), *sorted((ROOT / "specs/classics").glob("*.ha"))[:6]]
TEXT = """spec import sort node enum record option var link channel input step fault invariant property reachable scenario
assume scope faults expect violated when require if else match case let choose send deliver drop all some no at most one exactly
always eventually next leads to until not and or => <=> = != < <= := + - * mod -> .. { } ( ) [ ] , : . @ # ## " true false none
bool int 0 1 -1 64 65536 999999999999999999999 ' \\ ; $ ~ & | ^ %"""
WORDS = re.split(r"\s+", TEXT)
ODD = ["\0", "\x1b[2J", "\u202e", "\ud800", "\u2028", "\u00a0", "é", "🔥", "\t", "\r", "\ufeff"]
JSON_WORDS = ["NaN", "Infinity", "-Infinity", "1e999", "-0", "1.5", "null", "true", "[]", "{}", '""', "[" * 2000, '{"a":' * 2000]
JSON_WORDS += ["9" * 5000, "1" + "0" * 30, '"\\ud800"', '"\\u0000"', '"a":1,"a":2', "'x'", "//", ",", ":"]

LOG = '{"action": "cut heartbeat", "time": 1, "state": {"heartbeat": false}}\n'
LOG += '{"time": 2.5, "from": "left", "action": "take_over(right)", "state": {"mode[left]": "active", "mode[right]": "active"}}\n'
ITF = json.dumps(
    {
        "#meta": {"format": "ITF"},
        "vars": ["mode", "heartbeat"],
        "states": [
            {"#meta": {"index": 0}, "mode": {"#map": [["left", "active"], ["right", "standby"]]}, "heartbeat": True},
            {"#meta": {"index": 1}, "mode": {"#map": [["left", "active"], ["right", "standby"]]}, "heartbeat": False},
        ],
    }
)
SETTINGS = """[tool.hamodel]
faults = 2
time = "2s"
memory = "512M"
engine = "explicit"
symmetry = true
depth = 3
proofs = "proofs"
scope = { Session = 2 }
options = { fencing = true }

[tool.hamodel.specs."*.ha"]
time = "1s"
"""


TOML_VALUES = ["-1", "0", "65", "2.5", "true", '"x"', '"0s"', '"1e9h"', '"9999999G"', "[]", "{}"]
TOML_VALUES += ["{ Session = 0 }", "{ nobody = 1 }", "inf", "1979-05-27", '"a\\u0000b"', '"*.ha"']


class TooLong(BaseException):
    """It took longer than it may. Nobody else catches it."""


def mutated(text: bytes, random: Random, words: list[str]) -> bytes:
    """The text with one to six changes."""
    for _ in range(random.randint(1, 6)):
        at, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + random.choice([1, 1, 2, 8, 40, 400]))
        word = random.choice(words).encode("utf-8", "surrogatepass")
        match random.randrange(9):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] * random.choice([2, 2, 3, 50]) + text[end:]
            case 2:
                text = text[:at] + bytes([random.randrange(256)]) + text[at + 1 :]
            case 3:
                text = text[:at]
            case 4:
                text = text[:at] + word + text[at:]
            case 5:
                text = text[:at] + b" " + word + b" " + text[end:]
            case 6:
                lines = text.split(b"\n")
                lines.insert(random.randrange(len(lines)), lines.pop(random.randrange(len(lines))))
                text = b"\n".join(lines)
            case 7:
                tokens = text.split(b" ")
                tokens[random.randrange(len(tokens))] = word
                text = b" ".join(tokens)
            case _:
                text = text[:at] + random.choice(ODD).encode("utf-8", "surrogatepass") + text[at:]
    return text


def reworded(text: bytes, random: Random) -> bytes:
    """The text with one to three words replaced by other words of it, so that more of them mean something."""
    words = re.split(r"(\w+|[^\w\s]+)", text.decode())
    for _ in range(random.randint(1, 3)):
        words[random.randrange(len(words) // 2) * 2 + 1] = words[random.randrange(len(words) // 2) * 2 + 1]
    return "".join(words).encode()


def spec(random: Random) -> list[str]:
    good = random.choice(SPECS).read_bytes()
    Path("m.ha").write_bytes(reworded(good, random) if random.random() < 0.5 else mutated(good, random, [*WORDS, *ODD]))
    return random.choice(
        [
            *[["run", "m.ha", "--seed", "1", "--steps", "5"]] * 4,
            ["fmt", "--check", "m.ha"],
            ["fmt", "--diff", "m.ha"],
            ["export", "m.ha", "--to", "aiger", "-o", os.devnull],
            ["check", "m.ha", "--time", "1s", "--engine", "explicit", "--memory", "1G"],
            ["check", "m.ha", "--time", "2s", "--memory", "1G", "--format", random.choice(["json", "html", "sarif", "junit"])],
        ]
    )


def log(random: Random) -> list[str]:
    changed = mutated(LOG.encode(), random, [*JSON_WORDS, *ODD])
    if random.random() < 0.6:
        events = [json.loads(line) for line in LOG.splitlines()]
        for _ in range(random.randint(1, 3)):
            replace_somewhere(events, random)
        changed = "".join(f"{json.dumps(event)}\n" for event in events).encode()
    Path("m.jsonl").write_bytes(changed)
    return ["replay", str(ROOT / "specs/tutorial/2_split_brain.ha"), "m.jsonl"]


def trace(random: Random) -> list[str]:
    changed = mutated(ITF.encode(), random, [*JSON_WORDS, *ODD])
    if random.random() < 0.7:
        said = json.loads(ITF)
        for _ in range(random.randint(1, 2)):
            replace_somewhere(said, random)
        changed = json.dumps(said).encode()
    Path("m.itf.json").write_bytes(changed)
    return ["replay", str(ROOT / "specs/tutorial/2_split_brain.ha"), "m.itf.json"]


def certificate(random: Random) -> list[str]:
    """Solvers are not asked here: see `without_solvers`."""
    shutil.rmtree("proofs", ignore_errors=True)
    shutil.copytree(random.choice(sorted((ROOT / "proofs/lock_server").iterdir())), "proofs/a/b")
    name = random.choice(["manifest.json"] * 4 + ["safety.smt2"])
    path = Path("proofs/a/b", name)
    if name != "manifest.json":
        assert not certificates.write_formulas(path.parent, lock_server())
    changed = mutated(path.read_bytes(), random, [*JSON_WORDS, *ODD])
    if name == "manifest.json" and random.random() < 0.7:
        changed = resealed(path.read_text(), random)
    path.write_bytes(changed)
    return ["proofs", "check", "proofs", "--spec", str(ROOT / "specs/classics/lock_server.ha")]


@cache
def lock_server() -> System:
    return elaborate(load(str(ROOT / "specs/classics/lock_server.ha")))


def resealed(text: str, random: Random) -> bytes:
    """A manifest with another value somewhere, and the seal that belongs to it."""
    from hamodel.proofs.digest import canonical, sha256

    said = json.loads(text)
    del said["seal"]
    replace_somewhere(said, random)
    return json.dumps({**said, "seal": sha256(canonical(said))}).encode()


def replace_somewhere(place: object, random: Random) -> None:
    """Another value somewhere within lists and objects; or a key that is gone, has another name, or is there twice."""
    values: list[object] = [None, True, -1, 0, 2**70, 1.5, "", "x", "Client", "left", "active", "\ud800", "a\0b"]
    values += [[], {}, [[]], {"a": 1}, ["c", "Client"], {"#map": []}, {"#set": [1]}, {"#tup": []}, {"#bigint": "x"}]
    while isinstance(place, dict | list) and place:
        key = random.choice(list(place) if isinstance(place, dict) else list(range(len(place))))
        inner = place[key]  # type: ignore[call-overload, index]
        if not isinstance(inner, dict | list) or not inner or random.random() < 0.3:
            match random.randrange(6):
                case 0:
                    del place[key]  # type: ignore[arg-type]
                case 1 if isinstance(place, dict):
                    place[random.choice(["x", "", "state", "time", "#meta", "from"])] = place.pop(key)
                case 1:
                    place.append(inner)  # type: ignore[union-attr]
                case _:
                    place[key] = random.choice(values)  # type: ignore[call-overload, index]
            return
        place = inner


def settings(random: Random) -> list[str]:
    Path("one.ha").write_text("spec one\nsort Session\noption fencing : bool\nvar x : bool = false\ninvariant i = not x\n")
    toml = [*WORDS, *ODD, *JSON_WORDS, "inf", "1979-05-27", '"""', "[[", "]]", "[tool]", "tool.hamodel = 1", "proofs = '/'"]
    changed = reset(SETTINGS, random) if random.random() < 0.6 else mutated(SETTINGS.encode(), random, toml)
    Path("pyproject.toml").write_bytes(changed)
    return ["check", "one.ha", "--engine", "explicit", "--time", "1s"]


def reset(text: str, random: Random) -> bytes:
    """The settings with another value, or another name, for one of them."""
    lines = text.splitlines()
    numbers = [number for number, line in enumerate(lines) if " = " in line]
    at, other = random.choice(numbers), random.choice(numbers)
    name, value = lines[at].split(" = ", 1)
    if random.random() < 0.3:
        name = lines[other].split(" = ", 1)[0]
    else:
        value = random.choice([*TOML_VALUES, lines[other].split(" = ", 1)[1]])
    lines[at] = f"{name} = {value}"
    return "\n".join(lines).encode()


KINDS: dict[str, Callable[[Random], list[str]]] = {
    "spec": spec,
    "log": log,
    "trace": trace,
    "certificate": certificate,
    "settings": settings,
}
ENDINGS = {0, 1, 2, 3, 4}


@contextlib.contextmanager
def limited() -> Iterator[None]:
    def too_long(number: int, frame: FrameType | None) -> None:
        raise TooLong(f"more than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def without_solvers() -> Iterator[None]:
    before = certificates._asked
    certificates._asked = lambda *_: certificates.Examination((), {"z3": 0.0})  # type: ignore[assignment]
    try:
        yield
    finally:
        certificates._asked = before


def surprise(kind: str, number: int) -> tuple[str, int]:
    """What is wrong with how hamodel takes the input of this number, in the current folder; its exit status."""
    random = Random(f"{kind} {number}")
    for left in (Path("pyproject.toml"), Path("m.ha")):
        left.unlink(missing_ok=True)
    arguments = KINDS[kind](random)
    out, errors = io.StringIO(), io.StringIO()
    status = -1
    try:
        with limited(), without_solvers(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            status = cli.status(arguments)
    except SystemExit as end:
        return f"SystemExit {end.code}", status
    except BaseException as error:  # whatever it is, it is a surprise
        return f"{type(error).__name__}: {error}", status
    said = out.getvalue() + errors.getvalue()
    if status not in ENDINGS:
        return f"exit status {status}", status
    for sign in ("Traceback (most", "error[internal]", "internal error"):
        if sign in errors.getvalue():
            return f"it says {errors.getvalue()[:300]}", status
    if not said.strip() and arguments[0] not in ("fmt", "export"):
        return "it says nothing", status
    return "", status


def kind_of(number: int) -> str:
    """Each kind in turn."""
    return list(KINDS)[number % len(KINDS)]
