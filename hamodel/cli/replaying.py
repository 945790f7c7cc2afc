"""hamodel replay: what was logged of one or several firewalls, held against a spec."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, BinaryIO

import click

from hamodel.cli.completion import complete_unseen
from hamodel.cli.options import asking, most_states, spec_argument
from hamodel.cli.reporting import reported
from hamodel.diagnostics import Diagnostic, SpecError, suggest_or_list

if TYPE_CHECKING:
    from decimal import Decimal

    from hamodel.check.request import Asked, Request
    from hamodel.conformance.logs.clocks import LogFile
    from hamodel.conformance.logs.itf import Itf
    from hamodel.follow.logs.replay import Replayed
    from hamodel.model.expr import Value
    from hamodel.model.system import System
    from hamodel.report.results import CommandReport


@click.command()
@spec_argument
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@asking(scope="", set="A value for an option; of one that is not set every value is tried.")
@click.option(
    "--unseen",
    multiple=True,
    metavar="ACTION",
    shell_complete=complete_unseen,
    help="An input or fault that may happen without being logged: crash, 'cut *'; may be repeated.",
)
@click.option("--unseen-inputs", is_flag=True, help="Any input may.")
@click.option("--unseen-faults", is_flag=True, help="Any fault may.")
@click.option("--skew", default="0", metavar="TIME", help="How far clocks may be apart: 50ms, 2s.  [default: 0]")
@click.option("--skip-unknown", is_flag=True, help="Lines that are not understood are about something else.")
@most_states
@click.option("--traces", is_flag=True, help="Also show a run that explains the log.")
@reported
def replay(
    spec: str,
    logs: tuple[str, ...],
    asked: Asked,
    unseen: tuple[str, ...],
    unseen_inputs: bool,
    unseen_faults: bool,
    skew: str,
    skip_unknown: bool,
    most_states: int,
    traces: bool,
) -> CommandReport:
    """Tell whether a run of the model explains what was logged.

    A log has a JSON object a line: an action that happened, a part of the state that was seen then, or both; `-` is stdin, a
    name that ends in .gz is unpacked, one in .itf.json is a trace in the Informal Trace Format. Steps and deliveries of the
    model may happen between lines; inputs and faults only where a line says so. The format is told in
    hamodel/conformance/logs/format.md.

    Exit status: 0 consistent; 1 inconsistent; 2 the spec, the command or a file is wrong; 3 cannot tell; 130 interrupted
    (Ctrl-C, SIGTERM, SIGHUP).
    """
    from hamodel.cli.asking import question
    from hamodel.report.results.replay import replay_result

    system, request = question(spec, asked)
    hidden = _unseen(system, unseen, unseen_inputs, unseen_faults)
    replayed, told = _replay(system, request, logs, hidden, _skew(skew), not skip_unknown, most_states)
    names = " and ".join("stdin" if log == "-" else log for log in logs) if len(logs) <= 3 else f"{len(logs)} logs"
    return replay_result(told, replayed, names, traces)


def _replay(
    system: System,
    request: Request,
    logs: Sequence[str],
    unseen: frozenset[str],
    skew: Decimal,
    strict: bool,
    most_states: int,
) -> tuple[Replayed, System]:
    """What came out, and the system of the runs that are shown."""
    from hamodel.check.request import LARGEST_SCOPE
    from hamodel.check.rows import allowed, combinations, sizes
    from hamodel.cli.progress import progress_of_lines
    from hamodel.conformance.logs.clocks import merged, opened, sizes_named
    from hamodel.conformance.logs.itf import entries
    from hamodel.conformance.logs.lines import Lines
    from hamodel.conformance.logs.problems import Problems
    from hamodel.follow.logs.replay import Replay
    from hamodel.follow.logs.timed import fits, logged
    from hamodel.language.elaboration.timing.setting import without_timers
    from hamodel.model.scope import Scope

    if system.timing is not None and not fits(system.timing):
        without_timers(system, "replay")
    problems = Problems()
    with ExitStack() as stack:
        files = opened(logs, _stdin(), problems, stack)
        extent = sizes(system, request.sizes)
        for sort, size in sizes_named(system, logs).items():
            if sort not in request.sizes and size <= LARGEST_SCOPE:
                extent[sort] = max(extent[sort], size)
        trace = _trace(logs, files, system)
        for file in files:
            if trace is None:
                file.header(system)
        system = _at_lengths(system, files)
        options = _options(files, request.options)
        every = allowed(system, options, extent, list(combinations(system, options)))
        scope = Scope(extent, options)
        followed = Replay(system, scope, every, unseen, skew, most_states)
        if not followed.starts:
            raise SpecError([Diagnostic("no-start", system.span, "no state is initial")])
        lines = Lines(logged(system), scope, problems, strict)
        found, loop = (merged(files, lines, skew), []) if trace is None else entries(trace, lines)
        ended = True
        try:
            with progress_of_lines(system.name) as listen:
                for entry in found:
                    followed.read(entry)
                    if not followed.going:
                        break
                    listen(followed.lines)
        except KeyboardInterrupt:
            ended = False
        return followed.result(problems, loop, ended=ended, strict=strict), followed.told


def _trace(logs: Sequence[str], files: Sequence[LogFile], system: System) -> Itf | None:
    """The trace in the Informal Trace Format that the only log is. Raises SpecError where it is one of several."""
    from hamodel.conformance.logs.clocks import TRACE
    from hamodel.conformance.logs.itf import options_in, read_itf

    if not any(log.endswith(TRACE) for log in logs):
        return None
    if len(logs) > 1:
        raise SpecError([Diagnostic("log", None, "an ITF trace has no times: replay it by itself")])
    trace = read_itf(files[0].name, files[0].stream)
    files[0].options = options_in(trace, system)
    return trace


def _options(files: Sequence[LogFile], given: Mapping[str, Value]) -> dict[str, Value]:
    """What is set, and what the logs say. Raises SpecError where they do not agree."""
    options = dict(given)
    for file in files:
        for name, value in file.options.items():
            if options.setdefault(name, value) != value:
                headline = f"`{file.name}` was logged with {name} = {value}, not {options[name]}"
                raise SpecError([Diagnostic("log", None, headline, help=f"leave `--set {name}=...` out, or the log")])
    return options


def _at_lengths(system: System, files: Sequence[LogFile]) -> System:
    """The system at the durations that logs say, which they leave to it. Raises SpecError for one that is set to another."""
    from hamodel.language.elaboration.timing.setting import at_lengths, length_of
    from hamodel.model.timing import duration_text

    if system.timing is None:
        return system
    given = dict(system.timing.given)
    for file in files:
        for option in system.timing.options:
            if option.name in file.options:
                length = length_of(file.options.pop(option.name))
                assert length is not None, "the reader has looked"
                if given.setdefault(option.name, length) != length:
                    headline = f"`{file.name}` was logged with {option.name} = {duration_text(length)}"
                    said = duration_text(given[option.name])
                    raise SpecError([Diagnostic("log", None, f"{headline}, not {said}", help="leave one of them out")])
    return at_lengths(system, given)


def _stdin() -> BinaryIO:
    return sys.stdin.buffer


def _unseen(system: System, patterns: Sequence[str], inputs: bool, faults: bool) -> frozenset[str]:
    """The inputs and faults that are meant. Raises SpecError for a pattern that means none."""
    known = [action for action in system.actions if action.kind in ("input", "fault")]
    found = {action.name for action in known if (inputs and action.kind == "input") or (faults and action.kind == "fault")}
    wrong: list[Diagnostic] = []
    for pattern in patterns:
        meant = {action.name for action in known if fnmatchcase(action.name, " ".join(pattern.split()))}
        found |= meant
        if not meant:
            other = any(fnmatchcase(action.name, pattern) for action in system.actions)
            meaning = suggest_or_list(pattern, (action.name for action in known))
            help = "steps and deliveries may happen unseen anyway" if other else meaning
            wrong.append(Diagnostic("unseen", None, f"no input or fault is named `{pattern}`", help=help))
    if wrong:
        raise SpecError(wrong)
    return frozenset(found)


def _skew(text: str) -> Decimal:
    from hamodel.conformance.logs.clocks import skew_of

    skew = skew_of(text)
    if skew is None:
        help = "for example `--skew 50ms` or `--skew 2s`"
        raise SpecError([Diagnostic("skew", None, f"`--skew {text}` is not a time", help=help)])
    return skew
