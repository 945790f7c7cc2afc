"""The surface tree: what the author wrote, a span on every node. No names are resolved here.

An expression that is written with a comparison, a call, an index or an operator word keeps that shape: elaboration decides
what it means. Binders (`x: T`) keep their written type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.source import Source, Span


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    span: Span


# --- types -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamedType:
    """`bool`, or the name of an enum, node, sort or record."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class RangeType:
    low: Amount
    high: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class OptionalType:
    inner: Type
    span: Span


@dataclass(frozen=True, slots=True)
class MembersType:
    """`{ a, b }`: the values of an option, an enum without a name."""

    members: tuple[Name, ...]
    span: Span


Type: TypeAlias = NamedType | RangeType | OptionalType | MembersType


@dataclass(frozen=True, slots=True)
class Binder:
    """`x: T`; `name` is None for an index or message field written as its type alone."""

    name: Name | None
    type: Type
    span: Span


# --- expressions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    value: int
    span: Span


@dataclass(frozen=True, slots=True)
class Duration:
    """`8 s`."""

    value: int
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """A name standing alone; also `true`, `false`, `none`, and `any` as an argument in a scenario."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Index:
    name: Name
    indices: tuple[Expr, ...]
    span: Span


BUILT_IN_CALLS = frozenset({"up", "min", "max"})
"""What is called by name and not declared."""

OF_TIME = frozenset({"running", "expired", "duration"})
"""The same where there are timers, unless it is declared."""


@dataclass(frozen=True, slots=True)
class Call:
    """`f(x)`: a definition, a record, `up(link)`, `min(a, b)`."""

    name: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    record: Expr
    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Operation:
    """`op`: not and or => = != < <= > >= + - * / div mod, negative (one argument), in, not in (second: Members or Interval),
    if (three), next always eventually once historically, until since, leads to (three: `within`), lasts at most."""

    op: str
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Members:
    """`{ a, b }` after `in`."""

    members: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Interval:
    """`a..b` after `in`."""

    low: Expr
    high: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Quantified:
    """`op`: all, some, exactly one, at most one, the, count. For `the` and `count` the condition is `where`, `body` None."""

    op: str
    binders: tuple[Binder, ...]
    where: Expr | None
    body: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Best:
    """The member with the highest value of the first key; of several, with that of the second one, and so on."""

    binder: Binder
    where: Expr | None
    keys: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Arm:
    """`a | b -> E`; no pattern stands for `_`."""

    patterns: tuple[Expr, ...]
    body: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Match:
    subject: Expr
    arms: tuple[Arm, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pending:
    """What is asked of a queue. `message` None: any message; `sender` and `receiver` None: between any two."""

    asked: Literal["pending", "first", "count", "room"]
    channel: Name
    message: Name | None
    args: tuple[Expr, ...]
    sender: Expr | None
    receiver: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Did:
    """`args` None: with any arguments."""

    action: Name
    args: tuple[Expr, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class DidBuiltIn:
    """`did cut ha1`, `did deliver sync`. What `event` does not say may be anything."""

    event: OnLink | OnChannel
    span: Span


@dataclass(frozen=True, slots=True)
class Possible:
    """`args` None: with any arguments; a word `any` among them: with any in this place."""

    action: Name
    args: tuple[Expr, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class PossibleDelivery:
    """`message` None: any message; `sender` and `receiver` None: between any two."""

    channel: Name
    message: Name | None
    args: tuple[Expr, ...]
    sender: Expr | None
    receiver: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class PossibleAny:
    """Any step or delivery; or, without `steps`, any input, too."""

    steps: bool
    span: Span


Expr: TypeAlias = (
    Number
    | Duration
    | Word
    | Index
    | Call
    | Field
    | Operation
    | Members
    | Interval
    | Quantified
    | Best
    | Match
    | Pending
    | Did
    | DidBuiltIn
    | Possible
    | PossibleDelivery
    | PossibleAny
)
Amount: TypeAlias = Expr
"""Where only a number can stand: a Number, the name of a constant, or one of these with a minus sign."""

# --- statements ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """The left side is a Word, an Index, or a Field of one."""

    cell: Expr
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    name: Name
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    condition: Expr
    then: Block
    otherwise: Block
    span: Span


@dataclass(frozen=True, slots=True)
class For:
    binders: tuple[Binder, ...]
    where: Expr | None
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    binders: tuple[Binder, ...]
    where: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Either:
    branches: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Require:
    condition: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Send:
    channel: Name
    message: Name
    args: tuple[Expr, ...]
    sender: Expr
    receiver: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Drop:
    channel: Name
    sender: Expr
    receiver: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call of a `proc`."""

    name: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Within:
    """How long a timer runs, or a step may wait: `= d` (twice the same), or `within [a, b]`."""

    low: Expr
    high: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Start:
    """`length` None: that of the declaration."""

    timer: Name
    indices: tuple[Expr, ...]
    length: Within | None
    span: Span


