"""Properties, about states, the past, transitions and whole runs."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .dice import BOOL, Kind, Made, Place
from .expressions import Expressions
from .lively import Lively


class Properties:
    def __init__(self, dice: Random, expressions: Expressions, lively: Lively | None) -> None:
        self.dice, self.write, self.lively = dice, expressions, lively

    def chance(self, part: float) -> bool:
        return self.dice.random() < part

    def property(self, name: str, place: Place) -> str:
        dice = self.dice
        kinds = ["invariant", "invariant", "property", "whole", "reachable", "reachable", "assume"]
        kind = dice.choice(kinds if self.lively is None else [*kinds[1:5], "whole", "whole"])
        past = self.chance(0.3)
        safe = past or (kind == "assume" and self.chance(0.8)) or (kind == "whole" and self.chance(0.8))
        inside = replace(place, property=past, safe=safe, ahead=kind != "assume")
        if kind == "property":
            formula = self.lasting(inside)
        elif kind == "reachable" and self.chance(0.3):
            formula = self.transition(inside)
        elif kind == "whole":
            kind, formula = "property", self.whole(replace(inside, depth=min(2, place.depth)), 2)
        elif kind == "assume" and (place.known.options or place.known.settings) and self.chance(0.5):
            formula = self.write.text(BOOL, replace(inside, state=False, property=False))
        else:
            formula = self.past(inside) if past else self.write.text(BOOL, inside)
        expected = self.expectation(kind, place)
        tags = f'hazard "{dice.randrange(40)}" ' if kind != "assume" and self.chance(0.1) else ""
        return f"{tags}{kind} {name}{expected} = {f'({formula})' if 'when' in expected else formula}"

    def expectation(self, kind: str, place: Place) -> str:
        if kind not in ("invariant", "property", "reachable") or self.chance(0.8):
            return ""
        verb = "reached" if kind == "reachable" else "violated"
        if kind != "reachable" and self.chance(0.3):
            return f" expect {verb}"
        return f" expect {verb} when ({self.write.text(BOOL, replace(place, state=False, safe=True))})"

    # --- the past, the next state ---

    def past(self, place: Place) -> str:
        if self.chance(0.3):
            return f"({self.write.text(BOOL, place)}) since ({self.write.text(BOOL, place)})"
        parts = [f"{self.dice.choice(['once', 'historically'])} ({self.write.text(BOOL, place)})"]
        if self.chance(0.5):
            parts.append(f"({self.write.text(BOOL, place)})")
        kind = self.write.member_kind(place)
        inner = place.with_names(("x9", kind))
        if self.chance(0.4):
            return f"{self.dice.choice(['all', 'some'])} x9: {kind.word}. once ({self.write.text(BOOL, inner)})"
        return self.dice.choice([" and ", " or ", " => "]).join(parts)

    def lasting(self, place: Place) -> str:
        """`always` of a state or of two neighbouring ones."""
        outside = place
        quantifier = ""
        if self.chance(0.4):
            kind = self.write.member_kind(place)
            outside = place.with_names(("x8", kind))
            quantifier = f"all x8: {kind.word}. "
        before, after = self.write.text(BOOL, outside), self.write.text(BOOL, outside)
        inside = self.dice.choice(
            [
                *(f"({before}) => next ({after})", f"not (({before}) and next ({after}))", f"({before}) or next ({after})"),
                *(before, self.changed(outside), f"({before}) => {self.changed(outside)}"),
            ]
        )
        return f"{quantifier}always ({inside})"

    def transition(self, place: Place) -> str:
        """What some transition does."""
        kind = self.write.member_kind(place)
        inner = place.with_names(("x7", kind))
        now, after = self.write.text(BOOL, inner), self.write.text(BOOL, inner)
        wanted = self.dice.choice([f"({now}) and next ({after})", f"not (({now}) => next ({after}))", self.changed(inner)])
        return f"some x7: {kind.word}. {wanted}"

    def changed(self, place: Place) -> str:
        """A value before and after a transition."""
        variable = self.dice.choice(place.known.variables)
        cell = self.write.cell(variable, replace(place, depth=1))
        more = f" {self.dice.choice('+-')} 1" if variable.kind.family == "range" and self.chance(0.4) else ""
        sides = [f"next {cell}", f"{cell}{more}"]
        self.dice.shuffle(sides)
        return f" {self.dice.choice(['=', '!='])} ".join(sides)

    # --- whole runs ---

    def whole(self, place: Place, depth: int) -> str:
        """A formula about a whole run, in parentheses where it needs any."""
        dice = self.dice
        one, two = self.now(place), self.now(place)
        simple = [
            *(f"eventually {one}", f"always eventually {one}", f"eventually always {one}", f"({one} leads to {two})"),
            *(f"({one} until {two})", f"always ({one} => {two} until {self.now(place)})", f"always ({one} => always {two})"),
            *(f"not ({one} until {two})", f"(({one} until {two}) => eventually {self.now(place)})"),
            *(f"eventually ({one} until {two})", f"always (({one} until {two}) or {self.now(place)})"),
            *(f"always ({one} or eventually {two})", f"not eventually {one}", f"eventually ({one} and eventually {two})"),
        ]
        if place.known.lasting and self.chance(0.4):
            made = dice.choice(place.known.lasting)
            return f"{made.name}({self.write.arguments(made, place)})" if made.parameters else made.name
        if depth == 0 or self.chance(0.45):
            return dice.choice(simple)
        pick = dice.random()
        if pick < 0.35:
            kind = self.few(place)
            inner = place.with_names((f"w{depth}", kind))
            where = f" where {self.now(inner)}" if self.chance(0.25) else ""
            return f"({dice.choice(['all', 'all', 'some'])} w{depth}: {kind.word}{where}. {self.whole(inner, depth - 1)})"
        if pick < 0.5:
            return f"({self.whole(place, 0)} {dice.choice(['and', 'or', '=>', 'until', 'leads to'])} {self.whole(place, 0)})"
        if pick < 0.6:
            return f"not {self.whole(place, depth - 1)}"
        if pick < 0.7:
            return f"(if {one} then {self.whole(place, 0)} else {dice.choice([two, self.whole(place, 0)])})"
        if pick < 0.8:
            return f"({one} {dice.choice(['and', 'or', '=>'])} {self.whole(place, depth - 1)})"
        return f"{dice.choice(['always', 'eventually'])} {self.whole(place, depth - 1)}"

    def now(self, place: Place) -> str:
        """What a single state says, in parentheses."""
        if place.property and self.chance(0.3):
            return f"({self.past(place)})"
        if self.lively is not None and self.chance(0.85):
            return f"({self.lively.condition(place)})"
        return f"({self.write.text(BOOL, place)})"

    def few(self, place: Place) -> Kind:
        return self.dice.choice([kind for kind in place.known.kinds if kind.size <= 3])

    def lasting_definition(self, name: str, parameters: tuple[tuple[str, Kind], ...], declared: str, place: Place) -> str:
        """A definition that only properties about whole runs use."""
        made = Made(name, parameters)
        inside = replace(place, names=parameters, safe=True, depth=min(2, place.depth))
        text = f"def {name}{declared} = {self.whole(inside, 0)}"
        place.known.lasting.append(made)
        place.known.taken.add(name)
        return text
