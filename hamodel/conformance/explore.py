"""explore(system, make, seed, actions) -> Exploration: a long random run against an implementation, fast, the same for a seed.

Runs start anew now and then, each time with the next combination of options, so that all come by. What was done least is
preferred, and so is what the model has not explained yet: rare actions are often those that few states allow.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf
from time import perf_counter

from hamodel.check.rows import allowed, combinations
from hamodel.check.rows import sizes as all_sizes
from hamodel.conformance.driving import Driver, Make, Models
from hamodel.follow import MOST_STATES
from hamodel.follow.belief import TooManyToFollow
from hamodel.follow.events import Happening
from hamodel.follow.findings import Exploration, Found
from hamodel.language.elaboration.timing.setting import without_timers
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System

LENGTH = 60
"""How many actions a run has."""

EVENTS = 0.4
"""How often something of the implementation's own happens, if it has events."""

CALM = (0.2, 0.8, 0.97)
"""How often no fault is chosen, in some runs and in others: recovery takes quiet times, races take stormy ones."""


def explore(
    system: System,
    make: Make,
    seed: int,
    actions: int,
    *,
    options: Mapping[str, Value] | None = None,
    sizes: Mapping[str, int] | None = None,
    faults: int | None = None,
    length: int = LENGTH,
    until: float = inf,
    most_states: int = MOST_STATES,
    models: Models | None = None,
) -> Exploration:
    """Until something is found, so many actions are done, or it is that time (of `perf_counter`). `options` and `sizes` that are
    not given: every combination that no `assume` leaves out, and the sizes of the spec. `faults`: at most so many from one reset
    to the next; None: any number. What the explanations rest on is then
    held against the reference semantics: raises `Disagreement`."""
    dice = random.Random(seed)
    driver = Driver(models or Models(system, most_states), make)
    every = scopes(system, options or {}, sizes or {})
    dice.shuffle(every)
    attempts: Counter[str] = Counter()
    done = runs = lost = refused = idle = 0
    found: Found | None = None
    interrupted = False
    begun = perf_counter()
    try:
        while done < actions and found is None and idle <= len(every) and perf_counter() < until:
            before = done
            try:
                runs += 1
                found = driver.reset(every[runs % len(every)])
                calm, left = dice.choice(CALM), inf if faults is None else faults
                while found is None and done < min(actions, before + length) and perf_counter() < until:
                    happening = _chosen(dice, driver, attempts, calm, left > 0)
                    if happening is None:
                        break
                    attempts[happening.action] += 1
                    done += 1
                    found = driver.do(happening)
                    refused += driver.done[-1].refused is not None
                    left -= happening.action in driver.fault_names
            except TooManyToFollow:
                lost += 1
            idle = idle + 1 if done == before else 0
    except KeyboardInterrupt:
        interrupted = True
    finally:
        driver.close()
    driver.models.confirm()
    return Exploration(done, refused, runs, lost, found, driver.coverage, perf_counter() - begun, interrupted)


def scopes(system: System, options: Mapping[str, Value], sizes: Mapping[str, int]) -> list[Scope]:
    """One for each combination of the options that are not given. Raises SpecError if none is left, or the spec has timers."""
    without_timers(system, "conform")
    extent = all_sizes(system, sizes)
    every = list(combinations(system, options))
    return [Scope(extent, {**options, **chosen}) for chosen in allowed(system, options, extent, every)]


def _chosen(dice: random.Random, driver: Driver, attempts: Counter[str], calm: float, faulty: bool) -> Happening | None:
    """Of two things that can be done the one that was done less often; None if there is nothing to do. `faulty`: it may be a
    fault."""
    offers: Sequence[Happening] = driver.offers
    if not faulty:
        offers = [offer for offer in offers if offer.action not in driver.fault_names]
    elif dice.random() < calm:
        quiet = [offer for offer in offers if offer.action not in driver.fault_names]
        offers = quiet if quiet or driver.events else offers
    if driver.events and (not offers or dice.random() < EVENTS):
        return dice.choice(driver.events)
    if not offers:
        return None
    one, other = dice.choice(offers), dice.choice(offers)
    return one if attempts[one.action] <= attempts[other.action] else other
