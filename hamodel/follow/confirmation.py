"""Confirmation(system, scope, stepper): asks the reference semantics whether it can do what a tracker follows, and nothing more.

NOTE(nobody is believed unheard): a difference rests on traces, which the reference semantics must be able to follow, and on there
being no others: it expands the states nearest to them again, and must find nothing new. That nothing is found different rests on
the explanations: `confirm` looks at uses of each branch of taking an action.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from hamodel.evidence.confirm import Disagreement
from hamodel.follow.generated import Codes
from hamodel.follow.stepper import Path, Stepper
from hamodel.model.expr import Value
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.semantics import is_initial, outcomes, successors
from hamodel.model.system import System
from hamodel.model.trace import State, Step, Trace

EXPANDED = 30
"""So many states are expanded by the reference semantics, too, before a difference is believed."""

EXAMPLES = 2
"""So many uses of each branch of taking an action are kept."""


class Confirmation:
    """What was asked, and what is still to be asked."""

    def __init__(self, system: System, scope: Scope, stepper: Stepper) -> None:
        self.system, self.scope, self.stepper = system, scope, stepper
        own = tuple(action for action in system.actions if action.kind in ("step", "delivery"))
        self._within = replace(system, actions=own)
        self._examples: dict[int, list[tuple[Codes, Codes]]] = {number: [] for number in range(len(stepper.branches))}
        self._confirmed_uses = [0] * len(stepper.branches)
        self._expanded: set[Codes] = set()

    def confirm_examples(self) -> None:
        """Raises `Disagreement` unless it can do what was remembered. What was confirmed once is not looked at again."""
        for number, examples in self._examples.items():
            while self._confirmed_uses[number] < len(examples):
                before, after = examples[self._confirmed_uses[number]]
                self._confirmed_uses[number] += 1
                self._confirm_step(self.stepper.decode(before), self.stepper.step(number, self.stepper.decode(after)))

    def confirmed(self, trace: Trace) -> Trace:
        """The trace, if it is one by the reference semantics. A transition that occurs again is looked at once."""
        if not is_initial(self.system, self.scope, trace.initial):
            raise Disagreement("no run starts in the first state of what should explain an observation")
        known: set[tuple[int, str, tuple[tuple[str, Value], ...], int]] = set()
        before = trace.initial
        for step in trace.steps:
            key = (id(before), step.action, step.arguments, id(step.state))
            if key not in known:
                known.add(key)
                self._confirm_step(before, step)
            before = step.state
        return trace

    def _confirm_step(self, before: State, step: Step) -> None:
        arguments = tuple(value for _, value in step.arguments)
        found = outcomes(self.system, self.scope, before, self.system.action(step.action), arguments)
        if not any(outcome.state == step.state for outcome in found):
            raise Disagreement(f"the reference semantics cannot do what should explain an observation: {step}; in {before}")

    def confirm_nothing_missing(
        self, places: Sequence[Codes], call: Call | None, followed: Collection[Codes], everything: Iterable[Codes]
    ) -> None:
        """Raises `Disagreement` if the reference semantics can do something that was not followed: what was done, in some of the
        states before, or an own step in some of those that are nearest."""
        if call is not None:
            action = self.system.action(call[0])
            for before in map(self.stepper.decode, places[:EXPANDED]):
                for outcome in outcomes(self.system, self.scope, before, action, call[1]):
                    if outcome.state is not None and self.stepper.encode(outcome.state) not in followed:
                        raise Disagreement(f"an outcome of {call} was not followed in {before}")
        for state in islice(everything, EXPANDED):
            if state in self._expanded:
                continue
            self._expanded.add(state)
            here = self.stepper.decode(state)
            known = {after for _, after in self.stepper.own(state)}
            for action, arguments, outcome in successors(self._within, self.scope, here):
                if outcome.state is not None and self.stepper.encode(outcome.state) not in known:
                    raise Disagreement(f"{action.name}{arguments} was not followed in {here}")

    def remember(self, state: Codes, path: Path) -> None:
        """Keeps some transitions, for `confirm_examples`."""
        for number, after in path:
            if len(self._examples[number]) < EXAMPLES:
                self._examples[number].append((state, after))
            state = after
