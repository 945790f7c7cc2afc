"""A trace to lines: a numbered step each, below it what changed, in a lane for each member that acts, messages as arrows
between them. Of a run without end, also where it goes round.

Cells that a member's name indexes stand in its lane, without that index; all others in a lane of their own on the right. In a
spec with timers a column says what time it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hamodel.model.expr import EnumType, SortType, Type, Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.timing import seconds_text
from hamodel.model.trace import CellName, Content, State, Step, Trace, TraceError
from hamodel.report import run_time_errors, words
from hamodel.report.changes import Change, Movement, changes, movements, visible_cells, with_states_before
from hamodel.report.style import Style, pad, visible, wrapped
from hamodel.timing import telling

NARROWEST = 12
SHARED = "shared"


@dataclass(frozen=True, slots=True)
class _Lanes:
    """The lanes and their places on the screen. `names`: the members that act, then maybe the shared lane. `clock`: how wide the
    column of the time is, which is a part of the margin."""

    names: tuple[str, ...]
    widths: tuple[int, ...]
    margin: int
    clock: int = 0

    def start(self, lane: int) -> int:
        """The column of a lane's line."""
        return self.margin + sum(width + 3 for width in self.widths[:lane])

    @property
    def end(self) -> int:
        return self.start(len(self.names)) - 1


@dataclass(frozen=True, slots=True)
class _Note:
    """Something to write in a lane; `before` only where there is room for it."""

    lane: int
    name: str
    before: str
    after: str


def trace_lines(system: System, scope: Scope, trace: Trace, style: Style) -> list[str]:
    """The trace, at most as wide as the style says."""
    members = members_of(system, trace.initial)
    start = [_note(system, members, cell, value) for cell, value in first_cells(system, trace)]
    moved = [(step, *_events(system, scope, members, before, step)) for before, step in with_states_before(trace)]
    if words.pauses(trace):
        del moved[-1]
    notes = [*start, *(note for _, notes, _, _ in moved for note in notes)]
    clock = [seconds_text(time) for time in telling.moments(system, trace)]
    column = max(map(len, clock), default=-2) + 2
    margin = 4 + len(str(len(trace.steps))) + column
    shared = not members or any(note.lane == len(members) for note in notes)
    names = (*members, SHARED) if shared and members else members or (SHARED,)
    lanes = _layout(names, notes, [movement for _, _, *both in moved for row in both for movement in row], margin, style)
    lanes = replace(lanes, clock=column)
    lines = [*([_names(lanes, members, style)] if members else []), *_note_lines(lanes, members, start, style)]
    quiet = telling.told(system, trace, since=False)
    for number, (step, changed, left, entered) in enumerate(moved, 1):
        time = clock[number - 1] if clock else ""
        if trace.loop == number - 1:
            lines.append(_mark(lanes, "from here on, for ever:", style))
        if number in quiet:
            lines += [_title(lanes, number, time, quiet[number], "", style)] if quiet[number] else []
            continue
        lines.append(_title(lanes, number, time, words.action(system, step), words.kind(system, step), style))
        for movement in left:
            lines += _arrow(lanes, members, movement, style)
        lines += _note_lines(lanes, members, changed, style)
        for movement in entered:
            lines += _arrow(lanes, members, movement, style)
        if not changed and not left and not entered and (not clock or step.state == trace.states[number - 1]):
            lines.append(" " * lanes.margin + style.paint("(changes nothing)", "dim"))
    if trace.error is not None:
        lines += _last_step(lanes, len(moved) + 1, clock[-1] if clock else "", system, trace.error, style)
    if words.pauses(trace):
        lines.append(_mark(lanes, f"{'from here on ' if moved else ''}nothing happens any more", style))
    elif trace.loop is not None:
        lines.append(_mark(lanes, f"back to the {f'state after step {trace.loop}' if trace.loop else 'first state'}", style))
    return [line.rstrip() for line in lines]


# --- what there is to tell -------------------------------------------------------------------------------------------


def first_cells(system: System, trace: Trace) -> Iterator[tuple[CellName, Value]]:
    """The cells of the first state that a reader must know: roles, and what the spec leaves open. The rest is told when it
    changes, with its value before."""
    undetermined = {variable.name for variable in system.variables if variable.initial is None}
    roles = {
        variable.name
        for variable in system.variables
        if isinstance(variable.type, EnumType)
        and variable.index_types
        and all(_acts(system, type) for type in variable.index_types)
    }
    for cell in visible_cells(system, trace.initial):
        content = trace.initial[cell]
        if cell[0] in undetermined | roles and not isinstance(content, tuple):
            yield cell, content


def _events(
    system: System, scope: Scope, members: Sequence[str], before: State, step: Step
) -> tuple[list[_Note], list[Movement], list[Movement]]:
    """The changed cells of a step, the messages that left a channel and those that entered one."""
    left, entered = movements(system, scope, before, step)
    notes = [_changed(system, members, change) for change in changes(system, before, step)]
    for rows in (left, entered):
        for movement in [movement for movement in rows if not _drawn(movement, members)]:
            rows.remove(movement)
            notes.append(_aside(movement, members))
    return notes, left, entered


