"""An earlier audit -> what is new since then: findings are told apart by rule, member and names, never by lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hamodel.audit import errors
from hamodel.audit.pairs import PairReport
from hamodel.audit.rule import key
from hamodel.diagnostics import SpecError
from hamodel.host.regular import regular
from hamodel.host.strict_json import strict

LARGEST = 64 * 2**20


def known(path: str) -> Counter[str]:
    """The keys of the findings of an earlier audit, in JSON. Raises SpecError where the file is none."""
    try:
        content = regular(path, LARGEST)
        whole = strict(content)
        return Counter(str(finding["key"]) for pair in whole["pairs"] for finding in pair["findings"])
    except (OSError, ValueError, RecursionError) as error:
        raise SpecError([errors.no_baseline(path, getattr(error, "strerror", None) or "it is no JSON")]) from None
    except (KeyError, TypeError):
        raise SpecError([errors.no_baseline(path, "it has no findings")]) from None


def since(pairs: Sequence[PairReport], earlier: Counter[str]) -> list[PairReport]:
    """The pairs with the findings that are new, and what was added and removed in words."""
    left = Counter(earlier)
    found = []
    for pair in pairs:
        fresh = []
        for finding in pair.findings:
            if left[key(finding)] > 0:
                left[key(finding)] -= 1
            else:
                fresh.append(finding)
        found.append(replace(pair, findings=tuple(fresh)))
    gone = sorted({text.split(" ")[0] for text in left.elements()})
    return [replace(pair, since=_words([finding.rule.id for finding in pair.findings], gone)) for pair in found]


def _words(added: Sequence[str], removed: Sequence[str]) -> str:
    """`adds PAN-04, removes PAN-11`."""
    parts = [f"adds {', '.join(dict.fromkeys(added))}" if added else "", f"removes {', '.join(removed)}" if removed else ""]
    return ", ".join(filter(None, parts)) or "changes no finding"
