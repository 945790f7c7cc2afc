"""hamodel conform: random actions to a program and to the model, until the program does what the model cannot."""

from __future__ import annotations

import random
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

import click

from hamodel.cli.options import asking, most_states, spec_argument
from hamodel.cli.reporting import reported
from hamodel.diagnostics import Diagnostic, SpecError

if TYPE_CHECKING:
    from hamodel.check.request import Asked
    from hamodel.conformance.process import Process
    from hamodel.model.system import System
    from hamodel.report.results import CommandReport

ACTIONS = 1000


@click.command()
@spec_argument
@click.option("--exec", "command", metavar="CMD", required=True, help="The program, with its arguments; no shell reads them.")
@asking(
    scope="",
    set="",
    faults="At most so many faults from one reset to the next; 0 for none.",
    time="Stop after this time, 60s or 5m; without --actions, go on until then.",
)
@click.option("--actions", type=click.IntRange(1, 10**9), metavar="N", help=f"Do so many actions.  [default: {ACTIONS}]")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="The same actions again.")
@most_states
@click.option("--answer-time", default="", metavar="TIME", help="The time that the program has for an answer.  [default: 5s]")
@reported
def conform(
    spec: str,
    command: str,
    asked: Asked,
    actions: int | None,
    seed: int | None,
    most_states: int,
    answer_time: str,
) -> CommandReport:
    """Do random actions to a program, and see whether the model of a spec can explain what it shows.

    The program is asked in JSON lines on its stdin and answers on its stdout: hamodel/conformance/protocol.md. A difference is
    made shorter, and reported up to the first step that no run of the model explains. Between two resets there are at most as
    many faults as the spec's `faults` says; --faults comes first.

    Exit status: 0 no difference was found; 1 there is one, or the program failed; 2 the spec or the command is wrong; 3 nothing
    was done or shown, or not all of it; 130 interrupted (Ctrl-C, SIGTERM, SIGHUP).
    """
    from hamodel.check.rows import sizes as all_sizes
    from hamodel.check.texts import duration
    from hamodel.cli.asking import question
    from hamodel.conformance.hunt import hunt
    from hamodel.conformance.process import ANSWER_TIME, Process
    from hamodel.report.results.conform import conform_result

    system, request = question(spec, asked)
    within = duration(answer_time, "answer-time") if answer_time else ANSWER_TIME
    sizes = all_sizes(system, request.sizes)
    bound = request.faults_of(system)
    seed = random.randrange(10_000) if seed is None else seed
    waiting = [_started(command, system, within)]

    def make() -> Process:
        return waiting.pop() if waiting else Process(command, system, within)

    try:
        until = perf_counter() + request.seconds if asked.seconds is not None else inf
        most = actions if actions is not None or asked.seconds is not None else ACTIONS
        outcome = hunt(system, make, seed, most, request.options, sizes, until, bound, most_states)
    finally:
        for process in waiting:
            process.close()
    return conform_result(system, sizes, request.options, bound, seed, outcome)


def _started(command: str, system: System, within: float) -> Process:
    """The program, running. One that cannot be started is an error of the command."""
    from hamodel.conformance.implementation import Failed
    from hamodel.conformance.process import Process

    try:
        process = Process(command, system, within)
    except ValueError as error:
        raise SpecError([Diagnostic("exec", None, f"`--exec` is not a command: {str(error).lower()}")]) from None
    try:
        process.start()
    except Failed as error:
        help = "`--exec` is a program with its arguments; what a shell reads needs one: `sh -c '...'`"
        raise SpecError([Diagnostic("exec", None, str(error), help=help)]) from None
    return process
