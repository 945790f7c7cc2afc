"""Programs of any kind held against a spec: one that does as it says, defects that are found and made short, and programs that
break the protocol in every way that we could think of: each ends in a clear finding, and nothing is left running."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from strategies.command import Running, hamodel
from strategies.patience import until
from strategies.transcript import masked

from hamodel import cli
from hamodel.conformance import pipes
from hamodel.conformance.implementation import Failed, Refused
from hamodel.conformance.pipes import shown
from hamodel.conformance.process import Process
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load

ROOT = Path(__file__).parent.parent.parent
FOREIGN = ROOT / "tests/conformance/foreign"
SPEC = "specs/tutorial/4_failover.ha"
EXAMPLE = FOREIGN / "failover.js"
FAILOVER = elaborate(load(str(ROOT / SPEC)))

node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def conform(*arguments: str, spec: str = SPEC) -> subprocess.CompletedProcess[str]:
    return hamodel("conform", spec, *arguments, cwd=ROOT)


# --- the example in another language, and its broken variants --------------------------------------------------------


@node
def test_the_example_does_what_the_spec_says(golden: Callable[[Path, str], None]) -> None:
    done = conform("--exec", f"node {EXAMPLE}", "--seed", "1")
    assert (done.returncode, done.stderr) == (0, "")
    golden(FOREIGN / "failover.out", done.stdout)


BROKEN = {
    "crash": ("alive[d] = false;", 'console.error("fw: table lost"); process.exit(3);'),
    "hang": ("alive[d] = false;", "while (true);"),
    "garbage": ("alive[d] = false;", 'alive[d] = false; console.log("\\u001b[31mgoing down");'),
    "wrong_type": ("alive[d] = false;", 'alive[d] = "no";'),
    "slow": ("alive[d] = false;", "alive[d] = false; for (const end = Date.now() + 1000; Date.now() < end; );"),
    "early_takeover": ("NAMES.find((d) => !alive[d]);", 'NAMES.find((d) => !alive[d]) ?? "fw0";'),
    "kept_ownership": ("owner[d] = {};", ""),
    "early_return": ("else if (orphans", "else if (down) alive[down] = true;\n    else if (orphans"),
}
"""What is written instead of what: five that break the protocol, three that break what the spec says."""

LENGTHS = {**dict.fromkeys(BROKEN, 1), "early_takeover": 3, "kept_ownership": 3, "early_return": 4}
"""Runs of which nothing can be left out, by hand. To take over early: begin, the message arrives, time passes. To keep
ownership: begin, the message arrives, who knows of it crashes. To return early: begin, the message arrives, the owner crashes,
time passes."""


@pytest.mark.heavy
@node
@pytest.mark.parametrize("variant", BROKEN)
def test_a_broken_variant_is_found_and_made_short(variant: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    right, wrong = BROKEN[variant]
    text = EXAMPLE.read_text()
    assert text.count(right) == 1
    program = tmp_path / "failover.js"
    program.write_text(text.replace(right, wrong))
    done = conform("--exec", f"node {program}", "--seed", "1", "--answer-time", "700ms" if variant == "slow" else "500ms")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count('{"do"') == LENGTHS[variant]
    golden(FOREIGN / f"{variant}.out", masked(done.stdout))


@node
def test_the_lines_of_a_report_show_it_again(tmp_path: Path) -> None:
    lines = [line for line in (FOREIGN / "kept_ownership.out").read_text().splitlines() if line.startswith("{")]
    for text, owner in ((EXAMPLE.read_text(), None), (EXAMPLE.read_text().replace(*BROKEN["kept_ownership"]), "fw0")):
        program = tmp_path / "failover.js"
        program.write_text(text)
        done = subprocess.run(["node", program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
        state = json.loads(done.stdout.splitlines()[-1])["state"]
        assert state["owner[fw1, s0]"] == owner


@pytest.mark.parametrize(("language", "file"), [("js", EXAMPLE), ("text", FOREIGN / "early_return.out")])
def test_the_page_shows_what_is_tested(language: str, file: Path) -> None:
    page = (ROOT / "hamodel/conformance/protocol.md").read_text()
    (shown_there,) = re.findall(rf"^```{language}\n(.*?)^```$", page, re.S | re.M)
    assert shown_there == file.read_text()


LINKED = """
spec linked
node Firewall { fw0, fw1 }
enum Net { n0, n1 }
link ha1[Firewall, Firewall], lan[Net]
"""
WIRED = """
for line in sys.stdin:
    asked = json.loads(line)
    if 'reset' in asked:
        up = dict.fromkeys(['lan[n0]', 'lan[n1]', 'ha1[fw0, fw1]', 'ha1[fw1, fw0]'], 'up')
    if 'do' in asked:
        verb, link = asked['do'].split()
        said = asked['arguments']
        ends = [said['net']] if link == 'lan' else [said['sender'], said['receiver']]
        up[f"{link}[{', '.join(ends)}]"] = 'down' if verb == 'cut' else 'up'
    say(json.dumps({'ok': True, 'state': up}))
