"""Twins: a spec that uses a construct, and one that says the same without it. Both have the same states and the same verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hamodel.api.spec import Spec
from hamodel.check.rows import allowed, combinations, sizes
from hamodel.engines import ENGINES, Budget
from hamodel.engines.explicit.search import explore
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Answer, Reached, Unreachable

TWINS = sorted((Path(__file__).parent / "twins").glob("*_without.ha"))
"""`NAME_without.ha` stands beside `NAME.ha`. Names of an instance, `lan.state`, are `lan_state` there,
what links and channels bring, `cut ha1`, is `cut_ha1`, and `rank[fw0]` is `rank_fw0`."""


FEW = 2
"""At so many combinations of options every engine is asked with the tests that everybody runs, and at all with the heavy ones."""


def verdicts(system: System, most: int | None) -> Iterator[tuple[str, object]]:
    """At each combination of options the number of states, and at so many what each engine says of each property."""
    bounded = system if system.faults is None else bound_faults(system, system.faults)
    asked = [property for property in system.declared if property.kind != "assume" and not property.liveness]
    whole = with_monitors(bounded, asked)
    rows = list(allowed(system, {}, sizes(system, {}), tuple(combinations(system, {}))))
    asked_at = rows[:: 1 if most is None else -(-len(rows) // most)]
    for options in rows:
        row = " ".join(f"{_plain(name)}={value}" for name, value in sorted(options.items()))
        instance = instantiate(whole, Scope(sizes(system, {}), options), asked)
        goals = [instance.shows(property) for property in asked]
        yield f"{row}: states", explore(instance, goals, symmetry=False).states
        for name, engine in ENGINES.items() if options in asked_at else ():
            for goal, answer in engine(instance, goals, Budget(depth=8, seconds=60), lambda _: None):
                yield f"{row}: {name}: {_plain(goal.name)}", _answer(answer, name)


LARGE = {f"{name}_without" for name in ("fair_group", "instance", "options_of_members", "options_of_records", "ordered")}
"""The whole check of them takes more than two seconds: with the heavy tests."""


@pytest.mark.parametrize(
    "without",
    [pytest.param(path, marks=pytest.mark.heavy if path.stem in LARGE else ()) for path in TWINS],
    ids=lambda path: path.stem.removesuffix("_without"),
)
@pytest.mark.sampled
def test_the_whole_check_agrees(without: Path) -> None:
    """Also of properties about whole runs, and for as many members."""
    twin = without.with_stem(without.stem.removesuffix("_without"))
    one, other = (Spec(elaborate(load(str(path)))).check().findings for path in (twin, without))
    expected = [(_plain(each.name), each.verdict, each.extent, _plain(each.when)) for each in other]
    assert [(_plain(each.name), each.verdict, each.extent, _plain(each.when)) for each in one] == expected


def _answer(answer: Answer, engine: str) -> str:
    if isinstance(answer, Reached):
        return f"reached in {len(answer.trace.steps)}" if answer.trace and engine in ("explicit", "bmc") else "reached"
    return "unreachable" if isinstance(answer, Unreachable) else "unknown"


def _plain(name: str) -> str:
    name = re.sub(r"(cut|mend|lose) ", r"\1_", name.replace(".", "_"))
    name = re.sub(r"(deliver) (\w+) (\w+)", r"\1_\2_\3", name)
    return re.sub(r"\[([\w, ]+)\]", lambda found: "_" + found[1].replace(", ", "_"), name)


@pytest.mark.parametrize("most", [FEW, pytest.param(None, marks=pytest.mark.heavy)], ids=["few", "all"])
@pytest.mark.parametrize("without", TWINS, ids=lambda path: path.stem.removesuffix("_without"))
@pytest.mark.sampled
def test_twins_agree(without: Path, most: int | None) -> None:
    twin = without.with_stem(without.stem.removesuffix("_without"))
    one, other = elaborate(load(str(twin))), elaborate(load(str(without)))
    expected = dict(verdicts(other, most))
    assert len(expected) > len(ENGINES)
    assert dict(verdicts(one, most)) == expected
    kinds = {answer for what, answer in expected.items() if not what.endswith("states")}
    assert "unreachable" in kinds
    assert any(str(kind).startswith("reached") for kind in kinds), "a twin of which nothing is reached compares little"
    if len(one.actions) == len(other.actions):  # else the twin has other ones, which do the same
        assert [_plain(each.name) for each in one.actions] == [_plain(each.name) for each in other.actions]
    assert {_plain(each.name): each.expect_violated for each in one.declared} == {
        each.name: each.expect_violated for each in other.declared
    }
