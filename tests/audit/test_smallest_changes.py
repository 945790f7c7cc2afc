"""Pairs that differ in a leaf have other hazards, and the smallest change takes one away: by the answers that come with hamodel,
by files that are written so, and by a check of the spec with the options that they give."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from hamodel.audit.hazards.applying import Hazard, HazardReport, Remedy, applied
from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.rows import largest
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS

PAIRS = Path(__file__).parent / "pairs"
BOUND = "<active-active-device-binding>"
ONE_RULE_OFF = f"{BOUND}1", f"<disabled>yes</disabled>{BOUND}1"


@dataclass(frozen=True, slots=True)
class Variant:
    """A pair of the folder in which both members have other texts; `other_way`: what an option's value is in these files."""

    name: str
    vendor: str
    pair: str
    written: tuple[tuple[str, str], ...]
    other_way: dict[tuple[str, Value], tuple[tuple[str, str], ...]]

    def report(self, *more: tuple[str, str]) -> HazardReport:
        members = []
        for side in "ab":
            own = []
            for path in sorted((PAIRS / self.vendor).glob(f"{self.pair}.{side}.*")):
                text = path.read_text()
                for old, new in (*self.written, *more):
                    text = text.replace(old, new)
                own += reading.devices(Source(path.name, text), VENDORS[self.vendor])
            members.append(reading.merged(own))
        found = applied(members)
        assert found is not None
        return found


RANKS = """<device-priority>
                            <device-0>10</device-0>
                            <device-1>20</device-1>
                          </device-priority>"""
TO_ROLE: dict[tuple[str, Value], tuple[tuple[str, str], ...]] = {
    ("floating", "active_primary"): ((RANKS, "<bind-to-active-primary>yes</bind-to-active-primary>"),),
    ("owner_selection", "primary_device"): (("<first-packet>", "<primary-device/><first-packet>"),),
}
ONE_RULE_ON: dict[tuple[str, Value], tuple[tuple[str, str], ...]] = {**TO_ROLE, ("nat", "duplicated"): (ONE_RULE_OFF[::-1],)}
TO_MODULO: dict[tuple[str, Value], tuple[tuple[str, str], ...]] = {
    **TO_ROLE,
    ("session_setup", "ip_modulo"): (("<first-packet/>", "<ip-modulo/>"),),
    ("nat", "device_bound"): (ONE_RULE_OFF,),
}
ONE_POOL = "203.0.113.40/29", "203.0.113.32-203.0.113.39"
DEFAULTS = Variant("one pool", "panos", "aa", (ONE_POOL,), {**TO_ROLE, ("nat", "device_bound"): (ONE_RULE_OFF,)})
SET_UP = Variant("first packets set up", "panos", "aa", (ONE_POOL, ("<ip-modulo/>", "<first-packet/>")), TO_MODULO)
ONE_RULE = Variant("one NAT rule", "panos", "aa", (ONE_POOL, ONE_RULE_OFF), ONE_RULE_ON)
PANOS = (DEFAULTS, SET_UP, ONE_RULE)


def changed() -> list[tuple[Variant, str, Remedy]]:
    return [(one, hazard.claim.name, remedy) for one in PANOS for hazard in one.report().hazards for remedy in hazard.remedies]


def named(value: object) -> str:
    if isinstance(value, Variant):
        return value.name
    return value if isinstance(value, str) else ", ".join(f"{name}={to}" for name, to in getattr(value, "options", ()))


def hazards(report: HazardReport) -> dict[str, Hazard]:
    return {hazard.claim.name: hazard for hazard in report.hazards}


def test_three_pairs_that_differ_in_leaves_have_three_answers() -> None:
    """Each has a hazard that no other one has, or the same one with fewer faults."""
    answers = [{name: hazard.row.faults for name, hazard in hazards(one.report()).items()} for one in PANOS]
    for number, answer in enumerate(answers):
        assert all(answer != other for other in answers[:number])
    as_it_is, set_up, one_rule = answers
    assert set_up.keys() - as_it_is.keys() == {"ownership.single_owner_in_contact", "single_inspector"}
    assert (as_it_is["ownership.single_owner"], set_up["ownership.single_owner"]) == (1, 0)
    assert one_rule.keys() - as_it_is.keys() == {"new_sessions_find_a_rule"}
    assert as_it_is.keys() - one_rule.keys() == {"no_port_from_two_devices"}


@pytest.mark.parametrize(("one", "claim", "remedy"), changed(), ids=named)
def test_files_that_are_written_so_have_the_hazard_no_more(one: Variant, claim: str, remedy: Remedy) -> None:
    """Or it takes as many faults as the remedy says. And what the remedy says that it brings, they have instead."""
    before = hazards(one.report())
    after = one.report(*(text for option in remedy.options for text in one.other_way[option]))
    assert dict(remedy.options).items() <= {each.option: each.value for each in after.decided}.items()
    assert claim in before
    if remedy.faults is None:
        assert claim not in hazards(after)
    else:
        assert hazards(after)[claim].row.faults == remedy.faults > (before[claim].row.faults or 0)
    for brought in remedy.brings:
        many = hazards(after)[brought].row.faults
        assert brought not in before or (many or 0) < (before[brought].row.faults or 0)


@pytest.mark.heavy
@pytest.mark.parametrize(("one", "claim", "remedy"), changed(), ids=named)
def test_a_check_confirms_the_smallest_change(one: Variant, claim: str, remedy: Remedy) -> None:
    """The spec with the options of the files, then with those of the changed ones; what they do not decide has every value."""
    report = one.report()
    system = elaborate(load(SIGN + report.model.spec))
    now = {each.option: each.value for each in report.decided}
    hazard = hazards(report)[claim]
    for options, faults in ((now, hazard.row.faults), ({**now, **dict(remedy.options)}, remedy.faults)):
        request = Request(options=options, properties=(claim,), sizes=largest(system, {}))
        found = {each.name: each for each in check(system, request).findings}
        assert (found[claim].verdict == "violated") is (faults is not None), options
        assert found[claim].fewest_faults == faults, options
