"""Two states and the action between them to what changed: cells with their old and new value, messages that moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import sends
from hamodel.model.system import System
from hamodel.model.trace import CellName, Content, Sent, State, Step, Trace

Fate: TypeAlias = Literal["sent", "delivered", "lost", "dropped", "duplicated"]


@dataclass(frozen=True, slots=True)
class Change:
    cell: CellName
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class Movement:
    """What became of a message on its way from `sender` to `receiver`."""

    fate: Fate
    channel: str
    sender: Value
    receiver: Value
    message: Sent


def changes(system: System, before: State, step: Step) -> tuple[Change, ...]:
    """The variables' cells that the step changed, in the order of the spec; hidden ones left out."""
    return tuple(
        Change(cell, before[cell], step.state[cell]) for cell in visible_cells(system, before) if before[cell] != step.state[cell]
    )


def visible_cells(system: System, state: State) -> list[CellName]:
    """The cells of the spec's own variables and links, in the order in which they are declared."""
    order = {variable.name: number for number, variable in enumerate(system.variables) if not variable.hidden}
    order |= {link: order.get(link, len(order)) for link in system.links}
    return sorted((cell for cell in state if cell[0] in order), key=lambda cell: order[cell[0]])


def movements(system: System, scope: Scope, before: State, step: Step) -> tuple[list[Movement], list[Movement]]:
    """The messages that left a channel in this step, and those that were sent: the last ones may be lost at once, since a link
    is cut or a channel full."""
    left: list[Movement] = []
    entered: list[Movement] = []
    for channel in system.channels:
        for cell, old in before.items():
            new = step.state[cell]
            if cell[0] != channel.name or old == new or not isinstance(old, tuple) or not isinstance(new, tuple):
                continue
            sender, receiver = cell[1]
            gone, came = _queue_difference(old, new) if channel.fifo else _bag_difference(old, new)
            taken = step.action.startswith(f"deliver {channel.name} ") and (sender, receiver) == _ends(step)
            for number, message in enumerate(gone):
                fate: Fate = "delivered" if taken and number == _taken(step, gone) else _lost(step.action)
                left.append(Movement(fate, channel.name, sender, receiver, message))
            copied = step.action.startswith(f"duplicate {channel.name}")
            for message in came:
                entered.append(Movement("duplicated" if copied else "sent", channel.name, sender, receiver, message))
    return left, [*entered, *_lost_at_once(system, scope, before, step, entered)]


def with_states_before(trace: Trace) -> Iterator[tuple[State, Step]]:
    return zip(trace.states, trace.steps, strict=False)


def _lost_at_once(system: System, scope: Scope, before: State, step: Step, entered: Sequence[Movement]) -> Iterator[Movement]:
    """What was sent and is in no channel."""
    action = next((action for action in system.actions if action.name == step.action), None)
    if action is None:
        return
    arrived = Counter((movement.channel, movement.sender, movement.receiver, movement.message) for movement in entered)
    for (channel, (sender, receiver)), message in sends(system, scope, before, action, dict(step.arguments), step.state):
        key = (channel, sender, receiver, message)
        arrived[key] -= 1
        if arrived[key] < 0:
            yield Movement("lost", channel, sender, receiver, message)


def _queue_difference(old: Sequence[Sent], new: Sequence[Sent]) -> tuple[list[Sent], list[Sent]]:
    """What left at the head and what came at the tail; the fewest that explain the difference."""
    for gone in range(len(old) + 1):
        kept = len(old) - gone
        if list(old[gone:]) == list(new[:kept]):
            return list(old[:gone]), list(new[kept:])
    raise AssertionError("the loop ends with everything gone")


def _bag_difference(old: Sequence[Sent], new: Sequence[Sent]) -> tuple[list[Sent], list[Sent]]:
    before, after = Counter(old), Counter(new)
    return list((before - after).elements()), list((after - before).elements())


def _ends(step: Step) -> tuple[Value, Value]:
    (_, sender), (_, receiver) = step.arguments[-2:]
    return sender, receiver


def _taken(step: Step, gone: Sequence[Sent]) -> int:
    """Which of the messages that left is the one that was delivered; the others were dropped by the action's body."""
    message = (step.action.split(" ")[2], *(value for _, value in step.arguments[:-2]))
    return gone.index(message) if message in gone else 0


def _lost(action: str) -> Fate:
    return "lost" if action.startswith(("lose ", "cut ")) else "dropped"
