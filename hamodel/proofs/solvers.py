"""ask(solver, script, seconds): what Z3 or cvc5 says to SMT-LIB text, in a process of its own with limits on time and memory.

`solver_process.py` is that process: a line for each `check-sat`. Only `proved` reads the answers: nothing but `unsat`, as many
times as there are questions, counts; a solver that is unsure, late or broken has not accepted.
`Live` is Z3 inside this process, for the engine that looks for invariants; no proof rests on what it says.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from hamodel.host.installed import environment, prepare_z3
from hamodel.host.printable import printable
from hamodel.proofs.solver_process import MISSING, OUT_OF_MEMORY

SOLVERS = ("z3", "cvc5")
PROGRAM = Path(__file__).with_name("solver_process.py")
POLL = 0.1
"""Seconds after which it is asked again whether somebody still waits for the answer."""


class NoAnswer(Exception):
    """A solver gave no answer, and why. `broken`: it died, is missing, or is not the one that belongs to hamodel."""

    def __init__(self, why: str, broken: bool = False) -> None:
        super().__init__(why)
        self.broken = broken


def ask(solver: str, script: str, seconds: float, stop: Event | None = None) -> list[str]:
    """The answer to each `check-sat`: `sat`, `unsat` or `unknown`. Raises Unanswered if time is up, or `stop` is set, or the
    solver failed."""
    end = time.monotonic() + seconds
    said: tuple[str, str] | None = None
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:  # a pipe would have to be fed while it is waited for
        file.write(script)
        file.seek(0)
        process = subprocess.Popen(
            _command(solver, seconds),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
            cwd=os.sep,  # where nobody has put anything
        )
    with process:
        try:
            while said is None:
                try:
                    said = process.communicate(timeout=POLL)
                except subprocess.TimeoutExpired:
                    if time.monotonic() > end:
                        raise NoAnswer(f"{solver} gave no answer in {seconds:g} s") from None
                    if stop is not None and stop.is_set():
                        raise NoAnswer("interrupted") from None
        finally:
            process.kill()
    output, errors = said
    if process.returncode:
        raise NoAnswer(f"{solver} {_ending(process.returncode, errors.strip())}", broken=True)
    return [line.split(" ")[0] for line in output.splitlines() if line]


def _command(solver: str, seconds: float) -> list[str]:
    return [sys.executable, "-P", str(PROGRAM), solver, str(seconds), str(PROGRAM.parent.parent.parent)]


def _ending(status: int, errors: str) -> str:
    """What became of a solver that ended without an answer."""
    if status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else "unknown"
        why = {9: ": out of memory?", 24: ": it used all of its time"}.get(-status, "")
        return f"ended with signal {-status} ({name}){why}"
    last = printable(errors.split("\n")[-1][:200]) if errors else ""
    return last if status in (MISSING, OUT_OF_MEMORY) and last else f"failed: {last or f'exit status {status}'}"


def questions(script: str) -> int:
    """How many questions a script asks."""
    return len(re.findall(r"^\(check-sat\)$", script, re.MULTILINE))


def proved(script: str, answers: Sequence[str]) -> bool:
    """Is every question of the script answered, and every answer `unsat`?"""
    return questions(script) > 0 and list(answers) == ["unsat"] * questions(script)


# --- inside this process ---------------------------------------------------------------------------------------------


class Live:
    """Z3 with a script whose questions are still to come: constants of it that hold, and others that do not.

    `beside`: another one, whose memory it shares, since that is costly to set up.
    """

    def __init__(self, script: str, moment: float | None = None, beside: Live | None = None) -> None:
        prepare_z3()
        import z3  # type: ignore[import-untyped]

        self._z3, self._moment = z3, moment
        self._context: Any = z3.Context() if beside is None else beside._context
        self._solver = z3.Solver(ctx=self._context)
        self._solver.from_string(script)
        self._literals: dict[tuple[str, bool], Any] = {}

    def satisfiable(self, true: Iterable[str], false: Iterable[str] = ()) -> bool:
        """Raises Unanswered if Z3 does not know, or not in time."""
        if self._moment is not None:
            left = self._moment - time.monotonic()
            if left <= 0:
                raise NoAnswer("out of time")
            self._solver.set("timeout", max(1, int(1000 * left)))
        literals = [self._literal(name, True) for name in true] + [self._literal(name, False) for name in false]
        answer = self._solver.check(literals)
        if answer == self._z3.unknown:
            raise NoAnswer(f"z3 does not know: {self._solver.reason_unknown()}")
        return bool(answer == self._z3.sat)

    def holding(self, names: Iterable[str]) -> set[str]:
        """The constants that hold in the model that was found."""
        model = self._solver.model()
        return {name for name in names if self._z3.is_true(model.eval(self._literal(name, True)))}

    def _literal(self, name: str, holds: bool) -> Any:
        if (name, holds) not in self._literals:
            constant = self._z3.Bool(name, self._context)
            self._literals[name, holds] = constant if holds else self._z3.Not(constant)
        return self._literals[name, holds]

