"""`[tool.hamodel]` of a pyproject.toml -> ProjectSettings: what a project asks of its specs unless a command says otherwise.

    [tool.hamodel]
    faults = 2
    time = "2m"

    [tool.hamodel.specs."specs/panos/*.ha"]
    scope = { Session = 2 }
    options = { owner_selection = "first_packet" }

A value means what the option of `hamodel check` with its name means (`options` is `--set`, `own = true` is `--own`). What is
said of the configuration goes for every command. Of the tables under `specs` those count whose pattern matches the path of the
spec, as seen from the folder of the file; `*` stands for any text, `/` included; later ones win. What is said in the general
table about a sort or an option that a spec does not have does not concern it.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from hamodel.check import texts
from hamodel.check.request import (
    SINGLE,
    Asked,
    Row,
    Words,
    checked,
    over,
    properties_asked,
    request_of,
    requests,
    restricted,
    value_text,
)
from hamodel.diagnostics import Diagnostic, SpecError, suggest, suggest_or_list
from hamodel.host import library
from hamodel.host.printable import short
from hamodel.language.elaboration.timing.setting import durations
from hamodel.model.system import System
from hamodel.source import Source, Span

FILE = "pyproject.toml"
LARGEST_FILE = 2_000_000

KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "scope": ((int, str), "a table of numbers: { Session = 2 }, or of ranges: { Session = \"1..3\" }"),
    "options": ((int, str, bool), 'a table of values: { owner_selection = "first_packet" }'),
    "faults": ((int,), "a number"),
    "engine": ((str,), 'text: "explicit"'),
    "symmetry": ((bool,), "true or false"),
    "depth": ((int,), "a number"),
    "time": ((str,), 'text: "60s", "5m" or "1h"'),
    "memory": ((str,), 'text: "512M" or "4G"'),
    "proofs": ((str,), "text: the path of a folder"),
    "own": ((bool,), "true or false"),
    "run_time": ((bool,), "true or false"),
}
"""The keys, and what a value (of scope and options: each of their values) has to be."""

NAMES = {"time": "seconds"}
"""The keys that have another name in `Asked`."""


def in_a_file(name: str, value: object, key: str = "") -> str:
    return f"{'time' if name == 'seconds' else name}{f'.{short(key)}' if key else ''} = {_literal(value)}"


def _literal(value: object) -> str:
    return short(json.dumps(value, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Table:
    """What one table says, and for which specs; no pattern: for all."""

    pattern: str
    asked: Asked
    span: Span


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """What a file says: the general table first, then those for some specs."""

    folder: Path
    tables: tuple[Table, ...]

    @property
    def path(self) -> str:
        """The path of the file, as one would name it here."""
        return shown(self.folder / FILE)

    def about(self, spec: str) -> list[Table]:
        """The tables for a spec, by the path of its file."""
        path = Path(os.path.abspath(spec))
        inside = path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else None
        return [table for table in self.tables if not table.pattern or (inside and fnmatch.fnmatchcase(inside, table.pattern))]


def find(folder: Path) -> ProjectSettings | None:
    """The settings in the nearest pyproject.toml, in the folder or above it, that has any. Raises SpecError."""
    folder = Path(os.path.abspath(folder))
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            settings = read(place / FILE)
            if settings is not None:
                return settings
    return None


def read(path: Path) -> ProjectSettings | None:
    """What the file says; None: it has no `[tool.hamodel]`. Raises SpecError with every error in that table."""
    source = Source(shown(path), _text(path))
    try:
        document = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise SpecError([_not_toml(source, str(error))]) from None
    except RecursionError:
        raise SpecError([_not_toml(source, "Brackets are nested too deeply")]) from None
    except ValueError:  # more digits than Python reads
        raise SpecError([_not_toml(source, "A number has too many digits")]) from None
    tool = document.get("tool", {})
    if not isinstance(tool, dict) or "hamodel" not in tool:
        return None
    reader = _Reader(source, Path(os.path.abspath(path)).parent)
    tables = tuple(reader.tables(tool["hamodel"]))
    if reader.errors:
        raise SpecError(reader.errors)
    return ProjectSettings(reader.folder, tables)


def configuration(settings: ProjectSettings, properties: bool) -> ProjectSettings:
    """What they say of the configuration: scopes, options, faults, and (`properties`) which properties are meant. The rest is for
    a check."""
    def kept(said: Asked) -> Asked:
        return Asked(said.scope, said.options, said.faults, own=said.own if properties else None, words=said.words)

    return replace(settings, tables=tuple(replace(table, asked=kept(table.asked)) for table in settings.tables))


def requests_with(asked: Asked, systems: Sequence[System], settings: ProjectSettings | None) -> list[Row]:
    """A request for each system, with notes: what was asked comes first, then the settings. Raises SpecError."""
    if settings is None:
        return requests(asked, systems)
    known = checked(asked, systems)
    return [_with(settings, known, system) for system in systems]


def shown(path: Path) -> str:
    """A path from here, where that is shorter."""
    return library.file(Path(min(str(path), os.path.relpath(path), key=len)))


# --- settings and what was asked -------------------------------------------------------------------------------------


class Suspicion(str):
    """A note on what is probably a slip of whoever wrote it."""


def _with(settings: ProjectSettings, asked: Asked, system: System) -> Row:
    own, notes = restricted(asked, system)
    below, slips = Asked(), list[Suspicion]()
    for table in settings.about(system.span.source.path if system.span else ""):
        said = table.asked
        if not table.pattern:
            slips += (Suspicion(f"{settings.path}: {text}") for text in _slips(said, system))
            said, _ = restricted(said, system)
        below = over(checked(said, [system]), below)
    found = over(own, below)
    properties, of_properties = properties_asked(found, system)
    listed = list(_listed(below, own))
    if of_properties and own.own is None:
        listed.append("own")
    said_by = (f"settings from {settings.path}: {', '.join(listed)}",) if listed else ()
    return request_of(found, properties), (*notes, *of_properties, *said_by, *slips)


def _slips(asked: Asked, system: System) -> Iterator[str]:
    """What is about no sort or option of the system, and looks as if it should be."""
    sorts, options = [sort.name for sort in system.sorts], [option.name for option in system.options]
    options += [option.name for option in durations(system)]
    for what, names, known in (("scope", asked.scope, sorts), ("options", asked.options, options)):
        for name in names:
            meant = suggest(name, [other for other in known if other not in names])
            if name not in known and meant:
                yield f"`{what}.{name}` is not about this spec; {meant}"


def _listed(used: Asked, asked: Asked) -> Iterator[str]:
    """What is used, without what the command says otherwise."""
    said = used.words.said
    yield from (f"scope {sort}={said['scope'][sort]}" for sort in used.scope if sort not in asked.scope)
    for option in used.options:
        if option not in asked.options:
            yield f"option {option}={value_text(said['options'][option])}"
    for name in (part.name for part in fields(Asked) if part.name in SINGLE):
        if getattr(used, name) is not None and getattr(asked, name) is None:
            yield f"{'time' if name == 'seconds' else name} {value_text(said[name])}"


# --- reading ---------------------------------------------------------------------------------------------------------


class _Reader:
    """Tables of a document to words; `errors` are collected."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source, self.folder = source, folder
        self.errors: list[Diagnostic] = []

    def tables(self, found: object) -> Iterator[Table]:
        header = self._header(r"tool\s*\.\s*hamodel")
        if not isinstance(found, dict):
            self._wrong(header, "`tool.hamodel` is not a table", "write `[tool.hamodel]`, and its keys below it")
            return
        specs = found.get("specs", {})
        general = {key: value for key, value in found.items() if key != "specs"}
        yield Table("", self._asked(general, header, (*KINDS, "specs")), header)
        if not isinstance(specs, dict):
            self._wrong(self._key("specs", header), "`specs` is not a table", 'write `[tool.hamodel.specs."specs/*.ha"]`')
            return
        for pattern, table in specs.items():
            header = self._header(r"tool\s*\.\s*hamodel\s*\.\s*specs\s*\.\s*[\"']" + re.escape(pattern))
            if not isinstance(table, dict):
                self._wrong(header, f'`specs."{pattern}"` is not a table', "its keys are those of `[tool.hamodel]`")
            elif not re.search(r"[*?\[]", pattern) and not os.path.isfile(self.folder / pattern):
                help = "name a spec as seen from the folder of this file, or a pattern: `specs/*.ha`"
                self._wrong(header, f"there is no file `{pattern}`", help)
            else:
                yield Table(pattern, self._asked(table, header, tuple(KINDS)), header)

    def _asked(self, table: Mapping[str, object], header: Span, known: Sequence[str]) -> Asked:
        said: dict[str, Any] = {}
        places: dict[str, Span] = {}
        for key, value in table.items():
            span, name = self._key(key, header), NAMES.get(key, key)
            if key not in known:
                headline = f"`[tool.hamodel]` has no setting `{key}`"
                self._wrong(span, headline, suggest_or_list(key, known), "unknown-setting")
            elif self._is_of_its_kind(key, value, span):
                said[name], places[name] = self._proofs(str(value), span) if key == "proofs" else value, span
        return texts.read(Words(in_a_file, _literal, said, places), READERS)

    def _is_of_its_kind(self, key: str, value: object, span: Span) -> bool:
        types, kind = KINDS[key]
        parts = {f"{key}.{name}": part for name, part in value.items()} if isinstance(value, dict) else {key: value}
        if isinstance(value, dict) != (key in ("scope", "options")):
            parts, types = {key: value}, ()
        wrong = [name for name, part in parts.items() if type(part) not in types or part == "" or _is_huge(part)]
        for name in wrong[:1]:
            self._wrong(span, f"`{name}` has a value of another kind", f"`{key}` is {kind}")
        return not wrong

    def _proofs(self, said: str, span: Span) -> str | None:
        """The folder of the proofs, which are written there: below that of the file. The command may name any other."""
        folder = self.folder / said
        if "\0" in said or not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(self.folder)):
            help = "name a folder below the one of this file, or say `--proofs` on the command line"
            self._wrong(span, "`proofs` leads out of the folder of this file", help)
            return None
        return shown(folder)

    def _wrong(self, span: Span, headline: str, help: str, code: str = "settings") -> None:
        self.errors.append(Diagnostic(code, span, headline, help=help))

    def _header(self, name: str) -> Span:
        """Where a table starts; else where its name is first mentioned."""
        text = self.source.text
        found = re.search(rf"^[ \t]*\[\s*{name}[\"']?\s*\]", text, re.M) or re.search(rf"^.*{name}.*$|hamodel", text, re.M)
        return Span(self.source, found.start(), found.end()) if found else Span(self.source, 0, 0)

    def _key(self, key: str, header: Span) -> Span:
        """Where a key of the table stands; else where the table starts."""
        found = re.compile(rf"^[ \t]*[\"']?({re.escape(key)})[\"']?\s*[=.]", re.M).search(self.source.text, header.end)
        return Span(self.source, found.start(1), found.end(1)) if found else header


READERS: dict[str, Callable[[Any], Any]] = {"scope": texts.sizes, "seconds": texts.seconds, "memory": texts.bytes_of}
"""What a value that has a text, with its unit, is read by."""


def _is_huge(value: object) -> bool:
    """A number that nothing here can mean, and that Python does not write out."""
    return isinstance(value, int) and abs(value) > 10**18


def _text(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST_FILE).decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise SpecError([Diagnostic("settings", None, f"cannot read `{shown(path)}`: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise SpecError([Diagnostic("settings", None, f"`{shown(path)}` is not UTF-8 text")]) from None


def _not_toml(source: Source, said: str) -> Diagnostic:
    """What the parser says, at the place that it names in brackets."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    lines = source.text.count("\n") + 1
    line, column = (min(int(found[1]), lines), int(found[2])) if found else (lines, 1)
    start = min(source.starts[line - 1] + column - 1, len(source.text))
    what = said[: found.start()] if found else said.partition(" (at ")[0]
    help = "hamodel reads its settings, `[tool.hamodel]`, from this file"
    return Diagnostic("settings", Span(source, start, start + 1), f"this is not TOML: {what[:1].lower()}{what[1:]}", help=help)
