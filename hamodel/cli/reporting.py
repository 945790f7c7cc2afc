"""--format, -o and --report to the places where reports go: that all can be written is known before a search starts."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from hamodel.cli.options import Command, report_options
from hamodel.cli.output import appended, show, style_of, written
from hamodel.diagnostics import Diagnostic, SpecError, suggest_of
from hamodel.host.status import Exit
from hamodel.report import FORMATS, RESULT_FORMATS
from hamodel.report.outcome import Outcome
from hamodel.report.style import Style

if TYPE_CHECKING:
    from hamodel.check.report import Report
    from hamodel.report.results import CommandReport

STDOUT = "-"


@dataclass(slots=True)
class Destination:
    """Where reports in some format go, and what has been told there so far. `path` None: stdout, where all is shown at once."""

    format: str
    path: str | None
    style: Style
    texts: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        if self.path is None:
            show(text)
        else:
            self.texts.append(text)


@contextlib.contextmanager
def places(
    format: str,
    output: str | None,
    asked: Sequence[str],
    traces: bool = False,
    explain: bool = False,
    formats: Collection[str] = RESULT_FORMATS,
) -> Iterator[list[Destination]]:
    """The places for `--format` (and `-o`), then for each `--report`. Each file is written at the end: whole, or not at all.
    Where workflow commands are asked for, the summary of the step gets a report as well.

    Raises SpecError at once, with everything that is wrong, if one cannot be meant or not be written; and at the end, when all
    others are written, if one could not be.
    """
    rows: list[Destination] = []
    files: list[contextlib.ExitStack] = []
    errors: list[Diagnostic] = []
    with contextlib.ExitStack() as every:  # an exception leaves all of them unwritten
        for name, path in _asked(format, output, asked, formats):
            style = Style(traces=traces, explain=explain) if path is not None else style_of(sys.stdout, traces, explain)
            rows.append(Destination(name, path, style))
            if path is not None:
                files.append(every.enter_context(contextlib.ExitStack()))
                with _collected(errors):
                    rows[-1].texts = files[-1].enter_context(written(path))
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and any(place.format == "github" for place in rows):
            files.append(every.enter_context(contextlib.ExitStack()))
            with _collected(errors):
                rows.append(Destination("markdown", summary, Style(), files[-1].enter_context(appended(summary))))
        if errors:
            raise SpecError(errors)
        yield rows
        for file in files:
            with _collected(errors):
                file.close()
        if errors:
            raise SpecError(errors)


def reported(command: Callable[..., CommandReport | Report]) -> Command:
    """Gives a command --format, -o and --report. What it has found is told in all these places; its exit status is that of the
    command. The places are known to be good before it begins."""

    @report_options(RESULT_FORMATS)
    @wraps(command)
    def called(format_name: str, output: str | None, extra: tuple[str, ...], **given: Any) -> int:
        with places(format_name, output, extra) as reporting:
            return _tell(command(**given), reporting)

    return called


def _tell(found: CommandReport | Report, reporting: Sequence[Destination]) -> Exit:
    """What was found to every place, in its format, and the exit status. Files are named as they are called from the folder of
    the project."""
    from hamodel.report.results import CommandReport

    outcome = Outcome(root=project_root())
    for place in reporting:
        if isinstance(found, CommandReport):
            place.tell(RESULT_FORMATS[place.format](found, place.style, outcome))
        else:
            place.tell(FORMATS[place.format]([found], place.style, outcome))
    return found.exit_status


def project_root() -> str:
    """The folder of the project, from which the files of a report are named: where CI says that it is, or this one."""
    return os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or "."


@contextlib.contextmanager
def _collected(errors: list[Diagnostic]) -> Iterator[None]:
    try:
        yield
    except SpecError as error:
        errors += error.diagnostics


def _asked(format: str, output: str | None, asked: Sequence[str], formats: Collection[str]) -> list[tuple[str, str | None]]:
    """Formats and paths; None: stdout."""
    errors: list[Diagnostic] = []
    found: list[tuple[str, str | None]] = [(format, output)]
    for text in asked:
        name, _, file = text.partition("=")
        if not name or not file:
            errors.append(_wrong(f"`--report {text}` is not FORMAT=FILE", "for example `--report junit=report.xml`"))
        elif name not in formats:
            help = suggest_of(name, formats, partial(_written, file))
            errors.append(_wrong(f"`--report {text}`: there is no format `{name}`", help))
        else:
            found.append((name, None if file == STDOUT else file))
    taken: dict[str, str] = {}
    for name, path in found:
        real = STDOUT if path is None else os.path.realpath(path) if "\0" not in path else path
        if real in taken and real != os.devnull:
            where = "stdout" if path is None else f"`{path}`"
            errors.append(_wrong(f"two reports go to {where}: {taken[real]} and {name}", "give each a file of its own"))
        taken[real] = name
    if errors:
        raise SpecError(errors)
    return found


def _written(file: str, format: str) -> str:
    return f"--report {format}={file}"


def _wrong(headline: str, help: str) -> Diagnostic:
    return Diagnostic("report", None, headline, help=help)
