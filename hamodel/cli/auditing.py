"""hamodel audit: what is wrong with a pair, by the configurations of its two members."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from hamodel.audit.formats import FORMATS
from hamodel.cli.options import report_options
from hamodel.cli.output import remark, show
from hamodel.cli.reporting import places, project_root
from hamodel.diagnostics import SpecError
from hamodel.host.status import Exit
from hamodel.report.outcome import Outcome

if TYPE_CHECKING:
    from hamodel.audit.pairs import PairReport
    from hamodel.audit.rule import AuditRule
    from hamodel.vendors.vendor import Vendor

HAZARD = "hazard:"
FAILING = {"error": ("error",), "warning": ("error", "warning"), "note": ("error", "warning", "note"), "never": ()}


class FailOn(click.ParamType[str]):
    """`error`, `warning`, `note`, `never` or `hazard:N`."""

    name = "error|warning|note|never|hazard:N"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Checks it."""
        if value not in FAILING and not re.fullmatch(rf"{HAZARD}\d{{1,2}}", value):
            self.fail(f"`{value}` is none of {', '.join(FAILING)}, hazard:N", param, ctx)
        return value


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path())
@click.option("--vendor", metavar="NAME", help="Whose configurations these are, where that cannot be seen from the text.")
@click.option("--rules", metavar="ID,-ID", default="", help="Only these rules, or all but those with a `-`.")
@click.option("--baseline", metavar="FILE", help="An earlier audit of the pair in JSON: only findings that are new are told.")
@click.option("--redact", is_flag=True, help="Addresses and the names of the members are replaced.")
@click.option(
    "--fail-on",
    type=FailOn(),
    default="error",
    show_default=True,
    help="The lightest finding with which the exit status is 1; hazard:N: a hazard that takes at most N faults.",
)
@click.option("--explain", metavar="ID", help="Tell what a rule is about, and nothing else.")
@click.option("--list-leaves", is_flag=True, help="List the leaves that are known, and nothing else.")
@report_options(FORMATS)
def audit(
    paths: tuple[str, ...],
    vendor: str | None,
    rules: str,
    baseline: str | None,
    redact: bool,
    fail_on: str,
    explain: str | None,
    list_leaves: bool,
    format_name: str,
    output: str | None,
    extra: tuple[str, ...],
) -> int:
    """Tell what is wrong with a pair of firewalls, by the configurations of its two members.

    Hand in the two files, or a folder: members that name each other's addresses are a pair. Each finding names the lines that it
    rests on, what comes of it, and what to write instead. What is not written counts as the vendor's default. No secret's value
    is ever shown.

    Exit status: 0 nothing at --fail-on or above; 1 something; 2 a file cannot be read, or there is no pair; 3 nothing is wrong
    for sure, but a value is still to be filled in; of hazard:N: or there is no model of such a pair, or the files do not decide.
    """
    from hamodel.audit.baseline import known, since
    from hamodel.audit.pairing import found
    from hamodel.audit.pairs import audited
    from hamodel.audit.rules.known import rules_of
    from hamodel.audit.showing import Showing
    from hamodel.report.words import counted
    from hamodel.vendors.known import vendor_named

    if explain is not None:
        show(_explained(explain))
        return Exit.GOOD
    meant = vendor_named(vendor) if vendor is not None else None
    if list_leaves:
        show(_leaves(meant))
        return Exit.GOOD
    if not paths:
        raise click.UsageError("no configurations are given")
    chosen = _chosen(rules)
    earlier = known(baseline) if baseline is not None else None
    _kept(paths, [output, *(text.partition("=")[2] for text in extra)])
    with places(format_name, output, extra, formats=FORMATS) as reporting:
        members = found(paths, meant, named=not redact)
        pairs = [audited(pair, [rule for rule in rules_of(pair[0].vendor) if chosen(rule)]) for pair in members.pairs]
        if earlier is not None:
            pairs = since(pairs, earlier)
        showing = Showing(
            redact, frozenset(word for pair in members.pairs for device in pair for word in device.name.split("/") if word)
        )
        for place in reporting:
            place.tell(FORMATS[place.format](pairs, showing, place.style, Outcome(root=project_root())))
    for device in members.alone:
        remark(f"{device.sources[0].path} has no partner among the files")
    if members.others:
        passed = counted(len(members.others), "file")
        remark(f"{passed} passed over: no configuration of a pair, or none that can be read, among them {members.others[0]}")
    return _status(pairs, fail_on)


