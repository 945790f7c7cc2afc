"""Options that several commands have, each declared once; what those say of a check reaches a command as one `Asked`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

import click

from hamodel.check.flags import FLAGS
from hamodel.cli.completion import complete_hazard, complete_property, complete_scope, complete_setting, complete_spec
from hamodel.follow import MOST_STATES
from hamodel.host.lazy import described

Command: TypeAlias = Callable[..., int]

COMPLETERS = {"scope": complete_scope, "set": complete_setting, "property": complete_property, "hazard": complete_hazard}
"""What completes the values of these."""


def asking(**help: str) -> Callable[[Command], Command]:
    """Gives a command the options of these names, in this order; what they say is its argument `asked`. `help`: of this command;
    empty: the usual one."""

    def decorated(command: Command) -> Command:
        @wraps(command)
        def called(**given: Any) -> int:
            from hamodel.check import texts

            return command(asked=texts.asked({name: given.pop(name) for name in help}), **given)

        declared: Command = called
        for name, said in reversed(help.items()):
            declared = _option(name, said or FLAGS[name].help)(declared)
        return declared

    return decorated


def _option(name: str, help: str) -> Callable[[Command], Command]:
    flag, word = FLAGS[name], name.replace("_", "-")
    if not flag.metavar:
        return click.option(f"--{word}/--no-{word}", default=None, help=help)
    return click.option(
        f"--{word}",
        multiple=flag.repeated,
        default=None if flag.repeated else "",
        metavar=flag.metavar,
        shell_complete=COMPLETERS.get(name),
        help=help,
    )


def spec_argument(command: Command) -> Command:
    return click.argument("spec", metavar="SPEC", type=click.Path(), shell_complete=complete_spec)(command)


def report_options(formats: Mapping[str, object]) -> Callable[[Command], Command]:
    """--format, -o and --report of a command whose reports can have these formats."""
    options = [
        click.option(
            "--format",
            "format_name",
            default="text",
            type=click.Choice(list(formats)),
            show_default=True,
            help=f"{described(formats)}.",
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
