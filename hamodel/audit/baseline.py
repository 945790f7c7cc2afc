"""An earlier audit -> what is new since then: findings are told apart by rule, member and names, never by lines.

Only an earlier audit of the same pair counts: of members of the same names, or of the same files where they have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hamodel.audit import errors
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import Finding, key
from hamodel.diagnostics import SpecError
from hamodel.host.regular import regular
from hamodel.host.strict_json import strict

LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class EarlierPair:
    """`keys`: of its findings; the rules alone where names were replaced (`redacted`)."""

    names: tuple[str, ...]
    files: tuple[str, ...]
    redacted: bool
    keys: Counter[str]

    def key(self, finding: Finding) -> str:
        """What a finding was known by there."""
        return finding.rule.id if self.redacted else key(finding)

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
        return [
            EarlierPair(
                tuple(sorted(str(member["name"]) for member in pair["members"])),
                tuple(sorted(str(file) for member in pair["members"] for file in member["files"])),
                whole["redacted"] is True,
                Counter(str(finding["key"]) for finding in pair["findings"]),
            )
            for pair in whole["pairs"]
        ]
    except (OSError, ValueError, RecursionError) as error:
        raise SpecError([errors.no_baseline(path, getattr(error, "strerror", None) or "it is no JSON")]) from None
    except (KeyError, TypeError):
        raise SpecError([errors.no_baseline(path, "it has no findings")]) from None


def since(pairs: Sequence[PairReport], earlier: Sequence[EarlierPair]) -> list[PairReport]:
    """The pairs with the findings that are new, and what was added and removed in words."""
    return [_since(pair, next((one for one in earlier if one.is_of(pair)), None)) for pair in pairs]


def _since(pair: PairReport, earlier: EarlierPair | None) -> PairReport:
    if earlier is None:
        return replace(pair, since="that was about another pair: all of this is new")
    left = Counter(earlier.keys)
    fresh = []
    for finding in pair.findings:
        if left[earlier.key(finding)] > 0:
            left[earlier.key(finding)] -= 1
        else:
            fresh.append(finding)
    gone = sorted({text.split(" ")[0] for text in left.elements()})
    return replace(pair, findings=tuple(fresh), since=_words([finding.rule.id for finding in fresh], gone))


def _words(added: Sequence[str], removed: Sequence[str]) -> str:
    """`adds PAN-04, removes PAN-11`."""
    parts = [f"adds {', '.join(dict.fromkeys(added))}" if added else "", f"removes {', '.join(removed)}" if removed else ""]
    return ", ".join(filter(None, parts)) or "changes no finding"
