"""Channels as cells: a fifo is a row of slots, each with a message's name and its fields; a bag counts each message.

The slots behind the last message hold `none` everywhere, so a queue's content has exactly one code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias, assert_never

from hamodel.ground.cells import Cell
from hamodel.ground.expressions import Env, Errors, Grounder, Operation
from hamodel.ground.terms import Term, Terms
from hamodel.model.expr import EnumType, IntType, OptionalType, Pending, RangeType, Type, Value
from hamodel.model.scope import Scope
from hamodel.model.system import Channel, Flush, RunTimeError, Send, System, Take
from hamodel.model.trace import CellName, Content, Sent, State

Slot: TypeAlias = list[Term]


@dataclass(frozen=True, slots=True)
class SlotLayout:
    """Which field cell of a fifo's slot holds which field: messages share cells of one type."""

    types: tuple[OptionalType, ...]
    places: dict[str, tuple[int, ...]]


class Queues:
    """The cells of a system's channels, numbered from `first`."""

    def __init__(self, system: System, scope: Scope, terms: Terms, first: int) -> None:
        self.system, self.scope, self.terms, self.first = system, scope, terms, first
        self.channels = {channel.name: channel for channel in system.channels}
        self._layouts = {channel.name: layout_of(channel) for channel in system.channels}
        self.cells: list[Cell] = []
        self._number: dict[tuple[str, tuple[Value, ...], tuple[Value, ...]], int] = {}
        for channel in system.channels:
            for cell in self._channel_cells(channel):
                self._number[cell.variable, cell.indices, cell.part] = first + len(self.cells)
                self.cells.append(cell)

    def cell(self, number: int, primed: bool = False) -> Term:
        """The cell of this number as a term; `primed`, after the transition."""
        cell = self.cells[number - self.first]
        return self.terms.cell(number, cell.low, cell.high, False, primed)

    def _channel_cells(self, channel: Channel) -> Iterator[Cell]:
        ends = (channel.sender, channel.receiver)
        for pair in self._ends(channel):
            if channel.fifo:
                layout = self._layouts[channel.name]
                tag = OptionalType(EnumType(channel.name, tuple(message.name for message in channel.messages)))
                for slot in range(channel.capacity):
                    yield Cell(channel.name, pair, ("slot", slot), tag, ends, 0, len(channel.messages))
                    for index, type in enumerate(layout.types):
                        high = len(self.scope.domain(type)) - 1
                        yield Cell(channel.name, pair, ("field", slot, index), type, ends, 0, high)
            else:
                for message in channel.messages:
                    types = tuple(field.type for field in message.fields)
                    for arguments in product(*(self.scope.domain(type) for type in types)):
                        part = ("count", message.name, *arguments)
                        count = RangeType(0, channel.capacity)
                        yield Cell(channel.name, pair, part, count, (*ends, *types), 0, channel.capacity)

    # --- what actions do to queues ---

    def apply(
        self, grounder: Grounder, operations: Sequence[Operation], errors: Errors
    ) -> tuple[list[Term], dict[int, Term]]:
        """What the operations, in their order, need to be possible, and the new codes of the cells.

        `errors` gets the channels that are full. The errors of the expressions inside were noted where they stand.
        """
        needs: list[Term] = []
        now: dict[int, Term] = {}
        for path, operation, env in operations:
            match operation:
                case Flush():
                    self._flush(grounder, operation, path, env, now)
                case Take() if self.channels[operation.channel].fifo:
                    self._take_slot(grounder, operation, path, env, now, needs)
                case Take():
                    self._take_count(grounder, operation, path, env, now, needs)
                case Send() if self.channels[operation.channel].fifo:
                    self._send_slot(grounder, operation, path, env, errors, now)
                case Send():
                    self._send_count(grounder, operation, path, env, errors, now)
                case _:
                    assert_never(operation)
        return needs, now

    def _flush(self, grounder: Grounder, flush: Flush, path: Term, env: Env, now: dict[int, Term]) -> None:
        channel = self.channels[flush.channel]
        for here, pair in self._pairs(grounder, flush, env, path):
            for number in self._pair_cells(channel, pair):
                now[number] = self.terms.choose(here, self.terms.number(0), self._now(now, number))

    def _take_slot(
        self, grounder: Grounder, take: Take, path: Term, env: Env, now: dict[int, Term], needs: list[Term]
    ) -> None:
        terms, channel = self.terms, self.channels[take.channel]
        empty = [terms.number(0)] * (1 + len(self._layouts[channel.name].types))
        for here, pair in self._pairs(grounder, take, env, path):
            slots = [self._slot(channel, pair, k, now) for k in range(channel.capacity)]
            head = slots[0]
            present = terms.not_(terms.eq(head[0], terms.number(0)))
            if take.message is not None:
                values = self._message(grounder, take, env, path)
                present = self._equal(head, values)
            if take.copy:
                present = terms.and_(present, terms.eq(slots[-1][0], terms.number(0)))
                after = [head, *slots[:-1]]
            else:
                after = [*slots[1:], empty]
            needs.append(terms.implies(here, present))
            self._store(channel, pair, here, slots, after, now)

    def _send_slot(
        self, grounder: Grounder, send: Send, path: Term, env: Env, errors: Errors, now: dict[int, Term]
    ) -> None:
        terms, channel = self.terms, self.channels[send.channel]
        values = self._message(grounder, send, env, path)
        path = terms.and_(path, grounder.ground(send.carried, env, path, []))
        for here, pair in self._pairs(grounder, send, env, path):
            slots = [self._slot(channel, pair, k, now) for k in range(channel.capacity)]
            if channel.merging:
                here = terms.and_(here, *(terms.not_(self._equal(slot, values)) for slot in slots))
            free = [terms.eq(slot[0], terms.number(0)) for slot in slots]
            after = []
            for k, slot in enumerate(slots):
                first = terms.and_(free[k], terms.not_(free[k - 1])) if k else free[0]
                after.append([terms.choose(first, new, old) for new, old in zip(values, slot, strict=True)])
            self._full(grounder, send, env, terms.and_(here, terms.not_(free[-1])), errors)
            self._store(channel, pair, here, slots, after, now)

    def _take_count(
        self, grounder: Grounder, take: Take, path: Term, env: Env, now: dict[int, Term], needs: list[Term]
    ) -> None:
        terms, channel = self.terms, self.channels[take.channel]
        needed = terms.false
        for here, number in self._counts(grounder, take, env, path):
            count = self._now(now, number)
            possible = terms.lt(terms.number(0), count)
            if take.copy:
                possible = terms.and_(possible, terms.lt(count, terms.number(channel.capacity)))
            needed = terms.or_(needed, terms.and_(here, possible))
            changed = self._clamped(terms.add(count, terms.number(1 if take.copy else -1)), channel.capacity)
            now[number] = terms.choose(here, changed, count)
        needs.append(terms.implies(path, needed))

    def _send_count(
        self, grounder: Grounder, send: Send, path: Term, env: Env, errors: Errors, now: dict[int, Term]
    ) -> None:
        terms, channel = self.terms, self.channels[send.channel]
        path = terms.and_(path, grounder.ground(send.carried, env, path, []))
        for here, number in self._counts(grounder, send, env, path):
            count = self._now(now, number)
            if channel.merging:
                here = terms.and_(here, terms.eq(count, terms.number(0)))
            full = terms.le(terms.number(channel.capacity), count)
            self._full(grounder, send, env, terms.and_(here, full), errors)
            more = self._clamped(terms.add(count, terms.number(1)), channel.capacity)
            now[number] = terms.choose(here, more, count)

    def _clamped(self, count: Term, capacity: int) -> Term:
        """The count itself where it lies within its bounds: elsewhere the action does not exist or loses the message."""
        terms = self.terms
        above = terms.choose(terms.lt(terms.number(capacity), count), terms.number(capacity), count)
        return terms.choose(terms.lt(count, terms.number(0)), terms.number(0), above)

    def _full(self, grounder: Grounder, send: Send, env: Env, condition: Term, errors: Errors) -> None:
        """Where the channel is full, as the condition says, the message is lost, or else that is an error."""
        if not self.channels[send.channel].lossy:
            kept = self.terms.not_(grounder.ground(send.lossy, env, condition, []))
            errors.append((self.terms.and_(condition, kept), RunTimeError("full channel", send.span)))

    def _equal(self, slot: Slot, values: Slot) -> Term:
        return self.terms.and_(*(self.terms.eq(a, b) for a, b in zip(slot, values, strict=True)))

    # --- what is asked of queues ---

    def asked(self, grounder: Grounder, expr: Pending, env: Env, path: Term, errors: Errors) -> Term:
        """The answer to a question about a queue. Errors in the arguments are added to `errors`."""
        terms, channel = self.terms, self.channels[expr.channel]
        for inside in (expr.sender, expr.receiver, *expr.args):
            grounder.ground(inside, env, path, errors)
        path = terms.true  # errors are noted once; the rest is about values
        if channel.fifo:
            rows = list(self._slots_asked(grounder, expr, env, path))
            return terms.count(rows) if expr.asked == "count" else terms.or_(*rows)
        counts = [(here, self.cell(number, expr.primed)) for here, number in self._counts_asked(grounder, expr, env, path)]
        if expr.asked != "count":
            return terms.or_(*(terms.and_(here, terms.lt(terms.number(0), count)) for here, count in counts))
        total = terms.number(0)
        for here, count in counts:
            total = terms.add(total, terms.choose(here, count, terms.number(0)))
        return total

    def _slots_asked(self, grounder: Grounder, expr: Pending, env: Env, path: Term) -> Iterator[Term]:
        """Of each slot that the question is about: does it hold the message?"""
        terms, channel = self.terms, self.channels[expr.channel]
        for here, pair in self._pairs(grounder, expr, env, path):
            for k in range(1 if expr.asked == "first" else channel.capacity):
                slot = self._slot(channel, pair, k, {}, expr.primed)
                if expr.message is None:
                    yield terms.and_(here, terms.lt(terms.number(0), slot[0]))
                else:
                    yield terms.and_(here, self._equal(slot, self._message(grounder, expr, env, path)))

    def _counts_asked(self, grounder: Grounder, expr: Pending, env: Env, path: Term) -> Iterator[tuple[Term, int]]:
        """The count cells that the question is about, each with its condition."""
        if expr.message is not None:
            yield from self._counts(grounder, expr, env, path)
            return
        for here, pair in self._pairs(grounder, expr, env, path):
            yield from ((here, number) for number in self._pair_cells(self.channels[expr.channel], pair))

    # --- places ---

    def _ends(self, channel: Channel) -> Iterator[tuple[Value, Value]]:
        """Each sender with each receiver."""
        return product(self.scope.domain(channel.sender), self.scope.domain(channel.receiver))

    def _pairs(
        self, grounder: Grounder, what: Send | Take | Flush | Pending, env: Env, path: Term
    ) -> list[tuple[Term, tuple[Value, ...]]]:
        """The (sender, receiver) that it can be about, each with its condition under `path`. Errors were noted before."""
        channel = self.channels[what.channel]
        ends = []
        for end, type in ((what.sender, channel.sender), (what.receiver, channel.receiver)):
            anyone = [(self.terms.true, member) for member in self.scope.domain(type)]
            ends.append(anyone if end is None else grounder.cases(grounder.ground(end, env, path, []), type))
        rows: list[tuple[Term, tuple[Value, ...]]] = []
        for (a, from_), (b, to) in product(*ends):
            here = self.terms.and_(path, a, b)
            if here is not self.terms.false:
                rows.append((here, (from_, to)))
        return rows

    def _counts(
        self, grounder: Grounder, what: Send | Take | Pending, env: Env, path: Term
    ) -> list[tuple[Term, int]]:
        """The count cells that its message can be, each with its condition under `path`."""
        channel = self.channels[what.channel]
        assert what.message is not None, "a bag has no head"
        fields = channel.message(what.message).fields
        values = [grounder.ground(arg, env, path, []) for arg in what.args]
        cases = [grounder.cases(value, field.type) for value, field in zip(values, fields, strict=True)]
        for value, field in zip(values, fields, strict=True):  # a value that is none of the field's is in no message
            path = self.terms.and_(path, self.terms.not_(grounder.outside(value, field.type)))
        rows = []
        for here, pair in self._pairs(grounder, what, env, path):
            for combination in product(*cases):
                condition = self.terms.and_(here, *(equal for equal, _ in combination))
                if condition is not self.terms.false:
                    part = ("count", what.message, *(value for _, value in combination))
                    rows.append((condition, self._number[channel.name, pair, part]))
        return rows

    def _message(self, grounder: Grounder, what: Send | Take | Pending, env: Env, path: Term) -> Slot:
        """What a slot holds when it holds its message."""
        channel = self.channels[what.channel]
        layout = self._layouts[channel.name]
        slot = [self.terms.number(0)] * (1 + len(layout.types))
        number, message = next(
            (number, message) for number, message in enumerate(channel.messages, 1) if message.name == what.message
        )
        slot[0] = self.terms.number(number)
        for arg, field, place in zip(what.args, message.fields, layout.places[message.name], strict=True):
            slot[1 + place] = self._payload(field.type, grounder.ground(arg, env, path, []))
        return slot

    def _payload(self, type: Type, value: Term) -> Term:
        terms = self.terms
        if isinstance(type, OptionalType):
            return value
        if value.is_bool:
            return terms.choose(value, terms.number(2), terms.number(1))
        return terms.add(value, terms.number(1 - type.low if isinstance(type, RangeType) else 1))

    def _slot(
        self, channel: Channel, pair: tuple[Value, ...], k: int, now: dict[int, Term], primed: bool = False
    ) -> Slot:
        return [self._now(now, number, primed) for number in self._slot_cells(channel, pair, k)]

    def _slot_cells(self, channel: Channel, pair: tuple[Value, ...], k: int) -> list[int]:
        fields = range(len(self._layouts[channel.name].types))
        return [
            self._number[channel.name, pair, ("slot", k)],
            *(self._number[channel.name, pair, ("field", k, index)] for index in fields),
        ]

    def _pair_cells(self, channel: Channel, pair: tuple[Value, ...]) -> list[int]:
        return [number for key, number in self._number.items() if key[0] == channel.name and key[1] == pair]

    def _store(
        self,
        channel: Channel,
        pair: tuple[Value, ...],
        here: Term,
        slots: list[Slot],
        after: list[Slot],
        now: dict[int, Term],
    ) -> None:
        for k, (old, new) in enumerate(zip(slots, after, strict=True)):
            for number, a, b in zip(self._slot_cells(channel, pair, k), old, new, strict=True):
                now[number] = self.terms.choose(here, b, a)

    def _now(self, now: dict[int, Term], number: int, primed: bool = False) -> Term:
        return now[number] if number in now else self.cell(number, primed)

    # --- codes ---

    def decode(self, codes: Sequence[int]) -> dict[CellName, Content]:
        """What each channel's cells hold, as messages."""
        state: dict[CellName, Content] = {}
        for channel in self.system.channels:
            read = self._read_fifo if channel.fifo else self._read_bag
            for pair in self._ends(channel):
                state[channel.name, pair] = tuple(read(channel, pair, codes))
        return state

    def _read_fifo(self, channel: Channel, pair: tuple[Value, ...], codes: Sequence[int]) -> Iterator[Sent]:
        layout = self._layouts[channel.name]
        for k in range(channel.capacity):
            tag, *fields = (int(codes[number]) for number in self._slot_cells(channel, pair, k))
            if tag:
                message = channel.messages[tag - 1]
                values = [self.scope.domain(type)[code] for type, code in zip(layout.types, fields, strict=True)]
                yield (message.name, *(values[place] for place in layout.places[message.name]))

    def _read_bag(self, channel: Channel, pair: tuple[Value, ...], codes: Sequence[int]) -> list[Sent]:
        sent: list[Sent] = []
        for number in self._pair_cells(channel, pair):
            _, name, *arguments = self.cells[number - self.first].part
            sent += [(name, *arguments)] * int(codes[number])
        return sorted(sent, key=repr)

    def encode(self, state: State, codes: list[int]) -> None:
        """Writes the codes of each channel's content into `codes`."""
        for channel in self.system.channels:
            layout = self._layouts[channel.name]
            for pair in self._ends(channel):
                content = state[channel.name, pair]
                assert isinstance(content, tuple)
                for k, (name, *arguments) in enumerate(content):
                    if not channel.fifo:
                        codes[self._number[channel.name, pair, ("count", name, *arguments)]] += 1
                        continue
                    tag, *fields = self._slot_cells(channel, pair, k)
                    codes[tag] = [message.name for message in channel.messages].index(str(name)) + 1
                    for argument, place in zip(arguments, layout.places[str(name)], strict=True):
                        codes[fields[place]] = self.scope.domain(layout.types[place]).index(argument)


def layout_of(channel: Channel) -> SlotLayout:
    """The shared places of the channel's fields: fields of one type share a place where no message has both."""
    types: list[OptionalType] = []
    places: dict[str, tuple[int, ...]] = {}
    for message in channel.messages:
        taken: list[int] = []
        for field in message.fields:
            wanted = _payload_type(field.type)
            place = next((i for i, type in enumerate(types) if type == wanted and i not in taken), len(types))
            if place == len(types):
                types.append(wanted)
            taken.append(place)
        places[message.name] = tuple(taken)
    return SlotLayout(tuple(types), places)


def _payload_type(type: Type) -> OptionalType:
    assert not isinstance(type, IntType), "a message field has a finite type"
    return type if isinstance(type, OptionalType) else OptionalType(type)

