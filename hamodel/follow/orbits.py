"""SymmetricStates(system, scope, named): the states of a script that differ in names of members that nothing tells apart.

As long as neither the spec nor the script has told members of a sort apart, a run stays one when they are exchanged, and so does
every answer about it: of the states that differ in their names alone, one stands for all. What stands for them is a state that
was met, so the way to it is a run as it is.

NOTE(where): scripts are read before they are played, so what they name is known from the start. What is seen of an
implementation has nearly every member in it, and a log names its members as it goes: a set that stood for their images would
have to be taken apart again just where it is large. These two follow every state.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations, product
from math import factorial
from typing import TypeAlias

from hamodel.ground.footprint import Contents
from hamodel.model.expr import Const, SortType, Type, Value, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import cells
from hamodel.model.symmetry import sort_of, symmetric_sorts, tells_apart
from hamodel.model.system import Assert, Do, Scenario, System, WaitUntil
from hamodel.model.trace import Content

MOST_IMAGES = 120
"""So many ways of exchanging members are looked at; of a larger sort some members are left out."""

Exchange: TypeAlias = Mapping[SortType, Mapping[Value, Value]]
"""For each sort, which member stands for which."""


class SymmetricStates:
    """`named`: the members that are told apart from all others, beside those of sorts that the system tells apart."""

    def __init__(self, system: System, scope: Scope, named: Collection[tuple[SortType, Value]]) -> None:
        self._system = system
        self._order = cells(system, scope)
        self._index = {cell: number for number, cell in enumerate(self._order)}
        self._numbers: dict[Content, int] = {}
        self._images = [self._image(exchange) for exchange in self._exchanges(scope, named)]

    @property
    def trivial(self) -> bool:
        """Is every state told apart from all others?"""
        return len(self._images) == 1

    def key(self, state: Contents) -> Hashable:
        """The same for each state of the orbit."""
        return min(tuple([self._number(content) for content in image(state)]) for image in self._images)

    def size(self, state: Contents) -> int:
        """How many states there are in the orbit."""
        return 1 if self.trivial else len({image(state) for image in self._images})

    def _number(self, content: Content) -> int:
        """Contents in the order in which they were met: of a bool and an int that are equal, either stands in other cells."""
        return self._numbers.setdefault(content, len(self._numbers))

    def _exchanges(self, scope: Scope, named: Collection[tuple[SortType, Value]]) -> Iterator[Exchange]:
        """Every way of exchanging members that are not told apart, leaving all where they are among them."""
        room = MOST_IMAGES
        choices: list[list[tuple[SortType, dict[Value, Value]]]] = []
        unnamed = {sort: [each for each in scope.domain(sort) if (sort, each) not in named] for sort in self._system.sorts}
        several = any(len(members) > 1 for members in unnamed.values())
        for sort in symmetric_sorts(self._system) if several else ():
            free = unnamed[sort]
            while factorial(len(free)) > room:
                free.pop()
            room //= factorial(len(free))
            choices.append([(sort, dict(zip(free, order, strict=True))) for order in permutations(free)])
        for choice in product(*choices):
            yield dict(choice)

    def _image(self, exchange: Exchange) -> Callable[[Contents], Contents]:
        """The state in which the members have changed places."""
        sources: dict[int, int] = {}
        renamed: dict[int, Callable[[Content], Content]] = {}
        for source, (name, indices) in enumerate(self._order):
            types, content = self._moves(name, exchange)
            there = self._index[name, tuple(_moved(value, type, exchange) for value, type in zip(indices, types, strict=True))]
            sources[there] = source
            if content is not None:
                renamed[there] = content
        order = [sources[number] for number in range(len(self._order))]

        def image(state: Contents) -> Contents:
            moved = [state[source] for source in order]
            for number, content in renamed.items():
                moved[number] = content(moved[number])
            return tuple(moved)

        return image

    def _moves(self, name: str, exchange: Exchange) -> tuple[tuple[Type, ...], Callable[[Content], Content] | None]:
        """The types of the indices, and what becomes of a content; None: it stays."""
        for variable in self._system.variables:
            if variable.name == name:
                if sort_of(variable.type) not in exchange:
                    return variable.index_types, None
                return variable.index_types, partial(_moved, type=variable.type, exchange=exchange)
        channel = self._system.channel(name)
        fields = {message.name: [binder.type for binder in message.fields] for message in channel.messages}
        return (channel.sender, channel.receiver), partial(_moved_messages, fields=fields, fifo=channel.fifo, exchange=exchange)


def _moved(value: Value, type: Type, exchange: Exchange) -> Value:
    sort = sort_of(type)
    return value if sort is None else exchange.get(sort, {}).get(value, value)


def _moved_messages(content: Content, fields: Mapping[str, Sequence[Type]], fifo: bool, exchange: Exchange) -> Content:
    assert isinstance(content, tuple), "a channel's cell holds messages"
    moved = [
        (name, *(_moved(value, type, exchange) for value, type in zip(values, fields[str(name)], strict=True)))
        for name, *values in content
    ]
    return tuple(moved if fifo else sorted(moved, key=repr))


def named_in(scenario: Scenario, system: System, scope: Scope) -> set[tuple[SortType, Value]]:
    """The members that a script tells apart from others: those that it names, and all of a sort of which an assertion asks what
    may depend on their order."""
    named: set[tuple[SortType, Value]] = set()
    for instruction in scenario.instructions:
        if isinstance(instruction, Do):
            for action in instruction.actions:
                for binder in system.action(action).parameters:
                    sort = sort_of(binder.type)
                    if sort is not None and binder.name in instruction.arguments:
                        named.add((sort, instruction.arguments[binder.name]))
        elif isinstance(instruction, WaitUntil):
            for binder in system.action(instruction.action).parameters:
                sort = sort_of(binder.type)
                if sort is not None and binder.name in instruction.arguments:
                    named.add((sort, instruction.arguments[binder.name]))
        elif isinstance(instruction, Assert):
            for part in subexpressions(instruction.condition):
                for sort, _ in tells_apart(part):
                    members = (part.value,) if isinstance(part, Const) else scope.domain(sort)
                    named.update((sort, member) for member in members)
    return named