"""


@pytest.mark.parametrize(("right", "wrong"), [("", ""), ("said['receiver']]", "said['receiver']][::-1]")])
def test_links_with_indices_are_cut_one_by_one(right: str, wrong: str, tmp_path: Path) -> None:
    spec = tmp_path / "linked.ha"
    spec.write_text(LINKED)
    done = conform("--exec", command(WIRED.replace(right, wrong)), "--seed", "1", "--actions", "60", spec=str(spec))
    assert (done.returncode, done.stderr) == (1 if wrong else 0, "")
    assert ("cut ha1 from fw" in done.stdout) == bool(wrong)


# --- programs that break the protocol --------------------------------------------------------------------------------

OK = '{"ok": true, "state": {}}'
HEAD = "import sys, os, time, signal, json\nsay = lambda text: print(text, flush=True)\n"
LOOP = f"for line in sys.stdin:\n    if 'reset' in line:\n        say('{OK}')\n        continue\n    "


def command(code: str) -> str:
    return shlex.join([sys.executable, "-I", "-S", "-c", HEAD + code])


def failing(code: str, seconds: float = 5.0, longest: int = 1 << 20) -> str:
    """What the program does instead of answering to a reset, `crash(fw0)` and what can be seen."""
    with Process(command(code), FAILOVER, seconds, longest) as process:
        try:
            process.reset({}, {"Session": 1})
            process.do("crash", d="fw0")
            process.observe()
        except Failed as failed:
            return str(failed)
    return "nothing"


def says(*texts: str) -> str:
    """A program that answers to a reset as it should, to `do` with the first text, to what comes then with the next one."""
    return f"texts = {list(texts)}\n{LOOP}say(texts.pop(0))"


def writes(data: bytes, then: str = "pass") -> str:
    return f"{LOOP}os.write(1, {data}); {then}"


SLEEP = "time.sleep(60)"


def starts(text: str) -> str:
    """A program that answers so to a reset."""
    return f"sys.stdin.readline(); say({text!r}); {SLEEP}"


TWO = b'{"ok": true}\n{"ok": true}\n'
ODD = {
    "exits at once": ("pass", "when it was reset, the program exited with status 0"),
    "exits later": (LOOP + "sys.exit(7)", "when it was to do `crash(fw0)`, the program exited with status 7"),
    "is killed": (LOOP + "os.kill(os.getpid(), signal.SIGSEGV)", "`crash(fw0)`, the program was killed by SIGSEGV"),
    "raises": (LOOP + "raise KeyError('no such peer')", "exited with status 1\nits last lines on stderr:\n"),
    "half a line": (writes(b'{"ok": tr', "sys.exit()"), 'exited with status 0 in the middle of a line: `{"ok": tr`'),
    "closes stdout": (f"{LOOP}os.close(1); {SLEEP}", "the program closed its stdout, and runs on"),
    "closes stdin": (f"sys.stdin.readline(); os.close(0); say('{OK}'); {SLEEP}", "the program closed its stdin, and runs on"),
    "no JSON": (says("going down"), "`crash(fw0)`, the answer is not JSON: `going down`"),
    "empty line": (says(""), "the answer is not JSON: ``"),
    "escapes": (says("\x1b[2J\u202e"), "the answer is not JSON: `\\x1b[2J\\u202e`"),
    "binary": (writes(b"\xff\xfe\n"), "the answer is not UTF-8: `\\xff\\xfe`"),
    "NUL": (writes(b"\0\n"), "the answer is not JSON: `\\x00`"),
    "deep": (LOOP + "say('[' * 200000)", "the answer is not JSON: `[[["),
    "NaN": (says('{"ok": NaN}'), "the answer is not JSON (NaN is no JSON)"),
    "long number": (says("1" * 5000), "the answer is not JSON: `111"),
    "a list": (says("[1]"), "the answer is not a JSON object but `[1]`"),
    "nothing in it": (says("{}"), 'the answer has no `"ok": true`: `{}`'),
    "not ok": (says('{"ok": 1}'), 'the answer has no `"ok": true`: `{"ok": 1}`'),
    "misspelt": (says('{"ok": true, "stat": {}}'), "a key `stat`, which means nothing here; it may have `ok`, `state`"),
    "refused and done": (says('{"ok": true, "refused": "no"}'), "a key `ok`, which means nothing here"),
    "refused for no reason": (says('{"refused": true}'), "`refused` says why, in a text, and not `true`"),
    "twice": (says('{"ok": true, "state": {"a": 1, "a": 2}}'), "the answer is not JSON (it has `a` twice)"),
    "twice, spelt differently": (says('{"ok": true, "state": {"a[b, c]": 1, "a[b,c]": 1}}'), "has one cell twice, as `a[b, c]`"),
    "state is text": (says('{"ok": true, "state": "up"}'), '`state` maps cells to what they hold, and is `"up"`'),
    "a float": (says('{"ok": true, "state": {"a": 1.5}}'), "the cell `a` holds `1.5`, which is not true, false"),
    "hostile name": (says('{"ok": true, "state": {"\\u001b[2J": 1}}'), "the answer speaks of `\\x1b[2J`, which no spec can name"),
    "a mixed list": (says('{"ok": true, "state": {"a": [1]}}'), "the cell `a` holds `[1]`, which is not true, false"),
    "lone surrogate": (says('{"ok": true, "state": {"\\ud800": 1}}'), "the answer speaks of `\\ud800`"),
    "no state": (says('{"ok": true}', '{"ok": true}'), "a key `ok`, which means nothing here; it may have `state`"),
    "nothing seen": (says('{"ok": true}', "{}"), "what can be seen after `crash(fw0)`, the answer has no `state`"),
    "two lines": (writes(TWO), 'wrote more than one line; the second is `{"ok": true}'),
    "garbage, then the answer": (writes(b"fw0 goes down\n" + TWO), "the answer is not JSON: `fw0 goes down`"),
    "before asked": ("say('hello')\n" + LOOP + "pass", "`hello"),  # before we ask, or while we do
    "events are text": (starts('{"ok": true, "events": "tick"}'), '`events` is a list of different names, and is `"tick"`'),
    "events repeat": (starts('{"ok": true, "events": ["t", "t"]}'), "`events` is a list of different names"),
    "a long line": (LOOP + "say('x' * (1 << 21))", "the program wrote a line of more than 1,048,576 bytes: `xxx"),
    "a line without end": (LOOP + "while True: os.write(1, b'x' * 65536)", "wrote a line of more than 1,048,576 bytes"),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.sampled
def test_what_is_not_an_answer_is_a_finding(odd: str) -> None:
    code, expected = ODD[odd]
    assert expected in failing(code)


WAITING = {
    "hangs": (LOOP + SLEEP, "the program hangs: it has 0.1 s to answer, and did not within 0.2 s"),
    "ignores SIGTERM": (f"{LOOP}signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}", "the program hangs"),
    "does not read": (starts(OK), "the program hangs"),
    "stops in a line": (writes(b'{"ok"', SLEEP), 'stopped in the middle of a line: `{"ok"`; nothing more came'),
    "dribbles": (f"{LOOP}[(os.write(1, b' '), time.sleep(0.01)) for _ in range(9999)]", "stopped in the middle of a line"),
}


@pytest.mark.parametrize("odd", WAITING)
def test_who_waits_for_ever_is_killed(odd: str) -> None:
    code, expected = WAITING[odd]
    start = time.monotonic()
    assert expected in failing(code, seconds=0.1)
    assert time.monotonic() - start < 50, "it waited until the program ended by itself"


def test_who_answers_late_is_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that stands still until the program answers to a `do`: it is seven seconds later then."""
    answers = tmp_path / "answers"
    clock = SimpleNamespace(monotonic=lambda: 7.0 * answers.exists(), sleep=time.sleep)
    monkeypatch.setattr(pipes, "time", clock)
    assert "the program is too slow: it answered after 7.0 s, and has 5 s" in failing(
        f"{LOOP}open({str(answers)!r}, 'w'); say('{OK}')"
    )


