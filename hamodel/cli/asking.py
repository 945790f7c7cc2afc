"""What a command says and what `[tool.hamodel]` says -> one request: the configuration is the same for every command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hamodel.cli.output import remark

if TYPE_CHECKING:
    from hamodel.check.plan import Request
    from hamodel.check.request import Asked
    from hamodel.model.system import System


def configured(asked: Asked, system: System, claims: bool = False) -> Request:
    """The request, with the scope, the options, the faults and (`claims`) the choice of claims, `own`, that the settings of the
    project add; what they say of engines and limits is about `hamodel check`. What is added is said on stderr. Raises SpecError.
    """
    from hamodel.check.request import requests
    from hamodel.check.settings import configuration, find, requests_with

    ((plain, _),) = requests(asked, [system])
    settings = find(Path())
    if settings is None:
        return plain
    settings = configuration(settings, claims)
    ((found, notes),) = requests_with(asked, [system], settings)
    for note in notes:
        remark(note)
    return replace(
        plain, sizes=found.sizes, options=found.options, faults=found.faults, properties=found.properties or plain.properties
    )
