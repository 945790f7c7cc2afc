"""The spec that a command names, and what the command and `[tool.hamodel]` say of it -> a system and one request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hamodel.cli.output import remark

if TYPE_CHECKING:
    from hamodel.check.request import Asked, Request
    from hamodel.model.system import System


def system_of(path: str) -> System:
    """The spec in a file. Raises SpecError with every error in it."""
    from hamodel.language.elaboration.elaborate import elaborate
    from hamodel.language.text.parse import load

    return elaborate(load(path))


def question(spec: str, asked: Asked, properties: bool = False) -> tuple[System, Request]:
    """The spec in a file, and what `configured` says of it."""
    system = system_of(spec)
    return at_its_lengths(system, configured(asked, system, properties))


def at_its_lengths(system: System, request: Request) -> tuple[System, Request]:
    """The system at the durations that are asked for, and the rest of the request. Raises SpecError."""
    from dataclasses import replace

    from hamodel.language.elaboration.timing.setting import settled

    system, options = settled(system, request.options)
    return system, replace(request, options=options)


def configured(asked: Asked, system: System, properties: bool = False) -> Request:
    """The request, with the scope, the options, the faults and (`properties`) the choice of properties, `own`, that the settings
    of the project add; what they say of engines and limits is about `hamodel check`. What is added is said on stderr. Raises
    SpecError.
    """
    from hamodel.check.settings import configuration, find, requests_with

    settings = find(Path())
    ((request, notes),) = requests_with(asked, [system], settings and configuration(settings, properties))
    for note in notes:
        remark(note)
    return request
