"""A run-time error to words: who causes it, what it is about, and what its place in the text is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from hamodel.diagnostics import Diagnostic, Label
from hamodel.model.expr import RangeType, Value
from hamodel.model.system import Cause, RunTimeError, System
from hamodel.model.trace import Step, TraceError
from hamodel.report import words
from hamodel.source import Span

KINDS = {
    "range": ("a value is out of its range", "this value"),
    "index": ("an index is out of its range", "this cell"),
    "double write": ("a cell gets two values in one action", "the second write"),
    "the": ("`the` has no answer, or more than one", "this `the`"),
    "full channel": ("a message is sent to a channel that is full and reliable", "this message"),
}
"""What each kind of error is, and what its place is."""


def who(system: System, error: TraceError) -> str:
    """`second(a, a)`, as a scenario would write it; else what is looked at."""
    if error.action:
        return words.action(system, Step(error.action, error.arguments, {}))
    if error.property:
        return error.property
    return "initial value"


def when(system: System, error: TraceError) -> str:
    """On what occasion it is made."""
    name = who(system, error)
    if error.action and error.property:
        return f"in what `{error.property}` remembers when `{name}` is taken"
    if error.action:
        return f"when `{name}` is taken"
    if error.property:
        return f"when `{name}` is looked at"
    return "in an initial value"


def said(system: System, error: RunTimeError) -> str:
    """What it is about, in one clause: `n[a] is written twice: 1 at 5:7, 2 at 6:7`."""
    cause = error.cause
    return KINDS[error.kind][0] if cause is None else _said(system, error, cause)


def located(system: System, error: RunTimeError) -> str:
    """The same, with its place."""
    return said(system, error) + (f" at {error.span}" if error.span else "")


def _said(system: System, error: RunTimeError, cause: Cause) -> str:
    values = [value for value, _ in cause.values]
    match error.kind:
        case "double write":
            writes = (f"{words.value(value)} at {place(system, span)}" for value, span in cause.values)
            return f"{_cell(system, cause)} is written twice: {', '.join(writes)}"
        case "range" if cause.field:
            sent = words.message(cause.message)
            return f"`{cause.field}` of {sent} would be {words.value(values[0])}: its range is {cause.type}"
        case "range" if cause.cell is not None:
            return f"{_cell(system, cause)} would be {words.value(values[0])}: its range is {cause.type}"
        case "range":
            return f"the value is {words.value(values[0])}: the range is {cause.type}"
        case "index":
            return f"there is no {_cell(system, cause)}: {_index(system, cause)}"
        case "the" if not values:
            return f"`{_chooser(error)}` has no answer"
        case "the":
            return f"`{_chooser(error)}` has {len(values)} answers: {', '.join(map(words.value, values))}"
        case "full channel":
            return f"{_cell(system, cause)} is full: {_held(system, cause)}"
        case _:
            assert_never(error.kind)


def _cell(system: System, cause: Cause) -> str:
    return "" if cause.cell is None else words.place(system, cause.cell)


def _index(system: System, cause: Cause) -> str:
    """Which index is out of which range."""
    assert cause.cell is not None
    variable, indices = cause.cell
    types = next((each.index_types for each in system.variables if each.name == variable), ())
    outside = [
        f"{words.value(index)} is not in {type}"
        for index, type in zip(indices, types, strict=False)
        if isinstance(type, RangeType) and not _in(index, type)
    ]
    return ", ".join(outside)


def _in(value: Value, type: RangeType) -> bool:
    return isinstance(value, int) and type.low <= value <= type.high


def _held(system: System, cause: Cause) -> str:
    """How much the channel holds, so that the message does not go in."""
    assert cause.cell is not None
    channel, sent = system.channel(cause.cell[0]), words.message(cause.message)
    if channel.fifo:
        return f"it holds {words.counted(channel.capacity, 'message')}, and {sent} is sent"
    return f"{sent} is sent, and is in it {words.counted(channel.capacity, 'time')}"


def place(system: System, span: Span | None) -> str:
    """`5:7`; with its file, if it is in another one than the spec's."""
    if span is None:
        return "no place"
    own = system.span is not None and system.span.source is span.source
    return f"{span.line}:{span.column}" if own else str(span)


def _chooser(error: RunTimeError) -> str:
    """The word in the text that wants exactly one answer."""
    return "best" if error.span is not None and error.span.text.lstrip("( ").startswith("best") else "the"


def lines(system: System, error: TraceError, number: int) -> Iterator[str]:
    """`3. second(a, a): n[a] is written twice: ...`, as the last of the lines of a trace."""
    first = f"{number}. {who(system, error)}" if error.action else when(system, error)
    yield f"{first}: a run-time error: {said(system, error.what)}"


def diagnostic(system: System, error: TraceError) -> Diagnostic:
    """What is said at the place in the text."""
    what = error.what
    code = what.kind.replace(" ", "-")
    is_ = f"this `{_chooser(what)}`" if what.kind == "the" else KINDS[what.kind][1]
    label = f"{is_}, {when(system, error)}"
    also = tuple(Label(span, "the first write") for span in places(error)[:-1])
    return Diagnostic(code, what.span, said(system, what), label, also=also, severity="error")


def places(error: TraceError) -> Sequence[Span]:
    """The places that it is about, in the order of the text: of a cell that is written twice both writes."""
    cause = error.what.cause
    spans = [span for _, span in cause.values] if cause is not None else []
    return [span for span in (spans if any(spans) else [error.what.span]) if span is not None]


def as_row(system: System, error: TraceError) -> dict[str, Any]:
    """For programs: `error` in `json.schema.json`."""
    what, cause = error.what, error.what.cause or Cause()
    return {
        "code": what.kind.replace(" ", "-"),
        "text": said(system, what),
        "when": when(system, error),
        "property": error.property,
        **place_row(what.span),
        "cell": None if cause.cell is None else words.place(system, cause.cell),
        "range": [cause.type.low, cause.type.high] if isinstance(cause.type, RangeType) and what.kind == "range" else None,
        "message": words.message(cause.message) if cause.message else None,
        "values": [
            {"value": value, **place_row(span)} for value, span in cause.values
        ],
    }


def last_rows(system: System, error: TraceError) -> list[dict[str, Any]]:
    """The last step of the trace, in the form of the steps before it, if the error is caused by a step."""
    action = next((action for action in system.actions if action.name == error.action), None)
    if action is None:
        return []
    return [
        {
            "action": action.name,
            "kind": action.kind,
            "arguments": {words.plain(name): argument for name, argument in error.arguments},
            "text": who(system, error),
            "changes": [],
            "messages": [],
            "error": said(system, error.what),
        }
    ]


def place_row(span: Span | None) -> dict[str, Any]:
    """A place, for programs."""
    if span is None:
        return {"path": None, "line": None, "column": None}
    return {"path": span.source.path, "line": span.line, "column": span.column}
