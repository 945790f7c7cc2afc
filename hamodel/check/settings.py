"""`[tool.hamodel]` of a pyproject.toml -> Settings: what a project asks of its specs where a command does not say otherwise.

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
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path

from hamodel.check.plan import Request
from hamodel.check.request import Asked, requests
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host import library
from hamodel.model.system import System
from hamodel.source import Source, Span

FILE = "pyproject.toml"
LARGEST_FILE = 2_000_000

KINDS = {
    "scope": "a table of numbers: { Session = 2 }, or of ranges: { Session = \"1..3\" }",
    "options": 'a table of values: { owner_selection = "first_packet" }',
    "faults": "a number",
    "engine": 'text: "explicit"',
    "symmetry": "true or false",
    "depth": "a number",
    "time": 'text: "60s", "5m" or "1h"',
    "memory": 'text: "512M" or "4G"',
    "proofs": "text: the path of a folder",
    "own": "true or false",
    "run_time": "true or false",
}
"""The keys, and what a value has to be."""

FLAG = re.compile(r"--(scope|set|faults|property|engine|symmetry|depth|time|memory|proofs)\b")


@dataclass(frozen=True, slots=True)
class Table:
    """What one table says, and for which specs; no pattern: for all."""

    pattern: str
    asked: Asked
    span: Span


@dataclass(frozen=True, slots=True)
class Settings:
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


def find(folder: Path) -> Settings | None:
    """The settings in the nearest pyproject.toml, in the folder or above it, that has any. Raises SpecError."""
    folder = Path(os.path.abspath(folder))
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            settings = read(place / FILE)
            if settings is not None:
                return settings
    return None


def read(path: Path) -> Settings | None:
    """What the file says; None: it has no `[tool.hamodel]`. Raises SpecError with every mistake in that table."""
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
    if reader.mistakes:
        raise SpecError(reader.mistakes)
    return Settings(reader.folder, tables)


def configuration(settings: Settings, claims: bool) -> Settings:
    """What they say of the configuration: scopes, options, faults, and (`claims`) which claims are meant. The rest is for a
    check."""
    def kept(said: Asked) -> Asked:
        return Asked(said.scope, said.settings, said.faults, own=said.own if claims else None)

    return replace(settings, tables=tuple(replace(table, asked=kept(table.asked)) for table in settings.tables))


def requests_with(
    asked: Asked, systems: Sequence[System], settings: Settings | None
) -> list[tuple[Request, tuple[str, ...]]]:
    """A request for each system, with notes: what was asked comes first, then the settings. Raises SpecError."""
    rows = requests(asked, systems)
    if settings is None:
        return rows
    return [_with(settings, asked, system, *row) for system, row in zip(systems, rows, strict=True)]


def spoken(
    scope: Mapping[str, object],
    options: Mapping[str, object],
    **others: object,
) -> Asked:
    """Values as someone would type them. None: not given."""
    return Asked(
        scope=tuple(f"{name}={_word(value)}" for name, value in scope.items()),
        settings=tuple(f"{name}={_word(value)}" for name, value in options.items()),
        **{name: _word(value) for name, value in others.items() if value is not None},  # type: ignore[arg-type]
    )


def reworded(error: SpecError, words: Mapping[str, str], otherwise: str, span: Span | None = None) -> SpecError:
    """The same mistakes, of someone who did not type `--scope`, but what `words` (or `otherwise`, before the name) says."""

    def said(text: str) -> str:
        return FLAG.sub(lambda found: words.get(found[1], otherwise + found[1]), text)

    return SpecError(
        replace(
            mistake,
            span=mistake.span or span,
            headline=said(mistake.headline),
            label=mistake.label if mistake.span else "",
            help=said(mistake.help),
        )
        for mistake in error.diagnostics
    )


def shown(path: Path) -> str:
    """A path from here, where that is shorter."""
    return library.file(Path(min(str(path), os.path.relpath(path), key=len)))


# --- settings and what was asked -------------------------------------------------------------------------------------

IN_A_FILE = {"set": "options"}
"""Options of the command line that have another name in a file."""


def _with(
    settings: Settings, asked: Asked, system: System, request: Request, notes: tuple[str, ...]
) -> tuple[Request, tuple[str, ...]]:
    path = system.span.source.path if system.span else ""
    defaults, used = Request(), Asked()
    foreign: list[str] = []
    claims, of_claims = request.properties, tuple[str, ...]()
    for table in settings.about(path):
        own = table.asked
        if not table.pattern:
            own, others = _concerning(own, system)
            foreign += others
        try:
            ((said, about_own),) = requests(own, [system])
        except SpecError as error:
            raise reworded(error, IN_A_FILE, "", table.span) from None
        defaults, used = _merged(defaults, said, own), _joined(used, own)
        if own.own is not None:
            claims, of_claims = said.properties, about_own
    found = _merged(defaults, request, asked)
    if asked.properties or asked.own is not None:
        claims, of_claims = request.properties, ()
    listed = [*_listed(used, asked), *(["own"] if of_claims else [])]
    said_by = (f"settings from {settings.path}: {', '.join(listed)}",) if listed else ()
    return replace(found, properties=claims), (*notes, *of_claims, *said_by, *(f"{settings.path}: {text}" for text in foreign))


def _concerning(asked: Asked, system: System) -> tuple[Asked, list[str]]:
    """Without what is about sorts and options that the system does not have; what is left out and looks like a slip is said."""
    foreign: list[str] = []

    def own(texts: tuple[str, ...], known: list[str], what: str) -> tuple[str, ...]:
        names = [text.partition("=")[0] for text in texts]
        for name in names:
            close = get_close_matches(name, [other for other in known if other not in names], n=1)
            if name not in known and close:
                foreign.append(f"`{what}.{name}` is not about this spec; did you mean `{close[0]}`?")
        return tuple(text for text, name in zip(texts, names, strict=True) if name in known)

    scope = own(asked.scope, [sort.name for sort in system.sorts], "scope")
    return replace(asked, scope=scope, settings=own(asked.settings, [each.name for each in system.options], "options")), foreign


def _merged(below: Request, above: Request, said: Asked) -> Request:
    """`above` where `said` has words for it, `below` elsewhere."""
    return Request(
        sizes={**below.sizes, **above.sizes},
        options={**below.options, **above.options},
        faults=above.faults if said.faults else below.faults,
        engine=above.engine if said.engine else below.engine,
        symmetry=above.symmetry if said.symmetry else below.symmetry,
        depth=above.depth if said.depth else below.depth,
        seconds=above.seconds if said.time else below.seconds,
        memory=above.memory if said.memory else below.memory,
        proofs=above.proofs if said.proofs else below.proofs,
        run_time=below.run_time if said.run_time is None else above.run_time,
    )


def _joined(below: Asked, above: Asked) -> Asked:
    """The words of both; where both speak of the same, those of `above`."""
    return Asked(
        scope=_without(below.scope, above.scope) + above.scope,
        settings=_without(below.settings, above.settings) + above.settings,
        **{name: getattr(above, name) or getattr(below, name) for name in _single()},
        own=below.own if above.own is None else above.own,
        run_time=below.run_time if above.run_time is None else above.run_time,
    )


def _listed(used: Asked, asked: Asked) -> Iterator[str]:
    """What is used, without what the command says otherwise."""
    given = tuple(part.strip() for text in asked.scope for part in text.split(","))
    yield from (f"scope {text}" for text in _without(used.scope, given))
    yield from (f"option {text}" for text in _without(used.settings, asked.settings))
    for name in _single():
        if getattr(used, name) and not getattr(asked, name):
            yield f"{name} {getattr(used, name)}"
    if used.run_time is not None and asked.run_time is None:
        yield f"run_time {str(used.run_time).lower()}"


def _without(texts: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The `NAME=VALUE` whose name is in none of the others."""
    names = {text.partition("=")[0].strip() for text in others}
    return tuple(text for text in texts if text.partition("=")[0] not in names)


