"""hamodel check: specs, or folders of them, to a report each; the exit status says what matters most of all of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hamodel.cli.completion import complete_property, complete_scope, complete_setting
from hamodel.cli.output import complain, show, style_of, written
from hamodel.cli.watching import Session, keep_checking
from hamodel.diagnostics import Diagnostic, SpecError

if TYPE_CHECKING:
    from hamodel.check import Report
    from hamodel.model.system import System
    from hamodel.plan import Request
    from hamodel.report.style import Style
    from hamodel.request import Asked

MATTERS = (70, 130, 2, 1, 3, 4, 0)
"""Exit statuses, the one that matters most first."""


@click.command()
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--scope", multiple=True, metavar="SORT=N", shell_complete=complete_scope, help="How many members a sort has: Session=3."
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="OPTION=VALUE",
    shell_complete=complete_setting,
    help="A value for an option; one that is not set is explored at every value.",
)
@click.option("--faults", default="", metavar="K", help="At most so many faults in a run; 0 for none.")
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_property,
    help="Only this property or scenario; may be repeated.",
)
@click.option(
    "--engine",
    default="auto",
    metavar="NAME",
    show_default=True,
    help="auto, explicit, bmc, kinduction, pdr or any_number; all: every engine answers, and they must agree.",
)
@click.option(
    "--symmetry", default="on", metavar="on|off", show_default=True, help="Count states that differ in the names of members once."
)
@click.option("--depth", default="", metavar="N", help="Look at runs of at most so many steps.")
@click.option("--time", default="", metavar="TIME", help="A hard limit for each spec: 60s, 5m, 1h.  [default: 10m]")
@click.option("--memory", default="", metavar="SIZE", help="A hard limit for each worker: 512M, 4G.  [default: 4G]")
@click.option("--proofs", default="", metavar="DIR", help="Use the certificates in a folder; write one for each new proof.")
@click.option("--traces", "-v", is_flag=True, help="Show every trace, those that the spec expects too.")
@click.option("--explain", is_flag=True, help="Show the invariants that prove what is proved, in the language of the spec.")
@click.option(
    "--format",
    "format_name",
    default="text",
    type=click.Choice(["text", "json"]),
    show_default=True,
    help="For people or programs.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the report to a file instead of stdout.")
@click.option("--watch", is_flag=True, help="Check again whenever a spec, or what it imports, has changed; Ctrl-C ends it.")
def check(
    specs: tuple[str, ...],
    scope: tuple[str, ...],
    settings: tuple[str, ...],
    faults: str,
    properties: tuple[str, ...],
    engine: str,
    symmetry: str,
    depth: str,
    time: str,
    memory: str,
    proofs: str,
    traces: bool,
    explain: bool,
    format_name: str,
    output: str | None,
    watch: bool,
) -> int:
    """Check specs: files, or folders with all specs below them.

    Exit status: 0 everything is as the spec says; 1 something is not; 2 the spec or the command is wrong; 3 not decided; 4 the
    spec says less than it seems to; 70 internal error; 130 interrupted. With several specs, the one that matters most.

    With --format json the report is one object, or a list of objects if several specs were named.
    """
    from hamodel.request import Asked

    asked = Asked(scope, settings, faults, properties, engine, symmetry, depth, time, memory, proofs)

    def once(session: Session | None) -> int:
        with written(output) as texts:
            return _check(specs, asked, format_name, (traces, explain), texts if output else None, session)

    return keep_checking(once, asked, partial(_paths, specs)) if watch else once(None)


def _check(
    specs: Sequence[str],
    asked: Asked,
    format_name: str,
    shows: tuple[bool, bool],
    texts: list[str] | None,
    session: Session | None,
) -> int:
    """`shows`: every trace, the invariants. `texts` gets what is reported; None: stdout does, each report when it is known."""
    from hamodel.report import FORMATS
    from hamodel.report.style import Style

    traces, explain = shows
    style = Style(traces=traces, explain=explain) if texts is not None else style_of(sys.stdout, traces, explain)
    tell = texts.append if texts is not None else show
    paths = _paths(specs)
    systems, statuses = _systems(paths, session)
    requests = _requests(asked, systems) if systems else []
    reports: list[Report] = []
    for system, request, notes in requests:
        report = _one(system, request, notes, session)
        if report is None:
            statuses.append(2)
            continue
        reports.append(report)
        statuses.append(report.exit_status)
        if format_name == "text":
            tell(("\n" if len(reports) > 1 else "") + FORMATS["text"]([report], style))
        if report.interrupted:
            break
    if format_name != "text" and reports:
        tell(_encoded(reports, format_name, len(paths) > 1, style))
    return min(statuses, key=MATTERS.index, default=2)


def _encoded(reports: Sequence[Report], format_name: str, several: bool, style: Style) -> str:
    """A list for several specs, even if only one of them could be checked."""
    from hamodel.report import FORMATS

    text = FORMATS[format_name](reports, style)
    return text if not several or len(reports) > 1 else "[\n" + text + "\n]"


def _one(system: System, request: Request, notes: tuple[str, ...], session: Session | None) -> Report | None:
    from hamodel.check import check as check_system
    from hamodel.cli.progress import progress

    try:
        with progress(system.name) as listen:
            report = session.check(system, request, listen) if session else check_system(system, request, listen)
    except SpecError as error:
        complain(error.diagnostics)
        return None
    return replace(report, notes=(*notes, *report.notes))


def _requests(asked: Asked, systems: Sequence[System]) -> list[tuple[System, Request, tuple[str, ...]]]:
    """What to check, and how: all systems, or those that have the properties that were named."""
    from hamodel.request import concerns, requests

    rows = zip(systems, requests(asked, systems), strict=True)
    return [(system, request, notes) for system, (request, notes) in rows if concerns(asked, system)]


def _systems(paths: Sequence[str], session: Session | None) -> tuple[list[System], list[int]]:
    """The specs that can be read; status 2 if there are others, and what is wrong with them on stderr."""
    from hamodel.language.elaborate import elaborate
    from hamodel.language.parse import load

    systems: list[System] = []
    mistakes: list[Diagnostic] = []
    for path in paths:
        try:
            systems.append(elaborate(load(path, session.looked_at if session else None)))
        except SpecError as error:
            mistakes += error.diagnostics
    if session:
        session.has_read(paths)
    if mistakes:
        complain(mistakes)
    return systems, [2] if mistakes else []


def _paths(specs: Sequence[str]) -> list[str]:
    """The files that are meant: of a folder every spec below it."""
    paths: list[str] = []
    for spec in specs:
        folder = Path(spec)
        if spec and "\0" not in spec and folder.is_dir():
            found = sorted(str(path) for path in folder.rglob("*.ha") if path.is_file())
            if not found:
                help = "specs are files that end in `.ha`"
                raise SpecError([Diagnostic("no-specs", None, f"there is no spec in `{spec}` or below it", help=help)])
            paths += found
        else:
            paths.append(spec)
    return paths
