"""reproduction(found, make) -> a pytest function as text, which does again what showed that something is wrong.

It does so with `Followed`: an implementation beside the model, that raises `Unexplained` where the model cannot explain it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from hamodel.conformance.driving import Driver, Make, Models
from hamodel.follow.events import Happening, spoken
from hamodel.follow.findings import Found
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.report import words
from hamodel.report.results.conform import found_text, happening_text


class Unexplained(AssertionError):
    """The model cannot explain what an implementation showed, or it failed: the report. `found`: the same as data."""

    def __init__(self, found: Found, more: str = "") -> None:
        super().__init__(f"\n{found_text(found)}{more}")
        self.found = found


class Followed:
    """`with Followed(make, spec, options, sizes) as pair: pair.do("crash", d="fw0")`: does it to an implementation, and raises
    `Unexplained` where the model cannot explain what it shows then. What the model cannot do is not done."""

    def __init__(self, make: Make, spec: str | Path | System, options: Mapping[str, Value], sizes: Mapping[str, int]) -> None:
        self._system = spec if isinstance(spec, System) else elaborate(load(str(spec)))
        self._driver = Driver(Models(self._system), make)
        self._scope = Scope(sizes, options)

    def __enter__(self) -> Followed:
        self._require(self._driver.reset(self._scope))
        return self

    def __exit__(self, *_: object) -> None:
        self._driver.close()

    def do(self, action: str, /, **arguments: Value) -> None:
        own = Happening(action, own=True)
        offers = (own,) if own in self._driver.events else self._driver.offers
        for happening in offers:
            if happening.action == action and spoken(happening) == arguments:
                self._require(self._driver.do(happening))

    def _require(self, found: Found | None) -> None:
        if found is not None:
            raise Unexplained(found)


def reproduction(found: Found, make: object, spec: str = "") -> str:
    """`make`: what made the implementation. If it has no name that can be imported, the function asks for a fixture
    `implementation` instead. `spec`: the path of the spec, if not where it was read from."""
    system = found.system
    path = spec or (system.span.source.path if system.span else f"{system.name}.ha")
    name = _importable(make)
    imports = ["from hamodel.conformance.reproduction import Followed"]
    if name is not None:
        imports.append(f"from {name[0]} import {name[1]}")
    made, fixture = (name[1], "") if name else ("implementation", "implementation")
    last = happening_text(system, found.done[-1].happening) if found.done else "start"
    lines = [
        *sorted(imports),
        "",
        "",
        f"def test_{_identifier(last)}({fixture}):",
        f"    options = {dict(found.scope.options)!r}",
        f"    sizes = {dict(found.scope.sizes)!r}",
        f"    with Followed({made}, {path!r}, options, sizes) as it:",
        *(f"        {_call(done.happening)}" for done in found.done),
        *(f"        # {line}" for line in _seen(found)),
    ]
    if not found.done:
        lines.append("        pass")
    return "\n".join(lines) + "\n"


def _call(happening: Happening) -> str:
    named = spoken(happening)
    if all(name.isidentifier() for name in named):
        parts = [repr(happening.action), *(f"{name}={value!r}" for name, value in named.items())]
    else:
        parts = [repr(happening.action), f"**{named!r}"]
    return f"it.do({', '.join(parts)})"


def _seen(found: Found) -> list[str]:
    """What is wrong in the end."""
    difference = found.difference
    if difference is None:
        return [f"it failed: {line}" for line in found.failure.splitlines()]
    if difference.closest is None:
        return ["the model cannot do this here"]
    best = difference.closest.states[-1]
    return [
        f"{words.place(found.system, cell)}: seen {words.cell_value(found.system, cell, difference.seen[cell])}, "
        f"the model at best {words.cell_value(found.system, cell, best[cell])}"
        for cell in difference.differing
    ]


def _importable(make: object) -> tuple[str, str] | None:
    """The module and the name under which it can be imported."""
    module, name = getattr(make, "__module__", ""), getattr(make, "__qualname__", "")
    return (module, name) if module and module != "__main__" and name.isidentifier() else None


def _identifier(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_").lower()
