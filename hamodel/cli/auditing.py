"""hamodel audit: what is wrong with a pair, by the configurations of its two members."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from hamodel.audit.failing import HAZARD, SEVERITIES, FailOn, fail_on_of, status
from hamodel.audit.formats import FORMATS
from hamodel.cli.options import report_options
from hamodel.cli.output import remark, show, written
from hamodel.cli.reporting import places, project_root
from hamodel.diagnostics import SpecError
from hamodel.host.status import Exit
from hamodel.report.outcome import Outcome

if TYPE_CHECKING:
    from hamodel.audit.auditing import Audit

MOST_UNREAD = 5


class FailOnWord(click.ParamType[FailOn]):
    """`error`, `warning`, `note`, `never` or `hazard:N`."""

    name = "error|warning|note|never|hazard:N"

    def convert(self, value: str | FailOn, param: click.Parameter | None, ctx: click.Context | None) -> FailOn:
        """What it means."""
        meant = fail_on_of(value) if isinstance(value, str) else value
        if meant is None:
            self.fail(f"`{value}` is none of {', '.join(SEVERITIES)}, {HAZARD}N", param, ctx)
        return meant


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path())
@click.option("--vendor", metavar="NAME", help="Whose configurations these are, where that cannot be seen from the text.")
@click.option("--place", metavar="PLACE", help="Where the pair stands: cloud_lb, ecmp or dynamic_routing.")
@click.option(
    "--faults",
    type=int,
    default=2,
    show_default=True,
    metavar="N",
    help="Hazards that take more faults are counted only.",
)
@click.option("--recheck", is_flag=True, help="Confirm what is said of hazards by a check of the spec, which takes its time.")
@click.option("--rules", metavar="ID,-ID", default="", help="Only these rules, or all but those with a `-`.")
@click.option("--baseline", metavar="FILE", help="An earlier audit of the pair in JSON: only findings that are new are told.")
@click.option("--redact", is_flag=True, help="Addresses and the names of the members are replaced.")
@click.option(
    "--fail-on",
    type=FailOnWord(),
    default="error",
    show_default=True,
    help="The lightest finding with which the exit status is 1; hazard:N: a hazard that takes at most N faults.",
)
@click.option("--write", metavar="FILE", help="Leave the spec of this pair, to go on with `hamodel check`.")
@click.option("--explain", metavar="ID", help="Tell what a rule is about, and nothing else.")
@click.option("--list-leaves", is_flag=True, help="List the leaves that are known, and nothing else.")
@report_options(FORMATS)
def audit(
    paths: tuple[str, ...],
    vendor: str | None,
    place: str | None,
    faults: int,
    recheck: bool,
    rules: str,
    baseline: str | None,
    redact: bool,
    fail_on: FailOn,
    write: str | None,
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
    from hamodel.audit.auditing import audit_of
    from hamodel.audit.catalogue import leaves_listed, rule_explained
    from hamodel.audit.writing import pair_spec

    if explain is not None:
        show(rule_explained(explain))
        return Exit.GOOD
    if list_leaves:
        show(leaves_listed(vendor))
        return Exit.GOOD
    if not paths:
        raise click.UsageError("no configurations are given")
    names = [name.strip() for name in rules.split(",") if name.strip()]
    if rules and not names:
        raise click.UsageError("`--rules` names no rule")
    reports = [output, *(text.partition("=")[2] for text in extra)]
    _kept(paths, [write, *reports])
    with places(format_name, output, extra, formats=FORMATS) as reporting:
        with _new(write, reports) as spec:
            found = audit_of(paths, vendor, names, baseline, redact, place, faults, recheck, remark)
            if write is not None:
                spec.append(pair_spec(found.pairs, found.showing, write))
        for goal in reporting:
            goal.tell(FORMATS[goal.format](found.pairs, found.showing, goal.style, Outcome(root=project_root())))
    _left_out(found)
    _without_effect(found, place, recheck)
    if write is not None:
        remark(f"{write} is the spec of this pair: hamodel check {shlex.quote(write)}")
    return status(found.pairs, fail_on)


def _without_effect(found: Audit, place: str | None, recheck: bool) -> None:
    """Tells what was asked for and came to nothing."""
    if found.idle_place:
        remark(f"--place {place} changes nothing here: no rule asks for it, and the hazards are the same")
    if recheck and not any(pair.hazards for pair in found.pairs):
        remark("--recheck: nothing is known of hazards here, so there is nothing to confirm")
    for pair in found.unasked:
        remark(f"none of the chosen rules is about the pair of {pair.devices[0].sources[0].path}")
    for files in found.gone:
        remark(f"a pair of the earlier audit is not among these: {files}")


def _left_out(found: Audit) -> None:
    """Tells which files are in no pair, and why."""
    from hamodel.report.words import counted

    for device in found.alone:
        remark(f"{device.sources[0].path} has no partner among the files")
    for diagnostic in found.unread[:MOST_UNREAD]:
        where = f"{diagnostic.span}: " if diagnostic.span is not None else ""
        remark(f"{where}{diagnostic.headline}: passed over")
    if len(found.unread) > MOST_UNREAD:
        remark(f"{counted(len(found.unread) - MOST_UNREAD, 'more file')} cannot be read: passed over")
    if found.others:
        passed = counted(len(found.others), "file")
        remark(f"{passed} passed over: no configuration of a pair, or none that can be read, among them {found.others[0]}")


@contextlib.contextmanager
def _new(path: str | None, reports: Sequence[str | None]) -> Iterator[list[str]]:
    """Collects the text of a spec, which is then written to a file that was not there. Raises SpecError at once where it is,
    where a report goes there, or where it cannot be written."""
    from hamodel.audit import errors

    if path is not None and not path.endswith(".ha"):
        raise SpecError([errors.no_spec_name(path)])
    if path is not None and "\0" not in path and (os.path.lexists(path) or _same(path, reports)):
        raise SpecError([errors.spec_is_there(path)])
    with written(path) as texts:
        yield texts


def _kept(paths: Sequence[str], reports: Sequence[str | None]) -> None:
    """Raises SpecError where a report would be written over a configuration."""
    from hamodel.audit import errors

    over = [path for path in reports if path and _same(path, paths)]
    if over:
        raise SpecError([errors.written_over(path) for path in over])


def _same(path: str, others: Sequence[str | None]) -> bool:
    """Whether a file is one of these, whatever it is called."""
    real = {os.path.realpath(other) for other in others if other and "\0" not in other}
    return "\0" not in path and os.path.realpath(path) in real
