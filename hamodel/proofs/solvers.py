"""ask(solver, script, seconds): what Z3 or cvc5 says to SMT-LIB text, in a process of its own with limits on time and memory.

`python -m hamodel.proofs.solvers z3 < script` is that process: a line for each `check-sat`. Only `proved` reads the answers:
nothing but `unsat`, as many times as there are questions, counts; a solver that is unsure, late or broken has not accepted.
`Live` is Z3 inside this process, for the engine that looks for invariants; no proof rests on what it says.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

SOLVERS = ("z3", "cvc5")
MEMORY = 4 << 30
"""Bytes that a solver may use."""


POLL = 0.1
"""Seconds after which it is asked again whether somebody still waits for the answer."""


class Unanswered(Exception):
    """A solver gave no answer, and why."""


def ask(solver: str, script: str, seconds: float, stop: Event | None = None) -> list[str]:
    """The answer to each `check-sat`: `sat`, `unsat` or `unknown`. Raises Unanswered if time is up, or `stop` is set, or the
    solver failed."""
    here = str(Path(__file__).parent.parent.parent)
    paths = os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH")) if part)
    end = time.monotonic() + seconds
    said: tuple[str, str] | None = None
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:  # a pipe would have to be fed while it is waited for
        file.write(script)
        file.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", "hamodel.proofs.solvers", solver, str(seconds)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": paths},
        )
    with process:
        try:
            while said is None:
                try:
                    said = process.communicate(timeout=POLL)
                except subprocess.TimeoutExpired:
                    if time.monotonic() > end:
                        raise Unanswered(f"{solver} gave no answer in {seconds:g} s") from None
                    if stop is not None and stop.is_set():
                        raise Unanswered("interrupted") from None
        finally:
            process.kill()
    output, errors = said
    if process.returncode:
        why = (errors.strip() or output.strip() or f"exit status {process.returncode}").splitlines()[-1]
        raise Unanswered(f"{solver} failed: {why[:200]}")
    return [line.split(" ")[0] for line in output.splitlines() if line]


def questions(script: str) -> int:
    """How many questions a script asks."""
    return len(re.findall(r"^\(check-sat\)$", script, re.MULTILINE))


def proved(script: str, answers: Sequence[str]) -> bool:
    """Is every question of the script answered, and every answer `unsat`?"""
    return questions(script) > 0 and list(answers) == ["unsat"] * questions(script)


# --- the process -----------------------------------------------------------------------------------------------------


def main(solver: str, seconds: float) -> int:
    """Reads a script from the standard input and writes the answers to the standard output."""
    _, allowed = resource.getrlimit(resource.RLIMIT_AS)
    memory = MEMORY if allowed == resource.RLIM_INFINITY else min(MEMORY, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 2))  # should nobody be there to end this
    with open(0, encoding="utf-8", closefd=False) as asked:
        script = asked.read()
    answers = {"z3": _z3, "cvc5": _cvc5}[solver](script)
    with open(1, "w", encoding="utf-8", closefd=False) as answered:
        answered.write("\n".join(answers) + "\n")
    return 0


def _z3(script: str) -> list[str]:
    import z3  # type: ignore[import-untyped]

    context = z3.Context()  # held until it has answered
    said = z3.Z3_eval_smtlib2_string(context.ref(), script)
    return [line for line in said.splitlines() if line]


def _cvc5(script: str) -> list[str]:
    import cvc5  # type: ignore[import-untyped]

    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("incremental", "true")
    solver.setOption("enum-inst", "true")  # where no term suggests what to instantiate with, any will do
    symbols = cvc5.SymbolManager(solver.getTermManager())
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script, "script")
    answers = []
    while not (command := parser.nextCommand()).isNull():
        said = command.invoke(solver, symbols)
        answers += [line for line in str(said).splitlines() if line]
    return answers


# --- inside this process ---------------------------------------------------------------------------------------------


class Live:
    """Z3 with a script whose questions are still to come: constants of it that hold, and others that do not.

    `beside`: another one, whose memory it shares, since that is costly to set up.
    """

    def __init__(self, script: str, moment: float | None = None, beside: Live | None = None) -> None:
        import z3

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
                raise Unanswered("out of time")
            self._solver.set("timeout", max(1, int(1000 * left)))
        literals = [self._literal(name, True) for name in true] + [self._literal(name, False) for name in false]
        answer = self._solver.check(literals)
        if answer == self._z3.unknown:
            raise Unanswered(f"z3 does not know: {self._solver.reason_unknown()}")
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
