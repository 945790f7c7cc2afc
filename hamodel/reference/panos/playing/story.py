"""A trace and what the pair did -> text: each step of the model, and below it packets, messages, sessions and logs."""

from __future__ import annotations

from collections.abc import Iterator

from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.reference.panos.playing.recording import Kind, LogLine, record
from hamodel.reference.panos.playing.search import PATIENCE, Steered, Stuck
from hamodel.report import words
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


def story_text(system: System, scope: Scope, trace: Trace, steered: Steered, title: str, doc: str, style: Style) -> str:
    """The whole story, or as far as the pair follows."""
    lines = [*_heading(system, scope, title, doc, style), ""]
    played = [scene.moves for scene in steered.scenes]
    stuck = steered.stuck
    told = record(scope, steered.timers, [*played, stuck.moves] if stuck is not None else played)
    margin = len(str(len(trace.steps))) + 4
    for scene, happened in zip(steered.scenes, told, strict=False):
        for number in range(scene.first, scene.last):
            lines.append(_title(system, trace, number, margin, style))
        if scene.last - scene.first > 1:
            lines.append(" " * margin + style.paint("together:", "dim"))
        lines += _lines(happened, margin, style)
    if stuck is None:
        goes_on = trace.loop is not None and not words.pauses(trace)
        how = f"once round: the steps after {trace.loop} go on for ever" if goes_on else "to the end"
        lines += ["", style.paint(style.say("✓") + f" the pair follows the model {how}", "bold", "green")]
    else:
        lines += _end(system, trace, stuck, told[-1], margin, style)
    return "\n".join(line.rstrip() for line in lines)


def _heading(system: System, scope: Scope, title: str, doc: str, style: Style) -> Iterator[str]:
    path = f"  {style.paint(system.span.source.path, 'dim')}" if system.span else ""
    yield f"{style.paint(f'{system.name}: {title}', 'bold')}{path}"
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


def unlike(system: System, trace: Trace, steered: Steered, style: Style) -> str:
    """Why another run than the one that a report shows is told."""
    assert steered.stuck is not None
    stuck = steered.stuck
    action = words.action(system, trace.steps[stuck.step])
    why = stuck.reason or "it does something else"
    text = f"the run that `hamodel check` shows has {action}, which the pair does not follow: {why}. This is another one."
    return "\n".join(["", *wrapped(text, style, 6, style.paint("note: ", "bold"))])
