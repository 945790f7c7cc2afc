"""Replayed -> CommandReport: the answer, for which options; where no run goes on, a run up to there and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from hamodel.follow.events import Entry, LoggedAction
from hamodel.follow.logs.closest import Closest
from hamodel.follow.logs.replay import Replayed
from hamodel.host.status import Exit
from hamodel.model.system import System
from hamodel.model.timing import seconds_text
from hamodel.model.trace import CellName, Content
from hamodel.report import words
from hamodel.report.because import bindings, reads, shown_text
from hamodel.report.results import Case, CommandReport, LineOrRun, ShownRun, at, heading, options_of, standing
from hamodel.report.results.junit import properties_of
from hamodel.report.run_time_errors import located
from hamodel.report.style import Style, wrapped
from hamodel.timing.telling import decimal

SIGNS = {"consistent": ("✓", "green"), "inconsistent": ("✗", "red"), "cannot tell": ("?", "magenta")}


STATUS = {"consistent": Exit.GOOD, "inconsistent": Exit.DIFFERS, "cannot tell": Exit.UNDECIDED}


def replay_result(system: System, replayed: Replayed, logs: str, traces: bool = False) -> CommandReport:
    """What came out of a replay of `logs`. `traces`: also a run that explains them."""
    title = f"replay of {logs}"
    status = STATUS[replayed.answer] if replayed.ended else Exit.INTERRUPTED

    def parts(style: Style) -> Iterator[LineOrRun]:
        yield from heading(system, title, style, at(replayed.scope.sizes, replayed.scope.options))
        yield ""
        if replayed.closest is not None:
            yield from _stopped(system, replayed, replayed.closest, style)
            yield ""
        elif replayed.run is not None and replayed.run.trace is not None:
            if traces:
                yield from _trace(system, replayed.run, style)
                yield ""
            else:
                what = "a run that explains the log, or its end"
                yield ShownRun(system, replayed.run.scope, replayed.run.trace, what, beside=True)
        yield from _unread(replayed, style)
        sign, colour = SIGNS[replayed.answer]
        yield style.paint(f"{style.say(sign)} {replayed.answer}: {_headline(replayed)}", "bold", colour)
        for line in _details(replayed):
            yield from wrapped(line, style, indent=2)

    stands = standing(status)
    case = Case(title, stands, "interrupted" if status == Exit.INTERRUPTED else replayed.answer, _headline(replayed))
    return CommandReport(system, title, status, parts, _row(system, replayed), (case,), properties_of(replayed.scope))


def _row(system: System, replayed: Replayed) -> Mapping[str, Any]:
    stopped = replayed.closest
    told: dict[str, Any] = {
        "spec": system.name,
        "answer": replayed.answer,
        "why": _headline(replayed),
        "lines": replayed.lines,
        "scope": dict(replayed.scope.sizes),
        "options": dict(replayed.scope.options),
        "explained_with": [dict(replayed.combinations[number]) for number in replayed.explaining],
        "most_states": replayed.states,
        "ended": replayed.ended,
        "unread": replayed.unread.lines,
        "unread_first": [
            {"file": problem.place.file, "line": problem.place.line, "reason": problem.reason}
            for problem in replayed.unread.listed
        ],
        "not_followed": [{"options": dict(lost.options), "at": str(lost.place), "reason": lost.reason} for lost in replayed.lost],
    }
    if stopped is not None:
        told["unexplained"] = None if stopped.entry is None else _place(stopped.entry)
        told["reason"] = stopped.reason
        told["differing"] = [
            {"cell": words.place(system, cell), "model": words.value(content), "log": words.value(dict(stopped.entry.seen)[cell])}
            for cell, content in stopped.differing
            if stopped.entry is not None
        ]
    run = stopped or replayed.run
    if run is not None and run.trace is not None:
        told["run"] = {
            "whole": run.whole,
            "explained": run.explained,
            "options": options_of(system, run.scope),
            "steps": [words.action(system, step) for step in run.trace.steps],
            "told": [{"step": number, "file": place.file, "line": place.line} for number, place in run.told],
            **({"times": [decimal(time) for time in run.dated.times]} if run.dated.times else {}),
        }
    return told


def _place(entry: Entry) -> Mapping[str, Any]:
    return {"file": entry.place.file, "line": entry.place.line, "from": entry.source}


# --- the answer ------------------------------------------------------------------------------------------------------


def _headline(replayed: Replayed) -> str:
    lines = words.counted(replayed.lines, "line")
    stopped = replayed.closest
    until = "" if replayed.ended else "; interrupted"
    if replayed.answer == "consistent":
        return f"a run of the model explains {'the line' if replayed.lines == 1 else f'all {lines}'}"
    if replayed.answer == "inconsistent":
        assert stopped is not None
        assert stopped.entry is not None
        return f"no run of the model explains {stopped.entry.place}"
    if not replayed.lines:
        return "the log says nothing" + (" that can be read" if replayed.unread.lines else "") + until
    if replayed.explaining and replayed.rough and replayed.ended and not replayed.unread.lines:
        return f"nothing speaks against {lines}, but long times without a line were not followed step by step"
    if replayed.explaining:
        what = "what could be read of it is" if replayed.unread.lines else "it is"
        return f"{what} consistent so far, {lines}{until}"
    if replayed.lost:
        lost = replayed.lost[-1]
        return f"{lost.reason}, {f'at {lost.place}' if lost.place else 'at the start'}"
    assert stopped is not None
    assert stopped.entry is not None
    return f"no run explains {stopped.entry.place}, unless by what could not be read above it"


def _details(replayed: Replayed) -> Iterator[str]:
    if replayed.explaining and len(replayed.combinations) > 1:
        if len(replayed.explaining) == len(replayed.combinations):
            yield f"with every combination of the options ({len(replayed.combinations)})"
        else:
            count = f"{len(replayed.explaining)} of {len(replayed.combinations)} combinations of the options"
            yield f"with {count}: {words.when(replayed.combinations, replayed.explaining)}"
    elif replayed.answer == "inconsistent" and len(replayed.combinations) > 1:
        yield f"with none of {len(replayed.combinations)} combinations of the options"
    if replayed.looped and replayed.answer == "consistent":
        yield "its loop too: the run can go round for ever"
    if replayed.unread.lines and replayed.answer == "consistent":
        yield f"without {words.counted(replayed.unread.lines, 'line')} that could not be read"
    if replayed.lost and (replayed.explaining or len(replayed.lost) > 1):
        yield f"not followed to the end: {words.counted(len(replayed.lost), 'combination')} of the options"
    if replayed.states:
        together = ", of all combinations together" if len(replayed.combinations) > 1 else ""
        yield f"{words.counted(replayed.states, 'state')} at most followed at once{together}"


def _unread(replayed: Replayed, style: Style) -> Iterator[str]:
    unread = replayed.unread
    if not unread.lines:
        return
    yield style.paint(f"not understood: {words.counted(unread.lines, 'line')}", "bold", "yellow")
    for problem in unread.listed:
        yield from wrapped(f"{problem.place}: {problem.reason}", style, indent=4, first="  ")
    if unread.lines > len({problem.place for problem in unread.listed}):
        yield "  ..."
    yield ""


# --- where it stops --------------------------------------------------------------------------------------------------


def _stopped(system: System, replayed: Replayed, stopped: Closest, style: Style) -> Iterator[LineOrRun]:
    if stopped.entry is None:
        yield "no state of the model is initial"
        return
    if len(replayed.combinations) > 1:
        tried = {option: stopped.scope.options[option] for option in replayed.combinations[0]}
        yield from wrapped(f"most is explained with {words.combination(tried).replace(' and ', ', ')}:", style)
    yield from _trace(system, stopped, style)
    yield ""
    head = style.paint("unexplained  ", "bold", "red")
    yield from wrapped(f"{stopped.entry.place}: {_said(system, stopped.entry)}", style, indent=13, first=head)
    for line in _why(system, stopped):
        yield from wrapped(line, style, indent=13)
    when = _when(stopped)
    if when:
        yield from wrapped(when, style, indent=13)
    others = stopped.states - 1
    if others > 0:
        states = words.counted(others, "other state")
        yield from wrapped(f"nor from the {states} in which the model can be after the lines above", style, indent=13)


def _trace(system: System, run: Closest, style: Style) -> Iterator[LineOrRun]:
    assert run.trace is not None
    steps = len(run.trace.steps)
    if not steps and run.whole:
        yield "in the first state" if run.reason else "no step is needed"
    else:
        yield (f"a run, {words.counted(steps, 'step')}:" if run.whole else f"the last {words.counted(steps, 'step')} of a run:")
        yield ShownRun(system, run.scope, run.trace, "a run" if run.whole else "the last steps of a run")
        if run.told:
            one = len({place.file for _, place in run.told}) == 1
            pairs = (f"{number} ({place.within if one else place})" for number, place in run.told)
            yield from wrapped(f"steps that the log tells: {', '.join(pairs)}", style)
        if run.dated.times:
            since = (seconds_text(time - run.dated.times[0]).removesuffix(" s") for time in run.dated.times[1:])
            yield from wrapped(f"seconds from where it begins: {', '.join(since)}", style)
    if run.reason and steps > run.explained:
        beyond = steps - run.explained
        which = f"step {steps}" if beyond == 1 else f"steps {run.explained + 1} to {steps}"
        yield from wrapped(f"{which}: as near as the model comes to the next line", style)


def _why(system: System, stopped: Closest) -> Iterator[str]:
    assert stopped.entry is not None
    seen = dict(stopped.entry.seen)
    action = ""
    if stopped.happening is not None:
        by, arguments = stopped.happening
        action = words.call(system, by.name, arguments)
        if stopped.entry.action is not None and action == _logged(system, stopped.entry.action):
            action = "it"
    match stopped.reason:
        case "differs":
            for cell, content in stopped.differing:
                model, log = (words.cell_value(system, cell, each) for each in (content, seen[cell]))
                yield f"{words.place(system, cell)} is {model} in the model, {log} in the log"
        case "error":
            made = "; ".join(located(system, error) for error in stopped.errors)
            yield f"the model causes a run-time error there: {made}"
        case "no message" if stopped.message is not None:
            cell, sent = stopped.message
            what = words.message(sent) if sent else "message"
            yield f"{action} is not possible there: {words.place(system, cell)} carries no {what}"
        case _ if stopped.why is not None:
            where = " and ".join(f"{name} = {words.value(member)}" for name, member in bindings(stopped.why).items())
            text = shown_text(stopped.why.part)
            part = f": {text} is {words.value(stopped.why.value)}" if text else ""
            yield f"{action} is not possible there{part}" + (f" for {where}" if where else "")
            read = [_shown(system, origin.cell, origin.content) for origin in reads(system, stopped.why)]
            if read:
                yield f"with {', '.join(read)}"
        case _:
            yield f"{action or 'it'} is not possible there"


def _when(stopped: Closest) -> str:
    """When the line could have happened."""
    if stopped.dated.possible is None or stopped.entry is None or stopped.entry.time is None:
        return ""
    first, last = stopped.dated.possible
    time = Fraction(stopped.entry.time)
    if first is not None and first > time:
        return f"it could be so {seconds_text(first - time)} later at the earliest"
    if last is not None and last < time:
        return f"it could have been so {seconds_text(time - last)} earlier at the latest"
    return ""


def _said(system: System, entry: Entry) -> str:
    """The line in the words of the spec."""
    parts = ["any action, or none"] if entry.unclear else []
    if entry.action is not None:
        parts = [_logged(system, entry.action)]
    if entry.seen:
        cells = ", ".join(_shown(system, cell, content) for cell, content in entry.seen)
        parts.append(f"then {cells}" if parts else cells)
    return ", ".join(parts)


def _shown(system: System, cell: CellName, content: Content) -> str:
    return f"{words.place(system, cell)} = {words.cell_value(system, cell, content)}"


def _logged(system: System, logged: LoggedAction) -> str:
    action = system.action(logged.actions[0])
    said = dict(logged.arguments)
    names = [words.plain(binder.name) for binder in action.parameters]
    if len(logged.actions) == 1 and all(name in said for name in names):
        return words.call(system, action.name, [said[name] for name in names])
    arguments = ", ".join(f"{name} = {words.value(value)}" for name, value in logged.arguments)
    return " or ".join(logged.actions) + (f" with {arguments}" if arguments else "")
