"""What `run`, `replay`, `conform` and `mutate` come to, in every format: goldens for a review, and read by readers not ours."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from strategies import readers
from strategies.results import HOSTILE, hostile_result

from hamodel import cli
from hamodel.host.status import Exit
from hamodel.report import RESULT_FORMATS
from hamodel.report.html import UNSAFE
from hamodel.report.style import Style

ROOT = Path(__file__).parent.parent.parent
GOLDENS = Path(__file__).parent / "goldens" / "results"
Golden = Callable[[Path, str], None]

SPEC = """
## Two rooms: whoever presses in one lights both, one after the other.
spec rooms
node Room { hall, attic }
var lit[Room] : bool = false
def other(r: Room) = if r = hall then attic else hall
channel wire from Room to Room
    carries pressed
    unordered
input press(r: Room) when not lit[r] and not pending wire {
    lit[r] := true
    send wire pressed from r to other(r)
}
on wire pressed from sender to r { lit[r] := true }
fault burn(r: Room) when lit[r] { lit[r] := false }
invariant never_both expect violated = not (lit[hall] and lit[attic])
scenario both { press(hall)  any step*  assert lit[attic] }
"""
FAILING = "scenario alone { press(hall)  burn(hall)  press(attic) }\n"
PROGRAM = """
import json, sys
state = {}
for line in sys.stdin:
    asked = json.loads(line)
    if 'reset' in asked: state = {'lit[hall]': False, 'lit[attic]': False}
    if asked.get('do') == 'press': state['lit[' + asked['arguments']['r'] + ']'] = True
    if asked.get('do') == 'burn': state['lit[' + asked['arguments']['r'] + ']'] = WRONG
    print(json.dumps({'ok': True, 'state': state}), flush=True)
"""
LOG = [
    {"action": "press(hall)"},
    {"state": {"lit[attic]": True}},
    {"action": "burn(attic)", "state": {"lit[attic]": False}},
]
LINES = {"explained": LOG, "unexplained": [*LOG, {"state": {"lit[hall]": False}}]}


def program(wrong: str) -> str:
    return shlex.join([sys.executable, "-I", "-S", "-c", PROGRAM.replace("WRONG", wrong)])


COMMANDS: dict[str, tuple[list[str], Exit]] = {
    "scenario": (["run", "rooms.ha", "--scenario", "both"], Exit.GOOD),
    "stops": (["run", "rooms.ha", "--scenario", "alone"], Exit.DIFFERS),
    "walk": (["run", "rooms.ha", "--seed", "1", "--steps", "4"], Exit.GOOD),
    "explained": (["replay", "rooms.ha", "explained.jsonl", "--traces"], Exit.GOOD),
    "unexplained": (["replay", "rooms.ha", "unexplained.jsonl"], Exit.DIFFERS),
    "untold": (["replay", "rooms.ha", "explained.jsonl", "--most-states", "1"], Exit.UNDECIDED),
    "agrees": (["conform", "rooms.ha", "--exec", program("False"), "--seed", "1", "--actions", "9"], Exit.GOOD),
    "differs": (["conform", "rooms.ha", "--exec", program("True"), "--seed", "1", "--actions", "60"], Exit.DIFFERS),
    "mutants": (["mutate", "sound.ha"], Exit.DIFFERS),
    "unmutated": (["mutate", "rooms.ha"], Exit.UNDECIDED),
}
SUFFIXES = {"text": "txt", "json": "json", "junit": "xml", "html": "html"}


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[int, dict[str, str]]]:
    """The status of a command of `COMMANDS`, and what it writes in each format."""
    (tmp_path / "sound.ha").write_text(SPEC)
    (tmp_path / "rooms.ha").write_text(SPEC + FAILING)
    for name, rows in LINES.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)

    def write(name: str) -> tuple[int, dict[str, str]]:
        arguments, _ = COMMANDS[name]
        more = [part for format in RESULT_FORMATS if format != "text" for part in ("--report", f"{format}={format}")]
        status = cli.status([*arguments, "-o", "text", *more])
        return status, {format: Path(format).read_text() for format in RESULT_FORMATS}

    return write


def timeless(text: str) -> str:
    """Without what differs from one time to the next."""
    text = re.sub(r'("seconds": |time=")[\d.]+', r"\g<1>0", text)
    return re.sub(r"(^  |; )[\d.]+ s(?=$|<)", r"\g<1>0 s", text, flags=re.M)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_format(name: str, written: Any, golden: Golden) -> None:
    status, texts = written(name)
    assert status == COMMANDS[name][1]
    for format in ("text", "json", "junit"):
        golden(GOLDENS / f"{name}.{SUFFIXES[format]}", timeless(texts[format]))
    said = readers.read_json(texts["json"])
    assert said["spec"] == "rooms"
    assert said.get("exit_status", status) == status
    (suite,) = readers.read_junit(texts["junit"])
    assert bool(suite.failures + suite.errors) == bool(status), "whoever looks at the file alone sees the same"
    assert bool(suite.failures) == (status == Exit.DIFFERS)
    assert suite.tests == len(list(suite)) > 0
    page = Elements(texts["html"])
    data = json.loads(page.texts["script"][0])
    assert len(data["report"]["findings"]) == sum("run" in part for part in data["parts"])


# --- hostile text ----------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """The elements of a page, and the texts of each kind."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.setdefault(self.found[-1][0] if self.found else "", []).append(data)


def test_what_somebody_else_says_stays_text() -> None:
    calm, hostile = (RESULT_FORMATS["html"](hostile_result(text), Style()) for text in ("calm", HOSTILE))
    assert hostile.isascii()
    assert Elements(calm).found == Elements(hostile).found
    data = json.loads(Elements(hostile).texts["script"][0])
    assert [part["text"] for part in data["parts"] if "text" in part] == [data["title"]] * 2
    assert not set("<>&") & set(re.findall(r'id="data">(.*?)</script>', hostile, re.S)[0]), UNSAFE
    assert "\\x1b[2J\\u202e" in data["title"]
    (suite,) = readers.read_junit(RESULT_FORMATS["junit"](hostile_result(HOSTILE), Style()))
    (case,) = suite
    assert case.name.startswith("</pre></script ><script>")
    assert not re.search("[\x00-\x08\x1b\u202e\ufffe]", RESULT_FORMATS["junit"](hostile_result(HOSTILE), Style()))
    assert json.loads(RESULT_FORMATS["json"](hostile_result(HOSTILE), Style()))["text"] == HOSTILE
    assert RESULT_FORMATS["text"](hostile_result("é →"), Style(unicode=False))


def test_a_format_that_is_none_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    spec = str(ROOT / "specs/tutorial/4_failover.ha")
    assert cli.status(["run", spec, "--seed", "1", "--report", "sarif=x"]) == Exit.WRONG
    assert "one of: text, json, html, junit" in " ".join(capsys.readouterr().err.split())
    assert cli.status(["run", spec, "--seed", "1", "--format", "markdown"]) == Exit.WRONG
