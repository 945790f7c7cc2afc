"""Arguments -> one call -> exit status. Nothing heavy is imported before a command needs it.

0 as the spec says · 1 it is not · 2 the spec or the command is wrong · 3 inconclusive · 4 quality · 70 internal error ·
130 interrupted: by Ctrl-C, SIGTERM or SIGHUP.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from types import FrameType, TracebackType

import click

from hamodel.cli.output import complain, mend_streams
from hamodel.diagnostics import Diagnostic, SpecError, suggest
from hamodel.host.extras import Missing, brings
from hamodel.host.lazy import load
from hamodel.host.status import Exit
from hamodel.host.version import VERSION

COMMANDS = {
    "audit": "hamodel.cli.auditing:audit",
    "check": "hamodel.cli.checking:check",
    "completion": "hamodel.cli.completion:completion",
    "conform": "hamodel.cli.conforming:conform",
    "doctor": "hamodel.cli.doctor:doctor",
    "explain": "hamodel.cli.explaining:explain",
    "export": "hamodel.cli.exporting:export",
    "fmt": "hamodel.cli.formatting:fmt",
    "init": "hamodel.cli.starting:init",
    "mutate": "hamodel.cli.mutating:mutate",
    "proofs": "hamodel.cli.proving:proofs",
    "replay": "hamodel.cli.replaying:replay",
    "run": "hamodel.cli.playing:run",
    "schema": "hamodel.cli.explaining:schema",
}
"""Where each command is. It is imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = load(COMMANDS[name])
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="hamodel", message="%(prog)s %(version)s")
def hamodel() -> None:
    """A model checker for high-availability firewall pairs.

    A spec in the .ha language goes in. For each of its properties a verdict comes out, with a run that breaks it, or the extent
    to which none exists.
    """


def main() -> None:
    """The program. It ends with one of the exit statuses above and never with a traceback."""
    mend_streams()
    for number in (signal.SIGINT, *ENDING):
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # one that is ignored stays so: nohup
            signal.signal(number, _interrupted)
    with _Surprises():
        sys.exit(status(sys.argv[1:]))


ENDING = (signal.SIGTERM, signal.SIGHUP)
"""What ends the program as Ctrl-C does: what is known is reported. Whoever sends one of these may send another: a report that
is being written is not given up for it, but for a second Ctrl-C."""


def _interrupted(number: int, frame: FrameType | None) -> None:
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def status(arguments: list[str]) -> int:
    """Runs the command; what is wrong with it is said on stderr."""
    try:
        return hamodel.main(arguments, prog_name="hamodel", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return Exit.WRONG
    except click.UsageError as error:
        complain([_usage(error)])
        return Exit.WRONG
    except click.ClickException as error:
        complain([Diagnostic("command", None, error.format_message())])
        return Exit.WRONG
    except SpecError as error:
        complain(error.diagnostics)
        return Exit.WRONG
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except ModuleNotFoundError as error:
        help = brings(error.extra) if isinstance(error, Missing) else "`hamodel doctor` says what is missing"
        complain([Diagnostic("missing", None, f"`{error.name}` is not installed", help=help)])
        return Exit.UNDECIDED
    except MemoryError:
        complain([Diagnostic("memory", None, "out of memory", help="a smaller `--scope`, or a machine with more of it")])
        return Exit.UNDECIDED


def _usage(error: click.UsageError) -> Diagnostic:
    """click's message as one of ours: what is wrong, what was meant, where help is."""
    headline = error.format_message().rstrip(".")
    path = error.ctx.command_path if error.ctx else "hamodel"
    if isinstance(error, click.NoSuchOption):
        headline, meant = f"there is no option `{error.option_name}`", suggest(error.option_name, error.possibilities or ())
    elif headline.startswith("No such command") and error.ctx and isinstance(error.ctx.command, click.Group):
        name = headline.split("'")[1]
        headline, meant = f"there is no command `{name}`", suggest(name, error.ctx.command.list_commands(error.ctx))
    else:
        meant = ""
    help = " ".join(filter(None, [meant, f"see `{path} --help`"]))
    return Diagnostic("command", None, headline[:1].lower() + headline[1:], help=help)


class _Surprises:
    """Turns an exception that nobody expected into one line and exit status 70."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or not isinstance(error, Exception):
            return
        if os.environ.get("HAMODEL_DEBUG"):
            traceback.print_exception(error)
        said = " ".join(str(error).split())[:200]
        help = "please report this with the spec; HAMODEL_DEBUG=1 shows where it happened"
        complain([Diagnostic("internal", None, f"{type(error).__name__}: {said}".rstrip(": "), help=help)])
        raise SystemExit(Exit.INTERNAL) from None
