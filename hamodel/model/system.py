"""System: a typed spec with its sorts still unbounded: options, variables, channels, actions, properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from hamodel.model.expr import FALSE, TRUE, Bound, EnumType, Expr, Read, SortType, Type, Value
from hamodel.model.timing import ChannelDelay, DurationOption, StepDeadline, SystemTimer, TimeLimit, duration_text
from hamodel.source import Span

# --- what there is ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """A configuration constant. `default` is what a device does if nothing is set; a check explores every value.

    `kind`: where its value comes from. A `configuration` of the device, what is `undocumented`, or the `place` where the device
    stands, such as its network; empty: that is not said. It says nothing about what the system does.
    """

    name: str
    type: Type
    default: Value | None
    span: Span
    kind: Literal["", "configuration", "undocumented", "place"] = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A cell for each tuple of index values. `initial` may read `binders` and options; None: any value of the type.

    `hidden` variables are made by transformations (a fault counter, the memory of `once`) and not shown in traces.
    """

    name: str
    binders: tuple[Bound, ...]
    type: Type
    initial: Expr | None
    span: Span | None = None
    hidden: bool = False

    @property
    def index_types(self) -> tuple[Type, ...]:
        """The types of its indices."""
        return tuple(binder.type for binder in self.binders)


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    fields: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """Messages in flight from each member of a node or sort to each (one queue an ordered pair).

    `fifo`: a queue of at most `capacity`, delivered from its head. Not `fifo`: a bag that holds each distinct message
    at most `capacity` times, delivered in any order. A message sent to a full channel is a run-time error if the channel is
    reliable, and is lost if it is `lossy`, or if the `Send` says so; if it is `merging`, one that is sent while an equal one
    is in the queue changes nothing, whether it is full or not. `paths`: the links that it goes over, in terms of its ends
    `from` and `to`, for who draws it. What a cut does to it is said by actions: by guards of deliveries, `Flush`,
    `Send.carried`.
    """

    name: str
    sender: EnumType | SortType
    receiver: EnumType | SortType
    messages: tuple[Message, ...]
    fifo: bool
    capacity: int
    lossy: bool
    duplicating: bool
    paths: tuple[Read, ...]
    span: Span
    merging: bool = False

    def message(self, name: str) -> Message:
        """The message of this name, which there is."""
        return next(message for message in self.messages if message.name == name)


# --- what can happen -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """The cell gets the value that `value` has in the state before. Two values for one cell are a run-time error."""

    variable: str
    indices: tuple[Expr, ...]
    value: Expr
    span: Span | None


@dataclass(frozen=True, slots=True)
class Send:
    """Appends to the queue, after every earlier send of this action and after the message being delivered is gone.

    Where `carried` does not hold no link is up, and the message is lost. Where `lossy`, which is over options and has a value,
    holds, it is lost if the channel is full, as on a channel that is always lossy.
    """

    channel: str
    message: str
    args: tuple[Expr, ...]
    sender: Expr
    receiver: Expr
    span: Span | None
    carried: Expr = TRUE
    lossy: Expr = FALSE


@dataclass(frozen=True, slots=True)
class Take:
    """Removes a message: the head of a fifo (`message` None: whatever it is), or this message of a bag. The action exists only
    where there is such a message. `copy` leaves it and adds a second one, where there is room. Elaboration puts it at the head
    of a body, with parameters for arguments."""

    channel: str
    message: str | None
    args: tuple[Expr, ...]
    sender: Expr
    receiver: Expr
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Flush:
    """Empties the channel from `sender` to `receiver`; None stands for every one."""

    channel: str
    sender: Expr | None
    receiver: Expr | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class If:
    condition: Expr
    then: Block
    otherwise: Block


@dataclass(frozen=True, slots=True)
class For:
    binder: Bound
    where: Expr
    body: Block


@dataclass(frozen=True, slots=True)
class Choose:
    """Any member with `where`, for the rest of the block; the action does not exist where there is none."""

    binder: Bound
    where: Expr
    span: Span | None


@dataclass(frozen=True, slots=True)
class Either:
    branches: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Require:
    """The action (this way of taking it) exists only where `condition` holds."""

    condition: Expr
    span: Span | None


Statement: TypeAlias = Assign | Send | Take | Flush | If | For | Choose | Either | Require
Block: TypeAlias = tuple[Statement, ...]