def test_a_program_that_is_not_there() -> None:
    for program, why in (
        ("./gone --fast", "cannot start `./gone`: no such file or directory"),
        ("/etc/passwd", "cannot start `/etc/passwd`: permission denied"),
    ):
        with pytest.raises(Failed) as failed:
            Process(program, FAILOVER).reset({}, {})
        assert str(failed.value) == why
    for empty in ("", "  ", "'unclosed"):
        with pytest.raises(ValueError, match=r"empty|closing"):
            Process(empty, FAILOVER)


def test_stderr_is_shown_with_a_finding_and_disturbs_nothing() -> None:
    megabytes = "sys.stderr.write('x' * 3_000_000 + '\\n' + 'last \\x1b[1m words\\n'); sys.stderr.flush(); "
    said = failing(LOOP + megabytes + "say('{\"ok\": true}') if 'do' in line else sys.exit(1)").splitlines()
    assert said[0] == "when it was asked what can be seen after `crash(fw0)`, the program exited with status 1"
    assert said[1] == "its last lines on stderr:"
    assert said[-1] == "  last \\x1b[1m words"
    assert len(said) <= 7
    assert max(map(len, said)) < 120


def test_an_answer_that_nobody_asked_for_is_a_finding(tmp_path: Path) -> None:
    go_on, said = tmp_path / "go_on", tmp_path / "said"
    wait = f"while not os.path.exists({str(go_on)!r}): time.sleep(0.01)\n    say('{OK}'); open({str(said)!r}, 'w')"
    with Process(command(f"for line in sys.stdin:\n    say('{OK}')\n    {wait}"), FAILOVER) as process:
        process.reset({}, {})
        go_on.touch()
        until(said.exists)
        go_on.unlink()
        with pytest.raises(Failed, match=r"the program wrote `.*` before it was asked"):
            process.do("crash", d="fw0")
        said.unlink()
        process.reset({}, {})
        go_on.touch()
        until(said.exists)
    assert process.unasked.decode() == f"{OK}\n"


