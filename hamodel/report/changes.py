"""Two states and the action between them to what changed: cells with their old and new value, messages that moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import Fate as Did
from hamodel.model.semantics import fates
from hamodel.model.system import Action, System
from hamodel.model.trace import CellName, Content, Sent, State, Step, Trace

Fate: TypeAlias = Literal["sent", "delivered", "lost", "dropped", "duplicated", "merged"]


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
    shown = [cell for cell in state if cell[0] in order and not leads_nowhere(system, cell)]
    return sorted(shown, key=lambda cell: order[cell[0]])


def leads_nowhere(system: System, cell: CellName) -> bool:
    """Is it a link from a member to itself, which there is not?"""
    if cell[0] not in system.links or len(cell[1]) != 2 or cell[1][0] != cell[1][1]:
        return False
    one, other = system.variable(cell[0]).index_types
    return one == other


def movements(system: System, scope: Scope, before: State, step: Step) -> tuple[list[Movement], list[Movement]]:
    """The messages that left a channel in this step, and those that were sent: the last ones may be lost at once, since a link
    is cut or a channel full."""
    action = next((action for action in system.actions if action.name == step.action), None)
    left: list[Movement] = []
    entered: list[Movement] = []
    for did, (channel, (sender, receiver)), message in (
        () if action is None else fates(system, scope, before, action, dict(step.arguments), step.state)
    ):
        rows = left if did in ("taken", "flushed") else entered
        rows.append(Movement(_fate(did, action), channel, sender, receiver, message))
    return left, entered


def _fate(did: Did, action: Action | None) -> Fate:
    """In the words of a reader. What the links and channels do by themselves is a loss; what a body empties, it drops."""
    by_itself = action is not None and action.built_in
    match did:
        case "taken":
            return "lost" if by_itself else "delivered"
        case "flushed":
            return "lost" if by_itself else "dropped"
        case "copied":
            return "duplicated"
        case "sent" | "lost" | "merged":
            return did
        case _:
            assert_never(did)


def with_states_before(trace: Trace) -> Iterator[tuple[State, Step]]:
    """Each step with the state that it is taken in."""
    return zip(trace.states, trace.steps, strict=False)
