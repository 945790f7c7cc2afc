"""What a search has generated for the goals that are still open: `expand` takes the actions, `holds` looks for goals."""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.engines.explicit.codegen import canonical, expand, holds, rotated
from hamodel.engines.explicit.moves import keeping, live, moves
from hamodel.engines.explicit.packing import layout, reducible_sorts
from hamodel.ground.instance import Goal, Instance


class Compiled:
    """`pending`: the numbers of the goals that are open. `expand_for` and `holds_for`: those that the functions look for; they
    are generated anew once so few of these are open that it pays."""

    def __init__(self, instance: Instance, goals: Sequence[Goal], symmetry: bool) -> None:
        known = live(instance)
        self._instance = instance
        self.layout = layout(instance, known.constants, reducible_sorts(instance) if symmetry else ())
        self.canonical, self.rotated = canonical(self.layout), rotated(self.layout)
        self.actions = keeping(instance, known.actions, known.rewrite(instance.assume))
        self.pending = dict.fromkeys(range(len(goals)))
        self._terms = [known.rewrite(goal.term) for goal in goals]
        self._of_transition = [goal.of_transition for goal in goals]

    def open(self, of_transition: bool) -> tuple[int, ...]:
        """The goals over transitions, or those over states, that are not answered yet."""
        return tuple(number for number in self.pending if self._of_transition[number] == of_transition)

    def write_expand(self) -> None:
        """Generates what takes the actions, for the transition goals that are still open."""
        self.expand_for = self.open(of_transition=True)
        goals = {number: self._terms[number] for number in self.expand_for}
        self.expand = expand(self.layout, moves(self._instance, self.actions, goals))

    def write_holds(self) -> None:
        """Generates what looks for the state goals that are still open."""
        self.holds_for = self.open(of_transition=False)
        self.holds = holds(self.layout, [self._terms[number] for number in self.holds_for])

    def fewer_transitions(self) -> None:
        """Writes `expand` again if that pays."""
        if 2 * len(self.open(of_transition=True)) <= len(self.expand_for):
            self.write_expand()

    def fewer_states(self) -> None:
        """Writes `holds` again if that pays."""
        if 2 * len(self.open(of_transition=False)) <= len(self.holds_for):
            self.write_holds()
