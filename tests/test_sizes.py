"""The size that was asked for decides: verdicts at exactly k members against the plainest search at exactly k members."""

from __future__ import annotations

from dataclasses import replace

import pytest
from plain_sizes import TooMany, agrees, system_of, truth
from random_quorums import quorum_spec

from hamodel.check import check
from hamodel.plan import Request

ENGINES = ("auto", "explicit", "bmc", "kinduction", "pdr", "all")
MOST_STATES = 700


def compare(seed: int, size: int, engine: str, in_the_spec: bool) -> list[str]:
    """What the check of a random spec says wrongly."""
    system = system_of(quorum_spec(seed))
    try:
        true = truth(system, {"N": size}, MOST_STATES)
    except TooMany:
        return []
    depth = 12 if engine == "bmc" else None
    asked = Request(engine=engine, sizes={} if in_the_spec else {"N": size}, depth=depth, seconds=60.0)
    report = check(replace(system, sizes={"N": size} if in_the_spec else {}), asked)
    assert not report.disagreement, report.disagreement
    return agrees(report, true, engine)


@pytest.mark.parametrize("seed", range(12))
def test_the_size_that_is_asked_for_decides(seed: int) -> None:
    assert compare(seed, 1 + seed % 4, "auto", seed % 3 == 0) == []


@pytest.mark.heavy
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_at_exactly_this_size(engine: str) -> None:
    for seed in range(100, 112):
        assert compare(seed, 1 + seed % 4, engine, seed % 3 == 0) == []