def _single() -> list[str]:
    return [field.name for field in fields(Asked) if field.name not in ("scope", "settings", "properties", "own", "run_time")]


# --- reading ---------------------------------------------------------------------------------------------------------


class _Reader:
    """Tables of a document to words; `mistakes` are collected."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source, self.folder = source, folder
        self.mistakes: list[Diagnostic] = []

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
        for key in table:
            if key not in known:
                close = get_close_matches(key, known, n=1)
                help = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(known)}"
                self._wrong(self._key(key, header), f"`[tool.hamodel]` has no setting `{key}`", help, "unknown-setting")
        sized = self._pairs(table, "scope", header, (int, str))
        chosen = self._pairs(table, "options", header, (int, str, bool))
        symmetry = self._switch(table, "symmetry", header)
        proofs = self._value(table, "proofs", header, (str,))
        said = spoken(
            sized,
            chosen,
            faults=self._value(table, "faults", header, (int,)),
            engine=self._value(table, "engine", header, (str,)),
            symmetry=None if symmetry is None else "on" if symmetry else "off",
            depth=self._value(table, "depth", header, (int,)),
            time=self._value(table, "time", header, (str,)),
            memory=self._value(table, "memory", header, (str,)),
            proofs=self._proofs(str(proofs), table, header) if proofs else None,
        )
        return replace(said, own=self._switch(table, "own", header), run_time=self._switch(table, "run_time", header))

    def _switch(self, table: Mapping[str, object], key: str, header: Span) -> bool | None:
        value = self._value(table, key, header, (bool,))
        return None if value is None else bool(value)

    def _proofs(self, said: str, table: Mapping[str, object], header: Span) -> str | None:
        """The folder of the proofs, which are written there: below that of the file. The command may name any other."""
        folder = self.folder / said
        if "\0" in said or not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(self.folder)):
            help = "name a folder below the one of this file, or say `--proofs` on the command line"
            self._wrong(self._key("proofs", header), "`proofs` leads out of the folder of this file", help)
            return None
        return shown(folder)

    def _pairs(self, table: Mapping[str, object], key: str, header: Span, types: tuple[type, ...]) -> dict[str, object]:
        found = table.get(key, {})
        if not isinstance(found, dict):
            self._not_that(key, header)
            return {}
        for name, value in found.items():
            if type(value) not in types or _is_huge(value):
                self._not_that(key, header, f"`{key}.{name}`")
                return {}
        return found

    def _value(self, table: Mapping[str, object], key: str, header: Span, types: tuple[type, ...]) -> object:
        found = table.get(key)
        if found is not None and (type(found) not in types or found == "" or _is_huge(found)):
            self._not_that(key, header)
            return None
        return found

    def _not_that(self, key: str, header: Span, what: str = "") -> None:
        self._wrong(self._key(key, header), f"{what or f'`{key}`'} has a value of another kind", f"`{key}` is {KINDS[key]}")

    def _wrong(self, span: Span, headline: str, help: str, code: str = "settings") -> None:
        self.mistakes.append(Diagnostic(code, span, headline, help=help))

    def _header(self, name: str) -> Span:
        """Where a table starts; else where its name is first mentioned."""
        text = self.source.text
        found = re.search(rf"^[ \t]*\[\s*{name}[\"']?\s*\]", text, re.M) or re.search(rf"^.*{name}.*$|hamodel", text, re.M)
        return Span(self.source, found.start(), found.end()) if found else Span(self.source, 0, 0)

    def _key(self, key: str, header: Span) -> Span:
        """Where a key of the table stands; else where the table starts."""
        found = re.compile(rf"^[ \t]*[\"']?({re.escape(key)})[\"']?\s*[=.]", re.M).search(self.source.text, header.end)
        return Span(self.source, found.start(1), found.end(1)) if found else header


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


def _word(value: object) -> str:
    """A value as one would type it."""
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
