"""The declarations of a file -> those with what it imports put in place; what an importer says anew replaces what it may.

An `open def` gives way to a `def` of the same name in a file that imports it, directly or by way of others; so does an `expect`
to another one about the same property. Where neither of two files imports the other, both stay, and elaboration objects.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host import library
from hamodel.language import errors
from hamodel.language.text import ast
from hamodel.language.text.instances import instance, name_of, settled, wanted
from hamodel.language.text.merging import File, merged
from hamodel.source import Source, Span

LONGEST_IMPORT_CHAIN = 50

Declarations = tuple[ast.Declaration, ...]
Named = TypeVar("Named", ast.Def, ast.Expect | ast.ExpectTime)


@dataclass(frozen=True, slots=True)
class FileReader:
    """How files are read. `text`: a path, who asks for it, and where it was looked for before -> its text. `inside`: what is
    declared in a text. `passed`: is told the places where nothing was."""

    text: Callable[[str, Span, list[str]], Source]
    inside: Callable[[Source], Declarations]
    passed: Callable[[list[str]], None]


@dataclass(slots=True)
class Imports:
    """What has been read so far: each file by its real path, and the errors found in any of them. `above`: the files that
    import a file. `sources`: the texts of what is imported, but for instances, which have their own; `instances`: where each
    is made."""

    reader: FileReader
    done: dict[str, File] = field(default_factory=dict)
    above: dict[str, set[str]] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    instances: dict[str, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def together(self, declarations: Declarations, path: str) -> Declarations:
        """What a file and all that it imports declare, without what is replaced."""
        return settled(self._replaced(merged(self._follow(declarations, [path]))))

    def _follow(self, declarations: Declarations, files: list[str]) -> File:
        """The declarations of the last of `files`, each import replaced by the file that it names."""
        found: list[ast.Declaration | File] = []
        for declaration in declarations:
            if isinstance(declaration, ast.Import):
                try:
                    found.append(self._imported(declaration, files))
                except SpecError as error:
                    self.diagnostics += error.diagnostics
            else:
                found.append(declaration)
        file = self.done[_real(files[-1])] = File(tuple(found))
        return file

    def _imported(self, declaration: ast.Import, files: list[str]) -> File:
        span = declaration.span
        if not declaration.path or "\0" in declaration.path:
            raise SpecError([errors.files.not_a_path(declaration.path, span)])
        places = library.places(declaration.path, files[-1])
        path = library.chosen(places)
        real = _real(path)
        circle = [index for index, file in enumerate(files) if _real(file) == real]
        if circle:
            raise SpecError([errors.files.import_cycle([*files[circle[0] :], path], span)])
        if len(files) > LONGEST_IMPORT_CHAIN:
            raise SpecError([errors.files.imports_too_deep(span, LONGEST_IMPORT_CHAIN)])
        self.above.setdefault(real, set()).add(_real(files[-1]))
        name = name_of(declaration)
        if real in self.done and name is None:
            return self.done[real]
        self.reader.passed(places[: places.index(path)])  # a file that appears in an earlier place is imported instead
        source = self.reader.text(path, span, [place for place in places if place != path])
        if not _may_be_shown(path, files[0]):
            source = replace(source, hidden=True)
        inside = self._inside(source, span)
        needs = [each for each in inside if isinstance(each, ast.Needs)]
        if name is None:
            self.sources.append(source)
            if needs:
                asked = [wanted(need) for need in needs if need.default is None] or [wanted(need) for need in needs]
                raise SpecError([errors.instances.not_given(span, declaration.path, asked, False)])
            return self._follow(inside, [*files, path])
        first = self.instances.setdefault(name.text, name.span)
        if first is not name.span:
            raise SpecError([errors.instances.two_instances(name, first)])
        own = Imports(self.reader, above=self.above, diagnostics=self.diagnostics, sources=[source])
        found = own._replaced(merged(own._follow(inside, [*files, path])))
        return File(instance(found, needs, declaration, name, own.sources))

    def _inside(self, source: Source, importing: Span) -> Declarations:
        """What is declared in a file that is imported. What is no spec is not quoted if it is hidden."""
        try:
            return self.reader.inside(source)
        except SpecError as error:
            if not source.hidden:
                raise
            line = error.diagnostics[0].span.line if error.diagnostics[0].span else 1
            raise SpecError([errors.files.hidden_error(source.path, line, importing)]) from None

    # --- what an importer says anew

    def _replaced(self, declarations: Declarations) -> Declarations:
        """Without each `open def` and each `expect` that a file which imports it says anew."""
        definitions = _named(each for each in declarations if isinstance(each, ast.Def))
        expectations = _named(each for each in declarations if isinstance(each, ast.Expect | ast.ExpectTime))
        gone: set[int] = set()
        replacing: dict[int, tuple[ast.Def, ...]] = {}
        for same in definitions.values():
            for each in same:
                if replaced := tuple(old for old in same if old.open and self._imports(each, old)):
                    gone.update(map(id, replaced))
                    replacing[id(each)] = replaced
        for said in expectations.values():
            gone.update(id(old) for old in said if any(self._imports(each, old) for each in said))
        return tuple(
            replace(each, replaces=replacing[id(each)]) if isinstance(each, ast.Def) and id(each) in replacing else each
            for each in declarations
            if id(each) not in gone
        )

    def _imports(self, one: ast.Def | ast.Expect | ast.ExpectTime, other: ast.Def | ast.Expect | ast.ExpectTime) -> bool:
        """Does the file of the one import that of the other, directly or by way of others?"""
        wanted, start = _real(one.name.span.source.path), _real(other.name.span.source.path)
        reached, waiting = {start}, [start]
        while waiting:
            new = self.above.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        return wanted != start and wanted in reached


def _named(declarations: Iterable[Named]) -> dict[str, list[Named]]:
    """Those that have a name in common."""
    found: dict[str, list[Named]] = {}
    for each in declarations:
        found.setdefault(each.name.text, []).append(each)
    return {name: same for name, same in found.items() if len(same) > 1}


def _may_be_shown(path: str, spec: str) -> bool:
    """May a line of an imported file be shown to whoever has it checked? The library's; those below the folder of the spec; and
    specs (`*.ha`) below the current folder. A spec of somebody else's may name any file."""
    if library.is_ours(path):
        return True
    real = Path(_real(path))
    folders = [Path(_real(spec)).parent, Path(os.path.realpath(os.path.dirname(library.on_disk(spec))))]
    if real.suffix == ".ha":
        folders.append(Path(os.path.realpath(os.curdir)))
    return any(real.is_relative_to(folder) for folder in folders)


def _real(path: str) -> str:
    """One name for each file."""
    return os.path.realpath(library.on_disk(path))