def test_a_failed_program_is_started_again_by_a_reset() -> None:
    with Process(command(LOOP + "sys.exit(7)"), FAILOVER) as process:
        for _ in range(2):
            process.reset({}, {})
            with pytest.raises(Failed, match="status 7"):
                process.do("crash", d="fw0")
            with pytest.raises(Failed, match="does not run"):
                process.observe()


# --- programs that keep to it ----------------------------------------------------------------------------------------

TALKS = """
for line in sys.stdin:
    asked = json.loads(line)
    if 'reset' in asked: say(json.dumps({'ok': True, 'events': ['tick', 'tock']})); last = asked
    elif 'observe' in asked:
        line = json.dumps(last)
        say(json.dumps({'state': {'asked': [line[:900]], 'n': len(line), 'b': False, 'none': None}}))
    elif asked['do'] == 'crash': say(json.dumps({'refused': 'no: ' + asked['arguments']['d']}))
    else: say(json.dumps({'ok': True})); last = asked
"""


def test_what_is_said_arrives() -> None:
    with Process(command(TALKS), FAILOVER) as process:
        process.reset({"fencing": True, "mode": None}, {"Session": 2})
        assert process.events == ("tick", "tock")
        seen = process.observe()
        options, sizes = {"fencing": True, "mode": None}, {"Session": 2}
        asked = {"protocol": 1, "spec": "failover", "options": options, "sizes": sizes}
        assert json.loads(seen["asked"][0]) == {"reset": asked}
        assert (seen["n"], seen["b"], seen["none"]) == (len(seen["asked"][0]), False, None)
        assert seen["b"] is False
        with pytest.raises(Refused, match="no: fw1"):
            process.do("crash", d="fw1")
        process.do("begin", self="é\n", action=None)
        assert json.loads(process.observe()["asked"][0]) == {"do": "begin", "arguments": {"self": "é\n", "action": None}}


