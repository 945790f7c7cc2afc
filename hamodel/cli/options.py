"""Options that several commands have, each declared once; what those say of a check reaches a command as one `Asked`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeAlias

import click

from hamodel.cli.completion import complete_property, complete_scope, complete_setting, complete_spec
from hamodel.follow import MOST_STATES

Command: TypeAlias = Callable[..., int]

OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "scope": (
        "--scope",
        {"multiple": True, "metavar": "SORT=N", "shell_complete": complete_scope, "help": "How many members a sort has."},
    ),
    "set": (
        "--set",
        {"multiple": True, "metavar": "OPTION=VALUE", "shell_complete": complete_setting, "help": "A value for an option."},
    ),
    "faults": ("--faults", {"default": "", "metavar": "K", "help": "At most so many faults in a run; 0 for none."}),
    "property": (
        "--property",
        {
            "multiple": True,
            "metavar": "NAME",
            "shell_complete": complete_property,
            "help": "Only this property or scenario; may be repeated.",
        },
    ),
    "own": ("--own/--no-own", {"default": None, "help": "Only what the files themselves claim, not what they import."}),
    "run_time": (
        "--run-time/--no-run-time",
        {
            "default": None,
            "help": "Look for run-time mistakes too; with --no-run-time a check ends when its claims are answered.  "
            "[default: run-time]",
        },
    ),
    "engine": (
        "--engine",
        {
            "default": "",
            "metavar": "NAME",
            "help": "auto, explicit, bmc, kinduction, pdr or any_number; all: every engine answers, and they must agree.  "
            "[default: auto]",
        },
    ),
    "symmetry": (
        "--symmetry",
        {
            "default": "",
            "metavar": "on|off",
            "help": "Count states that differ in the names of members once.  [default: on]",
        },
    ),
    "depth": ("--depth", {"default": "", "metavar": "N", "help": "Look at runs of at most so many steps."}),
    "time": ("--time", {"default": "", "metavar": "TIME", "help": "A hard limit for each spec: 60s, 5m, 1h.  [default: 10m]"}),
    "memory": (
        "--memory",
        {"default": "", "metavar": "SIZE", "help": "A limit for all processes together: 512M, 4G.  [default: 4G]"},
    ),
    "proofs": (
        "--proofs",
        {"default": "", "metavar": "DIR", "help": "Use the certificates in a folder; write one for each new proof."},
    ),
}


def asking(**help: str) -> Callable[[Command], Command]:
    """Gives a command the options of these names, in this order; what they say is its argument `asked`. `help`: of this command;
    empty: the usual one."""

    def decorated(command: Command) -> Command:
        @wraps(command)
        def called(**given: Any) -> int:
            from hamodel.check import texts

            return command(asked=texts.asked({name: given.pop(name) for name in help}), **given)

        for name, said in reversed(help.items()):
            flag, settings = OPTIONS[name]
            called = click.option(flag, **(settings | ({"help": said} if said else {})))(called)
        return called

    return decorated


def spec_argument(command: Command) -> Command:
    return click.argument("spec", metavar="SPEC", type=click.Path(), shell_complete=complete_spec)(command)


def report_options(formats: Collection[str]) -> Callable[[Command], Command]:
    """--format, -o and --report of a command whose reports can have these formats."""
    options = [
        click.option(
            "--format",
            "format_name",
            default="text",
            type=click.Choice(list(formats)),
            show_default=True,
            help="For people, for programs, or a page to look at and step through.",
        ),
        click.option("-o", "--output", metavar="FILE", help="Write the report to a file instead of stdout."),
        click.option(
            "--report",
            "extra",
            multiple=True,
            metavar="FORMAT=FILE",
            help="Write a report in another format too, to a file or (-) to stdout; may be repeated.",
        ),
    ]

    def declare(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return declare


def most_states(command: Command) -> Command:
    """How much a command follows before it gives up."""
    return click.option(
        "--most-states",
        type=click.IntRange(1),
        default=MOST_STATES,
        metavar="N",
        help=f"Give up where the model can be in more states than so many.  [default: {MOST_STATES:,}]",
    )(command)
