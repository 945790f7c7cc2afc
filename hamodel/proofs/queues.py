"""Queues: what sends, takes and flushes leave in channels, one operation after the other.

The cells of a channel are those of `hamodel.ground.instance.Cell`: a bag's counts, a fifo's slots and fields. A loop over a
sort of any size sends a message for each member: all at once, since each goes to a count of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import assert_never

from hamodel.model.system import Channel, Flush, Send, Take
from hamodel.proofs.cases import Cases, Content, OutsideFragment, choose, constant, members, merged, same, same_content, where
from hamodel.proofs.expressions import Meaning, State, at_arguments
from hamodel.proofs.formulas import FALSE, TRUE, Binder, Formula, conj, disj, forall, implies, neg
from hamodel.proofs.symbols import CellSymbols, Key, Symbols


@dataclass(frozen=True, slots=True)
class QueueOperation:
    """A statement about queues with its expressions read, done where `path` holds, for all members that `loops` stand for.
    What is sent is lost where it is not `carried`, and where it is `lossy` and does not fit."""

    statement: Send | Take | Flush
    path: Formula
    sender: Cases
    receiver: Cases
    args: tuple[Cases, ...]
    loops: tuple[Binder, ...]
    carried: Formula
    lossy: Formula


@dataclass(frozen=True, slots=True)
class _Hit:
    """A count that an operation is about, and where it is the one."""

    key: Key
    args: tuple[Formula, ...]
    here: Formula


class QueueEffects:
    """What operations do to the queues of the state `now`."""

    def __init__(self, symbols: Symbols, now: State, meaning: Meaning) -> None:
        self.symbols, self.now, self.meaning = symbols, now, meaning

    def conditions(self, operations: Sequence[QueueOperation]) -> tuple[list[Formula], list[Formula]]:
        """What must hold for the messages that are taken to be there, and for no channel to overflow."""
        needs: list[Formula] = []
        fine: list[Formula] = []
        for number, operation in enumerate(operations):
            channel = self._channel(operation)
            before = operations[:number]
            if operation.loops:
                self._for_each(operation, channel)
            match operation.statement:
                case Take():
                    needs.append(implies(operation.path, self._possible(operation, channel, before)))
                case Send():
                    if not channel.lossy:
                        full = conj(self._full(operation, channel, before), neg(operation.lossy))
                        fine.append(forall(operation.loops, neg(full), operation.statement.span))
                case Flush():
                    pass
                case _:
                    assert_never(operation.statement)
        return needs, fine

    def changed(self, operations: Sequence[QueueOperation]) -> Iterator[Key]:
        """The cells that may change."""
        for operation in operations:
            channel = self._channel(operation)
            if channel.fifo or isinstance(operation.statement, Flush):
                for ends, here in self._pairs(operation, channel):
                    if here != FALSE:
                        yield from self.cells(channel, self._pattern(channel, ends))
            else:
                yield from (hit.key for hit in self._hits(operation, channel))

    def new(self, operations: Sequence[QueueOperation], cell: CellSymbols) -> Cases:
        """What a cell holds after the operations, in terms of its parameters."""
        if self.symbols.channels[cell.key[0]].fifo:
            slots = self._slots(operations, self.symbols.channels[cell.key[0]], _ends(cell, cell.arguments))
            _, number, *field = cell.key[2]
            assert isinstance(number, int)
            slot = slots[number]
            return slot[1 + int(str(field[0]))] if field else slot[0]
        return self._count(operations, cell, cell.arguments)

    # --- bags ---

    def _count(self, operations: Sequence[QueueOperation], cell: CellSymbols, args: tuple[Formula, ...]) -> Cases:
        """How many copies of the message with these arguments there are after the operations."""
        content = cell.cases(args)
        for operation in operations:
            channel = self._channel(operation)
            if channel.name != cell.key[0]:
                continue
            if isinstance(operation.statement, Flush):
                here = self._between(operation, channel, _ends(cell, args))
                content = choose(conj(operation.path, here), constant(0), content)
                continue
            hits = [hit for hit in self._hits(operation, channel) if hit.key == cell.key]
            here = disj(*(at_arguments(hit.here, (), hit.args, operation.loops, args)[0] for hit in hits))
            if channel.merging and isinstance(operation.statement, Send):
                here = conj(here, where(content, 0))
            content = choose(here, _moved(content, _step(operation.statement), channel.capacity), content)
        return content

    def _hits(self, operation: QueueOperation, channel: Channel) -> Iterator[_Hit]:
        statement = operation.statement
        assert not isinstance(statement, Flush), "a flush is about every message"
        assert statement.message is not None, "a bag has no head"
        types = tuple(field.type for field in channel.message(statement.message).fields)
        path = conj(operation.path, operation.carried)
        for ends, between in self._pairs(operation, channel):
            for values, here in self.meaning.places(list(operation.args), types):
                cell, args = self.symbols.find(channel.name, ends, ("count", statement.message, *values))
                condition = conj(path, between, here)
                if condition != FALSE:
                    yield _Hit(cell.key, args, condition)

    def _for_each(self, operation: QueueOperation, channel: Channel) -> None:
        """Raises OutsideFragment unless the operation is about another count for each member."""
        statement = operation.statement
        sort = operation.loops[0][1]
        span = None if isinstance(statement, Take) else statement.span
        if isinstance(statement, Take | Flush) or channel.fifo:
            raise OutsideFragment(span, f"a loop over any number of {sort} is about one queue of `{channel.name}`")
        for hit in self._hits(operation, channel):
            if any(Formula(name) not in hit.args for name, _ in operation.loops):
                raise OutsideFragment(span, f"a loop over any number of {sort} sends one message for all of them")

    # --- fifos ---

    def _slots(self, operations: Sequence[QueueOperation], channel: Channel, ends: tuple[Content, ...]) -> list[list[Cases]]:
        """What the slots between these ends hold after the operations: the name of a message, then the fields."""
        fields = range(len(self.symbols.layouts[channel.name].types))
        slots = [
            [
                self.now.content(channel.name, ends, ("slot", k)),
                *(self.now.content(channel.name, ends, ("field", k, field)) for field in fields),
            ]
            for k in range(channel.capacity)
        ]
        empty: list[Cases] = [constant(None) for _ in range(1 + len(fields))]
        for operation in operations:
            if operation.statement.channel != channel.name:
                continue
            here = conj(operation.path, self._between(operation, channel, ends))
            if here == FALSE:
                continue
            match operation.statement:
                case Flush():
                    after = [empty for _ in slots]
                case Take(copy=True):
                    after = [slots[0], *slots[:-1]]
                case Take():
                    after = [*slots[1:], empty]
                case Send(message=message):
                    here = conj(here, operation.carried, neg(self._merged(operation, channel, slots)))
                    after = self._appended(slots, self._message(channel, message, operation.args))
                case _:
                    assert_never(operation.statement)
            slots = [[choose(here, b, a) for a, b in zip(old, new, strict=True)] for old, new in zip(slots, after, strict=True)]
        return slots

    def _appended(self, slots: list[list[Cases]], message: list[Cases]) -> list[list[Cases]]:
        """With the message in the first slot that is empty; as they are if none is."""
        after = []
        for k, slot in enumerate(slots):
            first = conj(where(slot[0], None), neg(where(slots[k - 1][0], None)) if k else TRUE)
            after.append([choose(first, new, old) for old, new in zip(slot, message, strict=True)])
        return after

    def _merged(self, operation: QueueOperation, channel: Channel, slots: list[list[Cases]]) -> Formula:
        """Does the fifo merge the message that is sent with an equal one?"""
        statement = operation.statement
        if not channel.merging or not isinstance(statement, Send):
            return FALSE
        return disj(*(self._holds(channel, slot, statement.message, operation.args) for slot in slots))

    def _message(self, channel: Channel, message: str, args: Sequence[Cases]) -> list[Cases]:
        """What a slot holds when it holds this message."""
        layout = self.symbols.layouts[channel.name]
        slot: list[Cases] = [constant(message), *(constant(None) for _ in layout.types)]
        for arg, place, field in zip(args, layout.places[message], channel.message(message).fields, strict=True):
            inside = members(field.type, self.symbols.sizes)
            slot[1 + place] = tuple(row for row in arg if isinstance(row[0], Formula) or row[0] in inside)
        return slot

    def _holds(self, channel: Channel, slot: list[Cases], message: str | None, args: Sequence[Cases]) -> Formula:
        if message is None:
            return neg(where(slot[0], None))
        wanted = [constant(message), *args]
        own = [slot[0], *(slot[1 + place] for place in self.symbols.layouts[channel.name].places[message])]
        return conj(*(same(a, b) for a, b in zip(own, wanted, strict=True)))

    # --- both ---

    def _possible(self, operation: QueueOperation, channel: Channel, before: Sequence[QueueOperation]) -> Formula:
        """Is the message there that is taken, and room for a copy?"""
        take = operation.statement
        assert isinstance(take, Take)
        rows: list[Formula] = []
        if channel.fifo:
            for ends, here in self._pairs(operation, channel):
                slots = self._slots(before, channel, ends)
                room = where(slots[-1][0], None) if take.copy else TRUE
                rows.append(conj(here, self._holds(channel, slots[0], take.message, operation.args), room))
            return disj(*rows)
        for hit in self._hits(operation, channel):
            copies = self._count(before, self.symbols.cell(hit.key), hit.args)
            room = neg(where(copies, channel.capacity)) if take.copy else TRUE
            rows.append(conj(hit.here, neg(where(copies, 0)), room))
        return disj(*rows)

    def _full(self, operation: QueueOperation, channel: Channel, before: Sequence[QueueOperation]) -> Formula:
        """Is there no room for the message that is sent?"""
        rows: list[Formula] = []
        if channel.fifo:
            for ends, here in self._pairs(operation, channel):
                slots = self._slots(before, channel, ends)
                full = conj(neg(where(slots[-1][0], None)), neg(self._merged(operation, channel, slots)))
                rows.append(conj(operation.path, here, operation.carried, full))
            return disj(*rows)
        if channel.merging:
            return FALSE
        for hit in self._hits(operation, channel):
            copies = self._count(before, self.symbols.cell(hit.key), hit.args)
            rows.append(conj(hit.here, where(copies, channel.capacity)))
        return disj(*rows)

    def _pairs(self, operation: QueueOperation, channel: Channel) -> Iterator[tuple[tuple[Content, ...], Formula]]:
        """The ends that an operation can be between, each with its condition."""
        ends = []
        for cases, type in ((operation.sender, channel.sender), (operation.receiver, channel.receiver)):
            anyone = cases == ((None, TRUE),)
            ends.append(tuple((member, TRUE) for member in self.symbols.members(type)) if anyone else cases)
        for sender, from_ in ends[0]:
            for receiver, to in ends[1]:
                yield (sender, receiver), conj(from_, to)

    def _between(self, operation: QueueOperation, channel: Channel, ends: tuple[Content, ...]) -> Formula:
        """Where the operation is about the queue between these ends."""
        rows: list[Formula] = []
        for pair, here in self._pairs(operation, channel):
            everyone = self._pattern(channel, pair)
            rows.append(conj(here, *(_meets(own, each, end) for own, each, end in zip(pair, everyone, ends, strict=True))))
        return disj(*rows)

    def _pattern(self, channel: Channel, ends: tuple[Content, ...]) -> tuple[Content, ...]:
        return self.symbols.pattern(ends, (channel.sender, channel.receiver))

    def cells(self, channel: Channel, ends: tuple[Content, ...]) -> Iterator[Key]:
        """Every cell of the queue between these ends."""
        if channel.fifo:
            for k in range(channel.capacity):
                yield channel.name, ends, ("slot", k)
                for field in range(len(self.symbols.layouts[channel.name].types)):
                    yield channel.name, ends, ("field", k, field)
            return
        for message in channel.messages:
            for args in product(*(self.symbols.members(field.type) for field in message.fields)):
                yield channel.name, ends, ("count", message.name, *args)

    def _channel(self, operation: QueueOperation) -> Channel:
        return self.symbols.channels[operation.statement.channel]


def _meets(own: Content, each: Content, end: Content) -> Formula:
    """Is the end of an operation this end of a queue? One that stands for every member of its sort (`each`) is any."""
    return TRUE if isinstance(own, Formula) and own == each else same_content(own, end)


def _ends(cell: CellSymbols, args: tuple[Formula, ...]) -> tuple[Content, ...]:
    """The ends of a queue whose cell has these members as arguments."""
    members = iter(args)
    return tuple(next(members) if isinstance(end, Formula) else end for end in cell.key[1])


def _step(statement: Send | Take) -> int:
    return 1 if isinstance(statement, Send) or statement.copy else -1


def _moved(copies: Cases, step: int, capacity: int) -> Cases:
    """A copy more or less, as far as there is room: elsewhere the branch does not exist, fails or loses the message."""
    rows: list[tuple[Content, Formula]] = []
    for value, held in copies:
        assert isinstance(value, int)
        rows.append((min(max(value + step, 0), capacity), held))
    return merged(rows)