Kind: TypeAlias = Literal["input", "step", "fault", "delivery"]
Fairness: TypeAlias = Literal["", "fair", "strongly fair"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can happen, for each value of its parameters, where `guard` holds.

    An `on` action is named `deliver CHANNEL MESSAGE`; its parameters are the message's fields, the sender and the
    receiver, and its body starts with a `Take`. The actions that links and channels bring (`cut ha1`, `mend ha1`,
    `lose sync`, `duplicate sync`) are made by elaboration and have no body in the text: their span is the declaration.
    """

    name: str
    kind: Kind
    parameters: tuple[Bound, ...]
    guard: Expr
    body: Block
    fairness: Fairness
    span: Span
    built_in: bool = False

    def named(self, arguments: Iterable[Value]) -> tuple[tuple[str, Value], ...]:
        """The arguments with the names of their parameters."""
        return tuple(zip((binder.name for binder in self.parameters), arguments, strict=True))


@dataclass(frozen=True, slots=True)
class FairGroup:
    """One of these actions, whichever, with whichever arguments, is obliged to happen: the fairness of their disjunction."""

    actions: tuple[str, ...]
    fairness: Literal["fair", "strongly fair"]
    span: Span

    def __str__(self) -> str:
        return f"one of {{ {', '.join(self.actions)} }}"


MOST_FAULTS = 64
"""The largest bound of the faults in a run, in a spec and on the command line."""

ErrorKind: TypeAlias = Literal["range", "index", "double write", "the", "full channel"]


@dataclass(frozen=True, slots=True)
class Cause:
    """What a run-time error is about, in the state in which it is made.

    `cell`: the one that is written, or read, or sent to. `values`, each with its place if that is another one than the error's:
    what is out of the range `type`; both writes to the cell, in the order of the text; all that `the` has found.
    `message`: the one that is sent; `field`: the name of its argument that is out of range.
    """

    cell: tuple[str, tuple[Value, ...]] | None = None
    values: tuple[tuple[Value, Span | None], ...] = ()
    type: Type | None = None
    message: tuple[Value, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class RunTimeError:
    """A run-time error at a place of the spec. `of_transition`: made by a property about transitions, in a transition.

    `cause`: what the reference semantics saw when it met the error. It is the same error whatever it saw.
    """

    kind: ErrorKind
    span: Span | None
    of_transition: bool = False
    cause: Cause | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """`error[double-write]`: no name of a property has brackets."""
        return f"error[{self.kind.replace(' ', '-')}]"


@dataclass(frozen=True, slots=True)
class Failing:
    """That an action causes a run-time error, whichever."""

    action: Action


# --- what is claimed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Monitor:
    """A hidden variable that remembers the past for one property: written in every transition.

    `value` (over `variable.binders`, in the state before) is what it gets; or, with `action`, whether the transition
    was that action with the binders as its last arguments. `at`: what it gets instead in a transition of these actions, by name.
    """

    variable: Variable
    value: Expr | None
    action: str | None
    at: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property. `formula` is a predicate of a state or, if it has primed reads, of a transition.

    `invariant`, `property`: in every state (transition) `formula` holds. `reachable`: some state has it. `assume`: runs
    leave out states without it. `liveness` marks a property about whole runs: what it says is then `temporal`, made of `always`,
    `eventually`, `leads to`, `until` over predicates of a state, and `formula` is `TRUE`.
    `expected` (over options) tells for which options an `expect violated` is violated and a `reachable` is reached, and
    that it is not for the others; None: no expectation, or, with `expect_violated`, for some. `pauses`: it is looked at after
    a pause, too, which changes what it remembers. `hazards`: entries of a list of hazards.
    """

    name: str
    kind: Literal["invariant", "property", "reachable", "assume"]
    formula: Expr
    span: Span
    monitors: tuple[Monitor, ...] = ()
    expect_violated: bool = False
    expected: Expr | None = None
    liveness: bool = False
    doc: str = ""
    temporal: Expr | None = None
    pauses: bool = False
    hazards: tuple[str, ...] = ()


# --- scenarios -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Set:
    option: str
    value: Value


@dataclass(frozen=True, slots=True)
class Do:
    """One of these actions happens, with these arguments; one that is left out may be any. `blocked`: none of them can.

    An action has those of the arguments that are named like its parameters. None as a value is `none`.
    """

    actions: tuple[str, ...]
    arguments: Mapping[str, Value]
    blocked: bool
    span: Span


@dataclass(frozen=True, slots=True)
class AnySteps:
    """`any step`, or `any step*`: `many` steps and deliveries, none included."""

    many: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Assert:
    condition: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Wait:
    """So much time passes, with the steps and deliveries that happen in it; `at`: until so long after the start. `steps`: of the
    unit, in a system in which time passes in steps."""

    length: Expr
    at: bool
    span: Span
    steps: int = 0


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Time passes, with the steps and deliveries that happen in it, until this action does, for the first time. An argument that
    is left out may be any."""

    action: str
    arguments: Mapping[str, Value]
    span: Span


Instruction: TypeAlias = Set | Do | AnySteps | Assert | Wait | WaitUntil


@dataclass(frozen=True, slots=True)
class Scenario:
    """A script. It passes if some run of the system follows it to its end; `sizes`: members needed of each sort."""

    name: str
    instructions: tuple[Instruction, ...]
    sizes: Mapping[str, int]
    span: Span
    doc: str = ""
    hazards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeMeasure:
    """How long it takes from the premise of a limit until its goal. `property`: what its limit says; it is one of the system's if
    that is `expected`."""

    property: Property
    limit: TimeLimit
    expected: bool


@dataclass(frozen=True, slots=True)
class TimeSolve:
    """`solve s = P for a, b given faults 1`: for which values of these options is the property violated (reached)? `faults`: with
    so many; None: as many as all else."""

    name: str
    property: str
    options: tuple[str, ...]
    faults: int | None
    span: Span
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a spec says of time. `lengths`: the literals, by their names in expressions. `given`: what was set of the options.

    `unit` None: of the system as it is written, in which a timer holds a duration. Else of a digitised one: time passes in such
    steps, timers count them, and `written` is the system that it was made from.
    """

    options: tuple[DurationOption, ...]
    lengths: Mapping[str, Fraction]
    timers: tuple[SystemTimer, ...]
    deadlines: tuple[StepDeadline, ...]
    limits: tuple[TimeLimit, ...]
    given: Mapping[str, Fraction] = field(default_factory=dict)
    unit: Fraction | None = None
    written: System | None = None
    delays: tuple[ChannelDelay, ...] = ()
    measures: tuple[TimeMeasure, ...] = ()
    solves: tuple[TimeSolve, ...] = ()

    @property
    def values(self) -> dict[str, Fraction]:
        """The length that each name of a literal or an option stands for."""
        return {**self.lengths, **{option.name: option.default for option in self.options}, **self.given}

    @property
    def said(self) -> dict[str, str]:
        """What was set of the options, as text."""
        return {name: duration_text(length) for name, length in sorted(self.given.items())}


@dataclass(frozen=True, slots=True)
class System:
    """A spec, typed. Names of options, variables and channels are distinct. A link is one of the variables: true is up."""

    name: str
    sorts: tuple[SortType, ...]
    enums: tuple[EnumType, ...]
    options: tuple[Option, ...]
    variables: tuple[Variable, ...]
    links: tuple[str, ...]
    channels: tuple[Channel, ...]
    actions: tuple[Action, ...]
    declared: tuple[Property, ...]
    scenarios: tuple[Scenario, ...]
    initially: Expr = TRUE
    sizes: Mapping[str, int] = field(default_factory=dict)  # `scope Session = 2` in the spec
    faults: int | None = None  # `faults 2` in the spec
    fair: tuple[FairGroup, ...] = ()  # beside the fairness of single actions
    span: Span | None = None
    timing: Timing | None = None  # of a spec without timers: None

    @property
    def properties(self) -> tuple[Property, ...]:
        """What the spec claims, scenarios aside."""
        return tuple(each for each in self.declared if each.kind != "assume")

    @property
    def assumptions(self) -> tuple[Property, ...]:
        """What it assumes of every run."""
        return tuple(each for each in self.declared if each.kind == "assume")

    @property
    def solves(self) -> tuple[TimeSolve, ...]:
        """For which durations it asks whether a claim holds."""
        return () if self.timing is None else self.timing.solves

    @property
    def measures(self) -> tuple[TimeMeasure, ...]:
        """What it measures."""
        return () if self.timing is None else self.timing.measures

    def option(self, name: str) -> Option:
        """The option of this name, which there is."""
        return next(option for option in self.options if option.name == name)

    def variable(self, name: str) -> Variable:
        """The variable of this name, which there is."""
        return next(variable for variable in self.variables if variable.name == name)

    def channel(self, name: str) -> Channel:
        """The channel of this name, which there is."""
        return next(channel for channel in self.channels if channel.name == name)

    def action(self, name: str) -> Action:
        """The action of this name, which there is."""
        return next(action for action in self.actions if action.name == name)

    @property
    def nodes(self) -> tuple[EnumType, ...]:
        """The enums whose members act and send."""
        return tuple(enum for enum in self.enums if enum.acts)


def statements(block: Block) -> Iterator[Statement]:
    """Every statement of a block, nested ones included, in the order of the text."""
    for statement in block:
        yield statement
        match statement:
            case If(then=then, otherwise=otherwise):
                yield from statements(then)
                yield from statements(otherwise)
            case For(body=body):
                yield from statements(body)
            case Either(branches=branches):
                for branch in branches:
                    yield from statements(branch)
            case Assign() | Send() | Take() | Flush() | Choose() | Require():
                pass
            case _:
                assert_never(statement)
