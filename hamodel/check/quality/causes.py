"""What is dead because something else is: one cause is one warning, and what follows from it is named there.

Two rules, neither of which guesses. What is the same as a part of a dead action's guard that is never true has the same cause.
And what reads only variables and channels that nothing but dead actions changes stays as it is at the start of a run: until one
of them happens nothing else can be said of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hamodel.model.expr import FALSE, TRUE, Apply, Expr, Pending, Possible, Quantified, Read, subexpressions
from hamodel.model.system import Action, Assign, Flush, Send, System, Take, statements


def conjuncts(expr: Expr) -> Iterator[Expr]:
    """The parts of a condition that must all be true; constants aside."""
    match expr:
        case Apply(op="and", args=args):
            for arg in args:
                yield from conjuncts(arg)
        case _:
            if expr not in (TRUE, FALSE):
                yield expr


class Causes:
    """Of `dead` actions, in the order of the text, each with those parts of its guard that are never true."""

    def __init__(self, system: System, dead: Mapping[str, Sequence[Expr]]) -> None:
        self._dead = dead
        self._guards = {name: frozenset(conjuncts(system.action(name).guard)) for name in dead}
        names = [each.name for each in system.variables] + [each.name for each in system.options]
        names += [each.name for each in system.channels]
        self._writers: dict[str, set[str]] = {name: set() for name in names}
        self._senders: dict[tuple[str, str], set[str]] = {}
        for action in system.actions:
            for statement in statements(action.body):
                match statement:
                    case Assign(variable=name) | Take(channel=name) | Flush(channel=name):
                        self._writers[name].add(action.name)
                    case Send(channel=name, message=message):
                        self._writers[name].add(action.name)
                        self._senders.setdefault((name, message), set()).add(action.name)
                    case _:
                        pass
        self._roots = self._rooted({name: self._reasons(system.action(name)) for name in dead})

    def of_action(self, name: str) -> str:
        """The dead action because of which this one is dead; itself if there is none."""
        return self._roots[name]

    def of_condition(self, wanted: Expr) -> str:
        """The dead action because of which a condition, which may be closed by `some`, is never true; "" if none is known."""
        while isinstance(wanted, Quantified) and wanted.op == "some":
            wanted = wanted.body
        parts = frozenset(conjuncts(wanted))
        for name, never in self._dead.items():
            if parts.intersection(never) or (parts and parts == self._guards[name]):
                return self._roots[name]
        return min((self._roots[name] for name in self._changers(wanted)), key=list(self._dead).index, default="")

    def _changers(self, expr: Expr) -> set[str]:
        """The dead actions that alone could change the value of an expression; none if anything else could, or nothing."""
        found: set[str] = set()
        for part in subexpressions(expr):
            match part:
                case Read(variable=name) | Pending(channel=name):
                    if name not in self._writers:  # remembers the past: written in every transition
                        return set()
                    found |= self._writers[name]
                case Possible():  # what an action needs may be many things
                    return set()
                case _:
                    pass
        return found if found <= self._dead.keys() else set()

    def _reasons(self, action: Action) -> set[str]:
        """The other dead actions that would have to happen first."""
        sent: set[str] = set()
        for statement in action.body:
            if isinstance(statement, Take) and statement.message is not None:
                sent |= self._senders.get((statement.channel, statement.message), set())
        if sent and sent <= self._dead.keys() - {action.name}:
            return sent
        reasons: set[str] = set()
        for part in self._dead[action.name]:
            others = self._changers(part) - {action.name}
            if not others:
                return set()  # this part is never true by itself
            reasons |= others
        return reasons

    def _rooted(self, reasons: Mapping[str, set[str]]) -> dict[str, str]:
        """For each dead action the one to begin with: of those that wait for each other, the first in the text."""
        roots: dict[str, str] = {name: name for name, others in reasons.items() if not others}
        while len(roots) < len(reasons):
            reached = {
                name: next(roots[other] for other in reasons if other in others and other in roots)
                for name, others in reasons.items()
                if name not in roots and not others.isdisjoint(roots)
            }
            first = next(name for name in reasons if name not in roots)
            roots.update(reached or {first: first})
        return roots
