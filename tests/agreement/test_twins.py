"""A construct and its twin: `twins/NAME.ha` uses it, `twins/NAME_without.ha` says the same without it.

Both have the same properties, as many states, and the same verdicts: by every engine, and where the whole check is asked, for as
many members.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.api.spec import load
from hamodel.check.rows import combinations, sizes
from hamodel.engines.explicit.search import explore
from hamodel.ground.instance import instantiate
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import bound_faults

TWINS = Path(__file__).parent / "twins"
PAIRS = sorted(path.stem.removesuffix("_without") for path in TWINS.glob("*_without.ha"))


def test_each_has_a_twin() -> None:
    assert {path.stem for path in TWINS.glob("*.ha")} == {each for name in PAIRS for each in (name, f"{name}_without")}


@pytest.mark.parametrize("name", PAIRS)
def test_as_many_states(name: str) -> None:
    found, wanted = (states(load(TWINS / f"{each}.ha").system) for each in (name, f"{name}_without"))
    assert found == wanted


@pytest.mark.parametrize("name", PAIRS)
def test_the_same_verdicts(name: str) -> None:
    found, wanted = (verdicts(each) for each in (name, f"{name}_without"))
    assert found == wanted


def states(system: System) -> list[int]:
    """How many there are, for each combination of the options."""
    bounded = system if system.faults is None else bound_faults(system, system.faults)
    scopes = [Scope(sizes(system, {}), dict(options)) for options in combinations(system, {})]
    return [explore(instantiate(bounded, scope), symmetry=False).states for scope in scopes]


def verdicts(name: str) -> list[tuple[str, str, str, str]]:
    """Of each property: what all engines say together, what the check says, for whom and for which options."""
    spec = load(TWINS / f"{name}.ha")
    by_all, checked = spec.check(engine="all", depth=10), spec.check()
    assert not by_all.report.disagreement
    return [(each.name, by_all[each.name].verdict, each.verdict, f"{each.extent} {each.when}") for each in checked.findings]
