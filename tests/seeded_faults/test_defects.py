"""The tests of the tests: every defect of the pair is found and shrunk, the same each time, and without it nothing is found."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from strategies.defects import ACTIONS, DEFECTS, LONGEST, SEED, Defect

from hamodel.conformance.driving import Driver, Make, Models
from hamodel.conformance.explore import explore
from hamodel.conformance.shrinking import shrunk
from hamodel.follow.findings import Found
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.reference.panos.reference_pair import ReferencePair
from hamodel.report.results.conform import found_text

PANOS = Path(__file__).parent.parent.parent / "specs/panos/active_active.ha"
named = pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
some = pytest.mark.parametrize(
    "defect",
    [pytest.param(defect, marks=pytest.mark.heavy if number % 6 else ()) for number, defect in enumerate(DEFECTS)],
    ids=lambda defect: defect.name,
)


@cache
def models() -> Models:
    """What one search finds out about the spec helps the others."""
    return Models(elaborate(load(str(PANOS))))


def found(make: Make, known: Models) -> Found | None:
    return explore(known.system, make, SEED, ACTIONS, models=known).found


def played(one: Found, make: Make) -> Found | None:
    """What was done, with an implementation and a model that have seen nothing yet."""
    driver = Driver(Models(one.system), make)
    return driver.play(one.scope, [done.happening for done in one.done])


@some
@pytest.mark.sampled
def test_a_defect_is_found_and_shrunk(defect: Defect) -> None:
    first = found(defect.make, models())
    assert first is not None
    short = shrunk(first, defect.make, models())
    assert len(short.done) <= LONGEST, found_text(short)
    again = played(short, defect.make)
    assert again is not None
    assert found_text(again) == found_text(short)
    assert played(short, ReferencePair) is None, "it is the defect that was found"


@named
@pytest.mark.heavy
def test_a_search_finds_the_same_each_time(defect: Defect) -> None:
    """Also if nothing is known from searches before."""
    texts = []
    for known in (Models(models().system), models(), models()):
        first = found(defect.make, known)
        assert first is not None
        texts.append(found_text(first) + found_text(shrunk(first, defect.make, known)))
    assert len(set(texts)) == 1


@pytest.mark.heavy
def test_without_a_defect_nothing_is_found() -> None:
    assert found(ReferencePair, models()) is None


def test_there_are_enough_and_each_is_one_of_its_own() -> None:
    assert len(DEFECTS) >= 15
    assert len({defect.name for defect in DEFECTS}) == len({defect.about for defect in DEFECTS}) == len(DEFECTS)
    assert all(defect.about for defect in DEFECTS)
