"""The README: short, its commands are the ones that CI runs, and the first of them answers soon."""

from __future__ import annotations

import re
import shlex

from strategies.command import hamodel
from strategies.pages import README, ROOT, blocks

FIRST = "check specs/panos/active_active.ha --property failback_restores_inspection --scope Session=1 --set nat=not_needed"


def test_the_commands_to_set_up_are_those_of_the_continuous_integration() -> None:
    script = [line.strip() for line in (ROOT / ".ci/run").read_text().splitlines()]
    lines = [line for block in blocks(README, "sh") for line in block.splitlines()]
    assert len(lines) >= 2
    for line in lines:
        assert line in script, f".ci/run does not run `{line}`"


def test_the_first_answer_is_of_a_question_that_takes_seconds() -> None:
    """Its own session further down says how many; the whole spec follows."""
    first, *_ = blocks(README, "sh")
    checks = re.findall(r"hamodel (check .*?)(?= && |\n)", first)
    assert checks == [f"{FIRST} --traces", "check specs/panos/active_active.ha"]
    (session,) = [block for block in blocks(README, "console") if FIRST in block]
    (seconds,) = re.findall(r"([\d.]+) s$", session, re.M)
    assert float(seconds) < 20


def test_it_opens_with_an_audit_that_says_what_is_shown_of_it() -> None:
    """`...` stands for lines that are left out; all others are there, in this order, those of one part beside each other."""
    shown, *_ = blocks(README, "text")
    assert README.read_text().index(shown) < README.read_text().index("## Set up")
    command, *lines = shown.splitlines()
    assert command.startswith("$ hamodel audit ")
    done = hamodel(*shlex.split(command)[2:], cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, "")
    left = done.stdout
    parts = "\n".join(lines).split("\n...\n")
    assert len(parts) > 2
    for part in parts:
        _, found, left = left.partition(f"\n{part}\n")
        assert found, part
        left = f"\n{left}"


def test_short_enough_to_be_read() -> None:
    assert README.read_text().count("\n") <= 160
