"""lasting(conditions, ...): the initial conditions that stay true, since they are about variables that no action writes.

Such variables are immutable (mypyvy) or rigid (Lamport): an order of priorities, the shape of a ring. What is true of them
at the start is true in every reachable state, so that a system may as well assume it. An induction, which looks at states
wherever they come from, has to: for it an order would be no order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.model.expr import Expr, Pending, Read, subexpressions
from hamodel.model.semantics import sure
from hamodel.model.system import Action, Assign, Variable, statements


def lasting(conditions: Sequence[Expr], variables: Sequence[Variable], actions: Sequence[Action]) -> Iterator[Expr]:
    """Of the conditions that hold initially those that hold in every reachable state, whatever else is true of the system.

    A condition that may have no value is left out: it causes its error once, at the start. So is one about options alone.
    """
    written = {statement.variable for action in actions for statement in statements(action.body) if isinstance(statement, Assign)}
    constant = {variable.name for variable in variables} - written
    for condition in conditions:
        parts = list(subexpressions(condition))
        names = {part.variable for part in parts if isinstance(part, Read)}
        in_flight = any(isinstance(part, Pending) for part in parts)
        if names & constant and not names & written and not in_flight and sure(condition):
            yield condition