def _kept(paths: Sequence[str], reports: Sequence[str | None]) -> None:
    """Raises SpecError where a report would be written over a configuration."""
    from hamodel.audit import errors

    given = {os.path.realpath(path) for path in paths if "\0" not in path}
    over = [path for path in reports if path and "\0" not in path and os.path.realpath(path) in given]
    if over:
        raise SpecError([errors.written_over(path) for path in over])


def _status(pairs: Sequence[PairReport], fail_on: str) -> Exit:
    if fail_on.startswith(HAZARD):
        most = int(fail_on.removeprefix(HAZARD))
        hazards = [hazard for pair in pairs if pair.hazards is not None for hazard in pair.hazards.hazards]
        close = [hazard.within(most) for hazard in hazards]
        if any(map(all, close)):
            return Exit.DIFFERS
        return Exit.UNDECIDED if any(map(any, close)) or any(pair.hazards is None for pair in pairs) else Exit.GOOD
    failing = FAILING[fail_on]
    found = [finding for pair in pairs for finding in pair.findings if finding.rule.severity in failing]
    if any(finding.sure for finding in found):
        return Exit.DIFFERS
    return Exit.UNDECIDED if found else Exit.GOOD


def _chosen(text: str) -> Callable[[AuditRule], bool]:
    """Which rules are meant. Raises SpecError for a name that no rule has."""
    from hamodel.audit import errors
    from hamodel.audit.rules.known import every

    names = [name.strip() for name in text.split(",") if name.strip()]
    known = [rule.id for rule in every()]
    wrong = [name for name in names if name.removeprefix("-") not in known]
    if wrong:
        raise SpecError([errors.no_rule(name.removeprefix("-"), known) for name in wrong])
    wanted = {name for name in names if not name.startswith("-")}
    unwanted = {name[1:] for name in names if name.startswith("-")}
    return lambda rule: (not wanted or rule.id in wanted) and rule.id not in unwanted


def _explained(name: str) -> str:
    """What a rule is about. Raises SpecError where none has this name."""
    from hamodel.audit import errors
    from hamodel.audit.formats.text import MARKS
    from hamodel.audit.rules.known import every

    rules = {rule.id: rule for rule in every()}
    if name not in rules:
        raise SpecError([errors.no_rule(name, list(rules))])
    rule = rules[name]
    lines = [f"{rule.id} ({rule.severity}): {rule.headline}", "", f"{rule.why[:1].upper()}{rule.why[1:]}.", ""]
    lines += [f"reads:  {path}" for path in sorted(rule.reads)]
    lines += [f"write:  {change.path} := {change.value}" for change in rule.fix]
    if rule.hazards:
        lines.append(f"hazard: {', '.join(rule.hazards)}")
    lines.append(f"fact:   {MARKS[rule.mark]}" + (f" ({rule.source})" if rule.source else ""))
    return "\n".join(lines)


def _leaves(vendor: Vendor | None) -> str:
    """A line a leaf: path, default, meaning."""
    from hamodel.vendors.known import VENDORS

    lines = []
    for each in [vendor] if vendor is not None else VENDORS.values():
        lines.append(f"{each.name}: {each.title}")
        for setting in each.table.settings:
            default = f" (default {setting.default or 'empty'})" if setting.default is not None else ""
            lines.append(f"  {setting.path}{default}: {setting.meaning}")
    return "\n".join(lines)
