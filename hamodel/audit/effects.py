"""Two members -> their settings about high availability: what each has, written or by default, and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hamodel.audit.conditions import Evidence, reads
from hamodel.audit.pairs import PairReport
from hamodel.audit.rules.known import rules_of
from hamodel.report.words import counted
from hamodel.vendors.schema import Leaf, Setting

MOST_NAMED = 4
"""Rules: of more their number is told."""


@dataclass(frozen=True, slots=True)
class PairSetting:
    """A leaf of a pair, by its setting and the names in its path. `leaves`: of each member; more than one if it may have many.
    `rules` read it; `options` of the model of such a pair are set by it."""

    setting: Setting
    evidence: Evidence
    leaves: tuple[tuple[Leaf, ...], ...]
    rules: tuple[str, ...]
    options: tuple[str, ...]

    @property
    def written(self) -> bool:
        """Whether a member's files have it."""
        return any(leaf.span is not None for leaves in self.leaves for leaf in leaves)

    @property
    def effect(self) -> str:
        """What depends on it, in words."""
        parts = []
        if self.rules:
            named = ", ".join(self.rules) if len(self.rules) <= MOST_NAMED else counted(len(self.rules), "rule")
            parts.append(f"read by {named}")
        if self.options:
            parts.append(f"sets {', '.join(self.options)} of the model")
        if parts:
            return "; ".join(parts)
        if self.setting.effect and self.setting.both != "any":
            return "compared between the members"
        return "nothing that is asked here depends on it"


def settings(pair: PairReport) -> Iterator[PairSetting]:
    """Those that are written, in the order of the files, also outside of the sections about high availability where an option of
    the model depends on them; then those that are left to a default on which something depends."""
    first = pair.devices[0]
    rules = {rule.id: rule.reads for rule in rules_of(first.vendor)}
    options = _options(pair)
    read = _by_path(rules)
    seen: dict[tuple[str, tuple[str, ...]], None] = {}
    for device in pair.devices:
        for leaf in device.leaves:
            if device.table.about_pairs(leaf.path) or leaf.setting.path in options:
                seen.setdefault((leaf.setting.path, leaf.names))
    for path, names in seen:
        yield _setting(pair, path, names, read, options)
    written = {path for path, _ in seen}
    for setting in first.table.settings:
        asked = setting.path in read or setting.path in options
        usual = setting.default is not None and "*" not in setting.words and first.table.about_pairs(setting.words)
        if asked and usual and setting.path not in written:
            yield _setting(pair, setting.path, (), read, options)


def _setting(
    pair: PairReport,
    path: str,
    names: tuple[str, ...],
    read: Mapping[str, Sequence[str]],
    options: Mapping[str, Sequence[str]],
) -> PairSetting:
    leaves = []
    for device in pair.devices:
        usual = device.leaf(path, names)
        leaves.append(tuple(device.all(path, names)) or ((usual,) if usual is not None else ()))
    shown = next((leaf for found in leaves for leaf in found), None)
    setting = pair.devices[0].setting(path)
    evidence = Evidence(pair.devices[0], path, names, shown)
    return PairSetting(setting, evidence, tuple(leaves), tuple(read.get(path, ())), tuple(options.get(path, ())))


def _by_path(rules: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, paths in rules.items():
        for path in paths:
            found.setdefault(path, []).append(id)
    return found


def _options(pair: PairReport) -> dict[str, list[str]]:
    """The options of the model that each path sets."""
    if pair.hazards is None:
        return {}
    choices = pair.hazards.model.choices
    paths = {choice.option: frozenset().union(*(reads(case.when) for case in choice.cases)) for choice in choices}
    return _by_path(paths)
