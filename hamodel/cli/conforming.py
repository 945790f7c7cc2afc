"""hamodel conform: random actions to a program and to the model, until the program does what the model cannot."""

from __future__ import annotations

import random
import signal
import sys
import time as clock
from types import FrameType
from typing import TYPE_CHECKING

import click

from hamodel.cli.completion import complete_scope, complete_setting
from hamodel.cli.output import show, style_of
from hamodel.cli.playing import some_scope
from hamodel.diagnostics import Diagnostic, SpecError

if TYPE_CHECKING:
    from hamodel.conformance.process import Process
    from hamodel.model.scope import Scope
    from hamodel.model.system import System
    from hamodel.plan import Request

ACTIONS = 1000
AGREES, DIFFERS, INCONCLUSIVE, INTERRUPTED = 0, 1, 3, 130


@click.command()
@click.argument("spec", metavar="SPEC", type=click.Path())
@click.option("--exec", "command", metavar="CMD", required=True, help="The program, with its arguments; no shell reads them.")
@click.option("--scope", multiple=True, metavar="SORT=N", shell_complete=complete_scope, help="How many members a sort has.")
@click.option(
    "--set", "settings", multiple=True, metavar="OPTION=VALUE", shell_complete=complete_setting, help="A value for an option."
)
@click.option("--actions", type=click.IntRange(1, 10**9), metavar="N", help=f"Do so many actions.  [default: {ACTIONS}]")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="The same actions again.")
@click.option("--time", default="", metavar="TIME", help="Stop after this time, 60s or 5m; without --actions, go on until then.")
@click.option("--answer-time", default="", metavar="TIME", help="The time that the program has for an answer.  [default: 5s]")
def conform(
    spec: str,
    command: str,
    scope: tuple[str, ...],
    settings: tuple[str, ...],
    actions: int | None,
    seed: int | None,
    time: str,
    answer_time: str,
) -> int:
    """Do random actions to a program, and see whether the model of a spec can explain what it shows.

    The program is asked in JSON lines on its stdin and answers on its stdout: hamodel/conformance/protocol.md. A difference is
    made shorter, and reported up to the first step that no run of the model explains.

    Exit status: 0 no difference was found; 1 there is one, or the program failed; 2 the spec or the command is wrong; 3 nothing
    was done or shown, or not all of it; 130 interrupted.
    """
    from hamodel.conformance.process import ANSWER_TIME, Process
    from hamodel.language.elaborate import elaborate
    from hamodel.language.parse import load
    from hamodel.request import Asked, duration, requests

    system = elaborate(load(spec))
    ((request, _),) = requests(Asked(scope=scope, settings=settings, time=time), [system])
    within = duration(answer_time, "answer-time") if answer_time else ANSWER_TIME
    try:
        process = Process(command, system.name, within)
    except ValueError as error:
        raise SpecError([Diagnostic("exec", None, f"`--exec` is not a command: {str(error).lower()}")]) from None
    seed = random.randrange(10_000) if seed is None else seed
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        with process:
            _start(process)
            return _conform(system, request, process, seed, actions, bool(time))
    finally:
        signal.signal(signal.SIGTERM, before)


def _start(process: Process) -> None:
    """A program that cannot be started is a mistake of the command."""
    from hamodel.conformance.implementation import Failed

    try:
        process.start()
    except Failed as error:
        help = "`--exec` is a program with its arguments; what a shell reads needs one: `sh -c '...'`"
        raise SpecError([Diagnostic("exec", None, str(error), help=help)]) from None


def _conform(system: System, request: Request, process: Process, seed: int, actions: int | None, timed: bool) -> int:
    from hamodel.conformance.findings import hunt_text, vacuous
    from hamodel.conformance.hunt import OUT_OF_TIME, Hunt
    from hamodel.conformance.tracking import MOST_STATES, TooMany

    hunt = Hunt(system, _some_start(system, request, seed), process, seed)
    style, why, status = style_of(sys.stdout), "", AGREES
    until = clock.monotonic() + request.seconds if timed else float("inf")
    try:
        hunt.run(actions if actions or timed else ACTIONS, until, renew=process.close)
        if hunt.finding is None:
            hunt.finish(process.finish)
        if hunt.left and not (hunt.left == OUT_OF_TIME and actions is None):
            why, status = f"not all of {actions or ACTIONS:,}: {hunt.left}", INCONCLUSIVE
    except KeyboardInterrupt:
        why, status = "interrupted", INTERRUPTED
    except TooMany:
        why = f"the model can be in more than {MOST_STATES:,} states: show more of the cells, or take a smaller `--scope`"
        status = INCONCLUSIVE
    show(hunt_text(hunt, seed, style, why))
    if status == INTERRUPTED:
        return INTERRUPTED
    return DIFFERS if hunt.finding else INCONCLUSIVE if vacuous(hunt) else status


def _some_start(system: System, request: Request, seed: int) -> Scope:
    """A scope in which a run starts."""
    from hamodel.model.semantics import initial_states

    scope = some_scope(system, request, seed)
    if next(initial_states(system, scope), None) is None:
        options = ", ".join(f"{name} = {value}" for name, value in scope.options.items())
        headline = f"no run starts{f' with {options}' if options else ''}: no state satisfies `initially` and `assume`"
        raise SpecError([Diagnostic("no-start", system.span, headline, help="set other options with `--set`" if options else "")])
    return scope


def _terminated(number: int, frame: FrameType | None) -> None:
    """Lets the program be ended before we end."""
    raise SystemExit(128 + number)
