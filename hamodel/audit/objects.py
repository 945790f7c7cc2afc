"""`hamodel.audit(["a.xml", "b.xml"])` -> Audited: pairs, findings and hazards as plain objects, and as rows of a table.

The audit is that of `hamodel audit`, for tests, notebooks and scripts:

>>> import hamodel
>>> audited = hamodel.audit(["docs/howto/pair/edge-a.conf", "docs/howto/pair/edge-b.conf"])
>>> [(finding.rule, finding.sure) for finding in audited.findings if finding.severity == "error"]
[('FGT-06', True)]
>>> [(leaf.leaf, leaf.value, leaf.line) for leaf in audited.findings[0].leaves][:2]
[('system/ha/override', 'enable', 10), ('system/ha/override', 'enable', 10)]
>>> [(hazard.claim, hazard.faults, hazard.steps) for hazard in audited.hazards][:1]
[('address.announced_by_its_holder', 1, 1)]

Values of secret leaves are in none of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypedDict, Unpack

from hamodel.api.notebook import one_line
from hamodel.audit.auditing import MOST_FAULTS, Audit, audit_of
from hamodel.audit.failing import fail_on_of, status
from hamodel.audit.formats.json import json, pair_row
from hamodel.audit.formats.text import text
from hamodel.audit.pairs import Counts
from hamodel.model.expr import Value
from hamodel.report.style import Style, finished
from hamodel.report.words import counted

Path: TypeAlias = str | os.PathLike[str]
Files: TypeAlias = Path | Sequence[Path]


class AuditSettings(TypedDict, total=False):
    """What can be asked otherwise; what is not there is as `hamodel audit` has it.

    `vendor`: whose configurations these are. `rules`: the ids of those that are asked, or with a `-` of those that are not.
    `baseline`: an earlier audit in JSON, of which only what is new is told. `redact`: addresses and names are replaced.
    `place`: where the pair stands, cloud_lb, ecmp or dynamic_routing. `faults`: hazards that take more are set aside; 2.
    `recheck`: what is said of hazards is confirmed by a check now.
    """

    vendor: str | None
    rules: Sequence[str]
    baseline: Path | None
    redact: bool
    place: str | None
    faults: int
    recheck: bool


@dataclass(frozen=True, slots=True)
class AuditedLeaf:
    """A leaf of a configuration. `value` None: it has neither value nor default. `written` False: the line is that where one
    would look for it."""

    leaf: str
    value: str | None
    written: bool
    file: str | None
    line: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class AuditedChange:
    """A leaf to write, and its value in words."""

    leaf: str
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class AuditFinding:
    """A rule that a pair breaks. `severity`: error, warning or note. `sure` False: it depends on a value that is still to be
    filled in. `member`: whom it is about; None: the two together. `key`: what it is known by, also when lines move. `why`: what
    comes of it. `changes`: what to write instead. `mark`, `source`: what the fact rests on, and where it is from. `leaves`: what
    it rests on."""

    rule: str
    severity: str
    key: str
    member: str | None
    names: tuple[str, ...]
    sure: bool
    headline: str
    why: str
    changes: tuple[AuditedChange, ...]
    hazards: tuple[str, ...]
    mark: str
    source: str
    leaves: tuple[AuditedLeaf, ...]

    def __repr__(self) -> str:
        return one_line(f"<AuditFinding {self.rule}: {self.severity}; {self.headline}>")


@dataclass(frozen=True, slots=True)
class AuditRemedy:
    """Leaves to write that take a hazard away, or after which it takes more `faults`, and the options that they set. `brings`:
    the claims that are violated then; `against`: the rules that find something then."""

    changes: tuple[AuditedChange, ...]
    options: Mapping[str, Value]
    brings: tuple[str, ...]
    against: tuple[str, ...]
    faults: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class AuditHazard:
    """A claim of the spec of such a pair that is violated: by how few `faults`, the `steps` of a shortest such run, and the
    `run`, with these `options`. `where`: for which values of what the files do not decide; empty: for all. `unless`: what takes
    it away and is not decided either. `leaves`: what it rests on. `path`, `line`: of the claim. `remedies`: none
    without `faults`: no setting removes it."""

    claim: str
    hazards: tuple[str, ...]
    doc: str
    path: str
    line: int
    faults: int | None
    steps: int | None
    options: Mapping[str, Value]
    depends_on: tuple[str, ...]
    where: str
    leaves: tuple[AuditedLeaf, ...]
    run: str
    remedies: tuple[AuditRemedy, ...]
    unless: str = ""

    def __repr__(self) -> str:
        faults = "faults" if self.faults is None else counted(self.faults, "fault")
        return one_line(f"<AuditHazard {self.claim}: {faults}{f'; only where {self.where}' if self.where else ''}>")


@dataclass(frozen=True, slots=True)
class AuditedMember:
    """A member of a pair, the files that it was read from, and what became of its leaves."""

    name: str
    files: tuple[str, ...]
    leaves: Counts


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """A line about high availability that no table knows, without its value."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class AuditedPair:
    """Two members. `spec`: the one that such a pair is about, and `assumes` what it takes for granted; None: there is none, and
    nothing is known of hazards. `decided`: the options that the files set; `explored`: those that they leave open, with the
    values that are left. `called`: which member is which in the runs; empty: the files do not say. `beyond`: claims that more
    faults violate than were asked for. `differences`: paths of leaves that should be alike and are not, or the other way round,
    and which no finding is about."""

    vendor: str
    members: tuple[AuditedMember, ...]
    findings: tuple[AuditFinding, ...]
    differences: tuple[str, ...]
    spec: str | None
    assumes: tuple[str, ...]
    decided: Mapping[str, Value]
    explored: Mapping[str, tuple[Value, ...]]
    hazards: tuple[AuditHazard, ...]
    beyond: tuple[str, ...]
    unknown: tuple[UnknownLine, ...]
    called: Mapping[str, str]

    @property
    def name(self) -> str:
        """`fw-a and fw-b`; the files of members that have no name."""
        return " and ".join(member.name or member.files[0] for member in self.members)

    def __repr__(self) -> str:
        found = f"{counted(len(self.findings), 'finding')}, {counted(len(self.hazards), 'hazard')}"
        return one_line(f"<AuditedPair {self.name}: {found}>")