def test_large_observations_arrive_whole() -> None:
    large = LOOP + "say(json.dumps({'ok': True, 'state': {'c' + str(n): ['x' * 100] for n in range(40000)}}))"
    with Process(command(large), FAILOVER) as process:
        process.reset({}, {})
        process.do("crash", d="fw0")
        assert len(process.observe()) == 40000


def test_long_questions_arrive_whole_and_are_read_before_they_are_answered() -> None:
    long = "x" * 1_000_000
    with Process(command(TALKS), FAILOVER) as process:
        process.reset({}, {})
        process.do("begin", s=long)
        assert process.observe()["n"] == len(json.dumps({"do": "begin", "arguments": {"s": long}}))
    with Process(command(f"sys.stdin.readline(); say('{OK}'); os.read(0, 1); say('{OK}'); {SLEEP}"), FAILOVER) as process:
        process.reset({}, {})
        with pytest.raises(Failed, match="answered before it had read the question"):
            process.do("begin", s=long)


def test_nothing_is_left_running(tmp_path: Path) -> None:
    """Neither a program that does not care for the end of its input, nor what it started, nor a zombie."""
    numbers = tmp_path / "numbers"
    started = "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
    noted = f"open({str(numbers)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
    for end in ("sys.exit(1)", "time.sleep(60)"):
        code = started + noted + f"say(sys.stdin.readline() and '{OK}'); {end}"
        with Process(shlex.join([sys.executable, "-c", HEAD + code]), FAILOVER) as process:
            process.reset({}, {})
        assert all(gone(int(number)) for number in numbers.read_text().split())


def gone(number: int) -> bool:
    """Is there no such process soon, or one that only waits for init to notice?"""

    def over() -> bool:
        try:
            state, parent = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[:2]
        except FileNotFoundError:
            return True
        return state == "Z" and parent != str(os.getpid())

    until(over)
    return True


def test_what_is_shown_does_nothing_to_a_terminal() -> None:
    assert shown("a\x1b[1m\u202e\ud800\n") == "`a\\x1b[1m\\u202e\\ud800\\n`"
    assert shown("é" * 100, 10) == "`éééééééééé...`"


# --- the hunt --------------------------------------------------------------------------------------------------------

PAIR = """
def fresh(): return {'alive[fw0]': True, 'alive[fw1]': True}
state = fresh()
for line in sys.stdin:
    asked = json.loads(line)
    if 'reset' in asked: state = fresh(); say(json.dumps({'ok': True, 'events': EVENTS, 'state': state})); continue
    if 'observe' in asked: say(json.dumps({'state': state})); continue
    what, given = asked['do'], asked['arguments']
    if what == 'begin': say(json.dumps({'refused': 'no sessions here'})); continue
    if what == 'crash': state['alive[' + given['d'] + ']'] = False
    if what == 'tick': state = fresh()
    say(json.dumps({'ok': True, 'state': state}))
"""
"""A pair that shows only who is alive."""