def _changed(system: System, members: Sequence[str], change: Change) -> _Note:
    note = _note(system, members, change.cell, change.after)
    return _Note(note.lane, note.name, words.cell_value(system, change.cell, change.before), note.after)


def _note(system: System, members: Sequence[str], cell: CellName, after: Content) -> _Note:
    lane, name = in_lane(system, members, cell)
    return _Note(lane, name, "", words.cell_value(system, cell, after))


def members_of(system: System, *states: State) -> tuple[str, ...]:
    """Those that act, each with a lane of its own: the members of nodes, and of sorts between which messages travel."""
    channels = {channel.name for channel in system.channels}
    ends = (str(end) for state in states for name, pair in state if name in channels for end in pair)
    return tuple(dict.fromkeys([*(member for node in system.nodes for member in node.members), *ends]))


def _acts(system: System, type: Type) -> bool:
    """Have its members lanes?"""
    if isinstance(type, SortType):
        return any(type in (channel.sender, channel.receiver) for channel in system.channels)
    return isinstance(type, EnumType) and type.acts


def lane_of(system: System, members: Sequence[str], cell: CellName) -> int | None:
    """The lane of the first index that acts; None: the shared one."""
    if cell[0] not in system.links:
        for type, index in zip(system.variable(cell[0]).index_types, cell[1], strict=True):
            if _acts(system, type):
                return members.index(str(index))
    return None


def in_lane(system: System, members: Sequence[str], cell: CellName) -> tuple[int, str]:
    """The lane of a cell, and what it is called there."""
    lane = lane_of(system, members, cell)
    return (len(members), words.cell(cell)) if lane is None else (lane, words.cell(cell, without=members[lane]))


def _drawn(movement: Movement, members: Sequence[str]) -> bool:
    return movement.sender in members and movement.receiver in members and movement.sender != movement.receiver


def _aside(movement: Movement, members: Sequence[str]) -> _Note:
    """A message that is no arrow between two lanes, as a note."""
    text = f"{movement.channel} {words.message(movement.message)}"
    if movement.sender == movement.receiver and movement.sender in members:
        return _Note(members.index(str(movement.sender)), f"{movement.fate} to itself: {text}", "", "")
    ends = f" from {words.value(movement.sender)} to {words.value(movement.receiver)}"
    return _Note(len(members), f"{movement.fate}: {text}{ends}", "", "")


# --- where it stands -------------------------------------------------------------------------------------------------


def _layout(names: tuple[str, ...], notes: Sequence[_Note], arrows: Sequence[Movement], margin: int, style: Style) -> _Lanes:
    """Every lane as wide as its notes need on one line each; where there is no room, on two, or on three."""
    room = style.width - margin - 3 * len(names) + 1
    needs = [_needs(names, notes, arrows, lines, style) for lines in (1, 2, 3)]
    widths = needs[0]
    for wider, narrower in pairwise(needs):
        for lane in sorted(range(len(names)), key=lambda lane: narrower[lane] - wider[lane]):
            if sum(widths) > room:
                widths[lane] = min(widths[lane], narrower[lane])
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    for want in needs[:2]:
        for lane in range(len(names)):
            if widths[lane] < want[lane] <= widths[lane] + room - sum(widths):
                widths[lane] = want[lane]
    while growing := [lane for lane in range(len(names)) if widths[lane] < needs[0][lane] and sum(widths) < room]:
        for lane in growing[: room - sum(widths)]:
            widths[lane] += 1
    return _Lanes(names, tuple(widths), margin)


def _needs(names: Sequence[str], notes: Sequence[_Note], arrows: Sequence[Movement], lines: int, style: Style) -> list[int]:
    """The width of each lane if its notes take at most so many lines. Arrows leave the name of their channel out first."""
    widths = [max(NARROWEST, len(name)) for name in names]
    for note in notes:
        shapes = [shape for shape in _shapes(note, style) if len(shape) <= lines]
        widths[note.lane] = max(widths[note.lane], min(max(map(len, shape)) for shape in shapes))
    _make_room_for_arrows(widths, names, arrows, channel=lines == 1)
    return widths


def _make_room_for_arrows(widths: list[int], names: Sequence[str], arrows: Sequence[Movement], channel: bool) -> None:
    for movement in arrows:
        first, last = sorted((names.index(str(movement.sender)), names.index(str(movement.receiver))))
        while sum(widths[first:last]) + 3 * (last - first) - 1 < len(_label(movement, channel)) + 5:
            widths[min(range(first, last), key=lambda lane: widths[lane])] += 1


def _names(lanes: _Lanes, members: Sequence[str], style: Style) -> str:
    parts = [
        pad(style.paint(name, "bold") if name in members else "  " + style.paint(name, "dim"), width + 3)
        for name, width in zip(lanes.names, lanes.widths, strict=True)
    ]
    return " " * lanes.margin + "".join(parts)


