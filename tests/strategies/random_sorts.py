"""Hypothesis strategies: small systems in which it matters how many members a sort has, most of them without a way to tell
one member from another, with many properties about all of them, so that there is something to prove for any number.

Everything that the language has is here: relations over the sort, `for`, `choose`, `either`, bags and fifos that carry
members, options with what they make of the properties, the past, links, faults, an order that nothing writes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from typing import Any

from hypothesis import strategies as st
from strategies.random_systems import (
    ENDS,
    MODE,
    NODE,
    SHIFTED,
    SMALL,
    SORT,
    Drawn,
    Ends,
    _Maker,
    _Names,
)

from hamodel.model.expr import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Apply,
    Bound,
    Const,
    EnumType,
    Expr,
    OptionalType,
    Pending,
    Quantified,
    Read,
    Type,
    conjunction,
    negation,
)
from hamodel.model.lasting import lasting
from hamodel.model.scope import Scope
from hamodel.model.system import (
    Action,
    Assign,
    Block,
    Channel,
    Choose,
    Either,
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
    Variable,
)
from hamodel.source import Span

SHAPES: tuple[tuple[tuple[Type, ...], tuple[Type, ...]], ...] = (
    ((SORT,), (BOOL, BOOL, OptionalType(NODE), MODE, SMALL, OptionalType(SORT))),
    ((), (BOOL, BOOL, OptionalType(SORT), OptionalType(SORT), MODE, SMALL)),
    ((SORT, SORT), (BOOL,)),
    ((NODE,), (BOOL, OptionalType(SORT), OptionalType(SORT), SMALL)),
    ((SORT, NODE), (BOOL,)),
    ((SORT,), (BOOL, OptionalType(SORT))),
    ((SORT, SORT), (BOOL,)),
    ((SHIFTED,), (BOOL, OptionalType(SORT))),
)
"""Index types, and what may be there."""

MEMBERS: tuple[Type, ...] = (SORT, SORT, SORT, SORT, NODE, BOOL, OptionalType(SORT))


@st.composite
def sorted_systems(draw: st.DrawFn, wired: bool = False) -> Drawn:
    """`wired`: with a channel."""
    return Drawn(*_General(draw, wired, tame=True).system())


def in_order(drawn: Drawn) -> Drawn:
    """The same with an ordered sort, whose members are compared by `<` where two were by `=`."""

    def changed(part: Any) -> Any:
        if part == SORT:
            return replace(SORT, ordered=True)
        if isinstance(part, tuple):
            return tuple(map(changed, part))
        if is_dataclass(part) and not isinstance(part, type | Span):
            made = replace(part, **{f.name: changed(getattr(part, f.name)) for f in fields(part) if f.init})
            if isinstance(made, Apply) and made.op == "=" and made.args[0].type == replace(SORT, ordered=True):
                return replace(made, op="<=" if isinstance(made.args[0], Bound) else "<")
            return made
        return part

    return replace(drawn, system=changed(drawn.system))


@dataclass
class _General(_Maker):
    rigid: tuple[str, ...] = ()
    """Variables that nothing writes."""

    def system(self) -> tuple[System, Scope]:
        self.options = tuple(Option(f"o{i}", self.one(BOOL, BOOL, MODE), None, self.span()) for i in self.upto(2))
        links: tuple[str, ...] = ()
        if self.wired:
            links = ("wire",) if self.chance(2) else ()
            self.channels = (self.channel(links, self.one(*ENDS)),)
        self.variables = tuple(self.variable(f"v{i}", i) for i in range(2 + len(self.upto(1 if self.wired else 2))))
        initially: list[Expr] = []
        if self.chance(4):
            order = Variable("le", (self.fresh(SORT), self.fresh(SORT)), BOOL, None, self.span())
            self.variables += (order,)
            self.rigid = ("le",)
            initially = list(self.order())
        elif self.chance(6):
            initially = [self.for_all(self.bool(_Names((binder,)), 1), binder) for binder in (self.fresh(SORT),)]
        self.variables = tuple(self.initialised(variable) for variable in self.variables)
        self.variables += tuple(Variable(link, (), BOOL, TRUE, self.span()) for link in links)
        actions = [self.action(f"a{i}") for i in range(1 + len(self.upto(2)))]
        actions += self.built_in(links)
        properties = [self.property(f"inv{i}", "invariant") for i in range(3)]
        properties += [self.clause(f"clause{i}") for i in range(15)]
        properties += [self.property(f"prop{i}", "property") for i in range(2)]
        properties += [self.property(f"seen{i}", "reachable") for i in range(2)]
        properties = [self.expecting(property) for property in properties]
        properties.append(self.remembering(actions))
        properties.append(self.since())
        if self.chance(8):
            properties.append(self.property("assumed", "assume"))
        constant = [variable for variable in self.variables if variable.name in self.rigid]
        lasts = [
            Property(f"initially {number}", "assume", formula, self.span())
            for number, formula in enumerate(lasting(initially, constant, actions))
        ]
        faults = self.one(None, None, 1, 2)
        system = System(
            "random",
            (SORT,),
            (NODE, MODE),
            self.options,
            self.variables,
            links,
            self.channels,
            tuple(actions),
            (*properties, *lasts),
            (),
            conjunction(initially),
            {},
            faults,
        )
        options = {option.name: self.one(*Scope().domain(option.type)) for option in self.options}
        return system, Scope({"Session": self.one(2, 1, 3)}, options)

    # --- what there is ---

    def variable(self, name: str, number: int) -> Variable:
        index_types, types = SHAPES[0] if not number else self.one(*SHAPES)
        binders = tuple(self.fresh(type) for type in index_types)
        return Variable(name, binders, self.one(*types), None, self.span())

    def initialised(self, variable: Variable) -> Variable:
        """Mostly with a plain value."""
        if variable.name in self.rigid or self.chance(10):
            return variable
        if self.chance(6) and variable.type in (BOOL, MODE, SMALL):
            return super().initialised(variable)
        plain: dict[Type, Expr] = {BOOL: FALSE, SMALL: Const(0, SMALL), MODE: Const("red", MODE)}
        return replace(variable, initial=plain.get(variable.type) or Const(None, variable.type))

    def order(self) -> list[Expr]:
        """Some of what makes `le` an order."""
        a, b, c = (self.fresh(SORT) for _ in range(3))

        def le(one: Expr, other: Expr) -> Expr:
            return Read("le", (one, other), BOOL, False, self.span())

        laws = [
            self.for_all(le(a, a), a),
            self.for_all(Apply("=>", (conjunction([le(a, b), le(b, a)]), Apply("=", (a, b), BOOL)), BOOL), a, b),
            self.for_all(Apply("=>", (conjunction([le(a, b), le(b, c)]), le(a, c)), BOOL), a, b, c),
            self.for_all(Apply("or", (le(a, b), le(b, a)), BOOL), a, b),
        ]
        return [law for law in laws if not self.chance(4)]

    def for_all(self, body: Expr, *binders: Bound) -> Expr:
        for binder in reversed(binders):
            body = Quantified("all", binder, body, BOOL, self.span())
        return body

    def twin(self, ahead: int) -> str:
        """The name that a binder made later will have, too: a field of a message may be called like one."""
        number = next(self.numbers)
        self.numbers = count(number)
        return f"x{number + ahead}"

    def channel(self, links: tuple[str, ...], ends: Ends) -> Channel:
        fields = self.one((SORT,), (SORT, NODE), (SORT,), (OptionalType(SORT),), (SORT, SORT), ())
        pong = self.one((), (SORT,), (BOOL,))
        messages = tuple(
            Message(name, tuple(Bound(self.twin(k), type) for k, type in enumerate(types)))
            for name, types in (("ping", fields), *((("pong", pong),) if self.chance(3) else ()))
        )
        paths = tuple(Read(link, (), BOOL) for link in links)
        lossy, doubling, self.waits = self.chance(2), self.chance(4), self.chance(2)
        fifo, room = self.chance(2), self.one(1, 1, 2)
        merging = self.chance(4) and not doubling
        return Channel("air", *ends, messages, fifo, room, lossy, doubling, paths, self.span(), merging)

    # --- what happens ---

    def action(self, name: str) -> Action:
        first: tuple[Type, ...] = () if self.chance(6) else (SORT,)
        types = (*first, *(self.one(SORT, NODE, SORT, BOOL) for _ in self.upto(1)))
        names = _Names(tuple(map(self.fresh, types)))
        self.written.clear()
        parts = [self.bool(names, self.one(1, 2, 1)) for _ in self.upto(2)]
        kind = self.one("step", "input", "fault")
        return Action(name, kind, names.bounds, conjunction(parts), self.block(names, 2), "", self.span())

    def statement(self, names: _Names, depth: int) -> Statement:
        kinds = ["assign"] * 9 + ["require", "choose"]
        if depth:
            kinds += ["if", "for", "for", "either"]
        if self.channels:
            kinds += ["send"] * 4 + ["flush"]
        match self.one(*kinds):
            case "require":
                return Require(self.bool(names, 1), self.span())
            case "choose":
                binder = self.fresh(self.one(SORT, SORT, NODE, OptionalType(SORT)))
                return Choose(binder, self.bool(names.having(binder), 1), self.span())
            case "if":
                otherwise = self.block(names, depth - 1) if self.chance(2) else ()
                return If(self.bool(names, 1), self.block(names, depth - 1), otherwise)
            case "for":
                binder = self.fresh(self.one(SORT, SORT, SORT, NODE))
                inner = names.having(binder)
                body: Block = self.block(inner, depth - 1)
                return For(binder, TRUE if self.chance(2) else self.bool(inner, 1), body)
            case "either":
                before = set(self.written)
                first = self.block(names, depth - 1)
                self.written = before
                return Either((first, self.block(names, depth - 1)))
            case "send":
                channel = self.one(*self.channels)
                message = self.one(*channel.messages)
                args = tuple(self.value(binder.type, names, 1) for binder in message.fields)
                ends = self.value(channel.sender, names, 0), self.value(channel.receiver, names, 0)
                up = self.bool(names, 0) if self.chance(4) else conjunction(list(channel.paths))
                carried = TRUE if self.waits else up
                return Send(channel.name, message.name, args, *ends, self.span(), carried, self.lossy(names))
            case "flush":
                channel = self.one(*self.channels)
                types = (channel.sender, channel.receiver)
                first, last = (None if self.chance(3) else self.value(type, names, 0) for type in types)
                return Flush(channel.name, first, last, self.span())
            case _:
                own = [each for each in self.variables if each.name not in (*self.rigid, "wire")]
                reached = [each for each in own if self.reached(each, names)]
                fresh = [each for each in reached if each.name not in self.written]
                if not fresh:
                    return Require(self.bool(names, 1), self.span())
                variable = self.one(*fresh)
                self.written.add(variable.name)
                indices = tuple(self.value(binder.type, names, 0) for binder in variable.binders)
                return Assign(variable.name, indices, self.value(variable.type, names, self.one(0, 1, 1)), self.span())

    # --- what is claimed ---

    def property(self, name: str, kind: str) -> Property:
        """`all x, y. ...` or `some x. ...`, with more quantifiers inside."""
        primed = kind == "property"
        binders = tuple(self.fresh(SORT) for _ in range(self.one(1, 2, 1, 2, 3)))
        body = self.bool(_Names(binders, primed=primed), 2 if not self.chance(3) else 3)
        if len(binders) > 1 and self.chance(2):
            apart = [negation(Apply("=", (a, b), BOOL)) for i, a in enumerate(binders) for b in binders[i + 1 :]]
            body = conjunction([*apart, body]) if kind == "reachable" else Apply("=>", (conjunction(apart), body), BOOL)
        for binder in reversed(binders):
            op = "some" if kind == "reachable" else self.one("all", "all", "all", "all", "at most one", "some")
            body = Quantified(op, binder, body, BOOL, self.span())
        return Property(name, kind, body, self.span())  # type: ignore[arg-type]

    def clause(self, name: str) -> Property:
        """`all x, y where x != y. A or B`: most invariants look like this."""
        binders = tuple(self.fresh(SORT) for _ in range(self.one(1, 2, 1, 2, 2, 3)))
        parts = [self.atom(_Names(binders)) for _ in range(self.one(2, 1, 2, 3))]
        apart = [Apply("=", (a, b), BOOL) for i, a in enumerate(binders) for b in binders[i + 1 :]]
        body = Apply("or", (*apart, *parts), BOOL) if len(apart) + len(parts) > 1 else parts[0]
        return Property(name, "invariant", self.for_all(body, *binders), self.span())

    def expecting(self, property: Property) -> Property:
        """For some options the opposite."""
        if not self.options or not self.chance(3):
            return property
        option = self.one(*self.options)
        value = self.one(*Scope().domain(option.type))
        expected = Apply("=", (Read(option.name, (), option.type), Const(value, option.type)), BOOL)
        return replace(property, expected=expected, expect_violated=property.kind != "reachable")

    def since(self) -> Property:
        """`all m: Session. (p since q)` implies something."""
        binder = self.fresh(SORT)
        held, began = (self.bool(_Names((binder,)), 1) for _ in (0, 1))
        memory = Variable("since!", (binder,), BOOL, FALSE, None, hidden=True)
        value = Apply("or", (began, conjunction([held, Read("since!", (binder,), BOOL)])), BOOL)
        formula = Apply("=>", (value, self.bool(_Names((binder,)), 1)), BOOL)
        return Property("since", "invariant", self.for_all(formula, binder), self.span(), (Monitor(memory, value, None),))

    # --- expressions ---

    def member(self, type: Type, names: _Names, depth: int) -> Expr:
        """A member of a sort has no name: it is one that is in sight, if there is any."""
        if isinstance(type, EnumType):
            bounds = [bound for bound in names.bounds if bound.type == type]
            return self.one(*bounds, *(Const(member, type) for member in type.members))
        bounds = [bound for bound in names.bounds if bound.type == type]
        if not bounds or self.chance(100):
            return super().member(type, names, depth)
        return self.one(*bounds)

    def bool(self, names: _Names, depth: int) -> Expr:
        if depth and self.chance(3):
            binder = self.fresh(self.one(*MEMBERS))
            op = self.one("all", "some", "all", "some", "exactly one", "at most one")
            return Quantified(op, binder, self.bool(names.having(binder), depth - 1), BOOL, self.span())
        if not depth or self.chance(3):
            return self.atom(names)
        match self.one("not", "and", "or", "=>", "if", "and"):
            case "not":
                return negation(self.bool(names, depth - 1))
            case "if":
                return Apply("if", tuple(self.bool(names, depth - 1) for _ in range(3)), BOOL, self.span())
            case op:
                return Apply(op, (self.bool(names, depth - 1), self.bool(names, depth - 1)), BOOL, self.span())

    def atom(self, names: _Names) -> Expr:
        """A cell that is true, or that is a value; two members that are one; a message in flight; an option."""
        bounds = [bound for bound in names.bounds if bound.type == SORT]
        variables = [each for each in self.variables if names.state and self.reached(each, names)]
        kinds = ["cell"] * 6 * bool(variables)
        kinds += ["same"] * (len(bounds) > 1) + ["bound"] * any(b.type == BOOL for b in names.bounds)
        kinds += ["option"] * bool(self.options) + ["pending"] * 2 * (bool(self.channels) and names.state)
        match self.one(*kinds) if kinds else "true":
            case "cell":
                variable = self.one(*variables)
                indices = tuple(self.value(binder.type, names, 0) for binder in variable.binders)
                read = Read(variable.name, indices, variable.type, names.primed and self.chance(2), self.span())
                if variable.type == BOOL:
                    return read if self.chance(2) else negation(read)
                if variable.type == SMALL:
                    return Apply("<", (read, Const(self.one(1, 2), INT)), BOOL, self.span())
                return Apply("=", (read, self.value(variable.type, names, 1)), BOOL, self.span())
            case "same":
                return Apply("=", (self.one(*bounds), self.one(*bounds)), BOOL, self.span())
            case "bound":
                return self.one(*(bound for bound in names.bounds if bound.type == BOOL))
            case "option":
                option = self.one(*self.options)
                read = Read(option.name, (), option.type)
                value = self.one(*Scope().domain(option.type))
                return read if option.type == BOOL else Apply("=", (read, Const(value, option.type)), BOOL, self.span())
            case "pending":
                return self.pending(names)
            case _:
                return self.one(TRUE, FALSE)

    def pending(self, names: _Names) -> Expr:
        channel = self.one(*self.channels)
        if SORT in (channel.sender, channel.receiver) and not any(bound.type == SORT for bound in names.bounds):
            return self.one(TRUE, FALSE)
        ends = [self.member(type, names, 0) for type in (channel.sender, channel.receiver)]
        primed = names.primed and self.chance(2)
        message = self.one(*channel.messages)
        lonely = any(field.type == SORT for field in message.fields) and not any(b.type == SORT for b in names.bounds)
        if lonely or self.chance(3):
            anything = Pending(channel.name, None, (), ends[0], ends[1], primed, self.span())
            return self.counted(anything) if channel.fifo and self.chance(3) else anything
        args = tuple(self.value(field.type, names, 0) for field in message.fields)
        asked = Pending(channel.name, message.name, args, ends[0], ends[1], primed, self.span())
        if self.chance(4):
            return self.counted(asked)
        return replace(asked, asked="first") if channel.fifo and self.chance(3) else asked

    def counted(self, question: Pending) -> Expr:
        """Are there fewer than so many?"""
        return Apply("<", (replace(question, asked="count", type=INT), Const(self.one(1, 2), INT)), BOOL, self.span())
