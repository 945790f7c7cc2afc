"""Files -> Audit: the pairs that they are about, each with what there is to know of it, and the files that are about none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from hamodel.audit import errors
from hamodel.audit.baseline import known, since
from hamodel.audit.hazards.applying import HazardReport
from hamodel.audit.pairing import found
from hamodel.audit.pairs import PairReport, audited
from hamodel.audit.rule import AuditRule
from hamodel.audit.rules.known import every, rules_of
from hamodel.audit.showing import Showing
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.vendors.device import Device
from hamodel.vendors.known import vendor_named

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "cloud_lb": "behind a load balancer of a cloud",
        "ecmp": "between routers that share traffic out over equal paths",
        "dynamic_routing": "where routing protocols lead traffic to a member",
    }
)
"""Where a pair may stand."""

MOST_FAULTS = 2
"""That hazards take, unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Audit:
    """`showing`: how values may be shown. `alone`: members without a partner. `others`: files of a folder that are no
    configuration of a pair; `unread`: why further ones cannot be read. `idle_place`: where the pairs stand was said, and
    changes nothing. `unasked`: pairs that none of the chosen rules is about. `gone`: pairs of the earlier audit that are not
    among these, by their files."""

    pairs: tuple[PairReport, ...]
    showing: Showing
    alone: tuple[Device, ...]
    others: tuple[str, ...]
    unread: tuple[Diagnostic, ...] = ()
    idle_place: bool = False
    unasked: tuple[PairReport, ...] = ()
    gone: tuple[str, ...] = ()


def audit_of(
    paths: Sequence[str],
    vendor: str | None = None,
    rules: Sequence[str] = (),
    baseline: str | None = None,
    redact: bool = False,
    place: str | None = None,
    faults: int | None = None,
    recheck: bool = False,
    listen: Callable[[str], None] = lambda text: None,
) -> Audit:
    """What there is to know of the pairs in these files and folders. `rules`: the ids of those that are asked, or with a `-` of
    those that are not. `baseline`: an earlier audit in JSON; only what is new since then is told.
    `place`: where the pairs stand, one of PLACES. `faults`: hazards that take more are set aside. `recheck`: what is
    said of hazards is confirmed by a check now, and `listen` is told what is checked.

    Raises SpecError where a file cannot be read, where there is no pair, and where something is named that is not there;
    OtherAnswer where a check says something else, and KeyboardInterrupt.
    """
    if place is not None and place not in PLACES:
        raise SpecError([errors.no_place(place, list(PLACES))])
    if faults is not None and faults < 0:
        raise SpecError([errors.no_faults(faults)])
    meant = vendor_named(vendor) if vendor is not None else None
    chosen = _chosen(rules)
    earlier = known(baseline) if baseline is not None else None
    members = found(paths, meant, named=not redact)
    vendors = list(dict.fromkeys(pair[0].vendor for pair in members.pairs))
    about = [rule for each in vendors for rule in rules_of(each)]
    if not any(map(chosen, about)):
        raise SpecError([errors.nothing_asked(rules, vendors, list(dict.fromkeys(rule.id for rule in about)))])
    pairs = []
    idle = place is not None
    for pair in members.pairs:
        asked = [rule for rule in rules_of(pair[0].vendor) if chosen(rule)]
        pairs.append(audited(pair, asked, place))
        idle = idle and pairs[-1] == audited(pair, asked)
    unasked = [pair for pair in pairs if not any(map(chosen, rules_of(pair.devices[0].vendor)))]
    gone = [one for one in earlier or () if not any(one.is_of(pair) for pair in pairs)]
    if faults is not None:
        pairs = [_of_hazards(pair, lambda report: report.at_most(faults)) for pair in pairs]
    if earlier is not None:
        pairs = since(pairs, earlier, chosen, every())
    if recheck:
        from hamodel.audit.hazards.rechecking import rechecked

        pairs = [_of_hazards(pair, lambda report: rechecked(report, listen)) for pair in pairs]
    hosts = frozenset(word for pair in members.pairs for device in pair for word in device.name.split("/") if word)
    return Audit(
        tuple(pairs),
        Showing(redact, hosts),
        members.alone,
        members.others,
        members.unread,
        idle,
        tuple(unasked),
        tuple(", ".join(one.files) for one in gone),
    )


def _of_hazards(pair: PairReport, change: Callable[[HazardReport], HazardReport]) -> PairReport:
    return pair if pair.hazards is None else replace(pair, hazards=change(pair.hazards))


def _chosen(names: Sequence[str]) -> Callable[[AuditRule], bool]:
    """Which rules are meant. Raises SpecError for a name that no rule has."""
    ids = [rule.id for rule in every()]
    wrong = [name for name in names if name.removeprefix("-") not in ids]
    if wrong:
        raise SpecError([errors.no_rule(name.removeprefix("-"), ids) for name in wrong])
    wanted = {name for name in names if not name.startswith("-")}
    unwanted = {name[1:] for name in names if name.startswith("-")}
    return lambda rule: (not wanted or rule.id in wanted) and rule.id not in unwanted