@dataclass(frozen=True, slots=True)
class Stop:
    timer: Name
    indices: tuple[Expr, ...]
    span: Span


Statement: TypeAlias = Assign | Let | If | For | Choose | Either | Require | Send | Drop | Invoke | Start | Stop
Block: TypeAlias = tuple[Statement, ...]

# --- scenario instructions -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Set:
    """`fields`: those behind the indices, of an option that is a record; without indices they are in the name, `setting.hold`."""

    option: Name
    indices: tuple[Expr, ...]
    fields: tuple[Name, ...]
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Happen:
    """An action happens, or with `blocked` cannot."""

    name: Name
    args: tuple[Expr, ...]
    blocked: bool
    span: Span


@dataclass(frozen=True, slots=True)
class OnLink:
    """`verb`: cut, mend."""

    verb: str
    link: Name
    indices: tuple[Expr, ...]
    blocked: bool
    span: Span


@dataclass(frozen=True, slots=True)
class OnChannel:
    """`verb`: deliver, lose, duplicate. What is not said may be anything."""

    verb: str
    channel: Name
    message: Name | None
    args: tuple[Expr, ...]
    sender: Expr | None
    receiver: Expr | None
    blocked: bool
    span: Span


@dataclass(frozen=True, slots=True)
class AnySteps:
    many: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Assert:
    condition: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Wait:
    """`wait 3 s`."""

    length: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """`wait until expiry down[r2]`."""

    timer: Name
    indices: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class At:
    """`at 4 s crash(r1)`: so long after the start."""

    length: Expr
    happening: Happen | OnLink | OnChannel
    span: Span


Instruction: TypeAlias = Set | Happen | OnLink | OnChannel | AnySteps | Assert | Wait | WaitUntil | At

