"""load(place): what stands there; lazy(place): a function that is loaded when it is called, so that `--help` waits for none."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def load(place: str) -> Any:
    """`load("hamodel.cli.checking:check")` imports the module, and gives what has that name there."""
    module, name = place.split(":")
    return getattr(import_module(module), name)


class lazy:  # noqa: N801, since it is used as a function
    """`lazy("hamodel.engines.smt.bmc:bmc", "what it does")` is called as `bmc` is. What it does, in a few words, is its
    docstring, and stands in the help of commands."""

    def __init__(self, place: str, does: str) -> None:
        self.place = place
        self.__doc__ = does

    def __call__(self, *arguments: Any) -> Any:
        return load(self.place)(*arguments)


def described(table: Mapping[str, object]) -> str:
    """The names in a table of such functions, each with what it does: `bmc (runs of one step, of two, ...), ...`."""
    return ", ".join(f"{name} ({row.__doc__})" for name, row in table.items())