def pair(old: str = "", new: str = "", events: str = "['tick']") -> str:
    assert not old or PAIR.count(old) == 1
    return command("EVENTS = " + events + PAIR.replace(old, new) if old else "EVENTS = " + events + PAIR)


def test_what_is_not_shown_is_said() -> None:
    done = conform("--exec", pair(), "--seed", "1", "--actions", "50", "--scope", "Session=1")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^begin refused \d+ times: no sessions here$", done.stdout, re.M)
    assert re.search(r"^never used: .*begin", done.stdout, re.M)
    assert re.search(r"never shown, so nothing is known of them: owner\[fw0, s0\]", done.stdout)
    assert re.search(r"50 actions in \d+ runs?; \d+ refused; --seed 1", done.stdout)


def test_a_refusal_that_changes_something_is_a_difference() -> None:
    lying = pair("if what == 'begin': ", "if what == 'begin': state['alive[fw0]'] = False; ")
    done = conform("--exec", lying, "--seed", "1")
    assert done.returncode == 1
    assert "begin is refused: the model cannot explain what was seen then" in done.stdout
    assert done.stdout.count('{"do"') == 1


def test_a_state_that_makes_no_sense_is_a_finding() -> None:
    done = conform("--exec", pair("state['alive[' + given['d'] + ']'] = False", "state['alvie[fw0]'] = False"), "--seed", "1")
    assert done.returncode == 1
    assert "makes no sense: the spec has no cell `alvie[fw0]`; did you mean `alive[fw0]`?" in " ".join(done.stdout.split())


def test_an_event_must_not_be_named_like_an_action() -> None:
    done = conform("--exec", pair(events="['crash']"))
    assert done.returncode == 1
    assert "when it was reset, its event `crash` has the name of an action of the spec" in done.stdout


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (LOOP + "say('{\"refused\": \"later\"}' if 'do' in line else '{\"state\": {}}')", "nothing was done"),
        (LOOP + f"say('{OK}')", "nothing was shown"),
    ],
)
def test_nothing_done_or_nothing_shown_is_not_green(code: str, why: str) -> None:
    done = conform("--exec", command(code), "--actions", "5")
    assert done.returncode == 3
    assert f"? {why}: this says nothing about the implementation" in done.stdout


def test_what_is_left_from_before_a_reset_is_told_apart() -> None:
    """It fails in its third run; in a new process nothing of that is seen."""
    code = PAIR.replace("state = fresh(); say(", "runs += 1; state = fresh(); say(")
    code = code.replace("'tick': state = fresh()", "'tick': state = dict.fromkeys(state, runs < 3)")
    done = conform("--exec", command("EVENTS, runs = ['tick'], 0" + code), "--seed", "1")
    assert done.returncode == 1
    assert "Not seen again in a new process" in done.stdout


def test_what_it_says_at_its_end_is_a_finding_too() -> None:
    done = conform("--exec", command("EVENTS = []" + PAIR + "print('bye')"), "--actions", "5")
    assert done.returncode == 1
    assert "until its end, the program wrote `bye\\n`, for which nobody asked" in done.stdout


def test_too_many_states_to_follow_is_no_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    """A pair that begins sessions and does not show what becomes of them."""
    silent = pair("if what == 'begin': say(json.dumps({'refused': 'no sessions here'})); continue\n    ", "")
    limited = ["--actions", "200", "--seed", "1", "--most-states", "3"]
    assert cli.status(["conform", str(ROOT / SPEC), "--exec", silent, *limited]) == 3
    said = " ".join(capsys.readouterr().out.split())
    assert "could not be followed to the end: the model can be in more than 3 states" in said
    assert "? no difference so far" in said