# --- declarations ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """What an import gives for what a file needs: `owns = has_entry`, or (`names` are its parameters) `owns(d) = entry[d]`."""

    name: Name
    names: tuple[Name, ...] | None
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Import:
    """With `instance`, the name of what it makes, or with `givens` it makes an instance of the file."""

    path: str
    span: Span
    instance: Name | None = None
    givens: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What whoever imports the file has to give: the name of a node or of a sort, or a definition, which may have a default."""

    kind: Literal["node", "sort", "def"]
    name: Name
    ordered: bool
    parameters: tuple[Binder, ...]
    type: Type | None
    default: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Fit:
    """Once imports are put in place: the type that was given for a node or a sort which `path` needs. Scenarios of the file name
    its members as `member` and a number, which in the spec is `lan.member` and a number."""

    kind: Literal["node", "sort", "def"]
    needed: Name
    ordered: bool
    given: Name
    path: str
    span: Span
    member: Name


@dataclass(frozen=True, slots=True)
class Imported:
    """Once imports are put in place: the declarations that stand in `sources` have names which begin with this one."""

    name: Name
    sources: tuple[Source, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Constant:
    """`const limit = 3`."""

    name: Name
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Enum:
    """`enum` or, with `acts`, `node`."""

    name: Name
    members: tuple[Name, ...]
    acts: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Sort:
    name: Name
    ordered: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Record:
    name: Name
    fields: tuple[Binder, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Option:
    """`kind`: where its value comes from, if that is said."""

    name: Name
    binders: tuple[Binder, ...]
    type: Type
    default: Expr | None
    kind: Literal["", "configuration", "undocumented", "place"]
    span: Span


@dataclass(frozen=True, slots=True)
class Wire:
    """A link, or one for each tuple of indices; with two of them it leads from the first to the second."""

    name: Name
    binders: tuple[Binder, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    wires: tuple[Wire, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Var:
    name: Name
    binders: tuple[Binder, ...]
    type: Type
    initial: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class TimerCell:
    """`down[r: Router] = 3 * advert`: its length is what `start` takes if it says none. `drift`: so many of a hundred."""

    name: Name
    binders: tuple[Binder, ...]
    length: Within | None
    span: Span
    drift: int = 0


@dataclass(frozen=True, slots=True)
class TimerDeclaration:
    clocks: tuple[TimerCell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Started:
    """`initially start t`, perhaps for each of `binders` with `where`."""

    binders: tuple[Binder, ...]
    where: Expr | None
    starts: tuple[Start, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Initially:
    condition: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Message:
    name: Name
    fields: tuple[Binder, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Channel:
    """`over`: the links of which one must be up; `from` and `to` in their indices are the ends. `order`: fifo or unordered.
    `traits`: reliable, lossy, duplicating, merging, `waits when cut`, `lost when cut`, as written. `lossy_when`: over options.
    `in_a_row`: how many between two ends may be lost before one arrives. `delay`: how long each message is on its way."""

    name: Name
    over: tuple[Word | Index, ...]
    sender: Name
    receiver: Name
    messages: tuple[Message, ...]
    order: str
    capacity: Amount | None
    traits: tuple[Name, ...]
    lossy_when: Expr | None
    span: Span
    in_a_row: Amount | None = None
    delay: Within | None = None


@dataclass(frozen=True, slots=True)
class Def:
    """`open`: whoever imports it may declare it anew. `replaces`: the open ones that this one stands for. `given`: the
    definition or variable that was given for it where a file needs it."""

    name: Name
    parameters: tuple[Binder, ...]
    type: Type | None
    body: Expr
    span: Span
    open: bool = False
    replaces: tuple[Def, ...] = ()
    given: Name | None = None


@dataclass(frozen=True, slots=True)
class Proc:
    name: Name
    parameters: tuple[Binder, ...]
    body: Block
    span: Span


Fairness: TypeAlias = Literal["", "fair", "strongly fair"]


@dataclass(frozen=True, slots=True)
class Action:
    """`span` is the head, up to the body. `deadline`: how long it may wait once it is possible; `immediate`: not at all."""

    kind: Literal["input", "step", "fault"]
    fairness: Fairness
    name: Name
    parameters: tuple[Binder, ...]
    guard: Expr | None
    body: Block
    span: Span
    deadline: Within | None = None
    immediate: bool = False


@dataclass(frozen=True, slots=True)
class On:
    fairness: Fairness
    channel: Name
    message: Name
    fields: tuple[Name, ...]
    sender: Name
    receiver: Name
    guard: Expr | None
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Expiring:
    """`on expiry down[r] when G { }`: what takes the expired timer. `names` tell which of several it is."""

    timer: Name
    names: tuple[Name, ...]
    guard: Expr | None
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Switch:
    """`on cut ha1 { ... }`: what else happens when a link is cut, or mended. `names` tell which of several it is."""

    fairness: Fairness
    verb: Literal["cut", "mend"]
    link: Name
    names: tuple[Name, ...]
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Mending:
    """`fair mend ha1, ha2`: these links do not stay cut."""

    fairness: Fairness
    links: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Delivered:
    """`deliver sync opened` in a group; `message` None: every message of the channel."""

    channel: Name
    message: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Together:
    """`fair { a, deliver sync }`: one of these is obliged to happen. Steps by their names."""

    fairness: Literal["fair", "strongly fair"]
    members: tuple[Name | Delivered, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Property:
    """`when` is over options.

    `others`: the property as it would be if another `=` ended the `when`. Elaboration takes the one that has a type.
    """

    kind: Literal["invariant", "property", "reachable", "assume"]
    name: Name
    expect: Literal["", "violated", "reached"]
    when: Expr | None
    formula: Expr
    doc: str
    span: Span
    others: tuple[Property, ...] = ()
    hazards: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Expect:
    """What is expected of a property that another file claims."""

    name: Name
    expect: Literal["violated", "reached"]
    when: Expr | None
    span: Span
    doc: str = ""
    hazards: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """`measure m = longest P`, which has no `goal`; `measure m = time from P until Q`."""

    name: Name
    premise: Expr
    goal: Expr | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Solve:
    """`solve s = P for a, b given faults 1`: for which values of these is P violated? No `options`: of all that are durations."""

    name: Name
    claim: Name
    options: tuple[Name, ...]
    faults: Amount | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectTime:
    """`expect m <= 10 s`: what is measured is claimed to be no longer."""

    name: Name
    bound: Expr
    span: Span
    doc: str = ""
    hazards: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    name: Name
    instructions: tuple[Instruction, ...]
    doc: str
    span: Span
    hazards: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """`scope Session = 2`."""

    sort: Name
    size: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class Faults:
    """`apart`: at least so long after a fault comes the next."""

    bound: Amount
    span: Span
    apart: Expr | None = None


Declaration: TypeAlias = (
    Import | Needs | Fit | Imported | Constant | Enum | Sort | Record | Option | Link | Var | TimerDeclaration | Started
    | Initially | Channel | Def | Proc | Action | On | Expiring | Switch | Mending | Together | Property | Expect | Scenario
    | Measure | Solve | ExpectTime | Size | Faults
)


@dataclass(frozen=True, slots=True)
class Spec:
    """One file, or several after imports are put in place."""

    name: Name
    declarations: tuple[Declaration, ...]
    source_span: Span
