"""Two members -> what is wrong with the pair, what differs, and what became of each leaf.

A leaf about high availability is counted once: it is read by a rule, it is compared between the members, nothing depends on it,
or it is not known. So nobody has to wonder what was skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hamodel.audit.conditions import Evidence, Sides, Truth, Unlike, ask
from hamodel.audit.hazards.applying import HazardReport, applied
from hamodel.audit.rule import AuditRule, Finding, findings
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Setting
from hamodel.vendors.statement import Statement


@dataclass(frozen=True, slots=True)
class LeafDifference:
    """A leaf that should be the same on both members and is not, or should differ and does not; which no finding is about."""

    setting: Setting
    sure: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many written leaves about high availability are read by a rule, compared only, without effect, not known."""

    by_rules: int
    compared: int
    without_effect: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PairReport:
    """What there is to know of a pair, the worst first. `since`: what was added and removed since an earlier
    audit, in words. `hazards`: what the model of such a pair says; None: there is no model of it."""

    devices: tuple[Device, ...]
    findings: tuple[Finding, ...]
    differences: tuple[LeafDifference, ...]
    counts: tuple[Counts, ...]
    since: str | None = None
    hazards: HazardReport | None = None

    @property
    def unknown(self) -> list[tuple[Device, Statement]]:
        """The statements that no table knows, in the order of the files."""
        return [(device, statement) for device in self.devices for statement in device.unknown]


WORST_FIRST = ("error", "warning", "note")


def audited(devices: Sequence[Device], rules: Sequence[AuditRule], place: str | None = None) -> PairReport:
    """What the rules find in two members, and how they differ."""
    members = tuple(devices)
    found = sorted(findings(rules, members, place), key=lambda finding: WORST_FIRST.index(finding.rule.severity))
    told = {evidence.path for finding in found for evidence in finding.evidence}
    read = frozenset[str]().union(*(rule.reads for rule in rules))
    return PairReport(
        members,
        tuple(found),
        tuple(difference for difference in _differences(members) if difference.setting.path not in told),
        tuple(_counts(device, read) for device in members),
        hazards=applied(members, place),
    )


def _differences(members: tuple[Device, ...]) -> list[LeafDifference]:
    first, second = members
    found = []
    for setting in first.table.settings:
        if setting.both not in ("equal", "differ") or not setting.effect:
            continue
        if not first.all(setting.path) and not second.all(setting.path):
            continue
        answer = ask(Unlike((setting.path,)), Sides(members))
        wrong = Truth.YES if setting.both == "equal" else Truth.NO
        if answer.truth is wrong or answer.truth is Truth.UNDECIDED:
            found.append(LeafDifference(setting, answer.truth is wrong, answer.evidence))
    return found


def _counts(device: Device, read: frozenset[str]) -> Counts:
    by_rules = compared = idle = 0
    for leaf in device.leaves:
        if not device.table.about_pairs(leaf.path):
            continue
        if leaf.setting.path in read:
            by_rules += 1
        elif leaf.setting.effect and leaf.setting.both != "any":
            compared += 1
        else:
            idle += 1
    return Counts(by_rules, compared, idle, len(device.unknown))
