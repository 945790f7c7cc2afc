"""Everyone who computes what a spec means computes the same: the instance and each engine, against the reference semantics.

The systems are random and small. What the reference says about them is found by the plainest search there is. The heavy test
looks at thousands. Which ones is fixed, so that a change that fails is a change of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from strategies.agreeing import (
    compare_anywhere,
    compare_bmc,
    compare_engine,
    compare_explicit,
    compare_formula,
    compare_initial,
    compare_instance,
    compare_kinduction,
    compare_pdr,
    few,
    searched,
)
from strategies.random_systems import Drawn, formulas, systems

from hamodel.engines import ENGINES, Budget

# --- the instance ----------------------------------------------------------------------------------------------------


@pytest.mark.heavy
@few(120)
@given(systems())
def test_instance(drawn: Drawn) -> None:
    compare_instance(drawn)


@pytest.mark.heavy
@few(80)
@given(systems(wired=True))
def test_instance_with_channels(drawn: Drawn) -> None:
    compare_instance(drawn)


@few(30)
@given(systems())
def test_initial_states(drawn: Drawn) -> None:
    compare_initial(drawn)


@few(20)
@given(systems())
def test_instance_in_any_state(drawn: Drawn) -> None:
    compare_anywhere(drawn)


# --- the engines -----------------------------------------------------------------------------------------------------


@few(15)
@given(systems())
def test_explicit(drawn: Drawn) -> None:
    compare_explicit(drawn)


@pytest.mark.heavy
@few(12)
@given(systems(wired=True))
def test_explicit_with_channels(drawn: Drawn) -> None:
    compare_explicit(drawn)


@pytest.mark.heavy
@few(30)
@given(systems(tame=True))
def test_explicit_with_symmetry(drawn: Drawn) -> None:
    compare_explicit(drawn)


@pytest.mark.heavy
@few(12)
@given(formulas())
def test_formulas(drawn: Drawn) -> None:
    compare_formula(drawn)


@few(6)
@given(systems())
def test_pdr(drawn: Drawn) -> None:
    compare_pdr(drawn)


@pytest.mark.heavy
@few(20)
@given(systems(tame=True))
def test_pdr_with_symmetry(drawn: Drawn) -> None:
    compare_pdr(drawn)


@few(6)
@given(systems(wired=True))
def test_pdr_with_channels(drawn: Drawn) -> None:
    compare_pdr(drawn)


@few(12)
@given(systems(tame=True))
@pytest.mark.heavy
def test_bmc(drawn: Drawn) -> None:
    compare_bmc(drawn)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.sampled
def test_every_engine_of_the_table(engine: str) -> None:
    """What each must do; the tests above ask more of those that promise more."""

    @few(12)
    @given(systems(tame=True))
    def compare(drawn: Drawn) -> None:
        compare_engine(searched(drawn), ENGINES[engine], Budget(depth=4), proves=False, shortest=False)

    compare()


HEAVY: list[tuple[Callable[[Drawn], None], Any, int]] = [
    (compare_instance, systems(), 200),
    (compare_instance, systems(wired=True), 100),
    (compare_anywhere, systems(), 100),
    (compare_initial, systems(), 150),
    (compare_explicit, systems(), 50),
    (compare_explicit, systems(wired=True), 30),
    (compare_explicit, systems(tame=True), 40),
    (compare_formula, formulas(), 30),
    (compare_bmc, systems(), 30),
    (compare_bmc, systems(tame=True), 30),
    (compare_kinduction, systems(), 30),
    (compare_kinduction, systems(tame=True), 30),
    (compare_pdr, systems(), 60),
    (compare_pdr, systems(wired=True), 40),
    (compare_pdr, systems(tame=True), 60),
]


@pytest.mark.heavy
@pytest.mark.parametrize(("compare", "drawn", "examples"), HEAVY, ids=lambda part: getattr(part, "__name__", ""))
def test_many(compare: Callable[[Drawn], None], drawn: Any, examples: int) -> None:
    few(examples)(given(drawn)(compare))()
