"""Files -> Audit: the pairs that they are about, each with what there is to know of it, and the files that are about none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hamodel.audit import errors
from hamodel.audit.baseline import known, since
from hamodel.audit.pairing import found
from hamodel.audit.pairs import PairReport, audited
from hamodel.audit.rule import AuditRule
from hamodel.audit.rules.known import every, rules_of
from hamodel.audit.showing import Showing
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.vendors.device import Device
from hamodel.vendors.known import vendor_named


@dataclass(frozen=True, slots=True)
class Audit:
    """`showing`: how values may be shown. `alone`: members without a partner. `others`: files of a folder that are no
    configuration of a pair; `unread`: why further ones cannot be read."""

    pairs: tuple[PairReport, ...]
    showing: Showing
    alone: tuple[Device, ...]
    others: tuple[str, ...]
    unread: tuple[Diagnostic, ...] = ()


def audit_of(
    paths: Sequence[str],
    vendor: str | None = None,
    rules: Sequence[str] = (),
    baseline: str | None = None,
    redact: bool = False,
) -> Audit:
    """What there is to know of the pairs in these files and folders. `rules`: the ids of those that are asked, or with a `-` of
    those that are not. `baseline`: an earlier audit in JSON; only what is new since then is told.

    Raises SpecError where a file cannot be read, where there is no pair, and where something is named that is not there.
    """
    meant = vendor_named(vendor) if vendor is not None else None
    chosen = _chosen(rules)
    earlier = known(baseline) if baseline is not None else None
    members = found(paths, meant, named=not redact)
    pairs = [audited(pair, [rule for rule in rules_of(pair[0].vendor) if chosen(rule)]) for pair in members.pairs]
    if earlier is not None:
        pairs = since(pairs, earlier)
    hosts = frozenset(word for pair in members.pairs for device in pair for word in device.name.split("/") if word)
    return Audit(tuple(pairs), Showing(redact, hosts), members.alone, members.others, members.unread)


def _chosen(names: Sequence[str]) -> Callable[[AuditRule], bool]:
    """Which rules are meant. Raises SpecError for a name that no rule has."""
    ids = [rule.id for rule in every()]
    wrong = [name for name in names if name.removeprefix("-") not in ids]
    if wrong:
        raise SpecError([errors.no_rule(name.removeprefix("-"), ids) for name in wrong])
    wanted = {name for name in names if not name.startswith("-")}
    unwanted = {name[1:] for name in names if name.startswith("-")}
    return lambda rule: (not wanted or rule.id in wanted) and rule.id not in unwanted
