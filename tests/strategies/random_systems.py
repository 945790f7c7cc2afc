"""Hypothesis strategies: small systems, made directly, with everything that the language has and every way to go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, product
from math import prod
from typing import Any, TypeAlias, TypeVar

from hypothesis import strategies as st

from hamodel.model.expr import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Apply,
    BoolType,
    Bound,
    Const,
    EnumType,
    Expr,
    IntType,
    OptionalType,
    Pending,
    Quantified,
    RangeType,
    Read,
    SortType,
    Type,
    conjunction,
    negation,
)
from hamodel.model.scope import Scope
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Channel,
    Choose,
    Either,
    FairGroup,
    Flush,
    For,
    If,
    Message,
    Monitor,
    Option,
    Property,
    Require,
    Send,
    Statement,
    System,
    Take,
    Variable,
)
from hamodel.source import Source, Span

NODE = EnumType("Node", ("n0", "n1"), acts=True)
MODE = EnumType("Mode", ("red", "green", "blue"))
SORT = SortType("Session", "s")
SMALL = RangeType(0, 2)
SHIFTED = RangeType(1, 3)
OPTION_TYPES: tuple[Type, ...] = (BOOL, MODE, SMALL)
VALUE_TYPES: tuple[Type, ...] = (
    BOOL,
    SMALL,
    NODE,
    SORT,
    MODE,
    SHIFTED,
    OptionalType(NODE),
    OptionalType(SORT),
    OptionalType(SMALL),
    OptionalType(BOOL),
)
INDEX_TYPES: tuple[Type, ...] = (SORT, NODE, BOOL, SHIFTED)
TAME_TYPES: tuple[Type, ...] = (MODE, SMALL, OptionalType(NODE), OptionalType(SORT), SHIFTED, BOOL)
MEMBER_TYPES: tuple[Type, ...] = (SORT, NODE, BOOL, SMALL, MODE, OptionalType(NODE))
MOST_CELLS = 6
Ends: TypeAlias = "tuple[EnumType | SortType, EnumType | SortType]"
ENDS: tuple[Ends, ...] = ((NODE, NODE), (NODE, NODE), (SORT, SORT), (NODE, SORT))
"""What a channel is between."""
TEXT = Source("random.ha", "")

T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """A system and a scope for it. Its `repr` is nearly a spec."""

    system: System
    scope: Scope

    def __repr__(self) -> str:
        return "\n".join(_text(self.system, self.scope))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


@st.composite
def systems(draw: st.DrawFn, wired: bool = False, tame: bool = False) -> Drawn:
    """`wired`: about a channel more than about anything else. `tame`: about a sort, with few errors, so that much is
    reachable and symmetry has something to do."""
    return Drawn(*_Maker(draw, wired, tame).system())


@st.composite
def lively(draw: st.DrawFn, wired: bool = False) -> Drawn:
    """A system with fair actions, whose only property `live` is about runs. It may read the past and what was just done."""
    maker = _Maker(draw, wired, tame=not wired)
    system, scope = maker.system()
    fair = {action.name: maker.one("fair", "", "strongly fair", "fair") for action in system.actions}
    actions = tuple(
        replace(action, fairness=fair[action.name]) if action.kind in ("step", "delivery") else action
        for action in system.actions
    )
    memory = next(property for property in system.declared if property.name == "memory")
    past = [memory.formula] if maker.chance(3) else []
    monitors = memory.monitors if past else ()
    temporal = maker.temporal(_Names(), maker.one(2, 1, 2, 3), past)
    live = Property("live", "property", TRUE, maker.span(), monitors, liveness=True, temporal=temporal)
    assumed = [property for property in system.declared if property.kind == "assume"]
    free = [action.name for action in actions if action.kind in ("step", "delivery")]
    groups = ()
    if free and maker.chance(2):
        groups = (FairGroup(tuple(free[: maker.one(2, 3, 1)]), maker.one("fair", "strongly fair"), maker.span()),)
    return Drawn(replace(system, actions=actions, declared=(*assumed, live), fair=groups), scope)


@st.composite
def formulas(draw: st.DrawFn) -> Drawn:
    """A system that does nothing and starts anywhere, with two properties for each of its states: that it is this state and
    that a formula is true in it, or false."""
    maker = _Maker(draw)
    maker.variables = (
        Variable("a", (), RangeType(0, 3), None),
        Variable("b", (), RangeType(1, 3), None),
        Variable("p", (), BOOL, None),
    )
    formula = maker.bool(_Names(), 5)
    scope = Scope({"Session": 2})
    properties = []
    for values in product(*(scope.domain(variable.type) for variable in maker.variables)):
        here = [
            Apply("=", (Read(variable.name, (), variable.type), Const(value, variable.type)), BOOL)
            for variable, value in zip(maker.variables, values, strict=True)
        ]
        for word, wanted in (("true", formula), ("false", negation(formula))):
            name = f"{word} {' '.join(map(str, values))}"
            properties.append(Property(name, "reachable", conjunction([*here, wanted]), maker.span()))
    variables, options = maker.variables, maker.options
    return Drawn(System("formula", (SORT,), (NODE, MODE), options, variables, (), (), (), tuple(properties), ()), scope)


@dataclass
class _Names:
    """What an expression may speak of."""

    bounds: tuple[Bound, ...] = ()
    primed: bool = False
    state: bool = True

    def having(self, *bounds: Bound) -> _Names:
        return _Names((*self.bounds, *bounds), self.primed, self.state)


@dataclass
class _Maker:
    draw: st.DrawFn
    wired: bool = False
    tame: bool = False
    variables: tuple[Variable, ...] = ()
    options: tuple[Option, ...] = ()
    channels: tuple[Channel, ...] = ()
    written: set[str] = field(default_factory=set)
    numbers: count[int] = field(default_factory=count)

    def one(self, *choices: T) -> T:
        """One of these; shrinks to the first."""
        return choices[self.draw(st.integers(0, len(choices) - 1))]

    def upto(self, most: int) -> range:
        return range(self.draw(st.integers(0, most)))

    def chance(self, of: int) -> bool:
        """True once in so many times; shrinks to no."""
        return self.draw(st.integers(0, of - 1)) == of - 1

    def span(self) -> Span:
        """A place that no other expression has."""
        number = next(self.numbers)
        return Span(TEXT, number, number + 1)

    def fresh(self, type: Type) -> Bound:
        return Bound(f"x{next(self.numbers)}", type)

    # --- the system ---

    def system(self) -> tuple[System, Scope]:
        size = self.one(2, 3) if self.tame else self.one(2, 1, 3)
        scope = Scope({"Session": size})
        self.options = tuple(Option(f"o{i}", self.one(*OPTION_TYPES), None, self.span()) for i in self.upto(1))
        options = {option.name: self.one(*scope.domain(option.type)) for option in self.options}
        room = MOST_CELLS
        links: tuple[str, ...] = ()
        if self.wired or self.chance(3):
            links = ("wire",) if self.chance(2) else ()
            self.channels = (self.channel(links, self.one(*ENDS) if size < 3 else (NODE, NODE)),)
            room = 1 if self.wired else 3
        variables: list[Variable] = []
        for i in range(1 if self.wired else 1 + len(self.upto(2))):
            binders = tuple(Bound(f"i{i}{k}", self.one(*INDEX_TYPES)) for k in self.upto(2))
            if self.tame and not i:
                binders = (Bound("i00", SORT),)
            cells = prod(len(scope.domain(binder.type)) for binder in binders)
            if cells > room:
                binders, cells = (), 1
            room -= cells
            if room < 0:
                break
            name = f"v{len(variables)}"
            type = self.one(*(TAME_TYPES if self.tame else VALUE_TYPES))
            variables.append(Variable(name, binders, type, None, self.span()))
        self.variables = tuple(variables)
        self.variables = tuple(self.initialised(variable) for variable in variables)
        self.variables += tuple(Variable(link, (), BOOL, TRUE, self.span()) for link in links)
        actions = [self.action(f"a{i}") for i in range(1 + len(self.upto(2)))]
        actions += self.built_in(links)
        properties = [
            self.property("inv", "invariant"),
            self.property("prop", "property"),
            self.property("seen", "reachable"),
        ]
        if self.chance(8):
            properties.append(self.property("assumed", "assume"))
        properties.append(self.remembering(actions))
        initially = self.bool(_Names(), 2) if self.chance(8 if self.tame else 4) else TRUE
        system = System(
            "random",
            (SORT,),
            (NODE, MODE),
            self.options,
            self.variables,
            links,
            self.channels,
            tuple(actions),
            tuple(properties),
            (),
            initially,
        )
        return system, Scope(scope.sizes, options)

    def initialised(self, variable: Variable) -> Variable:
        if self.chance(8 if self.tame else 4):
            return variable
        names = _Names(variable.binders, state=False)
        value = self.value(variable.type, names, 1)
        return Variable(variable.name, variable.binders, variable.type, value, variable.span)

    def channel(self, links: tuple[str, ...], ends: Ends) -> Channel:
        messages = tuple(
            Message(name, tuple(Bound(f"{name}{k}", self.one(SORT, BOOL, SHIFTED, OptionalType(NODE))) for k in self.upto(1)))
            for name in ("ping", *(["pong"] if self.chance(2) else []))
        )
        self.waits = self.chance(2)
        merging = self.chance(4)
        return Channel(
            "wires" if links else "air",
            *ends,
            messages,
            self.one(True, False),
            self.one(1, 2) if not self.wired else self.one(2, 1, 3),
            self.chance(2),
            self.chance(2) and not merging,
            tuple(Read(link, (), BOOL) for link in links),
            self.span(),
            merging,
        )

    def built_in(self, links: tuple[str, ...]) -> list[Action]:
        """What elaboration makes of links, channels and `on`s."""
        actions: list[Action] = []
        for link in links:
            up = Read(link, (), BOOL)
            flushes = tuple(Flush(c.name, None, None) for c in self.channels if c.paths and not self.waits)
            cut = (Assign(link, (), FALSE, self.span()), *flushes)
            actions.append(Action(f"cut {link}", "fault", (), up, cut, "", self.span(), built_in=True))
            mend = (Assign(link, (), TRUE, self.span()),)
            actions.append(Action(f"mend {link}", "input", (), negation(up), mend, "", self.span(), built_in=True))
        for channel in self.channels:
            for message in channel.messages:
                actions.append(self.delivery(channel, message))
            for verb, there in (("lose", channel.lossy), ("duplicate", channel.duplicating)):
                if there:
                    actions += self.channel_faults(channel, verb)
        return actions

    def delivery(self, channel: Channel, message: Message) -> Action:
        fields = tuple(self.fresh(binder.type) for binder in message.fields)
        sender, receiver = self.fresh(channel.sender), self.fresh(channel.receiver)
        parameters = (*fields, sender, receiver)
        up = list(channel.paths)
        guard = conjunction([*up, self.bool(_Names(parameters), 1) if self.chance(3) else TRUE])
        self.written.clear()
        body = self.block(_Names(parameters), 2)
        take = Take(channel.name, message.name, fields, sender, receiver)
        name = f"deliver {channel.name} {message.name}"
        return Action(name, "delivery", parameters, guard, (take, *body), "", self.span())

    def channel_faults(self, channel: Channel, verb: str) -> list[Action]:
        sender, receiver, copy = Bound("sender", channel.sender), Bound("receiver", channel.receiver), verb == "duplicate"
        guard = self.bool(_Names((sender, receiver)), 1) if self.chance(4) else TRUE
        if channel.fifo:
            take = Take(channel.name, None, (), sender, receiver, copy)
            name = f"{verb} {channel.name}"
            return [Action(name, "fault", (sender, receiver), guard, (take,), "", self.span(), built_in=True)]
        return [
            Action(
                f"{verb} {channel.name} {message.name}",
                "fault",
                (*message.fields, sender, receiver),
                guard,
                (Take(channel.name, message.name, message.fields, sender, receiver, copy),),
                "",
                self.span(),
                built_in=True,
            )
            for message in channel.messages
        ]

    def lossy(self, names: _Names) -> Expr:
        """When a message is lost where it does not fit, beside what the channel always loses."""
        return self.bool(names, 1) if self.chance(3) else FALSE

    def action(self, name: str) -> Action:
        parameters = tuple(self.fresh(self.one(SORT, NODE, SORT, BOOL, SMALL)) for _ in self.upto(2))
        if self.tame:
            parameters = (*parameters[:1], self.fresh(SORT))
        names = _Names(parameters)
        self.written.clear()
        guard = self.bool(names, self.one(1, 2)) if self.chance(4 if self.wired else 2) else TRUE
        kind = self.one("step", "input", "fault")
        return Action(name, kind, parameters, guard, self.block(names, 2), "", self.span())

    # --- properties ---

    def property(self, name: str, kind: str) -> Property:
        primed = kind == "property"
        binder = self.fresh(SORT)
        if self.tame:
            body = self.bool(_Names((binder,), primed=primed), 3)
            formula: Expr = Quantified(self.one("all", "some", "at most one"), binder, body, BOOL, self.span())
        else:
            formula = self.bool(_Names(primed=primed), 3)
        return Property(name, kind, formula, self.span())  # type: ignore[arg-type]

    def remembering(self, actions: list[Action]) -> Property:
        """A property about the past: `once` something, for some binders, and whether an action was just taken."""
        binders = tuple(Bound(f"m{k}", self.one(SORT, BOOL)) for k in self.upto(1))
        before = self.bool(_Names(binders), 1)
        once = Variable("once!", binders, BOOL, FALSE, None, hidden=True)
        value = Apply("or", (before, Read("once!", binders, BOOL)), BOOL)
        action = self.one(*actions)
        did_binders = tuple(Bound(f"d{k}", binder.type) for k, binder in enumerate(action.parameters))
        did = Variable(f"did {action.name}", did_binders, BOOL, FALSE, None, hidden=True)
        formula: Expr = Apply("=>", (Read(did.name, did_binders, BOOL), self.bool(_Names(), 1)), BOOL)
        for binder in did_binders:
            formula = Quantified("all", binder, formula, BOOL, self.span())
        past: Expr = value
        for binder in binders:
            past = Quantified("some", binder, past, BOOL, self.span())
        formula = Apply("or", (formula, past), BOOL, self.span())
        monitors = (Monitor(once, value, None), Monitor(did, None, action.name))
        return Property("memory", "invariant", formula, self.span(), monitors)

    def temporal(self, names: _Names, depth: int, past: list[Expr]) -> Expr:
        """What a property about runs may say. `past`: predicates that may stand among the others."""

        def part() -> Expr:
            return self.temporal(names, depth - 1, past)

        kinds = ["leads to", "settles", "again", "always", "until", "eventually", "all", "and", "or", "not", "some", "=>", "if"]
        match self.one(*kinds) if depth else "":
            case "all" | "some" as op:
                binder = self.fresh(self.one(SORT, NODE))
                body = self.temporal(names.having(binder), depth - 1, past)
                return Quantified(op, binder, body, BOOL, self.span())
            case "always" | "eventually" | "not" as op:
                return Apply(op, (part(),), BOOL, self.span())
            case "settles" | "again" as kind:
                inner, outer = ("always", "eventually") if kind == "settles" else ("eventually", "always")
                return Apply(outer, (Apply(inner, (part(),), BOOL, self.span()),), BOOL, self.span())
            case "if":
                return Apply("if", (part(), part(), part()), BOOL, self.span())
            case "":
                return past.pop() if past and self.chance(2) else self.bool(names, 1)
            case op:
                return Apply(op, (part(), part()), BOOL, self.span())

    # --- bodies ---

    def block(self, names: _Names, depth: int) -> Block:
        statements: list[Statement] = []
        for _ in (0, *self.upto(2)):
            statement = self.statement(names, depth)
            statements.append(statement)
            if isinstance(statement, Choose):
                names = names.having(statement.binder)
        return tuple(statements)

    def statement(self, names: _Names, depth: int) -> Statement:
        kinds = ["assign"] * 7 + ["require", "choose"]
        if self.tame:
            kinds += ["assign"] * 7
        if depth:
            kinds += ["if", "for", "either", "if"]
        if self.channels:
            kinds += ["send"] * (12 if self.wired else 3) + ["flush"]
        match self.one(*kinds):
            case "require":
                return Require(self.bool(names, 1), self.span())
            case "choose":
                binder = self.fresh(self.one(*MEMBER_TYPES))
                return Choose(binder, self.bool(names.having(binder), 1), self.span())
            case "if":
                otherwise = self.block(names, depth - 1) if self.chance(2) else ()
                return If(self.bool(names, 1), self.block(names, depth - 1), otherwise)
            case "for":
                binder = self.fresh(self.one(SORT, NODE, BOOL, SHIFTED))
                inner = names.having(binder)
                return For(binder, TRUE if self.chance(2) else self.bool(inner, 1), self.block(inner, depth - 1))
            case "either":
                before, branches = set(self.written), []
                for _ in (0, 1):
                    self.written = set(before)
                    branches.append(self.block(names, depth - 1))
                return Either(tuple(branches))
            case "send":
                channel = self.one(*self.channels)
                message = self.one(*channel.messages)
                args = tuple(self.value(binder.type, names, 1) for binder in message.fields)
                ends = self.value(channel.sender, names, 1), self.value(channel.receiver, names, 1)
                up = self.bool(names, 1) if self.chance(4) else conjunction(list(channel.paths))
                carried = TRUE if self.waits else up
                return Send(channel.name, message.name, args, *ends, self.span(), carried, self.lossy(names))
            case "flush":
                channel = self.one(*self.channels)
                ends = [None if self.chance(3) else self.value(type, names, 1) for type in (channel.sender, channel.receiver)]
                return Flush(channel.name, ends[0], ends[1], self.span())
            case _:
                reached = [variable for variable in self.variables if self.reached(variable, names)]
                if self.tame:
                    fresh = [variable for variable in reached if variable.name not in self.written]
                    if not fresh:
                        return Require(self.bool(names, 1), self.span())
                    reached = fresh
                variable = self.one(*(reached or self.variables))
                self.written.add(variable.name)
                indices = tuple(self.value(binder.type, names, 1) for binder in variable.binders)
                return Assign(variable.name, indices, self.value(variable.type, names, 2), self.span())

    # --- expressions ---

    def value(self, type: Type, names: _Names, depth: int) -> Expr:
        """An expression that is allowed where a value of the type is expected."""
        match type:
            case BoolType():
                return self.bool(names, depth)
            case IntType() | RangeType():
                return self.number(names, depth, type)
            case OptionalType(inner):
                return self.optional(type, inner, names, depth)
            case _:
                return self.member(type, names, depth)

    def reached(self, variable: Variable, names: _Names) -> bool:
        """Is there a member of each sort to index it with? If there is none, it is mostly left alone."""
        has_member = any(bound.type == SORT for bound in names.bounds)
        return has_member or all(binder.type != SORT for binder in variable.binders) or self.chance(20 if self.tame else 8)

    def leaf(self, type: Type, names: _Names, depth: int, *others: Expr) -> Expr:
        """A name in scope, a cell, an option or one of `others`."""
        bounds = [bound for bound in names.bounds if _usable(bound.type, type)]
        if bounds and ((self.tame and type == SORT) or not self.chance(3)):
            return self.one(*reversed(bounds))
        choices: list[Variable | Option | Expr] = []
        if names.state:
            choices += [variable for variable in self.variables if _usable(variable.type, type) and self.reached(variable, names)]
        choices += [option for option in self.options if _usable(option.type, type)]
        choices += [*others]
        match self.one(*choices) if choices else None:
            case Variable(name=name, binders=binders, type=own):
                indices = tuple(self.value(binder.type, names, max(0, depth - 1)) for binder in binders)
                return Read(name, indices, own, names.primed and self.chance(2), self.span())
            case Option(name=name, type=own):
                return Read(name, (), own, False, self.span())
            case None:
                raise AssertionError("there is always another choice")
            case expr:
                return expr

    def bool(self, names: _Names, depth: int) -> Expr:
        if not depth:
            return self.leaf(BOOL, names, depth, TRUE, FALSE)
        kinds = ["leaf", "equal", "equal", "not", "junction", "junction", "=>", "less", "quantified", "quantified", "if"]
        if self.channels and names.state:
            kinds += ["pending", "pending"]
        match self.one(*kinds):
            case "equal":
                has_member = not self.tame or any(bound.type == SORT for bound in names.bounds)
                type = self.one(*(VALUE_TYPES if has_member else TAME_TYPES))
                a = self.value(type, names, depth - 1)
                return Apply("=", (a, self.value(type, names, depth - 1)), BOOL, self.span())
            case "not":
                return Apply("not", (self.bool(names, depth - 1),), BOOL, self.span())
            case "junction":
                args = tuple(self.bool(names, depth - 1) for _ in self.one((0, 1), (0, 1, 2)))
                return Apply(self.one("and", "or"), args, BOOL, self.span())
            case "=>":
                return Apply("=>", (self.bool(names, depth - 1), self.bool(names, depth - 1)), BOOL, self.span())
            case "less":
                args = tuple(self.number(names, depth - 1, INT) for _ in (0, 1))
                return Apply(self.one("<", "<="), args, BOOL, self.span())
            case "quantified":
                binder = self.fresh(self.one(*MEMBER_TYPES))
                op = self.one("all", "some", "exactly one", "at most one")
                return Quantified(op, binder, self.bool(names.having(binder), depth - 1), BOOL, self.span())
            case "if":
                parts = tuple(self.bool(names, depth - 1) for _ in range(3))
                return Apply("if", parts, BOOL, self.span())
            case "pending":
                channel = self.one(*self.channels)
                ends = [self.member(type, names, depth - 1) for type in (channel.sender, channel.receiver)]
                primed = names.primed and self.chance(2)
                limit = Const(self.one(1, 2, 3), INT)
                if self.chance(3):
                    anything = Pending(channel.name, None, (), ends[0], ends[1], primed, self.span())
                    return Apply("<", (replace(anything, asked="count", type=INT), limit), BOOL) if self.chance(2) else anything
                message = self.one(*channel.messages)
                args = tuple(self.value(binder.type, names, depth - 1) for binder in message.fields)
                asked = Pending(channel.name, message.name, args, ends[0], ends[1], primed, self.span())
                if self.chance(3):
                    return Apply("<", (replace(asked, asked="count", type=INT), limit), BOOL)
                return replace(asked, asked="first") if channel.fifo and self.chance(3) else asked
            case _:
                return self.leaf(BOOL, names, depth, TRUE)

    def number(self, names: _Names, depth: int, type: Type) -> Expr:
        """`type` is where it goes; in a tame system it fits there."""
        if self.tame and isinstance(type, RangeType):
            rest = Apply("mod", (self.number(names, depth, INT), Const(type.high - type.low + 1, INT)), INT, self.span())
            return Apply("+", (rest, Const(type.low, INT)), INT, self.span()) if type.low else rest
        return self.any_number(names, depth, type)

    def any_number(self, names: _Names, depth: int, type: Type) -> Expr:
        """A constant mostly fits."""
        low = type.low if isinstance(type, RangeType) else 0
        constants = [Const(low + k, INT) for k in range(3)]
        if not depth:
            return self.leaf(INT, names, depth, *constants)
        match self.one("leaf", "leaf", "leaf", "sum", "sum", "count", "if", "times", "div", "mod", "the"):
            case "sum":
                args = (self.number(names, depth - 1, INT), self.number(names, depth - 1, INT))
                return Apply(self.one("+", "-"), args, INT, self.span())
            case "times":
                args = (self.number(names, depth - 1, INT), self.number(names, depth - 1, INT))
                return Apply("*", args, INT, self.span())
            case "div":
                return Apply(self.one("div"), (self.number(names, depth - 1, INT), Const(self.one(2, 3), INT)), INT, self.span())
            case "mod":
                return Apply("mod", (self.number(names, depth - 1, INT), Const(self.one(2, 3), INT)), INT, self.span())
            case "count":
                binder = self.fresh(self.one(*MEMBER_TYPES))
                return Quantified("count", binder, self.bool(names.having(binder), depth - 1), INT, self.span())
            case "if":
                branches = (self.number(names, depth - 1, type), self.number(names, depth - 1, type))
                return Apply("if", (self.bool(names, depth - 1), *branches), INT, self.span())
            case "the" if not self.tame:
                return self.the(SMALL, names, depth)
            case _:
                return self.leaf(INT, names, depth, *constants)

    def the(self, type: Type, names: _Names, depth: int) -> Expr:
        binder = self.fresh(type)
        return Quantified("the", binder, self.bool(names.having(binder), depth - 1), type, self.span())

    def member(self, type: Type, names: _Names, depth: int) -> Expr:
        """Of an enum, a node or a sort. A sort's member is seldom named: that tells it from the others."""
        others: list[Expr] = [Const(member, type) for member in type.members] if isinstance(type, EnumType) else []
        binder = self.fresh(type)
        if not others:
            named = self.chance(3)
            others = [Const("s0", type) if named else Quantified("the", binder, TRUE, type, self.span())]
        if not depth:
            return self.leaf(type, names, depth, *others)
        match self.one("leaf", "leaf", "leaf", "if", "the"):
            case "if":
                branches = (self.member(type, names, depth - 1), self.member(type, names, depth - 1))
                return Apply("if", (self.bool(names, depth - 1), *branches), type, self.span())
            case "the" if not self.tame or self.chance(6):
                return self.the(type, names, depth)
            case _:
                return self.leaf(type, names, depth, *others)

    def optional(self, type: OptionalType, inner: Type, names: _Names, depth: int) -> Expr:
        none = Const(None, type)
        nobody = self.tame and inner == SORT and not any(_usable(bound.type, SORT) for bound in names.bounds)
        if not depth or nobody:
            return self.leaf(type, names, depth, none)
        match self.one("leaf", "some", "some", "if"):
            case "some":
                return Apply("some", (self.value(inner, names, depth - 1),), type, self.span())
            case "if":
                branches = (self.optional(type, inner, names, depth - 1), self.optional(type, inner, names, depth - 1))
                return Apply("if", (self.bool(names, depth - 1), *branches), type, self.span())
            case _:
                return self.leaf(type, names, depth, none)


