"""Scenarios: short scripts, in which much is left open, so that some can be followed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .dice import BOOL, Kind, Line, Place
from .expressions import Expressions, plain_fields


class Scripts:
    def __init__(self, dice: Random, expressions: Expressions) -> None:
        self.dice, self.write = dice, expressions

    def chance(self, part: float) -> bool:
        return self.dice.random() < part

    def scenario(self, name: str, place: Place) -> str:
        dice = self.dice
        script = replace(place, script=True, depth=min(2, place.depth))
        lines = [self.instruction(script) for _ in range(dice.choice([0, 1, 2, 2, 3, 4, 5]))]
        for single, whole in place.known.options:
            for path, kind in plain_fields(whole):
                if self.chance(0.3):
                    lines.insert(dice.randint(0, len(lines)), f"set {single}{path} = {self.write.literal(kind, place)[1]}")
        for option in place.known.settings:
            if self.chance(0.3):
                member = ", ".join(self.write.literal(index, script)[1] for index in option.indices)
                path, kind = dice.choice(plain_fields(option.kind))
                value = self.write.literal(kind, place)[1]
                lines.insert(dice.randint(0, len(lines)), f"set {option.name}[{member}]{path} = {value}")
        return f"scenario {name} {{ {' '.join(lines)} }}"

    def instruction(self, place: Place) -> str:
        dice, known = self.dice, place.known
        makers = [*[self.happens] * 4, *[self.steps] * 2, *[self.check] * 2]
        if known.channels:
            makers += [*[self.on_channel] * 3]
        if known.links:
            makers.append(self.on_link)
        return dice.choice(makers)(place)

    def happens(self, place: Place) -> str:
        made = self.dice.choice(place.known.actions)
        args = ", ".join(self.argument(kind, place) for _, kind in made.parameters)
        return f"{self.blocked(0.15)}{made.name}{f'({args})' if args else self.dice.choice(['', '()'])}"

    def steps(self, place: Place) -> str:
        return self.dice.choice(["any step*", "any step*", "any step"])

    def check(self, place: Place) -> str:
        return f"assert {self.write.text(BOOL, replace(place, safe=self.chance(0.8)))}"

    def on_link(self, place: Place) -> str:
        name, kinds = self.dice.choice(place.known.links)
        said = [self.argument(kind, place) for kind in kinds]
        if len(said) == 2 and self.chance(0.5):
            name += f" from {said[0]} to {said[1]}"
        elif said and self.chance(0.8):
            name += "[" + ", ".join(said) + "]"
        return f"{self.blocked(0.3)}{self.dice.choice(['cut', 'mend'])} {name}"

    def on_channel(self, place: Place) -> str:
        line = self.dice.choice(place.known.channels)
        verbs = ["deliver", "deliver", *(verb for verb, trait in TRAITS.items() if trait in line.traits)]
        verb = self.dice.choice(verbs)
        ends = f" from {self.argument(line.sender, place)} to {self.argument(line.receiver, place)}"
        start = f"{self.blocked(0.2)}{verb} {line.name}"
        if verb != "deliver" and line.fifo:
            return start + self.dice.choice(["", ends])
        pick = self.dice.random()
        if pick < 0.4:
            return start
        if pick < 0.5 and self.alike(line):
            return start + ends
        name, fields = self.dice.choice(line.messages)
        args = ", ".join(self.argument(kind, place) for kind in fields)
        return f"{start} {name}{f'({args})' if args and self.chance(0.7) else ''}{ends}"

    def alike(self, line: Line) -> bool:
        """May the ends be named without the message?"""
        return len(line.messages) == 1

    def blocked(self, part: float) -> str:
        return "blocked " if self.chance(part) else ""

    def argument(self, kind: Kind, place: Place) -> str:
        if self.chance(0.45):
            return "any"
        return self.write.literal(kind, replace(place, depth=0, state=False))[1]


TRAITS = {"lose": "lossy", "duplicate": "duplicating"}
