"""hamodel check: specs, or folders of them, to a report each; the exit status says what matters most of all of them."""

from __future__ import annotations

import os
import time as clock
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hamodel.cli.completion import complete_spec
from hamodel.cli.options import asking, report_options
from hamodel.cli.output import complain
from hamodel.cli.reporting import Destination, places, project_root
from hamodel.cli.watching import WatchRound, keep_checking
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host import library
from hamodel.host.status import Exit
from hamodel.report import FORMATS
from hamodel.report.outcome import INTERRUPTED, Outcome, Unchecked, matters_most

if TYPE_CHECKING:
    from hamodel.check.report import Report
    from hamodel.check.request import Asked, Request
    from hamodel.model.system import System


@click.command()
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True, type=click.Path(), shell_complete=complete_spec)
@asking(
    scope="Exactly so many members of a sort: Session=3; Session=1..4 asks for each of these sizes.",
    set="A value for an option, 'rank[fw0]=2' for one of a member; one that is not set is explored at every value.",
    faults="",
    property="",
    hazard="",
    own="",
    run_time="",
    engine="",
    symmetry="",
    depth="",
    time="",
    memory="",
    proofs="",
)
@click.option("--traces", "-v", is_flag=True, help="Show every trace, those that the spec expects too.")
@click.option("--explain", is_flag=True, help="Show the invariants that prove what is proved, in the language of the spec.")
@report_options(FORMATS)
@click.option("--watch", is_flag=True, help="Check again whenever a spec, or what it imports, has changed; Ctrl-C ends it.")
def check(
    specs: tuple[str, ...],
    asked: Asked,
    traces: bool,
    explain: bool,
    format_name: str,
    output: str | None,
    extra: tuple[str, ...],
    watch: bool,
) -> int:
    """Check specs: files, or folders with all specs below them. A path that starts with @ is in the library of hamodel:
    @panos/active_active.ha.

    Exit status: 0 everything is as the spec says; 1 something is not; 2 the spec or the command is wrong; 3 not decided; 4 the
    spec says less than it seems to; 70 internal error; 130 interrupted (Ctrl-C, SIGTERM,
    SIGHUP). With several specs, the one that matters most.

    What is not said here is as [tool.hamodel] in the nearest pyproject.toml says, from this folder upwards.

    With --format json the report is one object, or a list of objects if several specs were named. Reports are written whatever
    the exit status is, with what was found so far if the check is interrupted.
    """
    def once(session: WatchRound | None) -> int:
        with places(format_name, output, extra, traces, explain, FORMATS) as reporting:
            return _check(specs, asked, reporting, session)

    return keep_checking(once, asked, partial(_paths, specs)) if watch else once(None)


@dataclass(slots=True)
class _Found:
    """What is known so far: a report for each spec that could be checked, what is wrong with the others, exit statuses; and the
    paths of those whose turn has not come."""

    reports: list[Report] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    statuses: list[Exit] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def wrong(self, path: str, errors: Sequence[Diagnostic]) -> None:
        """Something cannot be checked: said in the reports of machines, and on stderr."""
        self.unchecked.append(Unchecked(path, tuple(errors)))
        self.statuses.append(Exit.WRONG)

    def interrupted(self) -> None:
        """What nobody has come to is no less open than what was under way."""
        said = Diagnostic(INTERRUPTED, None, "not checked: interrupted")
        self.unchecked += [Unchecked(path, (said,)) for path in self.waiting]
        self.statuses.append(Exit.INTERRUPTED)


def _check(specs: Sequence[str], asked: Asked, reporting: Sequence[Destination], session: WatchRound | None) -> int:
    """Text is told as soon as a report is known, everything else at the end."""
    found = _Found()
    several = False
    try:
        paths = _paths(specs)
        several = len(paths) > 1
        _check_all(paths, asked, reporting, found, session)
    except SpecError as error:  # the command is wrong
        found.wrong("", error.diagnostics)
        complain(error.diagnostics)
    except KeyboardInterrupt:
        found.interrupted()
    status = matters_most(found.statuses)
    outcome = Outcome(tuple(found.unchecked), status, project_root())
    for place in reporting:
        if place.format != "text":
            place.tell(_encoded(found.reports, place, several, outcome))
        elif place.path is not None and found.unchecked:  # on stdout they stand beside the report: on stderr
            place.tell(FORMATS["text"]((), place.style, outcome))
    return status


