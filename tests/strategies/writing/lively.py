"""Texts in which something goes on: conditions and bodies that are short, cause few errors, and are true at times."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .dice import Indexed, Kind, Place
from .expressions import Expressions


class Lively:
    def __init__(self, dice: Random, expressions: Expressions) -> None:
        self.dice, self.write = dice, expressions

    def chance(self, part: float) -> bool:
        return self.dice.random() < part

    def condition(self, place: Place) -> str:
        """A cell has a value; or two have."""
        if self.chance(0.2):
            return f"{self.single(place)} {self.dice.choice(['and', 'or'])} {self.single(place)}"
        return self.single(place)

    def single(self, place: Place) -> str:
        known = place.known
        if known.channels and self.chance(0.15):
            return f"{self.dice.choice(['', 'not '])}pending {known.channels[0].name}"
        if known.links and self.chance(0.1):
            return f"{self.dice.choice(['', 'not '])}{self.write.up(place)[1]}"
        if place.property and self.chance(0.2):
            brought = [f"{verb} {name}" for name, _ in known.links for verb in ("cut", "mend")]
            brought += [f"deliver {line.name}" for line in known.channels]
            names = [each.name for each in known.actions]
            named = self.dice.choice(brought if brought and self.chance(0.6) else names)
            return f"{self.dice.choice(['', 'not '])}did {named}"
        cell, kind = self.cell(place)
        value = self.value(kind, place)
        if value is None:
            return f"{cell} {self.dice.choice(['=', '!='])} {cell}"
        return f"{cell} {self.dice.choice(['=', '=', '!='])} {value}"

    def cell(self, place: Place) -> tuple[str, Kind]:
        """A cell, or a part of one, where it is there."""
        variable = self.dice.choice(place.known.variables)
        for _ in range(4):
            if all(self.value(kind, place) is not None for kind in variable.indices):
                break
            variable = self.dice.choice(place.known.variables)
        cell, kind = self.named(variable, place), variable.kind
        while kind.family == "record":
            name, kind = self.dice.choice(kind.fields)
            cell = f"{cell}.{name}"
        return cell, kind

    def named(self, variable: Indexed, place: Place) -> str:
        if not variable.indices:
            return variable.name
        inside = [self.value(kind, place) or self.write.literal(kind, replace(place, depth=0))[1] for kind in variable.indices]
        return f"{variable.name}[{', '.join(inside)}]"

    def value(self, kind: Kind, place: Place) -> str | None:
        """A name that stands for one, or one that is written; None: of a sort there is no other than by name."""
        names = [name for name, own in place.names if own == kind]
        if names and self.chance(0.6):
            return self.dice.choice(names)
        if kind.family == "sort":
            return self.dice.choice(names) if names else None
        if kind.family == "record":
            parts = [self.value(own, place) for _, own in kind.fields]
            return None if None in parts else f"{kind.word}({', '.join(part or '' for part in parts)})"
        return self.write.literal(kind, replace(place, depth=0))[1]

    def body(self, place: Place) -> str:
        """One or two cells get a value; perhaps a message is sent."""
        parts: dict[str, str] = {}
        for _ in range(self.dice.choice([1, 1, 2])):
            cell, kind = self.cell(place)
            value = self.value(kind, place)
            if kind.family == "range" and kind.low == 0 and self.chance(0.4):
                value = f"({cell} + 1) mod {kind.high + 1}"
            if value is not None:
                parts.setdefault(cell, f"{cell} := {value}")
        if place.known.channels and self.chance(0.25):
            line = place.known.channels[0]
            name, fields = self.dice.choice(line.messages)
            content = [self.value(kind, place) for kind in fields]
            if None not in content:
                ends = " to ".join(f"{self.value(kind, place)}" for kind in (line.sender, line.receiver))
                parts["send"] = f"send {line.name} {name}({', '.join(each or '' for each in content)}) from {ends}"
        text = " ".join(parts.values())
        if self.chance(0.15):
            text = f"if {self.single(replace(place, property=False))} {{ {text} }}"
        return f"{{ {text} }}"
