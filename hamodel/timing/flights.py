"""Messages of which it is said how long they are on their way -> cells that count down, and who writes them.

A message has a cell: of a fifo by its place in the queue, else by what it says and which of several equal ones it is, the oldest
first. The cell holds for how many units it may still be on its way; what is not there, or on a channel that carries nothing,
holds them all, and begins with them. A delivery is possible when it has been on its way for the least; at its last one it has to
happen, if it is possible.

Of equal messages between the same ends the oldest comes first: they cannot be told apart, and where a younger one may come the
older one may. What is lost is any of them: when the other one comes depends on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hamodel.model.expr import (
    BOOL,
    INT,
    TRUE,
    Apply,
    Asked,
    Bound,
    Const,
    Expr,
    Pending,
    RangeType,
    Read,
    conjunction,
    negation,
)
from hamodel.model.substitution import substitute
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Channel,
    Either,
    Flush,
    For,
    Require,
    Send,
    Statement,
    Take,
    Variable,
    statements,
)
from hamodel.model.timing import ChannelDelay, units_passed
from hamodel.timing.going_on import of_all
from hamodel.timing.lengths import ZERO, bounds
from hamodel.timing.measure import Digital


@dataclass(frozen=True, slots=True)
class Flight:
    """The cells of a channel, `message` None of a fifo, else of one of its messages. `binders`: what it says, and the ends."""

    delay: ChannelDelay
    channel: Channel
    message: str | None
    binders: tuple[Bound, ...]
    least: int
    most: int

    @property
    def name(self) -> str:
        """Of the variable; no name of a spec has a space."""
        return f"flight {self.channel.name}" + (f" {self.message}" if self.message is not None else "")

    @property
    def type(self) -> RangeType:
        return RangeType(0, self.most)

    @property
    def places(self) -> RangeType | None:
        """Which of several it is; None: there is one."""
        return RangeType(0, self.channel.capacity - 1) if self.channel.capacity > 1 else None

    def left(self, at: Sequence[Expr], place: int) -> Read:
        """For how long a message may still be on its way."""
        return Read(self.name, self.cell(at, place), self.type)

    def cell(self, at: Sequence[Expr], place: int) -> tuple[Expr, ...]:
        return (*at, *([Const(place, self.places)] if self.places is not None else []))

    def is_there(self, at: Sequence[Expr], place: int) -> Expr:
        """Is there so many a message, on a channel that carries?"""
        *args, sender, receiver = at
        if self.places is None:
            there: Expr = Pending(self.channel.name, self.message, tuple(args), sender, receiver)
        else:
            count = Pending(self.channel.name, self.message, tuple(args), sender, receiver, asked="count", type=INT)
            there = Apply("<", (Const(place, INT), count), BOOL)
        return conjunction([there, self.carries(sender, receiver)])

    def carries(self, sender: Expr, receiver: Expr) -> Expr:
        ends = {"from": sender, "to": receiver}
        paths = [substitute(path, ends) for path in self.channel.paths]
        return TRUE if not paths else paths[0] if len(paths) == 1 else Apply("or", tuple(paths), BOOL)


def flights(digital: Digital) -> tuple[Flight, ...]:
    """Of all channels of which it is said."""
    found: list[Flight] = []
    for delay in digital.timing.delays:
        channel, lasting = digital.system.channel(delay.channel), digital.flights[delay.channel]
        least, most = (int(bounds(end)[0] / digital.unit) for end in (lasting.low, lasting.high))
        ends = channel.sender, channel.receiver
        for message in (None,) if channel.fifo else channel.messages:
            types = [*(field.type for field in message.fields if message is not None), *ends] if message is not None else [*ends]
            name = f"{channel.name}!{message.name}" if message is not None else channel.name
            binders = tuple(Bound(f"{name}!{number}", type) for number, type in enumerate(types))
            found.append(Flight(delay, channel, None if message is None else message.name, binders, least, most))
    return tuple(found)


def variables(flight: Flight) -> Variable:
    """Its cells."""
    places = () if flight.places is None else (Bound(f"{flight.channel.name}!place", flight.places),)
    first = Const(flight.most, flight.type)
    return Variable(flight.name, (*flight.binders, *places), flight.type, first, flight.delay.span, hidden=True)


def delivered(action: Action, every: Sequence[Flight]) -> Action:
    """The action; if it is a delivery, of a message that has been on its way for long enough."""
    found = _of_delivery(action, every)
    if found is None or found.least == 0:
        return action
    latest = Const(found.most - found.least, INT)
    due = Apply("<=", (found.left(_of_head(found, action.parameters), 0), latest), BOOL, found.delay.span)
    return replace(action, guard=conjunction([due, action.guard]))


def _of_delivery(action: Action, every: Sequence[Flight]) -> Flight | None:
    if action.kind != "delivery":
        return None
    (take, *_) = action.body
    assert isinstance(take, Take), "elaboration puts it first"
    return next((each for each in every if each.channel.name == take.channel and each.message in (None, take.message)), None)


def _of_head(flight: Flight, parameters: Sequence[Bound]) -> Sequence[Expr]:
    return parameters[-2:] if flight.message is None else parameters


def may_wait(actions: Sequence[Action], every: Sequence[Flight], passing: str) -> Iterator[Expr]:
    """That no message has to be delivered before the time of the action `passing` has passed, for each delivery."""
    units = units_passed(passing)
    for number, action in enumerate(actions):
        flight = _of_delivery(action, every)
        if flight is None:
            continue
        mine = tuple(Bound(f"{each.name}!due{number}", each.type) for each in action.parameters)
        named = dict(zip((each.name for each in action.parameters), mine, strict=True))
        guard = substitute(action.guard, named, lambda name, end=f"!due{number}": f"{name}{end}")  # type: ignore[misc]
        (take, *_) = action.body
        assert isinstance(take, Take), "elaboration puts it first"
        *args, sender, receiver = mine
        asked: Asked = "first" if flight.message is None else "pending"
        there = Pending(take.channel, take.message, tuple(args), sender, receiver, asked=asked)
        left = flight.left(_of_head(flight, mine), 0)
        last = Apply("=", (left, ZERO), BOOL) if units == 1 else Apply("<", (left, Const(units, INT)), BOOL)
        yield of_all(mine, negation(conjunction([there, last, guard])))


def written(action: Action, every: Sequence[Flight]) -> Iterator[Statement]:
    """What an action does to the cells, from what was there before."""
    inside = [*statements(action.body)]
    for flight in every:
        links = {path.variable for path in flight.channel.paths}
        touched = units_passed(action.name) > 0
        for each in inside:
            touched = touched or (isinstance(each, Send | Take | Flush) and each.channel == flight.channel.name)
            touched = touched or (isinstance(each, Assign) and each.variable in links)
        if touched:
            yield from _by_place(action, flight)


def _by_place(action: Action, flight: Flight) -> Iterator[Statement]:
    """Where any of several equal messages may be taken, a branch for each."""
    first = action.body[0] if action.body else None
    take = first if isinstance(first, Take) and first.channel == flight.channel.name else None
    if take is not None and flight.message not in (None, take.message):
        take = None
    any_of_them = take is not None and action.kind != "delivery" and flight.message is not None
    if take is None or not any_of_them or flight.channel.capacity == 1:
        yield from _for_all(flight.binders, tuple(_writes(action, flight, take, 0)))
        return
    branches: list[Block] = []
    for place in range(flight.channel.capacity):
        count = Pending(flight.channel.name, take.message, take.args, take.sender, take.receiver, asked="count", type=INT)
        there = Require(Apply("<", (Const(place, INT), count), BOOL), None)
        branches.append((there, *_for_all(flight.binders, tuple(_writes(action, flight, take, place)))))
    yield Either(tuple(branches))


def _writes(action: Action, flight: Flight, take: Take | None, out: int) -> Iterator[Statement]:
    """`out`: which of several is taken."""
    at, capacity = flight.binders, flight.channel.capacity
    for place in range(capacity):
        left: Expr = flight.left(at, place)
        if units := units_passed(action.name):
            less = Apply("-", (left, Const(units, INT)), INT)
            left = Apply("if", (Apply("<", (Const(units - 1, INT), left), BOOL), less, ZERO), INT)
        value = _kept(flight, place, left)
        if take is not None and place >= out:
            taken = (*(take.args if flight.message is not None else ()), take.sender, take.receiver)
            here = conjunction([Apply("=", pair, BOOL) for pair in zip(at, taken, strict=True)])
            new: Expr = Const(flight.most, INT)
            moved = _kept(flight, place + 1, flight.left(at, place + 1)) if place + 1 < capacity else new
            value = Apply("if", (here, moved, value), INT)
        yield Assign(flight.name, flight.cell(at, place), value, None)


def _kept(flight: Flight, place: int, left: Expr) -> Expr:
    """What is left to a message that was there; what was not begins anew."""
    return Apply("if", (flight.is_there(flight.binders, place), left, Const(flight.most, INT)), INT)


def _for_all(binders: tuple[Bound, ...], body: Block) -> Block:
    for binder in reversed(binders):
        body = (For(binder, TRUE, body),)
    return body
