"""Expressions of a type that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from .dice import BOOL, CLOSE, INT, OPEN, Indexed, Kind, Made, Place, fresh

Written = tuple[int, str]
"""How tightly it holds together, and the text: 0 reaches to the right, 1 since, 2 =>, 3 or, 4 and, 5 not, 6 =, 7 +, 8 *, 9 -,
10 what a field may be asked of."""


class Expressions:
    def __init__(self, dice: Random) -> None:
        self.dice = dice

    # --- pieces ---

    def chance(self, part: float) -> bool:
        return self.dice.random() < part

    def within(self, written: Written, level: int) -> str:
        """The text in a place that needs this level."""
        own, text = written
        if own < level:
            return f"({text})"
        return f"({text})" if self.chance(0.05) else f"{OPEN}{text}{CLOSE}"

    def text(self, kind: Kind, place: Place) -> str:
        """An expression where any may stand."""
        return self.within(self.of(kind, place), 0)

    def of(self, kind: Kind, place: Place) -> Written:
        """An expression of this type."""
        ways: list[tuple[float, Callable[[], Written | None]]] = [(2, lambda: self.leaf(kind, place))]
        if place.depth > 0:
            inner = place.deeper()
            ways += [(2, lambda: self.read(kind, inner)), (2, lambda: self.use(kind, inner))]
            ways += [(1, lambda: self.setting(kind, inner))] * bool(place.known.settings)
            ways += [(0.5, lambda: self.condition(kind, inner)), (0.4, lambda: self.match(kind, inner))]
            own = getattr(self, f"of_{kind.family}", None)
            if own is not None:
                ways.append((6 if kind.family in ("bool", "int") else 1.5, lambda: own(kind, inner)))
            if kind in place.known.kinds and kind.family not in ("optional", "record") and not place.safe:
                ways.append((0.5, lambda: self.the(kind, inner)))
            if kind.family != "int":
                ways.append((0.4, lambda: self.field(kind, inner)))
        for _ in range(8):
            (way,) = self.dice.choices([way for _, way in ways], [weight for weight, _ in ways])
            found = way()
            if found is not None:
                return found
        return self.leaf(kind, place) or self.literal(kind, place)

    # --- without parts ---

    def leaf(self, kind: Kind, place: Place) -> Written | None:
        """A name that is known here, or a constant."""
        wanted = [name for name, own in place.names if fits(own, kind)]
        if wanted and self.chance(0.75):
            return 10, self.dice.choice(wanted)
        options = [name + path for name, own in place.known.options for path in ways_to(own, kind)]
        if options and self.chance(0.3):
            return 10, self.dice.choice(options)
        plain = [v.name for v in place.known.variables if not v.indices and fits(v.kind, kind)]
        if plain and place.state and self.chance(0.8):
            return 10, self.dice.choice(plain)
        return self.literal(kind, place) if kind.family != "sort" or place.script else None

    def literal(self, kind: Kind, place: Place) -> Written:
        dice = self.dice
        if kind.family == "bool":
            return 9, dice.choice(["true", "false"])
        if kind.family in ("enum", "node"):
            return 10, dice.choice(kind.members)
        if kind.family in ("range", "int"):
            named = [name for name, value in place.known.constants if kind.family == "int" or kind.low <= value <= kind.high]
            if named and self.chance(0.4):
                return 10, dice.choice(named)
            return number(dice.randint(kind.low, kind.high) if kind.family == "range" else dice.choice([0, 0, 1, 1, 2, 3, -1]))
        if kind.family == "optional":
            assert kind.inner is not None
            none = (kind.inner.family == "sort" and not place.script) or self.chance(0.5)
            return (9, "none") if none else self.literal(kind.inner, place)
        if kind.family == "record":
            fields = ", ".join(self.text(own, replace(place, depth=0)) for _, own in kind.fields)
            return 10, f"{kind.word}({fields})"
        if place.script:
            return 10, f"{kind.prefix}{dice.randrange(kind.size)}"
        return 0, f"the {fresh(dice, place)}: {kind.word}"  # the member of a sort: right where it has one

    # --- every type ---

    def read(self, kind: Kind, place: Place) -> Written | None:
        wanted = [v for v in place.known.variables if fits(v.kind, kind)]
        if not wanted or not place.state:
            return None
        return 10, self.cell(self.dice.choice(wanted), place)

    def setting(self, kind: Kind, place: Place) -> Written | None:
        """An option of a member, or a field of it."""
        wanted = [(option, path) for option in place.known.settings for path in ways_to(option.kind, kind)]
        if not wanted:
            return None
        option, path = self.dice.choice(wanted)
        return 10, self.cell(option, place) + path

    def default(self, kind: Kind, place: Place) -> str:
        """A value that may depend on the indices, which are names here."""
        one, other = self.literal(kind, place)[1], self.literal(kind, place)[1]
        if not place.names or self.chance(0.3):
            return one
        name, own = self.dice.choice(place.names)
        return f"if {name} = {self.literal(own, place)[1]} then {one} else {other}"

    def cell(self, variable: Indexed, place: Place) -> str:
        if not variable.indices:
            return variable.name
        return f"{variable.name}[{', '.join(self.index(kind, place) for kind in variable.indices)}]"

    def index(self, kind: Kind, place: Place) -> str:
        loose = kind.family == "range" and not place.safe and self.chance(0.2)
        inner = replace(place, depth=min(place.depth, 1))
        return self.loose(kind, inner) if loose else self.text(kind, inner)

    def use(self, kind: Kind, place: Place) -> Written | None:
        wanted = [d for d in place.known.definitions if fits(d.kind, kind) and not (d.past and not place.property)]
        if not wanted or not place.state:
            return None
        made = self.dice.choice(wanted)
        return 10, f"{made.name}({self.arguments(made, place)})" if made.parameters else self.dice.choice(
            [made.name, f"{made.name}()"]
        )

    def arguments(self, made: Made, place: Place) -> str:
        return ", ".join(self.argument(kind, place) for _, kind in made.parameters)

    def argument(self, kind: Kind, place: Place) -> str:
        loose = kind.family == "range" and not place.safe and self.chance(0.5)
        inner = replace(place, depth=min(place.depth, 2))
        return self.loose(kind, inner) if loose else self.text(kind, inner)

    def loose(self, kind: Kind, place: Place) -> str:
        """An integer that may leave the range."""
        found = self.typed_as(kind, place)
        if found is None or kind.size == 1:
            return self.text(kind, place)
        other = self.within(self.of(INT, replace(place, depth=min(place.depth - 1, 1))), 9)
        one, two = self.dice.choice([1, 1, 2]), self.dice.choice([1, 2, 2, 3])
        return self.dice.choice(
            [
                *(f"{found} + {one}", f"{found} - {one}", f"{found} + {other}", f"{other} - {found}", f"{found} * {other}"),
                *(f"({found} + {other}) mod {two}", f"{found} mod {two}", f"({found} + {one}) div {two}"),
                f"{other} mod {two} + {one}",
                *(f"if {self.text(BOOL, replace(place, depth=1))} then {found} else {found} + {one}", f"- {found}"),
            ]
        )

    def typed_as(self, kind: Kind, place: Place) -> str | None:
        """A name or a cell of this type."""
        for _ in range(4):
            typed = self.typed(place)
            if typed is not None and typed[0] == kind:
                return typed[1][1]
        return None

    def condition(self, kind: Kind, place: Place) -> Written:
        return 0, f"if {self.text(BOOL, place)} then {self.text(kind, place)} else {self.text(kind, place)}"

    def match(self, kind: Kind, place: Place) -> Written | None:
        typed = self.typed(place)
        if typed is None or not self.listable(typed[0]):
            return None
        subject, (_, asked) = typed
        left = patterns(subject)
        self.dice.shuffle(left)
        arms = []
        while left:
            if len(left) > 1 and arms and self.chance(0.4):
                arms.append(f"_ -> {self.text(kind, place)}")
                break
            number_of = self.dice.choice([1, 1, 2])
            taken, left = left[:number_of], left[number_of:]
            arms.append(f"{' | '.join(taken)} -> {self.text(kind, place)}")
        return 9, f"match {asked} {{ {', '.join(arms)} }}"

    def listable(self, kind: Kind) -> bool:
        """Can all values be written as patterns?"""
        own = kind.inner or kind
        return own.family in ("bool", "enum", "node", "range") and own.low >= 0 and kind.size <= 5

    def the(self, kind: Kind, place: Place) -> Written:
        name = fresh(self.dice, place)
        inner = place.with_names((name, kind))
        if self.chance(0.35):
            where = f" where {self.text(BOOL, inner.deeper())}" if self.chance(0.5) else ""
            going_by = [INT, BOOL, *(own for _, own in inner.names if own.ordered or own.family in ("enum", "node"))]
            keys = [self.text(self.dice.choice(going_by), inner.deeper()) for _ in range(self.dice.choice([1, 1, 2]))]
            return 0, f"best {name}: {kind.word}{where} by {keys[0] if len(keys) == 1 else f'({keys[0]}, {keys[1]})'}"
        where = self.text(BOOL, inner)
        return 0, f"the {name}: {kind.word}" + (f" where {where}" if self.chance(0.9) else "")

    def field(self, kind: Kind, place: Place) -> Written | None:
        """A field of a record that has one of this type."""
        paths = [(own, path) for own in place.known.kinds if own.family == "record" for path in fields_of(own, kind)]
        if not paths:
            return None
        own, path = self.dice.choice(paths)
        return 10, f"{self.within(self.of(own, place), 10)}.{path}"

    # --- one type ---

    def of_record(self, kind: Kind, place: Place) -> Written:
        return 10, f"{kind.word}({', '.join(self.argument(own, place) for _, own in kind.fields)})"

    def of_optional(self, kind: Kind, place: Place) -> Written:
        assert kind.inner is not None
        return self.of(kind.inner, place)

    def of_range(self, kind: Kind, place: Place) -> Written | None:
        size = kind.high - kind.low + 1
        if self.chance(0.5 if size > 1 else 0.1):
            counted = f"{self.within(self.of(INT, place), 8)} mod {size}"
            return (
                (8, counted) if kind.low == 0 else (7, f"{OPEN}{counted}{CLOSE} {'+' if kind.low > 0 else '-'} {abs(kind.low)}")
            )
        return None if place.safe else (7, self.loose(kind, place))

    def of_int(self, kind: Kind, place: Place) -> Written:
        dice = self.dice
        pick = dice.random()
        if pick < 0.35:
            op = dice.choice(["+", "+", "-", "-"])
            return 7, f"{self.within(self.of(INT, place), 7)} {op} {self.within(self.of(INT, place), 8)}"
        if pick < 0.45:
            return 8, f"{self.within(self.of(INT, place), 8)} * {self.within(self.of(INT, place), 9)}"
        if pick < 0.6:
            op, by = dice.choice(["div", "mod"]), dice.choice([1, 2, 2, 3])
            return 8, f"{self.within(self.of(INT, place), 8)} {op} {by}"
        if pick < 0.7:
            return 9, f"- {self.within(self.of(INT, place), 9)}"
        if pick < 0.75 and place.state and place.known.channels:
            return self.copies(place)
        if pick < 0.77:
            parts = [self.within(self.of(INT, place), 0) for _ in range(dice.choice([2, 2, 3]))]
            return 10, f"{dice.choice(['min', 'max'])}({', '.join(parts)})"
        if pick < 0.85:
            name, own = fresh(dice, place), self.member_kind(place)
            where = f" where {self.text(BOOL, place.with_names((name, own)))}" if self.chance(0.9) else ""
            return 0, f"count {name}: {own.word}{where}"
        ranges = [own for own in place.known.kinds if own.family == "range"]
        return self.of(dice.choice(ranges), place) if ranges else self.literal(INT, place)

    def of_bool(self, kind: Kind, place: Place) -> Written:
        dice = self.dice
        makers: list[tuple[float, Callable[[Place], Written | None]]] = [
            *((3, self.chain), (1, self.implication), (1.5, self.negation), (4, self.equality), (2, self.order)),
            *((3, self.quantified), (1.5, self.membership)),
        ]
        if any(kind.ordered for kind in place.known.kinds):
            makers.append((4, self.members_in_order))
        if place.state and place.known.channels:
            makers.append((1.5, self.pending))
        if place.state and place.known.links:
            makers.append((0.7, self.up))
        if place.property and place.known.actions:
            makers.append((1.5, self.did))
        if place.ahead and place.known.actions:
            makers.append((3, self.possible))
        while True:
            (maker,) = dice.choices([maker for _, maker in makers], [weight for weight, _ in makers])
            if (found := maker(place)) is not None:
                return found

    def up(self, place: Place) -> Written:
        name, indices = self.dice.choice(place.known.links)
        inside = ", ".join(self.text(kind, replace(place, depth=0)) for kind in indices)
        return 10, f"up({name}[{inside}])" if inside else f"up({name})"

    def chain(self, place: Place) -> Written:
        level, op = self.dice.choice([(4, "and"), (3, "or")])
        parts = [self.within(self.of(BOOL, place), level + 1) for _ in range(self.dice.choice([2, 2, 3]))]
        return level, f" {op} ".join(parts)

    def implication(self, place: Place) -> Written:
        return 2, f"{self.within(self.of(BOOL, place), 3)} => {self.within(self.of(BOOL, place), 2)}"

    def negation(self, place: Place) -> Written:
        return 5, f"not {self.within(self.of(BOOL, place), 5)}"

    def equality(self, place: Place) -> Written:
        """A name or a cell on one side: it tells the type of the other one."""
        typed = self.typed(place)
        if typed is None:
            return self.order(place)
        kind, left = typed
        right = self.of(kind, place)
        sides = [self.within(left, 7), self.within(right, 7)]
        if self.chance(0.3):
            sides.reverse()
        return 6, f"{sides[0]} {self.dice.choice(['=', '=', '!='])} {sides[1]}"

    def typed(self, place: Place) -> tuple[Kind, Written] | None:
        found: list[tuple[Kind, Written]] = [(kind, (10, name)) for name, kind in (*place.names, *place.known.options)]
        if place.state:
            found += [(v.kind, (10, v.name)) for v in place.known.variables if not v.indices]
        indexed = [v for v in place.known.variables if v.indices] if place.state and place.depth > 0 else []
        if indexed and self.chance(len(indexed) / (len(indexed) + len(found))):
            variable = self.dice.choice(indexed)
            return variable.kind, (10, self.cell(variable, replace(place, depth=min(place.depth - 1, 1))))
        return self.dice.choice(found) if found else None

    def order(self, place: Place) -> Written:
        op = self.dice.choice(["<", "<=", ">", ">="])
        typed = self.typed(place) if self.chance(0.3) else None
        if typed is not None and (typed[0].family in ("enum", "node") or typed[0].ordered):
            other = self.of(typed[0], place)
            if self.chance(0.3):
                other = 10, f"{self.dice.choice(['min', 'max'])}({typed[1][1]}, {self.within(other, 0)})"
            return 6, f"{self.within(typed[1], 7)} {op} {self.within(other, 7)}"
        return 6, f"{self.within(self.of(INT, place), 7)} {op} {self.within(self.of(INT, place), 7)}"

    def members_in_order(self, place: Place) -> Written | None:
        kind = next(kind for kind in place.known.kinds if kind.ordered)
        sides = [self.leaf(kind, place) or self.read(kind, place) for _ in range(3)]
        one, other, third = (None if side is None else side[1] for side in sides)
        if one is None or other is None:
            return None
        if third is not None and self.chance(0.4):
            other = f"{self.dice.choice(['min', 'max'])}({other}, {third})"
        return 6, f"{one} {self.dice.choice(['<', '<=', '>', '>='])} {other}"

    def membership(self, place: Place) -> Written | None:
        op = self.dice.choice(["in", "in", "not in"])
        if self.chance(0.4):
            low, high = self.within(self.of(INT, place), 7), self.within(self.of(INT, place), 7)
            return 6, f"{self.within(self.of(INT, place), 7)} {op} {low}..{high}"
        typed = self.typed(place)
        if typed is None:
            return None
        members = ", ".join(self.text(typed[0], replace(place, depth=1)) for _ in range(self.dice.choice([1, 2, 2, 3])))
        return 6, f"{self.within(typed[1], 7)} {op} {{ {members} }}"

    def quantified(self, place: Place) -> Written:
        op = self.dice.choice(["all", "some", "exactly one", "at most one"])
        names: list[tuple[str, Kind]] = []
        for _ in range(self.dice.choice([1, 1, 1, 2])):
            names.append((fresh(self.dice, place.with_names(*names)), self.member_kind(place)))
        inner = place.with_names(*names)
        binders = ", ".join(f"{name}: {kind.word}" for name, kind in names)
        where = f" where {self.text(BOOL, inner.deeper())}" if self.chance(0.3) else ""
        return 0, f"{op} {binders}{where}. {self.text(BOOL, inner)}"

    def member_kind(self, place: Place) -> Kind:
        wanted = [kind for kind in place.known.kinds if kind.size <= 4]
        return self.dice.choice(wanted)

    def pending(self, place: Place) -> Written:
        line = self.dice.choice(place.known.channels)
        ends = self.route(line.sender, line.receiver, place)
        pick = self.dice.random()
        if pick < 0.25:
            return 9, f"pending {line.name}"
        if pick < 0.5:
            return 9, f"pending {line.name} {ends}"
        name, fields = self.dice.choice(line.messages)
        told = f"{line.name} {name}{self.listed(fields, place)} {ends}"
        if pick < 0.6:
            return 9, self.dice.choice([f"room {line.name} {ends}", f"room {told}"])
        return 9, f"first {told}" if pick < 0.7 else f"pending {told}"

    def copies(self, place: Place) -> Written:
        """How many messages there are."""
        line = self.dice.choice(place.known.channels)
        ends = self.route(line.sender, line.receiver, place)
        name, fields = self.dice.choice(line.messages)
        told = f"{line.name} {name}{self.listed(fields, place)} {ends}"
        whole = [] if "sort" in (line.sender.family, line.receiver.family) else [line.name]
        return 9, f"count {self.dice.choice([*whole, f'{line.name} {ends}', told, told])}"

    def listed(self, fields: tuple[Kind, ...], place: Place) -> str:
        if not fields:
            return self.dice.choice(["", "()"])
        return f"({', '.join(self.argument(kind, place) for kind in fields)})"

    def route(self, sender: Kind, receiver: Kind, place: Place) -> str:
        shallow = replace(place, depth=min(place.depth, 1))
        return f"from {self.within(self.of(sender, shallow), 10)} to {self.within(self.of(receiver, shallow), 10)}"

    def did(self, place: Place) -> Written:
        if place.known.links and self.chance(0.6):
            return self.did_to_a_link(place)
        if place.known.channels and self.chance(0.6):
            return self.did_on_a_channel(place)
        made = self.dice.choice(place.known.actions)
        return 9, f"did {made.name}" + (f"({self.arguments(made, place)})" if made.parameters and self.chance(0.6) else "")

    def did_to_a_link(self, place: Place) -> Written:
        name, indices = self.dice.choice(place.known.links)
        verb = self.dice.choice(["cut", "mend"])
        if not indices or self.chance(0.3):
            return 9, f"did {verb} {name}"
        if len(indices) == 2 and self.chance(0.5):
            return 9, f"did {verb} {name} {self.route(*indices, place)}"
        return 9, f"did {verb} {name}[{', '.join(self.index(kind, place) for kind in indices)}]"

    def did_on_a_channel(self, place: Place) -> Written:
        line, faults = self.dice.choice(place.known.channels), {"lossy": "lose", "duplicating": "duplicate"}
        verb = self.dice.choice(["deliver", "deliver", *(verb for trait, verb in faults.items() if trait in line.traits)])
        ends = self.route(line.sender, line.receiver, place)
        told = [f"did {verb} {line.name}", f"did {verb} {line.name} {ends}"]
        if verb == "deliver" or not line.fifo:
            name, fields = self.dice.choice(line.messages)
            told.append(f"did {verb} {line.name} {name}{self.listed(fields, place)} {ends}")
        return 9, self.dice.choice(told)

    def possible(self, place: Place) -> Written:
        if place.known.channels and self.chance(0.3):
            level, text = self.pending(place)
            return level, text.replace("pending", "possible deliver", 1)
        made = self.dice.choice(place.known.actions)
        pick = self.dice.random()
        if pick < 0.3 or not made.parameters:
            return 9, self.dice.choice(["possible any", "possible any step", f"possible {made.name}"])
        args = ["any" if self.chance(0.3) else self.argument(kind, place) for _, kind in made.parameters]
        return 9, f"possible {made.name}" + (f"({', '.join(args)})" if self.chance(0.7) else "")


def number(value: int) -> Written:
    return (9, f"-{-value}") if value < 0 else (9, str(value))


def fits(have: Kind, wanted: Kind) -> bool:
    """May a value of one type stand where another is wanted, whatever it is?"""
    if have == wanted or (wanted.family == "int" and have.family == "range"):
        return True
    return have.family == wanted.family == "range" and have.low >= wanted.low and have.high <= wanted.high


def fields_of(record: Kind, kind: Kind) -> list[str]:
    """The ways from a record to a part of this type."""
    found = []
    for name, own in record.fields:
        if own == kind:
            found.append(name)
        if own.family == "record":
            found += [f"{name}.{rest}" for rest in fields_of(own, kind)]
    return found


def ways_to(own: Kind, kind: Kind) -> list[str]:
    """What makes a value of this type of the name of one of its own: nothing, or fields."""
    return [*[""] * fits(own, kind), *(f".{path}" for path in fields_of(own, kind))]


def plain_fields(kind: Kind) -> list[tuple[str, Kind]]:
    """The ways to what is no record, with their types: `.x.mode`; of what is none itself, nothing."""
    if kind.family != "record":
        return [("", kind)]
    return [(f".{name}{path}", leaf) for name, own in kind.fields for path, leaf in plain_fields(own)]


def may_be_set(kind: Kind) -> bool:
    """May an option have this type?"""
    return all(leaf.family in ("bool", "enum", "node", "range") for _, leaf in plain_fields(kind))


def patterns(kind: Kind) -> list[str]:
    if kind.family == "bool":
        return ["true", "false"]
    if kind.family == "range":
        return [str(value) for value in range(kind.low, kind.high + 1)]
    if kind.family == "optional":
        assert kind.inner is not None
        return ["none", *patterns(kind.inner)]
    return list(kind.members)
