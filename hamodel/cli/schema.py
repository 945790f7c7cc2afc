"""hamodel schema: the JSON schema of what `--format json` writes, for programs that read it."""

from __future__ import annotations

from importlib import resources

import click

from hamodel.cli.output import show
from hamodel.host.status import Exit


@click.command()
def schema() -> int:
    """Print the JSON schema (draft 2020-12) of what `--format json` writes."""
    show(resources.files("hamodel.report").joinpath("json.schema.json").read_text("utf-8").rstrip())
    return Exit.GOOD
