"""Statements."""

from __future__ import annotations

from random import Random

from .dice import BOOL, INT, Kind, Place, fresh
from .expressions import Expressions


class Bodies:
    def __init__(self, dice: Random, expressions: Expressions) -> None:
        self.dice, self.write = dice, expressions

    def block(self, place: Place, most: int = 3) -> str:
        """A block with its braces."""
        parts, here = [], place
        for _ in range(self.dice.choice(range(most + 1)) if place.depth < 2 else self.dice.randint(1, most)):
            text, here = self.statement(here)
            parts.append(text)
        return "{ " + " ".join(parts) + " }"

    def statement(self, place: Place) -> tuple[str, Place]:
        """A statement, and what is known behind it."""
        inner = place.deeper()
        plain = [(6.0, self.assign), (0.7, self.require)]
        if place.known.channels:
            plain += [(3.0, self.send), (0.7, self.drop)]
        if place.known.procs:
            plain.append((1.2, self.invoke))
        if place.depth > 1:
            plain += [(1.5, self.branch), (1.2, self.loop), (1.0, self.either), (1.0, self.let), (1.2, self.choose)]
        (maker,) = self.dice.choices([maker for _, maker in plain], [weight for weight, _ in plain])
        if maker in (self.let, self.choose):
            return maker(inner)
        return maker(inner), place

    def assign(self, place: Place) -> str:
        variable = self.dice.choice(place.known.variables)
        cell, kind = self.write.cell(variable, place), variable.kind
        while kind.family == "record" and self.dice.random() < 0.6:
            name, kind = self.dice.choice(kind.fields)
            cell = f"{cell}.{name}"
        loose = kind.family == "range" and self.dice.random() < 0.4
        return f"{cell} := {self.write.loose(kind, place) if loose else self.write.text(kind, place)}"

    def require(self, place: Place) -> str:
        return f"require {self.write.text(BOOL, place)}"

    def send(self, place: Place) -> str:
        line = self.dice.choice(place.known.channels)
        name, fields = self.dice.choice(line.messages)
        return f"send {line.name} {name}{self.write.listed(fields, place)} {self.ends(line.sender, line.receiver, place)}"

    def drop(self, place: Place) -> str:
        line = self.dice.choice(place.known.channels)
        return f"drop {line.name} {self.ends(line.sender, line.receiver, place)}"

    def ends(self, sender: Kind, receiver: Kind, place: Place) -> str:
        return f"from {self.write.text(sender, place.deeper())} to {self.write.text(receiver, place.deeper())}"

    def invoke(self, place: Place) -> str:
        proc = self.dice.choice(place.known.procs)
        return f"{proc.name}({self.write.arguments(proc, place)})"

    def branch(self, place: Place) -> str:
        text = f"if {self.write.text(BOOL, place)} {self.block(place, 2)}"
        pick = self.dice.random()
        if pick < 0.4:
            return f"{text} else {self.block(place, 2)}"
        return f"{text} else {self.branch(place.deeper())}" if pick < 0.5 and place.depth > 1 else text

    def loop(self, place: Place) -> str:
        names = [(fresh(self.dice, place), self.write.member_kind(place))]
        if self.dice.random() < 0.25:
            names.append((fresh(self.dice, place.with_names(*names)), self.write.member_kind(place)))
        inner = place.with_names(*names)
        where = f" where {self.write.text(BOOL, inner.deeper())}" if self.dice.random() < 0.5 else ""
        return f"for {', '.join(f'{name}: {kind.word}' for name, kind in names)}{where} {self.block(inner, 2)}"

    def either(self, place: Place) -> str:
        branches = [self.block(place, 2) for _ in range(self.dice.choice([2, 2, 3]))]
        return f"either {' or '.join(branches)}"

    def let(self, place: Place) -> tuple[str, Place]:
        kinds = [kind for kind in place.known.kinds if kind.family != "record" or self.dice.random() < 0.5] or [BOOL]
        kind = self.dice.choice(kinds)
        typed = self.write.typed(place)
        name = fresh(self.dice, place)
        if typed is not None and self.dice.random() < 0.6:
            kind, (_, text) = typed
        elif kind.family in ("bool", "range", "record"):
            kind = INT if kind.family == "range" else kind
            text = self.write.text(kind, place)
        else:
            text = f"the {fresh(self.dice, place.with_names((name, kind)))}: {kind.word}"
            text = self.write.the(kind, place)[1]
        return f"let {name} = {text}", place.with_names((name, kind))

    def choose(self, place: Place) -> tuple[str, Place]:
        names = [(fresh(self.dice, place), self.write.member_kind(place))]
        if self.dice.random() < 0.2:
            names.append((fresh(self.dice, place.with_names(*names)), self.write.member_kind(place)))
        inner = place.with_names(*names)
        where = f" where {self.write.text(BOOL, inner)}" if self.dice.random() < 0.6 else ""
        return f"choose {', '.join(f'{name}: {kind.word}' for name, kind in names)}{where}", inner