def _usable(own: Type, wanted: Type) -> bool:
    """May an expression of the one type stand where the other is wanted? Every range is one of integers."""
    if isinstance(wanted, IntType | RangeType):
        return isinstance(own, IntType | RangeType)
    return own == wanted


# --- what was drawn, for people to read ------------------------------------------------------------------------------


def _text(system: System, scope: Scope) -> Iterator[str]:
    yield f"--- sizes {dict(scope.sizes)}, options {dict(scope.options)}"
    for variable in system.variables:
        initial = "" if variable.initial is None else f" = {show(variable.initial)}"
        yield f"var {variable.name}[{_binders(variable.binders)}]: {variable.type}{initial}"
    if system.initially != TRUE:
        yield f"initially {show(system.initially)}"
    for channel in system.channels:
        carries = ", ".join(f"{message.name}({_binders(message.fields)})" for message in channel.messages)
        traits = [name for name in ("lossy", "duplicating", "merging") if getattr(channel, name)]
        order, links = "fifo" if channel.fifo else "unordered", [path.variable for path in channel.paths]
        yield f"channel {channel.name} over {links} carries {carries} {order} {channel.capacity} {' '.join(traits)}"
    for action in system.actions:
        yield f"{action.kind} {action.name}({_binders(action.parameters)}) when {show(action.guard)}"
        yield from _lines(action.body, "    ")
    for property in system.declared:
        yield f"{property.kind} {property.name} = {show(property.formula)}"
        for monitor in property.monitors:
            what = f"did {monitor.action}" if monitor.value is None else show(monitor.value)
            yield f"    monitor {monitor.variable.name}[{_binders(monitor.variable.binders)}] := {what}"


