"""A path -> Spec: a spec that can be checked, asserted about and played, with the settings of `hamodel check`."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from hamodel.api.findings import Checked, Trace, plain_trace
from hamodel.api.judging import against_quality, against_runs, against_verdict, close_to
from hamodel.api.measuring import Measured, measured
from hamodel.api.notebook import one_line, spec_line, spec_table
from hamodel.api.solving import SolvedFor, solved_for
from hamodel.check import texts
from hamodel.check.pipeline import check as check_system
from hamodel.check.request import Request, Words, requests
from hamodel.check.rows import applicable
from hamodel.check.scenarios import message
from hamodel.diagnostics import Diagnostic, SpecError, render
from hamodel.follow.script import play
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.elaboration.timing.setting import settled
from hamodel.language.text.parse import load as tree
from hamodel.model.expr import Value
from hamodel.model.system import Option, System
from hamodel.report.results.run import played_result
from hamodel.report.results.text import text
from hamodel.report.style import Style, finished


class Settings(TypedDict, total=False):
    """What can be asked otherwise than the spec says; None, or what is not there: as `hamodel check` has it.

    `scope`: exactly so many members of each sort; `"1..4"`, `range(1, 5)`: each of these sizes. `options`: a value for each;
    those that are left out are explored at every value. `faults`: at most so many in a run. `depth`: at most so many steps.
    `seconds`: a hard limit. `memory`: that of all processes together, in bytes or as `"512M"`. `proofs`: a folder of
    certificates. `run_time`: False where run-time errors need not be looked for.
    """

    scope: Mapping[str, int | str | range] | None
    options: Mapping[str, Value] | None
    faults: int | None
    engine: str | None
    symmetry: bool | None
    depth: int | None
    seconds: float | None
    memory: int | str | None
    proofs: str | os.PathLike[str] | None
    run_time: bool | None


PROPERTY, GOAL = ("invariant", "property"), ("reachable", "scenario")


def load(path: str | os.PathLike[str]) -> Spec:
    """The spec in a file. Raises SpecError, whose text says every error with its place.

    >>> load("specs/tutorial/1_first_steps.ha").properties
    ('never_two_active', 'no_shortcut', 'always_served', 'failed_over')
    """
    return Spec(elaborate(tree(os.fspath(path))))


@dataclass(frozen=True, slots=True, repr=False)
class Performance:
    """A scenario that was played: one run that follows it to its end or, with a `failure`, as far as it can be followed.

    As text it is what `hamodel run --scenario` prints.
    """

    name: str
    trace: Trace | None
    failure: str
    text: str

    @property
    def ok(self) -> bool:
        return not self.failure

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return one_line(f"<Performance {self.name}: {'played to its end' if self.ok else 'not played to its end'}>")


@dataclass(frozen=True, slots=True, repr=False)
class Spec:
    """A spec that was read. What `check` is not told is as the spec says, or as `hamodel check` has it; no file is read for it.

    The assertions are `check` of one property. They fail with AssertionError, whose text is what is wrong and then the report.
    """

    system: System

    def __repr__(self) -> str:
        return spec_line(self.system)

    def _repr_html_(self) -> str:
        return spec_table(self.system)

    @property
    def name(self) -> str:
        return self.system.name

    @property
    def properties(self) -> tuple[str, ...]:
        """The names of its properties."""
        return tuple(property.name for property in self.system.properties)

    @property
    def options(self) -> dict[str, Option]:
        """Its options by their names, each with its type, its default and its kind.

        >>> load("@panos/active_active.ha").options["synchronisation"].kind
        'undocumented'
        """
        return {option.name: option for option in self.system.options}

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(scenario.name for scenario in self.system.scenarios)

    def check(self, *, properties: Sequence[str] = (), hazards: Sequence[str] = (), **settings: Unpack[Settings]) -> Checked:
        """Asks every property and scenario, for each combination of the options that are not set; or only the `properties`
        named, and those that are about the `hazards` named.

        `settings`: see `Settings`. Raises SpecError for those without a meaning here, and KeyboardInterrupt.

        >>> load("specs/tutorial/3_fenced.ha").check(options={"fencing": True}, faults=1).ok
        True
        """
        named, tags = ((said,) if isinstance(said, str) else tuple(said) for said in (properties, hazards))
        return run(self.system, request(self.system, named, tags, **settings))

    def assert_holds(self, name: str, **settings: Unpack[Settings]) -> None:
        """Fails unless the property holds, as far as the settings ask. It also fails if the property is vacuous, and if a
        run-time error can end a run before the property would be violated; and while any of this is undecided.

        >>> load("specs/tutorial/3_fenced.ha").assert_holds("never_two_active", options={"fencing": True})
        """
        checked = self._about(name, PROPERTY, settings)
        report, style = checked.report, Style()
        (finding,) = (finding for finding in report.findings if finding.name == name)
        problem = (
            against_verdict(report, finding, ("proved", "holds to depth"), style)
            or against_quality(report, name, ("vacuous",))
            or against_runs(report, style)
        )
        if problem:
            raise AssertionError(finished(problem))

    def assert_violated(self, name: str, **settings: Unpack[Settings]) -> None:
        """Fails unless some run violates the property, whether or not the spec expects that.

        >>> load("specs/tutorial/2_split_brain.ha").assert_violated("never_two_active", faults=1)
        """
        self._assert(name, PROPERTY, "violated", settings)

    def assert_reached(self, name: str, **settings: Unpack[Settings]) -> None:
        """Fails unless some run reaches it: what is `reachable`, or the end of a scenario.

        >>> load("specs/tutorial/2_split_brain.ha").assert_reached("split_brain_for_ever")
        Traceback (most recent call last):
            ...
        AssertionError: nothing is named `split_brain_for_ever`; did you mean `split_brain_for_good`?
        """
        self._assert(name, GOAL, "reached", settings)

    def play(self, scenario: str, options: Mapping[str, Value] | None = None) -> Performance:
        """Plays a scenario. Raises SpecError for one that is about another configuration than these options.

        >>> print(load("specs/tutorial/3_fenced.ha").play("the_fence_holds").trace.steps[0].text)
        cut heartbeat
        """
        system, chosen = settled(self.system, request(self.system, options=options).options)
        found = next((each for each in system.scenarios if each.name == scenario), None)
        if found is None:
            raise SpecError([Diagnostic("unknown-scenario", None, close_to(scenario, self.scenarios))])
        applicable(system, found, chosen, {})
        played = play(system, found, chosen)
        failure = message(found, played.failure) if played.failure else None
        return Performance(
            scenario,
            None if played.trace is None else plain_trace(system, played.scope, played.trace),
            "" if failure is None else render(failure),
            finished(text(played_result(system, found, played), Style())),
        )

    def measure(self, name: str, options: Mapping[str, Value] | None = None, faults: int | None = None) -> Measured:
        """How long what a claim about time watches lasts, at least and at most, whatever bound it claims. ValueError: it is no
        such claim, or an option without a default has no value.

        >>> print(load("specs/timed/heartbeat.ha").measure("outage"))
        outage: at least 0.400 s, at most 3.600 s
        """
        return measured(self.system, name, request(self.system, properties=(name,), options=options, faults=faults))

    def solve(
        self, name: str, *durations: str, options: Mapping[str, Value] | None = None, faults: int | None = None
    ) -> SolvedFor:
        """For which values of these durations (none named: of all that are not set) a property is violated. ValueError: there is
        no such property or duration, or another option without a default has no value.

        >>> print(load("specs/timed/heartbeat.ha").solve("no_split", "hold"))
        no_split is violated, exactly when hold <= 3200 ms
        """
        return solved_for(self.system, name, durations, request(self.system, properties=(name,), options=options, faults=faults))

    def _assert(self, name: str, kinds: Sequence[str], verdict: str, settings: Settings) -> None:
        report = self._about(name, kinds, settings).report
        (finding,) = (finding for finding in report.findings if finding.name == name)
        problem = against_verdict(report, finding, (verdict,), Style())
        if problem:
            raise AssertionError(finished(problem))

    def _about(self, name: str, kinds: Sequence[str], settings: Settings) -> Checked:
        """The check of one property. AssertionError: there is none, it is of another kind, or engines contradict each other."""
        known = {
            **{property.name: property.kind for property in self.system.properties},
            **dict.fromkeys(self.scenarios, "scenario"),
        }
        if name not in known:
            raise AssertionError(close_to(name, list(known)))
        if known[name] not in kinds:
            other = "assert_reached" if known[name] in GOAL else "assert_holds, assert_violated"
            raise AssertionError(f"`{name}` is of the kind {known[name]}, for which there is: {other}")
        checked = run(self.system, replace(request(self.system, (name,), **settings), quality=True))
        if checked.report.disagreement:
            raise AssertionError(checked.text())
        return checked


def request(
    system: System, properties: tuple[str, ...] = (), hazards: tuple[str, ...] = (), **settings: Unpack[Settings]
) -> Request:
    """What these settings mean for a system. Raises SpecError.

    >>> request(load("specs/classics/lease.ha").system, scope={"Servr": 2})
    Traceback (most recent call last):
        ...
    hamodel.diagnostics.SpecError: error[unknown-sort]: no sort is named `Servr`
      = help: did you mean `Server`?
    """
    unknown = [name for name in settings if name not in Settings.__annotations__]
    if unknown:
        raise TypeError(f"there is no setting `{unknown[0]}`; there are: {', '.join(Settings.__annotations__)}")
    words = Words(said={name: value for name, value in settings.items() if value is not None})
    readers = {"scope": texts.sizes, "memory": lambda said: texts.bytes_of(said) if isinstance(said, str) else said}
    ((found, _),) = requests(texts.read(words, readers, properties=properties, hazards=hazards), [system])
    return found


def run(system: System, asked: Request) -> Checked:
    """The check, in somebody else's process, which is left as it was found. Raises SpecError and KeyboardInterrupt."""
    with _guest():
        report = check_system(system, asked)
    if report.interrupted:
        raise KeyboardInterrupt
    return Checked(report)


# --- parts -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _guest() -> Iterator[None]:
    """Workers are forked. Python warns of that where there are other threads, none of which a worker needs."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
        yield
