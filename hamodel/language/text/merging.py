"""A file and those that it imports -> one list of declarations, in which each sort has one size and faults one bound.

What a file says about scopes and faults goes for what it imports; what two imports say alike is said once. What is alike
is known once all files are read, since a size may be a constant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hamodel.language.text import ast
from hamodel.language.text.constants import amount, constants


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """What a file declares, with a file in the place of each import. One that is imported twice is there twice."""

    parts: tuple[ast.Declaration | File, ...]


def merged(file: File) -> tuple[ast.Declaration, ...]:
    """The declarations of the file and of all that it imports, each once."""
    done: dict[File, tuple[ast.Declaration, ...]] = {}
    return tuple(_merged(file, constants(_every(file, set())), done))


def _every(file: File, seen: set[File]) -> Iterator[ast.Declaration]:
    seen.add(file)
    for part in file.parts:
        if not isinstance(part, File):
            yield part
        elif part not in seen:
            yield from _every(part, seen)


def _merged(
    file: File, known: Mapping[str, int], done: dict[File, tuple[ast.Declaration, ...]]
) -> list[ast.Declaration]:
    """`done`: what counts of what a file and its imports say about scopes and faults."""
    found: list[ast.Declaration] = []
    said = {bound[0] for part in file.parts if not isinstance(part, File) and (bound := _bound(part, known)) is not None}
    alike: set[tuple[str, int | None]] = set()
    for part in file.parts:
        if not isinstance(part, File):
            found.append(part)
            continue
        for each in done[part] if part in done else _merged(part, known, done):
            bound = _bound(each, known)
            if bound is None or (bound[0] not in said and bound not in alike):
                found.append(each)
                alike.update([bound] if bound is not None else ())
    done[file] = tuple(each for each in found if _bound(each, known) is not None)
    return found


def _bound(declaration: ast.Declaration, known: Mapping[str, int]) -> tuple[str, int | None] | None:
    """What a declaration bounds, and by how much: a sort, or the faults (no name of a sort is empty)."""
    match declaration:
        case ast.Size(sort=sort, size=limit):
            return sort.text, amount(limit, known)
        case ast.Faults(bound=limit):
            return "", amount(limit, known)
        case _:
            return None
