"""machine(spec, implementation) -> a Hypothesis state machine that hunts for what the model cannot explain.

It has a rule for each input and fault of the spec, with the arguments that the model can take them with. All that links do is one
rule, or most of what happens would be that; the events of the implementation's own are two, or too little time would pass. A
start draws the options and the sizes that are not given, and how many faults there may be: what takes long to recover is seen
only where few things go wrong. After each rule the implementation is looked at; Hypothesis shrinks what is found, and the report
is the message of the exception. Hypothesis comes with the extra `conformance`; `hamodel conform` does without it.

NOTE(targets): Hypothesis is told how many different faults a run had, how many messages were in flight at most, and how many
different actions and branches of them explain it, so that it goes on from runs in which much happens. What earlier runs used
does not count: a run must be worth the same when it is run again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hamodel.check.rows import growing
from hamodel.check.rows import sizes as all_sizes
from hamodel.conformance.driving import Driver, Make, Models
from hamodel.conformance.explore import scopes
from hamodel.conformance.reproduction import Unexplained, reproduction
from hamodel.follow import MOST_STATES
from hamodel.follow.coverage import Coverage
from hamodel.follow.events import Happening, spoken
from hamodel.follow.findings import Found
from hamodel.host.extras import Missing
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.scenario import Call
from hamodel.model.scope import Scope
from hamodel.model.system import Action, System

try:
    from hypothesis import Phase, currently_in_test_context, settings, target
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
except ModuleNotFoundError:
    raise Missing("hypothesis", "conformance") from None

FAULTS = (0, 1, 2, 3, 5, 100)
"""How many faults a run may have, where nobody says less."""

STEPS = 30
"""How many rules a run has, if the settings are not given."""


def machine(
    spec: str | Path | System,
    implementation: Make,
    *,
    options: Mapping[str, Value] | None = None,
    sizes: Mapping[str, int] | None = None,
    faults: int | None = None,
    most_states: int = MOST_STATES,
    settings: settings | None = None,
) -> type[Machine]:
    """`implementation`: makes one. `TestPair = machine("pair.ha", Pair).TestCase` is a test for pytest;
    `run_state_machine_as_test(machine(...))` runs it at once. It raises `Unexplained` with the report. What was covered is in
    `coverage` of the class.

    `options` that are not given are drawn, but for combinations that an `assume` leaves out; of `sizes`, from one member to as
    many as the spec says. A run has at most so many `faults`; not given: as many as the spec says. Raises SpecError if the spec
    is wrong, or no combination is left.
    """
    system = spec if isinstance(spec, System) else elaborate(load(str(spec)))
    extents = growing(all_sizes(system, {})) if sizes is None else [all_sizes(system, sizes)]
    every = [scope for extent in extents for scope in scopes(system, options or {}, extent)]
    bound = system.faults if faults is None else faults
    bounds = FAULTS if bound is None else sorted({min(many, bound) for many in FAULTS})
    members: dict[str, Any] = {
        "__doc__": f"What can be done to an implementation of {system.name}.",
        "__module__": __name__,
        "models": Models(system, most_states),
        "make": staticmethod(implementation),
        "coverage": Coverage(system),
        "start": initialize(scope=st.sampled_from(every), most_faults=st.sampled_from(bounds))(_start),
    }
    for action in system.actions:
        if action.kind in ("input", "fault") and not _of_link(action):
            members[_identifier(action.name, members)] = _rule(action.name)
    found: type[Machine] = type(f"{_identifier(system.name, {})}_machine", (Machine,), members)
    found.TestCase.settings = settings or DEFAULTS
    return found


DEFAULTS = settings(
    deadline=None, stateful_step_count=STEPS, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
)
"""Not the phase in which Hypothesis explains: it takes longer than all others, and the report says more."""


EVENTS = st.runner().flatmap(lambda self: st.sampled_from([happening.action for happening in self.driver.events]))


class Machine(RuleBasedStateMachine):
    """An implementation and the model, side by side. `machine` makes a class with rules of it."""

    models: Models
    make: Make
    coverage: Coverage

    def __init__(self) -> None:
        super().__init__()
        self.driver = Driver(self.models, self.make, self.coverage)
        self.offers: dict[str, list[Happening]] = {}
        self.links: list[str] = []
        self.faults_left = 0
        self._in_flight = 0
        self._used: set[Call] = set()

    @precondition(lambda self: bool(self.links))
    @rule(action=st.runner().flatmap(lambda self: st.sampled_from(self.links)))
    def link(self, action: str) -> None:
        """A link goes down, or up again."""
        self.after(self.driver.do(Happening(action)))

    @precondition(lambda self: bool(self.driver.events))
    @rule(event=EVENTS)
    def event(self, event: str) -> None:
        """Something of the implementation's own."""
        self.after(self.driver.do(Happening(event, own=True)))

    @precondition(lambda self: bool(self.driver.events))
    @rule(event=EVENTS)
    def another_event(self, event: str) -> None:
        """The same, so that it is chosen more often."""
        self.event(event)

    @precondition(lambda self: not self.driver.events and not self.offers)
    @rule()
    def nothing_can_be_done(self) -> None:
        """A run that has come to its end."""

    def after(self, found: Found | None) -> None:
        """What is known now, and what can be done next."""
        if found is not None:
            raise Unexplained(found, f"\n\nAs a test:\n\n{reproduction(found, self.make)}")
        self.offers = {}
        if self.driver.done and self.driver.done[-1].happening.action in self.driver.fault_names:
            self.faults_left -= 1
        for happening in self.driver.offers:
            if self.faults_left > 0 or happening.action not in self.driver.fault_names:
                self.offers.setdefault(happening.action, []).append(happening)
        self.links = [action.name for action in self.models.system.actions if _of_link(action) and action.name in self.offers]
        self._in_flight = max(self._in_flight, self.driver.in_flight)
        self._used.update(self.driver.taken)

    def teardown(self) -> None:
        if currently_in_test_context():
            target(float(len(self.driver.faults)), label="faults")
            target(float(self._in_flight), label="messages in flight")
            target(float(len({action for action, _ in self._used})), label="actions of the model")
            target(float(len(self._used)), label="branches of actions")
        self.driver.close()


# --- rules -----------------------------------------------------------------------------------------------------------


def _start(self: Machine, scope: Scope, most_faults: int) -> None:
    self.faults_left = most_faults
    self.after(self.driver.reset(scope))


def _rule(action: str) -> Callable[..., None]:
    """Does the action, with one of the arguments that the model can take it with now."""

    def do(self: Machine, arguments: Mapping[str, Value]) -> None:
        for happening in self.offers.get(action, ()):
            if spoken(happening) == arguments:
                self.after(self.driver.do(happening))
                break

    def drawn(self: Machine) -> st.SearchStrategy[Mapping[str, Value]]:
        return st.sampled_from([spoken(happening) for happening in self.offers[action]])

    def possible(self: Machine) -> bool:
        return action in self.offers

    do.__name__ = _identifier(action, {})
    return precondition(possible)(rule(arguments=st.runner().flatmap(drawn))(do))


def _of_link(action: Action) -> bool:
    """Is it `cut` or `mend` of a link?"""
    return action.built_in and action.kind in ("input", "fault") and not action.parameters


def _identifier(text: str, taken: Mapping[str, object]) -> str:
    """A name for Python, that is no other rule's."""
    name = re.sub(r"\W+", "_", text)
    while name in taken or hasattr(Machine, name):
        name += "_"
    return name
