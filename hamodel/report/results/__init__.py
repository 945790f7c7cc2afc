"""CommandReport: what `replay`, `conform`, `mutate` or `run` came to, in no format yet; a module for each format and command.

Whoever knows what came out says it once: as lines and runs for people (`parts`), as an object for programs (`row`), as cases for
those who count failures (`cases`). How that looks is the formats' business, which know no more than this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from hamodel.host.status import Exit
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.report import words
from hamodel.report.style import Style, wrapped
from hamodel.source import Span


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run to be shown in lanes. `beside`: text tells of it in its own way, and shows no lanes."""

    system: System
    scope: Scope
    trace: Trace
    title: str = "a run"
    beside: bool = False


LineOrRun: TypeAlias = str | ShownRun
"""A line, in the style that was asked for, or a run."""

Standing: TypeAlias = Literal["good", "bad", "open"]
"""As it should be; not; not known."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was asked. `type`: in one or two words, what is wrong or why it is not known; `message`: in a line."""

    name: str
    standing: Standing
    type: str = ""
    message: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CommandReport:
    """`title`: what was done. `cases`: with those that are bad or open the text of the whole is told, if there is but one."""

    system: System
    title: str
    exit_status: Exit
    parts: Callable[[Style], Iterable[LineOrRun]]
    row: Mapping[str, Any]
    cases: tuple[Case, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def path(self) -> str:
        """That of the spec."""
        return self.system.span.source.path if self.system.span else ""


def standing(status: Exit) -> Standing:
    """That of a result of which one thing was asked."""
    return "good" if status == Exit.GOOD else "bad" if status == Exit.DIFFERS else "open"


def heading(system: System, what: str, style: Style, about: Iterable[str] = (), doc: str = "") -> Iterator[str]:
    """The first line: the spec, what was done with it, and its file; then what is said of it (`doc`), and where it was done."""
    path = f"  {style.paint(system.span.source.path, 'dim')}" if system.span else ""
    yield f"{style.paint(f'{system.name}: {what}' if what else system.name, 'bold')}{path}"
    for text in (doc, "; ".join(part for part in about if part)):
        if text:
            yield from wrapped(text, style)


def options_of(system: System, scope: Scope) -> dict[str, Value]:
    """The options of a run, without the lengths of its scope."""
    known = {option.name for option in system.options}
    return {name: value for name, value in scope.options.items() if name in known}


def at(sizes: Mapping[str, int], options: Mapping[str, Value]) -> tuple[str, str]:
    """The sizes and the options, for a heading."""
    return words.extent(sizes), words.combination(options).replace(" and ", ", ")