def _binders(binders: tuple[Bound, ...]) -> str:
    return ", ".join(f"{binder.name}: {binder.type}" for binder in binders)


def _lines(block: Block, margin: str) -> Iterator[str]:
    for statement in block:
        match statement:
            case Assign(variable, indices, value):
                yield f"{margin}{variable}[{_list(indices)}] := {show(value)}{_place(statement.span)}"
            case Send(channel, message, args, sender, receiver):
                ends = f"from {show(sender)} to {show(receiver)} if {show(statement.carried)} lossy {show(statement.lossy)}"
                yield f"{margin}send {channel} {message}({_list(args)}) {ends}{_place(statement.span)}"
            case Take(channel, message, args, sender, receiver, copy):
                verb = "copy" if copy else "take"
                yield f"{margin}{verb} {channel} {message}({_list(args)}) from {show(sender)} to {show(receiver)}"
            case Flush(channel, sender, receiver):
                ends = [show(end) if end else "any" for end in (sender, receiver)]
                yield f"{margin}drop {channel} from {ends[0]} to {ends[1]}"
            case Choose(binder, where):
                yield f"{margin}choose {_binders((binder,))} where {show(where)}"
            case Require(condition):
                yield f"{margin}require {show(condition)}"
            case If(condition, then, otherwise):
                yield f"{margin}if {show(condition)}"
                yield from _lines(then, margin + "    ")
                yield f"{margin}else"
                yield from _lines(otherwise, margin + "    ")
            case For(binder, where, body):
                yield f"{margin}for {_binders((binder,))} where {show(where)}"
                yield from _lines(body, margin + "    ")
            case Either(branches):
                for branch in branches:
                    yield f"{margin}either"
                    yield from _lines(branch, margin + "    ")


def show(expr: Expr) -> str:
    match expr:
        case Const(value):
            return "none" if value is None else str(value)
        case Bound(name):
            return name
        case Read(variable, indices, _, primed, span):
            return f"{'next ' if primed else ''}{variable}[{_list(indices)}]{_place(span) if indices else ''}"
        case Apply(op, args, _, span):
            return f"{op}({_list(args)}){_place(span) if op == 'some' else ''}"
        case Quantified(op, binder, body, _, span):
            return f"({op} {_binders((binder,))}. {show(body)}){_place(span) if op == 'the' else ''}"
        case Pending(channel, message, args, sender, receiver, primed):
            ends = f"from {show(sender)} to {show(receiver)}"
            return f"({'next ' if primed else ''}{expr.asked} {channel} {message}({_list(args)}) {ends})"


def _list(exprs: tuple[Expr, ...]) -> str:
    return ", ".join(map(show, exprs))


def _place(span: Span | None) -> str:
    return "" if span is None else f"@{span.start}"
