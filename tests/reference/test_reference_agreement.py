"""The reference pair does nothing that `specs/panos/active_active.ha` cannot explain, as far as long random runs can find."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hamodel.conformance.explore import explore
from hamodel.conformance.machine import machine
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.reference.panos.reference_pair import ReferencePair
from hamodel.report.results.conform import found_text

SPEC = Path(__file__).parent.parent.parent / "specs/panos/active_active.ha"

REFUSED = ("other_direction",)
"""What the pair cannot do: it refuses it, and says why."""


class TestPair(machine(SPEC, ReferencePair, sizes={"Session": 2}).TestCase):
    settings = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.heavy
def test_a_long_run_uses_every_action_that_the_pair_can_do() -> None:
    run = explore(elaborate(load(str(SPEC))), ReferencePair, seed=20, actions=40_000)
    assert run.found is None, found_text(run.found)
    assert (run.actions, run.lost) == (40_000, 0)
    assert run.coverage.unused == REFUSED
