"""--most-states: how much a command follows before it gives up."""

from __future__ import annotations

import click

from hamodel.follow.belief import MOST_STATES

most_states = click.option(
    "--most-states",
    type=click.IntRange(1),
    default=MOST_STATES,
    metavar="N",
    help=f"Give up where the model can be in more states than so many.  [default: {MOST_STATES:,}]",
)
