"""A trace and what the pair did -> CommandReport: each step of the model, and below it packets, messages, sessions and logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hamodel.host.status import Exit
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.reference.panos.playing.recording import Kind, LogLine, record
from hamodel.reference.panos.playing.search import PATIENCE, Steered, Stuck
from hamodel.report import words
from hamodel.report.results import Case, CommandReport, LineOrRun, ShownRun, heading, standing
from hamodel.report.results.json import head, run_row
from hamodel.report.results.junit import properties_of
from hamodel.report.style import Style, visible, wrapped

COLOURS: dict[Kind, tuple[str, ...]] = {
    "packet": (),
    "message": ("cyan",),
    "session": ("bold",),
    "mode": ("bold",),
    "log": ("blue",),
    "sum": ("dim",),
    "around": ("yellow",),
}


def story_result(
    system: System, scope: Scope, trace: Trace, steered: Steered, title: str, doc: str, other: tuple[Trace, Steered] | None = None
) -> CommandReport:
    """The whole story, or as far as the pair follows. `other`: the run that a report shows, which it does not follow."""
    played = [scene.moves for scene in steered.scenes]
    stuck = steered.stuck
    told = record(scope, steered.timers, [*played, stuck.moves] if stuck is not None else played)
    margin = len(str(len(trace.steps))) + 4
    run = ShownRun(system, scope, trace, "the run of the model", beside=True)
    status = Exit.GOOD if stuck is None else Exit.UNDECIDED

    def parts(style: Style) -> Iterator[LineOrRun]:
        yield from _heading(system, scope, title, doc, style)
        yield from ("", run)
        for scene, happened in zip(steered.scenes, told, strict=False):
            for number in range(scene.first, scene.last):
                yield _title(system, trace, number, margin, style)
            if scene.last - scene.first > 1:
                yield " " * margin + style.paint("together:", "dim")
            yield from _lines(happened, margin, style)
        if stuck is None:
            goes_on = trace.loop is not None and not words.pauses(trace)
            how = f"once round: the steps after {trace.loop} go on for ever" if goes_on else "to the end"
            yield from ("", style.paint(style.say("✓") + f" the pair follows the model {how}", "bold", "green"))
        else:
            yield from _end(system, trace, stuck, told[-1], margin, style)
        if other is not None:
            yield from _unlike(system, *other, style)

    said = "" if stuck is None else f"the pair does not follow the model in step {stuck.step + 1}"
    case = Case(f"{title}, on the reference pair", standing(status), "undecided", said)
    row = head("run", system, status) | {"on": "reference", "title": title, "follows": stuck is None}
    row |= {"scope": dict(scope.sizes), "options": dict(scope.options), **run_row(run)}
    scenes = zip(steered.scenes, told, strict=False)
    row["scenes"] = [{"first": scene.first + 1, "last": scene.last, "lines": _rows(lines)} for scene, lines in scenes]
    row["stuck"] = None if stuck is None else {
        "step": stuck.step + 1,
        "action": words.action(system, trace.steps[stuck.step]),
        "reason": stuck.reason,
        "instead": [{"cell": cell, "pair": pair, "model": model} for cell, pair, model in stuck.instead],
        "lines": _rows(told[-1]),
    }
    return CommandReport(system, title, status, parts, row, (case,), properties_of(scope))


def _rows(happened: list[LogLine]) -> list[dict[str, Any]]:
    return [
        {"time": line.time, "since": line.since, "where": line.where, "kind": line.kind, "text": line.text} for line in happened
    ]


def _heading(system: System, scope: Scope, title: str, doc: str, style: Style) -> Iterator[str]:
    yield from heading(system, title, style)
    yield from wrapped(doc, style) if doc else ()
    parts = ["on the reference pair", words.extent(scope.sizes), words.combination(scope.options).replace(" and ", ", ")]
    yield from wrapped("; ".join(part for part in parts if part), style)


def _title(system: System, trace: Trace, number: int, margin: int, style: Style) -> str:
    step = trace.steps[number]
    kind = next((action.kind for action in system.actions if action.name == step.action), "step")
    colour = {"fault": ("red",), "input": ("blue",)}.get(kind, ())
    left = f"{number + 1:>{margin - 2}}  {style.paint(words.action(system, step), 'bold', *colour)}"
    if kind not in ("fault", "input"):
        return left
    return left + " " * max(2, style.width - visible(left) - len(kind)) + style.paint(kind, *colour)


def _lines(happened: list[LogLine], margin: int, style: Style) -> Iterator[str]:
    """With the time where it is another one than above; where something took long, from when to when."""
    before = ""
    for line in happened:
        time = _seconds(line.time) if line.since is None or line.since == line.time else f"to {_seconds(line.time)}"
        shown = "" if time == before else time
        before = time
        start = " " * margin + style.paint(f"{shown:>12}", "dim") + f"  {line.where:<4}  "
        indent = margin + 12 + 2 + 4 + 2
        for number, text in enumerate(wrapped(style.say(line.text), style, indent)):
            body = style.paint(text.strip(), *COLOURS[line.kind])
            yield (start if number == 0 else " " * indent) + body
    if not happened:
        yield " " * margin + style.paint("(nothing to be seen)", "dim")


def _end(system: System, trace: Trace, stuck: Stuck, happened: list[LogLine], margin: int, style: Style) -> Iterator[str]:
    yield _title(system, trace, stuck.step, margin, style)
    if happened:
        yield from _lines(happened, margin, style)
    action = words.action(system, trace.steps[stuck.step])
    yield ""
    yield style.paint(style.say("✗") + f" the pair does not follow the model in step {stuck.step + 1}, {action}", "bold", "red")
    if stuck.reason:
        yield from wrapped(stuck.reason, style, 2)
    for cell, pair, model in stuck.instead:
        yield from wrapped(f"{cell} is {_content(pair)} on the pair, and {_content(model)} in the model", style, 2)
    if not stuck.reason and not stuck.instead:
        yield from wrapped(f"nothing like it happens on the pair within {PATIENCE // 1000} seconds", style, 2)
    if stuck.tired:
        yield from wrapped("not every way to bring it about was tried", style, 2)


def _content(content: object) -> str:
    if isinstance(content, list):
        return ", ".join(map(str, content)) or "empty"
    return "none" if content is None else str(content).lower() if isinstance(content, bool) else str(content)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:,.3f} s"


def _unlike(system: System, trace: Trace, steered: Steered, style: Style) -> Iterator[str]:
    """Why another run than the one that a report shows is told."""
    assert steered.stuck is not None
    stuck = steered.stuck
    action = words.action(system, trace.steps[stuck.step])
    why = stuck.reason or "it does something else"
    text = f"the run that `hamodel check` shows has {action}, which the pair does not follow: {why}. This is another one."
    yield from wrapped(text, style, 6, style.paint("note: ", "bold"))
