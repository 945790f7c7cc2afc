"""An earlier audit -> what is new since then: findings are told apart by rule, member, names and leaves, hazards by spec and
claim, never by lines.

Only an earlier audit of the same pair counts: of members of the same names, or of the same files where they have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hamodel.audit import errors
from hamodel.audit.hazards.applying import Hazard, HazardReport
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import AuditRule, Finding, key
from hamodel.diagnostics import SpecError
from hamodel.host.regular import regular
from hamodel.host.strict_json import strict
from hamodel.report.words import counted

LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class EarlierHazard:
    """A claim that was violated: its tags, and the fewest faults that it took."""

    tags: tuple[str, ...]
    faults: int | None


@dataclass(frozen=True, slots=True)
class EarlierPair:
    """`keys`: of its findings; without names where those were replaced (`redacted`). `hazards`: by spec and claim; None: nothing
    was known of them. `differences`: the leaves."""

    names: tuple[str, ...]
    files: tuple[str, ...]
    redacted: bool
    keys: Counter[str]
    hazards: Mapping[tuple[str, str], EarlierHazard] | None
    differences: frozenset[str]

    def key(self, finding: Finding) -> str:
        """What a finding was known by there."""
        return key(finding, named=not self.redacted)

    def is_of(self, pair: PairReport) -> bool:
        """Whether it was about these two members."""
        names = tuple(sorted(device.name for device in pair.devices))
        if all(names) and all(self.names) and not self.redacted:
            return names == self.names
        return self.files == tuple(sorted(source.path for device in pair.devices for source in device.sources))


def known(path: str) -> list[EarlierPair]:
    """The pairs of an earlier audit, in JSON. Raises SpecError where the file is none."""
    try:
        whole = strict(regular(path, LARGEST))
        return [_earlier(pair, whole["redacted"] is True) for pair in whole["pairs"]]
    except (OSError, ValueError, RecursionError) as error:
        raise SpecError([errors.no_baseline(path, getattr(error, "strerror", None) or "it is no JSON")]) from None
    except (KeyError, TypeError, AttributeError):
        raise SpecError([errors.no_baseline(path, "it is JSON of another kind")]) from None


def _earlier(pair: Mapping[str, Any], redacted: bool) -> EarlierPair:
    said = pair["hazards"]
    hazards = None
    if said is not None:
        hazards = {
            (str(said["spec"]), str(each["claim"])): EarlierHazard(
                tuple(map(str, each["hazards"])), None if each["faults"] is None else int(each["faults"])
            )
            for each in (*said["found"], *said["beyond"])
        }
    return EarlierPair(
        tuple(sorted(str(member["name"]) for member in pair["members"])),
        tuple(sorted(str(file) for member in pair["members"] for file in member["files"])),
        redacted,
        Counter(str(finding["key"]) for finding in pair["findings"]),
        hazards,
        frozenset(str(each["leaf"]) for each in pair["differences"]),
    )


def since(
    pairs: Sequence[PairReport], earlier: Sequence[EarlierPair], asked: Callable[[AuditRule], bool], rules: Sequence[AuditRule]
) -> list[PairReport]:
    """The pairs with what is new, and what was added and removed in words. `asked`: of which of all `rules`: what the others
    found is not gone because they are silent."""
    silent = {rule.id for rule in rules if not asked(rule)}
    return [_since(pair, next((one for one in earlier if one.is_of(pair)), None), silent) for pair in pairs]


def _since(pair: PairReport, earlier: EarlierPair | None, silent: set[str]) -> PairReport:
    if earlier is None:
        return replace(pair, since="that was about another pair: all of this is new")
    left = Counter(earlier.keys)
    fresh = []
    for finding in pair.findings:
        if left[earlier.key(finding)] > 0:
            left[earlier.key(finding)] -= 1
        else:
            fresh.append(finding)
    added = list(dict.fromkeys(finding.rule.id for finding in fresh))
    removed = sorted({text.split(" ")[0] for text in left.elements()} - silent)
    changed = [rule for rule in added if rule in removed]
    words = {"adds": [each for each in added if each not in changed], "changes": changed}
    words["removes"] = [each for each in removed if each not in changed]
    hazards = pair.hazards
    lost = hazards is None and bool(earlier.hazards)
    if hazards is not None:
        for verb, said in _hazard_words(hazards, earlier.hazards or {}):
            words[verb].append(said)
        hazards = _fresh(hazards, earlier.hazards or {})
    differences = tuple(each for each in pair.differences if each.setting.path not in earlier.differences)
    parts = [f"{verb} {', '.join(each)}" for verb, each in words.items() if each]
    if differences:
        parts.append(f"adds {counted(len(differences), 'difference')}")
    if lost:
        parts.append("no spec is about this pair any more: nothing is known of its hazards")
    said = "; ".join(parts) or "changes no finding"
    return replace(pair, findings=tuple(fresh), differences=differences, hazards=hazards, since=said)


def _fresh(report: HazardReport, earlier: Mapping[tuple[str, str], EarlierHazard]) -> HazardReport:
    """With the hazards that are new, or take other faults."""
    new = {hazard.claim.name for hazard in report.every if _change(report, hazard, earlier)}
    hazards, beyond = (tuple(hazard for hazard in some if hazard.claim.name in new) for some in (report.hazards, report.beyond))
    return replace(report, hazards=hazards, beyond=beyond, before=len(report.every) - len(new))


def _hazard_words(report: HazardReport, earlier: Mapping[tuple[str, str], EarlierHazard]) -> Iterator[tuple[str, str]]:
    """`adds` and what, `changes` and how, `removes` and what."""
    now = {(f"@{report.answers.spec}", hazard.claim.name) for hazard in report.every}
    for hazard in report.every:
        if change := _change(report, hazard, earlier):
            verb, how = change
            yield verb, _called(hazard.claim.name, hazard.claim.hazards) + how
    for (spec, claim), was in earlier.items():
        if (spec, claim) not in now:
            yield "removes", _called(claim, was.tags)


def _change(report: HazardReport, hazard: Hazard, earlier: Mapping[tuple[str, str], EarlierHazard]) -> tuple[str, str] | None:
    was = earlier.get((f"@{report.answers.spec}", hazard.claim.name))
    if was is None:
        return "adds", ""
    if was.faults == hazard.row.faults:
        return None
    now = "faults" if hazard.row.faults is None else counted(hazard.row.faults, "fault")
    return "changes", f": {now}, was {was.faults if was.faults is not None else 'not known'}"


def _called(claim: str, tags: Sequence[str]) -> str:
    """`hazard 44 (ownership.no_orphan)`; one that has no entry in a list by its claim alone."""
    return f"hazard {', '.join(tags)} ({claim})" if tags else f"hazard {claim}"
