"""A run-time mistake to words: who makes it, what it is about, and what its place in the text is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from hamodel.diagnostics import Diagnostic, Label
from hamodel.model.expr import RangeType, Value
from hamodel.model.system import Cause, Mistake, System
from hamodel.model.trace import Mistaken, Step
from hamodel.report import words
from hamodel.source import Span

KINDS = {
    "range": ("a value is out of its range", "this value"),
    "index": ("an index is out of its range", "this cell"),
    "double write": ("a cell is written twice in one action", "the second write"),
    "the": ("`the` has no answer, or more than one", "this `the`"),
    "full channel": ("a message is sent to a channel that is full and reliable", "this message"),
}
"""What each kind of mistake is, and what its place is."""


def who(system: System, mistaken: Mistaken) -> str:
    """`second(a, a)`, as a scenario would write it; else what is looked at."""
    if mistaken.action:
        return words.action(system, Step(mistaken.action, mistaken.arguments, {}))
    if mistaken.claim:
        return mistaken.claim
    return "initial value"


def when(system: System, mistaken: Mistaken) -> str:
    """On what occasion it is made."""
    name = who(system, mistaken)
    if mistaken.action and mistaken.claim:
        return f"in what `{mistaken.claim}` remembers when `{name}` is taken"
    if mistaken.action:
        return f"when `{name}` is taken"
    if mistaken.claim:
        return f"when `{name}` is looked at"
    return "in an initial value"


def said(system: System, mistake: Mistake) -> str:
    """What it is about, in one clause: `n[a] is written twice: 1 at 5:7, 2 at 6:7`."""
    cause = mistake.cause
    return KINDS[mistake.kind][0] if cause is None else _said(system, mistake, cause)


def located(system: System, mistake: Mistake) -> str:
    """The same, with its place."""
    return said(system, mistake) + (f" at {mistake.span}" if mistake.span else "")


def _said(system: System, mistake: Mistake, cause: Cause) -> str:
    values = [value for value, _ in cause.values]
    match mistake.kind:
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
            return "`the` has no answer"
        case "the":
            return f"`the` has {len(values)} answers: {', '.join(map(words.value, values))}"
        case "full channel":
            return f"{_cell(system, cause)} is full: {_held(system, cause)}"
        case _:
            assert_never(mistake.kind)


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


def lines(system: System, mistaken: Mistaken, number: int) -> Iterator[str]:
    """`3. second(a, a): n[a] is written twice: ...`, as the last of the lines of a trace."""
    first = f"{number}. {who(system, mistaken)}" if mistaken.action else when(system, mistaken)
    yield f"{first}: a run-time mistake: {said(system, mistaken.mistake)}"


def diagnostic(system: System, mistaken: Mistaken) -> Diagnostic:
    """What is said at the place in the text."""
    mistake = mistaken.mistake
    code = mistake.kind.replace(" ", "-")
    label = f"{KINDS[mistake.kind][1]}, {when(system, mistaken)}"
    also = tuple(Label(span, "the first write") for span in places(mistaken)[:-1])
    return Diagnostic(code, mistake.span, said(system, mistake), label, also=also, severity="mistake")


def places(mistaken: Mistaken) -> Sequence[Span]:
    """The places that it is about, in the order of the text: of a cell that is written twice both writes."""
    cause = mistaken.mistake.cause
    spans = [span for _, span in cause.values] if cause is not None else []
    return [span for span in (spans if any(spans) else [mistaken.mistake.span]) if span is not None]


def as_row(system: System, mistaken: Mistaken) -> dict[str, Any]:
    """For programs: `mistake` in `json.schema.json`."""
    mistake, cause = mistaken.mistake, mistaken.mistake.cause or Cause()
    own = {"path": None, "line": None, "column": None}
    return {
        "code": mistake.kind.replace(" ", "-"),
        "text": said(system, mistake),
        "when": when(system, mistaken),
        "claim": mistaken.claim,
        **(own if mistake.span is None else _place(mistake.span)),
        "cell": None if cause.cell is None else words.place(system, cause.cell),
        "range": [cause.type.low, cause.type.high] if isinstance(cause.type, RangeType) and mistake.kind == "range" else None,
        "message": words.message(cause.message) if cause.message else None,
        "values": [
            {"value": value, **(_place(span) if span is not None else own)} for value, span in cause.values
        ],
    }


def last_rows(system: System, mistaken: Mistaken) -> list[dict[str, Any]]:
    """The last step of the trace, in the form of the steps before it, if the mistake is made by a step."""
    action = next((action for action in system.actions if action.name == mistaken.action), None)
    if action is None:
        return []
    return [
        {
            "action": action.name,
            "kind": action.kind,
            "arguments": {words.plain(name): argument for name, argument in mistaken.arguments},
            "text": who(system, mistaken),
            "changes": [],
            "messages": [],
            "mistake": said(system, mistaken.mistake),
        }
    ]


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.source.path, "line": span.line, "column": span.column}
