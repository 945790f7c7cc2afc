"""AuditRule, findings: rules as data, and what those of a vendor find in a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hamodel.audit.conditions import Answer, Condition, Evidence, Sides, Truth, ask, reads
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS
from hamodel.vendors.schema import Mark

Severity: TypeAlias = Literal["error", "warning", "note"]
"""High availability does not form, or breaks without a fault; one fault costs more than it need; a known risk."""

About: TypeAlias = Literal["member", "pair"]


OF_TEXTS = ("ANY-05", "ANY-08")
"""Rules about what the texts are, whatever they lack."""


@dataclass(frozen=True, slots=True)
class LeafChange:
    """What to write instead: the leaf, and its value in words."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class AuditRule:
    """When `condition` holds, `headline` is wrong. `about`: each member by itself, or the two together. `each`: the beginning of
    paths with `*`: the condition is asked for each name that stands there. `why`: what comes of it. `source`: where the fact is
    from, `mark` what it rests on. `hazards`: those of the specs' claims (`hazard "22"`). `fix`: the smallest change."""

    id: str
    about: About
    severity: Severity
    condition: Condition
    headline: str
    why: str
    fix: tuple[LeafChange, ...] = ()
    each: str = ""
    hazards: tuple[str, ...] = ()
    mark: Mark = "D"
    source: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """The paths that it looks at."""
        return reads(self.condition)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a pair breaks. `sure` False: it depends on a placeholder, or a text is cut. `names`: whose leaves, for a
    rule that is asked for each name. `evidence`: the leaves that it rests on, those that are written first."""

    rule: AuditRule
    devices: tuple[Device, ...]
    names: tuple[str, ...]
    sure: bool
    evidence: tuple[Evidence, ...]


def findings(rules: Iterable[AuditRule], devices: tuple[Device, ...]) -> Iterator[Finding]:
    """What the rules find, in their order; those about the two together only if there are two."""
    for rule in rules:
        groups: list[tuple[Device, ...]] = [(device,) for device in devices]
        if rule.about == "pair":
            groups = [devices] if len(devices) == 2 else []
        for group in groups:
            for names in _names(rule, group):
                answer = ask(rule.condition, Sides(group, names, rule.each))
                if answer.truth is not Truth.NO:
                    sure = answer.truth is Truth.YES and (rule.id in OF_TEXTS or not any(device.cuts for device in group))
                    yield Finding(rule, group, names, sure, _rests_on(answer))


def _names(rule: AuditRule, devices: Iterable[Device]) -> list[tuple[str, ...]]:
    if not rule.each:
        return [()]
    return list(dict.fromkeys(names for device in devices for names in device.names(rule.each)))


def _rests_on(answer: Answer) -> tuple[Evidence, ...]:
    """What was looked at, those that are written first. That high availability is on is no news, unless there is nothing else."""
    switches = {vendor.on[0] for vendor in VENDORS.values() if vendor.on is not None}
    telling = [each for each in answer.evidence if each.path not in switches] or answer.evidence
    return tuple(sorted(telling, key=lambda each: each.leaf is None or each.leaf.span is None))


def key(finding: Finding) -> str:
    """What a finding is known by, also when its lines move: the rule, whom it is about, and the names. A pair's members are told
    apart by their names."""
    members = [device.name for device in finding.devices] if finding.rule.about == "member" else []
    return " ".join([finding.rule.id, *members, *finding.names])


def together(found: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """The findings, those of one rule and the same names about either member side by side."""
    groups: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.rule.id, finding.names), []).append(finding)
    return [tuple(group) for group in groups.values()]