def _title(lanes: _Lanes, number: int, time: str, text: str, kind: str, style: Style) -> str:
    """`  3  0.400 s  crash(fw0)` with, on the right, what kind of action it is: a delivery and a step speak for themselves."""
    colour = {"fault": "red", "error": "red", "input": "blue"}.get(kind, "bold")
    when = style.paint(f"{time:>{lanes.clock - 2}}  ", "dim") if lanes.clock else ""
    left = f"{number:>{lanes.margin - lanes.clock - 2}}  {when}"
    left += style.paint(text, "bold", colour) if colour != "bold" else style.paint(text, "bold")
    gap = min(lanes.end, style.width) - visible(left) - len(kind)
    if kind not in ("fault", "input", "error") or visible(left) + 2 + len(kind) > style.width:
        return left
    return left + " " * max(2, gap) + style.paint(kind, colour)


def _last_step(lanes: _Lanes, number: int, time: str, system: System, error: TraceError, style: Style) -> Iterator[str]:
    """The step that is a run-time error and leads nowhere; or what is looked at, which is no step."""
    if error.action:
        yield _title(lanes, number, time, run_time_errors.who(system, error), "error", style)
    else:
        yield _mark(lanes, run_time_errors.when(system, error), style, "✗")
    yield from wrapped(run_time_errors.said(system, error.what), style, lanes.margin + 2, " " * lanes.margin + style.say("✗ "))


def _mark(lanes: _Lanes, text: str, style: Style, sign: str = "↻") -> str:
    """A line about the loop of a run without end, or about its end."""
    return f"{style.say(sign):>{lanes.margin - 2}}  {style.paint(text, 'bold', 'yellow')}"


def _note_lines(lanes: _Lanes, members: Sequence[str], notes: Sequence[_Note], style: Style) -> Iterator[str]:
    """Notes side by side, each lane its own on top of each other."""
    columns: list[list[str]] = [[] for _ in lanes.names]
    for note in notes:
        columns[note.lane] += _written(note, lanes.widths[note.lane], style)
    for row in range(max(map(len, columns), default=0)):
        parts = []
        for lane, (column, width) in enumerate(zip(columns, lanes.widths, strict=True)):
            bar = style.paint(style.say("│"), "dim") if lane < len(members) else " "
            parts.append(bar + " " + pad(column[row] if row < len(column) else "", width + 1))
        yield " " * lanes.margin + "".join(parts)


def _shapes(note: _Note, style: Style) -> list[list[str]]:
    """The note on one line, on two, on three."""
    name, before, after = note.name, note.before, note.after
    arrow = style.say("→")
    if not after:
        return [[name]]
    if not before:
        return [[f"{name} = {after}"], [name, f"  = {after}"]]
    return [
        [f"{name}: {before} {arrow} {after}"],
        [f"{name}: {before}", f"  {arrow} {after}"],
        [f"{name}:", f"  {before}", f"  {arrow} {after}"],
    ]


def _written(note: _Note, width: int, style: Style) -> list[str]:
    """The note within its lane: in the shape with the fewest lines that fits, else cut into pieces."""
    shapes = _shapes(note, style)
    fitting = [shape for shape in shapes if max(map(len, shape)) <= width]
    lines = fitting[0] if fitting else [line[at : at + width] for line in shapes[-1] for at in range(0, len(line), width)]
    if len(lines) == 1 and note.before:
        return [f"{note.name}: {style.paint(note.before, 'dim')} {style.say('→')} {style.paint(note.after, 'bold')}"]
    return lines


# --- arrows ----------------------------------------------------------------------------------------------------------


def _label(movement: Movement, channel: bool = True) -> str:
    fate = f"{movement.fate}: " if movement.fate in ("lost", "dropped", "duplicated", "merged") else ""
    return f"{fate}{f'{movement.channel} ' if channel else ''}{words.message(movement.message)}"


def _arrow(lanes: _Lanes, members: Sequence[str], movement: Movement, style: Style) -> list[str]:
    """A message on its way: solid where it arrives, dotted where it is still in flight, crossed out where it is lost."""
    sender, receiver = members.index(str(movement.sender)), members.index(str(movement.receiver))
    first, last = sorted((sender, receiver))
    room = lanes.start(last) - lanes.start(first) - 1
    arrives, lost, right = movement.fate == "delivered", movement.fate in ("lost", "dropped"), sender < receiver
    head = "✗" if lost else ("▶" if right else "◀") if arrives else ("▷" if right else "◁")
    labels = [label for label in (_label(movement), _label(movement, channel=False)) if len(label) + 5 <= room]
    line = (f" {labels[0]} " if labels else "").center(room - 1, "─" if arrives else "┄")
    body = style.paint(style.say(line + head if right else head + line), "cyan" if arrives else "red" if lost else "dim")
    rest = [" " * lanes.widths[lane] + "  " for lane in range(len(members))]
    row = [*rest[:first], body, *rest[last : len(members) - 1], ""]
    bar = style.paint(style.say("│"), "dim")
    lines = [" " * lanes.margin + "".join(bar + part for part in row)]
    if not labels:
        lines.insert(0, " " * lanes.start(sender) + bar + " " + _label(movement))
    return lines
