"""The README: short, its commands are the ones that CI runs, and the first of them answers soon."""

from __future__ import annotations

import re

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


def test_short_enough_to_be_read() -> None:
    assert README.read_text().count("\n") <= 160