@dataclass(frozen=True, slots=True, repr=False)
class Audited:
    """An audit that was made; a loop goes over its pairs."""

    audit: Audit

    def __repr__(self) -> str:
        found = f"{counted(len(self.findings), 'finding')}, {counted(len(self.hazards), 'hazard')}"
        return f"<Audited {counted(len(self.audit.pairs), 'pair')}: {found}>"

    @property
    def pairs(self) -> tuple[AuditedPair, ...]:
        return tuple(_pair(pair_row(pair, self.audit.showing)) for pair in self.audit.pairs)

    @property
    def findings(self) -> tuple[AuditFinding, ...]:
        """Of all pairs, the worst of each first."""
        return tuple(finding for pair in self.pairs for finding in pair.findings)

    @property
    def hazards(self) -> tuple[AuditHazard, ...]:
        """Of all pairs, those that take the fewest faults first."""
        return tuple(hazard for pair in self.pairs for hazard in pair.hazards)

    @property
    def alone(self) -> tuple[str, ...]:
        """Files of members that have no partner among the files."""
        return tuple(device.sources[0].path for device in self.audit.alone)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """Files of a folder that are no configuration of a pair."""
        return self.audit.others

    def __iter__(self) -> Iterator[AuditedPair]:
        return iter(self.pairs)

    def exit_status(self, fail_on: str = "error") -> int:
        """As `hamodel audit --fail-on` has it: 0 nothing, 1 something, 3 not decided. Raises ValueError for another word.

        >>> import hamodel
        >>> hamodel.audit("docs/howto/pair").exit_status("hazard:1")
        1
        """
        failing = fail_on_of(fail_on)
        if failing is None:
            raise ValueError(f"`{fail_on}` is none of error, warning, note, never, hazard:N")
        return int(status(self.audit.pairs, failing))

    def rows(self) -> list[dict[str, Any]]:
        """A row for each finding and each hazard, with the first line that it rests on, ready for a table or a data frame.

        >>> import hamodel
        >>> rows = hamodel.audit("docs/howto/pair", rules=["FGT-03"]).rows()
        >>> [(row["kind"], row["name"], row["faults"], row["file"], row["line"]) for row in rows][0]
        ('finding', 'FGT-03', None, 'docs/howto/pair/edge-a.conf', 9)
        """
        return [row for pair in self.pairs for row in (*_finding_rows(pair), *_hazard_rows(pair))]

    def text(self, style: Style | None = None) -> str:
        """The report as `hamodel audit` prints it."""
        return finished(text(self.audit.pairs, self.audit.showing, style or Style()))

    def json(self) -> str:
        """The report as `hamodel audit --format json` prints it."""
        return json(self.audit.pairs, self.audit.showing, Style())


