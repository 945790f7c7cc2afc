"""Hazards: the answers that come with hamodel are those of the specs, and what is said of a pair follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.audit.hazards.answers import answers, folder
from hamodel.audit.hazards.applying import HazardReport, applied
from hamodel.audit.hazards.computing import KINDS, claims_of
from hamodel.audit.hazards.models import MODELS, HazardModel
from hamodel.check.rows import allowed, combinations, sizes
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import System
from hamodel.proofs.digest import digest
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS

FORTIOS = """config system ha
    set group-id 17
    set mode a-p
    set hbdev "port9" 50
    set session-pickup {pickup}
end
"""
ONE_EACH = [(model, number) for model in MODELS for number in (0, -1)]


def system_of(model: HazardModel) -> System:
    return elaborate(load(SIGN + model.spec))


def fortios(pickup: str) -> HazardReport:
    members = [*(reading.devices(Source(f"{side}.conf", FORTIOS.format(pickup=pickup)), VENDORS["fortios"])[0] for side in "ab")]
    found = applied(members)
    assert found is not None
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
def test_answers_are_about_the_specs_as_they_are(model: HazardModel) -> None:
    """All combinations, all claims, and options that the model sets to values that they have."""
    system, known = system_of(model), answers(model.spec)
    assert known.digest == digest(system)
    assert [claim.name for claim in known.claims] == [each.name for each in system.properties if each.kind in KINDS]
    every = allowed(system, {}, sizes(system, {}), list(combinations(system, {})))
    assert known.combinations({}) == [{name: options[name] for name in known.options} for options in every]
    for choice in model.choices:
        assert {case.value for case in choice.cases} <= set(known.options[choice.option])


def test_every_file_of_answers_has_a_model() -> None:
    files = {path.relative_to(folder()).with_suffix(".ha").as_posix() for path in Path(folder()).rglob("*.json")}
    assert files == {model.spec for model in MODELS}


@pytest.mark.heavy
@pytest.mark.parametrize(("model", "number"), ONE_EACH, ids=lambda value: getattr(value, "spec", str(value)))
def test_answers_are_those_of_a_check(model: HazardModel, number: int) -> None:
    """Of the first combination and of the last: the verdict of each claim, faults and steps."""
    system, known = system_of(model), answers(model.spec)
    options = known.combinations({})[number]
    for name, row in claims_of(system, options, {}).items():
        kept = known.at(options, name)
        assert (kept.verdict, kept.faults, kept.steps) == (row["verdict"], row.get("faults"), row.get("steps")), name


def test_what_the_files_decide() -> None:
    """The rest is explored; worst first."""
    found = fortios("enable")
    assert [(each.option, each.value) for each in found.decided] == [("pickup", True)]
    assert found.explored == {"inspection": ("flow", "proxy")}
    assert [hazard.row.faults for hazard in found.hazards] == sorted(hazard.row.faults or 0 for hazard in found.hazards)


def test_another_leaf_has_other_hazards() -> None:
    """`exactly when pickup = true and inspection = flow`, says the report of the spec."""
    with_pickup, without = (
        {hazard.claim.name: hazard for hazard in fortios(pickup).hazards} for pickup in ("enable", "disable")
    )
    gone = {"ownership.single_owner", "content.no_resumption", "content.logs_are_true"}
    assert with_pickup.keys() - without.keys() == gone
    for name in gone:
        assert with_pickup[name].depends_on == ("inspection",)
        (remedy,) = with_pickup[name].remedies
        assert remedy.options == (("pickup", False),)
        assert [(change.path, change.value) for change in remedy.changes] == [("system/ha/session-pickup", "disable")]


def test_a_placeholder_is_explored() -> None:
    found = fortios("${pickup}")
    assert found.explored == {"pickup": (True, False), "inspection": ("flow", "proxy")}
    hazards = {hazard.claim.name: hazard for hazard in found.hazards}
    assert hazards["ownership.single_owner"].depends_on == ("pickup", "inspection")


def test_settings_are_not_hazards() -> None:
    """Of a spec that says which of its claims are about hazards, the others compare what one may set."""
    tagged = {claim.name for claim in answers("panos/active_active.ha").of_hazards}
    assert "ownership.no_orphan" in tagged
    assert "the_receiver_owns" not in tagged
    assert answers("pairs/fgcp.ha").of_hazards == answers("pairs/fgcp.ha").claims
