"""lazy(place): a function that imports what it stands for when it is called first, so that `--help` waits for nothing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class lazy:  # noqa: N801, since it is used as a function
    """`lazy("hamodel.engines.smt.bmc:bmc")` is called as `bmc` is."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __call__(self, *arguments: Any) -> Any:
        module, name = self.place.split(":")
        return getattr(import_module(module), name)(*arguments)
