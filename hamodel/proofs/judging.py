"""judge(scripts, seconds): do Z3 and cvc5 accept a proof? Both are asked the same text at once, each in its own process.

Whoever answers `unsat` to every question has accepted. A solver that does not know, is late or broken has not, which speaks
neither for nor against the proof; but two that contradict each other make a `Disagreement`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event

from hamodel.evidence.confirm import Disagreement
from hamodel.proofs.solver_process import SEPARATOR
from hamodel.proofs.solvers import SOLVERS, NoAnswer, ask, proved

NAMES = {"z3": "Z3", "cvc5": "cvc5"}
"""The solvers as people write them."""

FIRST = "cvc5"
"""Who is waited for as long as there is time, unless the other one has found a proof to be wrong."""

AFTER_YES, AFTER_DONT_KNOW, AFTER_NO = 10.0, 4.0, 1.0
"""Seconds for which the other one is waited for at least, by what the first has said; and as long again as that one took."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`accepted`: the solvers that did; `why` the others did not: `refuted` if one of them found a way to break the proof.
    `broken`: what became of one that did not answer as a solver should."""

    accepted: tuple[str, ...]
    why: Mapping[str, str] = field(default_factory=dict)
    refuted: bool = False
    broken: str = ""

    @property
    def but(self) -> str:
        """What became of the solver that has not accepted."""
        return self.broken or " and ".join(f"{NAMES[solver]} did not decide" for solver in self.why)


def judge(scripts: Iterable[str], seconds: float) -> Judgement:
    """What the solvers say to all questions of all scripts, in so many seconds. Raises Disagreement if one finds satisfiable
    what the other finds not to be."""
    together = SEPARATOR.join(scripts)
    answers = _asked_at_once(together, seconds)
    said = {solver: answer for solver, answer in answers.items() if not isinstance(answer, NoAnswer)}
    for number, both in enumerate(zip(*said.values(), strict=False), 1):
        if len(said) == len(SOLVERS) and set(both) == {"sat", "unsat"}:
            properties = " and ".join(f"{NAMES[solver]} {answer}" for solver, answer in zip(said, both, strict=True))
            raise Disagreement(f"the solvers contradict each other about question {number} of a proof: {properties}")
    accepted = tuple(solver for solver, answer in said.items() if proved(together, answer))
    return Judgement(
        accepted,
        {solver: _why(solver, answer) for solver, answer in answers.items() if solver not in accepted},
        any("sat" in answer for answer in said.values()),
        next((str(answer) for answer in answers.values() if isinstance(answer, NoAnswer) and answer.broken), ""),
    )


def _asked_at_once(script: str, seconds: float) -> dict[str, Sequence[str] | NoAnswer]:
    """What each solver answers; the slower one is not waited for for ever."""
    started = time.monotonic()
    stop = Event()
    with ThreadPoolExecutor(len(SOLVERS)) as pool:
        try:
            asked = {solver: pool.submit(ask, solver, script, seconds, stop) for solver in SOLVERS}
            wait(asked.values(), return_when=FIRST_COMPLETED)
            wait(asked.values(), _patience(script, asked, time.monotonic() - started))
            seconds = time.monotonic() - started
        finally:
            stop.set()
    return {solver: _answer(solver, future, seconds) for solver, future in asked.items()}


def _patience(script: str, asked: Mapping[str, Future[list[str]]], taken: float) -> float | None:
    """How long to wait for the solver that has not answered yet; None: as long as it has time."""
    answers = [future.result() for future in asked.values() if future.done() and future.exception() is None]
    if any("sat" in answer for answer in answers):
        return AFTER_NO + taken
    if not asked[FIRST].done():
        return None
    return taken + (AFTER_YES if any(proved(script, answer) for answer in answers) else AFTER_DONT_KNOW)


def _answer(solver: str, future: Future[list[str]], seconds: float) -> Sequence[str] | NoAnswer:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, NoAnswer):
        return error if error.broken else NoAnswer(f"{NAMES[solver]} gave no answer in {seconds:.2g} s")
    raise error


def _why(solver: str, answer: Sequence[str] | NoAnswer) -> str:
    """Why it has not accepted."""
    if isinstance(answer, NoAnswer):
        return str(answer)
    return f"{NAMES[solver]} finds it wrong" if "sat" in answer else f"{NAMES[solver]} does not know"
