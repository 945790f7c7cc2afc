"""hamodel doctor: what is installed, what is missing, and what that costs."""

from __future__ import annotations

import sys

import click

from hamodel.cli.output import show, style_of
from hamodel.host.status import Exit


@click.command()
def doctor() -> int:
    """Say what is installed, what is missing, and what that costs.

    Exit status 0 if everything is there that a check needs, else 3.
    """
    from hamodel.doctor import examine

    style = style_of(sys.stdout)
    lines = examine()
    width = max(len(line.name) for line in lines)
    for line in lines:
        sign, colour = ("✓", "green") if not line.problem else ("✗", "red") if line.needed else ("-", "yellow")
        said = "; ".join(part for part in (line.version, line.problem, line.costs) if part)
        show(f"{style.paint(style.say(sign), colour)} {line.name:<{width}}  {said}")
    return Exit.UNDECIDED if any(line.problem and line.needed for line in lines) else Exit.GOOD
