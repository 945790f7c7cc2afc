"""Terminal sessions in text: commands after `$`, what they print, `$ echo $?`. Played again, they must say the same."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from strategies.command import hamodel

SECONDS = re.compile(r"\s+(?:\d+(?:\.\d+)? ?(?:s|ms|min)|_ s)(?![\w])")  # a line may break before it
OF_A_SOLVER = re.compile(r"\(\d+(?:\.\d+)? s\)")

STATES = re.compile(r"\b[\d,]+ states?(?=;|\s+in\s+the\s+largest\s+search)")  # how many one finds is pinned in test_specs.py
IN_THE_LARGEST = re.compile(r"\s+_ states\s+in\s+the\s+largest\s+search;")  # where the line breaks depends on the number
BY_WHOM = re.compile(r";\s+by\s+an\s+inductive\s+invariant")  # or by a search of all states, whichever ends first


def masked(text: str) -> str:
    """`text` without what differs from run to run: how long things took, which engine was first, and what others saw."""
    text = BY_WHOM.sub("", text)
    text = IN_THE_LARGEST.sub(" _ states in the largest search;", STATES.sub("_ states", text))
    text = OF_A_SOLVER.sub("(_ s)", text)
    return SECONDS.sub(" _ s", "\n".join(line.rstrip() for line in text.strip("\n").split("\n")))


def commands(transcript: str) -> Iterator[tuple[str, str]]:
    """Each command of a session, with what the session shows below it."""
    for part in re.split(r"^\$ ", transcript, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield command.strip(), shown.strip("\n")


def play(command_lines: list[str], folder: Path) -> str:
    """The session that comes out when these commands run in `folder`, one after the other; stderr is shown after stdout."""
    parts, status = [], 0
    for line in command_lines:
        if line == "echo $?":
            printed = str(status)
        else:
            program, *arguments = shlex.split(line)
            assert program == "hamodel", f"`{line}` is not for a transcript"
            done = hamodel(*arguments, cwd=folder, COLUMNS="120")
            status, printed = done.returncode, (done.stdout + done.stderr).strip("\n")
        parts.append(f"$ {line}\n{printed}".rstrip("\n"))
    return "\n".join(parts) + "\n"
