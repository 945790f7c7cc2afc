"""Hazards: the answers that come with hamodel are those of the specs, and what is said of a pair follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.audit.hazards.answers import answers, folder
from hamodel.audit.hazards.applying import HazardReport, applied
from hamodel.audit.hazards.computing import KINDS, claims_of
from hamodel.audit.hazards.model import HazardModel
from hamodel.audit.hazards.models.known import MODELS
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
    with_pickup, without = ({hazard.claim.name: hazard for hazard in fortios(pickup).hazards} for pickup in ("enable", "disable"))
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


def of_pair(vendor: str, pair: str, *sides: list[tuple[str, str]]) -> HazardReport | None:
    """Of the files of a pair, with texts replaced on each side."""
    members = []
    for side, changes in zip("ab", sides, strict=True):
        own = []
        for path in sorted((Path(__file__).parent / "pairs" / vendor).glob(f"{pair}.{side}.*")):
            text = path.read_text()
            for old, new in changes:
                text = text.replace(old, new)
            own += reading.devices(Source(path.name, text), VENDORS[vendor])
        members.append(reading.merged(own))
    return applied(members)


def explored(report: HazardReport | None) -> dict[str, tuple[object, ...]]:
    assert report is not None
    return dict(report.explored)


def test_a_remedy_says_which_rules_are_against_it() -> None:
    """It loses all sessions, which is what another finding is about."""
    (remedy,) = next(hazard for hazard in fortios("enable").hazards if hazard.claim.name == "ownership.single_owner").remedies
    assert remedy.brings == ()
    assert remedy.against == ("FGT-03",)


def test_members_that_differ_decide_nothing() -> None:
    members = [
        reading.devices(Source("c.conf", FORTIOS.format(pickup=said)), VENDORS["fortios"])[0] for said in ("enable", "disable")
    ]
    assert explored(applied(members))["pickup"] == (True, False)
    direct, indirect = "DisableExternalCache on", "DisableExternalCache off"
    assert "commits" not in explored(of_pair("keepalived", "ap", [], []))
    assert explored(of_pair("keepalived", "ap", [], [(direct, indirect)]))["commits"] == ("before", "after")
    owner = "<first-packet>", "<primary-device/><first-packet>"
    assert "owner_selection" not in explored(of_pair("panos", "aa", [], []))
    assert explored(of_pair("panos", "aa", [], [owner]))["owner_selection"] == ("first_packet", "primary_device")


def test_pairs_that_no_spec_is_about() -> None:
    text = FORTIOS.format(pickup="enable").replace("end\n", "    set vcluster-status enable\nend\n")
    assert applied([reading.devices(Source(f"{side}.conf", text), VENDORS["fortios"])[0] for side in "ab"]) is None
    assert of_pair("keepalived", "ap", [("nopreempt", "preempt_delay 60")], []) is None
    assert of_pair("keepalived", "ap", [("state BACKUP", "state MASTER")], []) is None
    assert of_pair("keepalived", "ap", [], [("nopreempt", "preempt_delay 60")]) is not None
    assert of_pair("panos", "aa", [("<ip-modulo/>", "<ip-hash/>")], []) is None
    assert of_pair("panos", "aa", *2 * [[("device-binding>0<", "device-binding>both<")]]) is None


def test_nat_rules_that_are_switched_off_translate_nothing() -> None:
    on = "<active-active-device-binding>"
    off = f"<disabled>yes</disabled>{on}"
    nat = {each.option: each.value for each in of_pair("panos", "aa", [], []).decided}["nat"]  # type: ignore[union-attr]
    assert nat == "duplicated"
    nat = {each.option: each.value for each in of_pair("panos", "aa", *2 * [[(on, off)]]).decided}["nat"]  # type: ignore[union-attr]
    assert nat == "not_needed"
    nat = {  # type: ignore[union-attr]
        each.option: each.value for each in of_pair("panos", "aa", *2 * [[(f"{on}1", f"{off}1")]]).decided
    }["nat"]
    assert nat == "device_bound"


def test_what_holds_in_some_combinations_is_said_exactly() -> None:
    """One option or the other: not only where both have their worst values."""
    script = [("DisableExternalCache on", "DisableExternalCache ${direct}")]
    report = of_pair("keepalived", "ap", script, script)
    assert explored(report) == {"commits": ("before", "after"), "helper": (False, True)}
    assert report is not None
    hazards = {hazard.claim.name: hazard for hazard in report.hazards}
    assert hazards["ownership.single_owner"].where == "helper = true"
    assert hazards["ownership.single_owner_in_contact"].where == "commits = after and helper = true"
    assert hazards["ownership.single_owner_in_contact"].within(1) == [False, False, False, True]


def test_what_is_not_documented_is_said_to_be_so() -> None:
    report = of_pair("panos", "aa", [], [])
    assert report is not None
    (hazard,) = [each for each in report.hazards if each.claim.name == "sessions_find_an_owner"]
    assert hazard.where == "reverts = true (reverts is undocumented)"