def test_the_same_seed_does_the_same() -> None:
    outcomes = {conform("--exec", pair(), "--seed", "5", "--actions", "40").stdout for _ in range(2)}
    assert len(outcomes) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--exec", "./gone"], "error[exec]: cannot start `./gone`: no such file or directory"),
        (["--exec", ""], "error[exec]: `--exec` is not a command: it is empty"),
        (["--exec", "'x"], "error[exec]: `--exec` is not a command: no closing quotation"),
        ([], "missing option '--exec'"),
        (["--exec", "x", "--scope", "Sesion=1"], "no sort is named `Sesion`"),
        (["--exec", "x", "--set", "a=1"], "no option is named `a`"),
        (["--exec", "x", "--answer-time", "5 eons"], "`--answer-time 5 eons`: `eons` is no unit"),
        (["--exec", "x", "--answer-time", "0s"], "`--answer-time 0s`: it takes some time"),
        (["--exec", "x", "--time", "soon"], "`--time soon`: not a time"),
        (["--exec", "x", "--actions", "0"], "'--actions': 0 is not in the range"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], message: str) -> None:
    done = conform(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("error[") == 1


def test_a_spec_that_is_wrong(tmp_path: Path) -> None:
    assert conform("--exec", "x", spec=str(tmp_path / "gone.ha")).returncode == 2


@pytest.mark.heavy
def test_time_is_an_end_of_its_own() -> None:
    done = conform("--exec", pair(), "--time", "1s")
    assert done.returncode == 0
    assert "no difference found" in done.stdout
    both = conform("--exec", pair(), "--time", "300ms", "--actions", "1000000")
    assert both.returncode == 3
    assert "the time was over before 1,000,000 actions" in " ".join(both.stdout.split())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_says_what_was_found_and_leaves_nothing_behind(number: int, tmp_path: Path) -> None:
    noted = tmp_path / "number"
    note = f"os.path.exists({str(noted)!r}) or open({str(noted)!r}, 'w').write(str(os.getpid()))"
    code = "EVENTS = ['tick']" + PAIR.replace("what, given =", f"{note}\n    what, given =")
    with Running("conform", SPEC, "--exec", command(code), "--actions", "1000000", cwd=ROOT) as running:
        until(lambda: noted.exists() and noted.read_text())
        running.signal(number)
        done = running.finish()
    assert (done.returncode, done.stderr) == (130, "")
    assert "interrupted" in done.stdout
    assert gone(int(noted.read_text()))


# --- how many faults there may be ------------------------------------------------------------------------------------

COUNTED = """
for line in sys.stdin:
    asked = json.loads(line)
    if 'reset' in asked: hits = 0
    hits += asked.get('do') == 'hit'
    most = max(most, hits)
    open(NOTE, 'w').write(str(most))
    say(json.dumps({'ok': True, 'state': {'n': hits}}))
"""
"""A program that notes the most faults that it had from one reset to the next."""


@pytest.mark.parametrize(
    ("said", "asked", "most", "line"),
    [
        ("faults 2", [], 2, "at most 2 faults"),
        ("faults 2", ["--faults", "0"], 0, "no faults"),
        ("faults 2", ["--faults", "4"], 4, "at most 4 faults"),
        ("", ["--faults", "1"], 1, "at most 1 fault"),
        ("", [], 7, "any number of faults"),
    ],
)
@pytest.mark.sampled
def test_there_are_no_more_faults_than_the_spec_or_the_command_says(
    said: str, asked: list[str], most: int, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = f"spec hits\n{said}\nvar n : 0..7 = 0\nfault hit when n < 7 {{ n := n + 1 }}\ninput ask {{ n := n }}\n"
    (tmp_path / "hits.ha").write_text(spec)
    program = command(f"most, NOTE = 0, {str(tmp_path / 'most')!r}{COUNTED}")
    assert cli.status(["conform", str(tmp_path / "hits.ha"), "--exec", program, "--seed", "1", "--actions", "150", *asked]) == 0
    assert (tmp_path / "most").read_text() == str(most)
    assert line in capsys.readouterr().out.splitlines()[1]