def _check_all(
    paths: Sequence[str], asked: Asked, reporting: Sequence[Destination], found: _Found, session: WatchRound | None
) -> None:
    found.waiting = list(paths)
    systems = _systems(paths, found, session)
    rows = _requests(asked, systems) if systems else []
    found.waiting = [path for _, path, _, _ in rows]
    first = session is None
    for system, path, request, notes in rows:
        if first:  # the time of the first is that of the whole command
            spent = since_start() + longer(since_start(), clock.process_time(), request.seconds)
            request = replace(request, seconds=max(request.seconds / 2, request.seconds - spent))
            first = False
        report = _one(system, path, request, notes, found, session)
        found.waiting.remove(path)
        if report is None:
            continue
        found.reports.append(report)
        found.statuses.append(report.exit_status)
        for place in reporting:
            if place.format == "text":
                place.tell(("\n" if len(found.reports) > 1 else "") + FORMATS["text"]([report], place.style))
        if report.interrupted:
            found.interrupted()
            break


SLOWEST = 4.0
"""A process that waited for something at its start is not taken for one on a machine that is busier than this."""


def longer(lived: float, ran: float, seconds: float) -> float:
    """How much longer it will take to tell what is known, of so many seconds in all, since others use the machine, too: as the
    start of this process took longer than it ran."""
    from hamodel.check.schedule import TELLING

    slower = min(lived / ran, SLOWEST) if ran else 1.0
    return max(0.0, slower - 1.0) * min(TELLING * seconds, 1.0)


def since_start() -> float:
    """The seconds that this process has lived; 0 where the system does not tell."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        return max(0.0, clock.clock_gettime(clock.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return 0.0


def _encoded(reports: Sequence[Report], place: Destination, several: bool, outcome: Outcome) -> str:
    """JSON is a list for several specs, even if there is one thing to say only."""
    text = FORMATS[place.format](reports, place.style, outcome)
    alone = len(reports) + len(outcome.unchecked) == 1
    return "[\n" + text + "\n]" if place.format == "json" and several and alone else text


def _one(
    system: System, path: str, request: Request, notes: tuple[str, ...], found: _Found, session: WatchRound | None
) -> Report | None:
    from hamodel.check.pipeline import check as check_system
    from hamodel.cli.progress import progress

    try:
        with progress(system.name) as listen:
            report = session.check(system, request, listen) if session else check_system(system, request, listen)
    except SpecError as error:
        found.wrong(path, error.diagnostics)
        complain(error.diagnostics)
        return None
    return replace(report, notes=(*notes, *report.notes))


def _requests(
    asked: Asked, systems: Sequence[tuple[System, str]]
) -> list[tuple[System, str, Request, tuple[str, ...]]]:
    """What to check, and how: all systems, or those that have the properties, or are about the hazards, that were named."""
    from hamodel.check.request import concerns
    from hamodel.check.settings import find, requests_with

    rows = zip(systems, requests_with(asked, [system for system, _ in systems], find(Path())), strict=True)
    return [(system, path, request, notes) for (system, path), (request, notes) in rows if concerns(asked, system)]


def _systems(paths: Sequence[str], found: _Found, session: WatchRound | None) -> list[tuple[System, str]]:
    """The specs that can be read, with their paths; what is wrong with the others is said on stderr."""
    from hamodel.language.elaboration.elaborate import elaborate
    from hamodel.language.text.parse import load

    systems: list[tuple[System, str]] = []
    errors: list[Diagnostic] = []
    for path in paths:
        try:
            systems.append((elaborate(load(path, session.looked_at if session else None)), path))
        except SpecError as error:
            found.wrong(path, error.diagnostics)
            found.waiting.remove(path)
            errors += error.diagnostics
    if session:
        session.has_read(paths)
    if errors:
        complain(errors)
    return systems


def _paths(specs: Sequence[str]) -> list[str]:
    """The files that are meant: of a folder every spec below it, without those that are checked in whoever imports them."""
    from hamodel.language.text.parse import is_part

    paths: list[str] = []
    for spec in specs:
        folder = Path(library.on_disk(spec))
        if spec and "\0" not in spec and folder.is_dir():
            found = library.specs(spec) if library.is_ours(spec) else sorted(_below(folder))
            found = [path for path in found if not is_part(path)]
            if not found:
                help = "specs are files that end in `.ha`"
                raise SpecError([Diagnostic("no-specs", None, f"there is no spec in `{spec}` or below it", help=help)])
            paths += found
        else:
            paths.append(spec)
    return paths


def _below(folder: Path) -> Iterator[str]:
    """The specs in a folder, but not those of programs that are installed there: hidden folders, virtual environments."""
    def closed(error: OSError) -> None:
        raise SpecError([Diagnostic("cannot-read", None, f"`{error.filename}` cannot be read: {error.strerror}")])

    for place, folders, files in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if name[0] != "." and not Path(place, name, "pyvenv.cfg").exists()]
        yield from (library.file(Path(place, name)) for name in files if name.endswith(".ha") and Path(place, name).is_file())