def audit(files: Files, **settings: Unpack[AuditSettings]) -> Audited:
    """What is wrong with the pairs in these files and folders, by rules and by the spec of such a pair.

    `settings`: see `AuditSettings`. Raises SpecError where a file cannot be read, where there is no pair, and where something is
    named that is not there; OtherAnswer where a check says something else than the answers that come with hamodel.
    """
    unknown = [name for name in settings if name not in AuditSettings.__annotations__]
    if unknown:
        raise TypeError(f"there is no setting `{unknown[0]}`; there are: {', '.join(AuditSettings.__annotations__)}")
    paths = [files] if isinstance(files, str | os.PathLike) else list(files)
    baseline = settings.get("baseline")
    rules = settings.get("rules", ())
    return Audited(
        audit_of(
            [os.fspath(path) for path in paths],
            settings.get("vendor"),
            [rules] if isinstance(rules, str) else list(rules),
            None if baseline is None else os.fspath(baseline),
            settings.get("redact", False),
            settings.get("place"),
            settings.get("faults", MOST_FAULTS),
            settings.get("recheck", False),
        )
    )


# --- parts -----------------------------------------------------------------------------------------------------------


def _pair(row: Mapping[str, Any]) -> AuditedPair:
    hazards = row["hazards"]
    model = {} if hazards is None else hazards
    return AuditedPair(
        row["vendor"],
        tuple(AuditedMember(each["name"], tuple(each["files"]), Counts(**each["leaves"])) for each in row["members"]),
        tuple(map(_finding, row["findings"])),
        tuple(each["leaf"] for each in row["differences"]),
        model.get("spec"),
        tuple(model.get("assumes", ())),
        {each["option"]: each["value"] for each in model.get("decided", ())},
        {each["option"]: tuple(each["values"]) for each in model.get("explored", ())},
        tuple(map(_hazard, model.get("found", ()))),
        tuple(each["claim"] for each in model.get("beyond", ())),
        tuple(UnknownLine(**each) for each in row["unknown"]),
        model.get("called", {}),
    )


def _finding(row: Mapping[str, Any]) -> AuditFinding:
    listed = {name: tuple(row[name]) for name in ("names", "hazards")}
    leaves = tuple(AuditedLeaf(**each) for each in row["leaves"])
    return AuditFinding(**{**row, **listed, "changes": _changes(row), "leaves": leaves})


def _hazard(row: Mapping[str, Any]) -> AuditHazard:
    listed = {name: tuple(row[name]) for name in ("hazards", "depends_on")}
    remedies = tuple(
        AuditRemedy(_changes(each), each["options"], tuple(each["brings"]), tuple(each["against"]), each["faults"])
        for each in row["remedies"]
    )
    leaves = tuple(AuditedLeaf(**each) for each in row["leaves"])
    return AuditHazard(**{**row, **listed, "leaves": leaves, "run": "\n".join(row["run"]), "remedies": remedies})


def _changes(row: Mapping[str, Any]) -> tuple[AuditedChange, ...]:
    return tuple(AuditedChange(each["leaf"], each["value"]) for each in row["changes"])


def _finding_rows(pair: AuditedPair) -> Iterator[dict[str, Any]]:
    for finding in pair.findings:
        yield _row(pair, "finding", finding.rule, _first(finding.leaves)) | {
            "severity": finding.severity,
            "sure": finding.sure,
            "member": finding.member,
            "what": finding.headline,
            "changes": "; ".join(f"{change.leaf} := {change.value}" for change in finding.changes),
            "hazards": ", ".join(finding.hazards),
        }


def _hazard_rows(pair: AuditedPair) -> Iterator[dict[str, Any]]:
    for hazard in pair.hazards:
        removing = [each for each in hazard.remedies if each.faults is None]
        remedies = [", ".join(f"{change.leaf} := {change.value}" for change in each.changes) for each in removing]
        yield _row(pair, "hazard", hazard.claim, _first(hazard.leaves)) | {
            "sure": not hazard.where and not hazard.unless,
            "what": hazard.doc,
            "faults": hazard.faults,
            "steps": hazard.steps,
            "changes": "; or ".join(remedies),
            "hazards": ", ".join(hazard.hazards),
        }


def _first(leaves: Sequence[AuditedLeaf]) -> AuditedLeaf | None:
    return next((each for each in leaves if each.file is not None), None)


def _row(pair: AuditedPair, kind: str, name: str, leaf: AuditedLeaf | None) -> dict[str, Any]:
    """The columns, those that are not about this kind empty."""
    return {
        "pair": pair.name,
        "vendor": pair.vendor,
        "kind": kind,
        "name": name,
        "severity": "",
        "sure": True,
        "member": None,
        "what": "",
        "faults": None,
        "steps": None,
        "changes": "",
        "hazards": "",
        "file": None if leaf is None else leaf.file,
        "line": None if leaf is None else leaf.line,
    }
