"""Files: what several files declare together. An import stands for all declarations of a file; each file counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from posixpath import basename, dirname, join, normpath

from hamodel.language.text import ast
from hamodel.language.text.parse import declared, parse
from hamodel.source import Source

from .instances import dotted, made
from .world import counted

Bounds = dict[str, ast.Declaration]
"""What is said about how many members a sort has, and (without a name) of how many faults a run has."""


class Contradiction(Exception):
    """Two imports say different things about a size, or about faults, and the file that has them says nothing."""


def read(files: Mapping[str, str], path: str) -> ast.Spec:
    """The tree of a file with what it imports, directly or by way of others."""
    first = parse(Source(path, files[path]))
    trees = {path: first.declarations}
    reached = [path]
    own = [(name, each) for each in first.declarations if isinstance(each, ast.Import) and (name := instance(each))]
    for name in reached:
        for each in trees[name]:
            if isinstance(each, ast.Import) and not instance(each):
                other = normpath(join(dirname(name), each.path))
                if other not in trees:
                    trees[other] = declared(Source(other, files[other]))
                    reached.append(other)
    below = {name: reachable(trees, name) for name in trees}
    found = [
        claimed(trees, below, each)
        for name, tree in trees.items()
        for each in tree
        if not isinstance(each, ast.Import | ast.Size | ast.Faults | ast.Expect) and not gives_way(trees, below, name, each)
    ]
    parts = {name: declared(Source(other, files[other])) for name, each in own if (other := below_path(path, each.path))}
    for name, each in own:
        new = [part for part in made(parts[name], each, name, tuple(found)) if not isinstance(part, ast.Size | ast.Faults)]
        found += [claimed(trees, below, part) for part in new]
    constants = {each.name.text: each.value for each in found if isinstance(each, ast.Constant)}
    return replace(first, declarations=dotted((*found, *bounds(trees, path, constants, parts).values()), set(parts)))


def instance(importing: ast.Import) -> str:
    """The name of the instance that an import makes; empty if it makes none."""
    if importing.instance is not None:
        return importing.instance.text
    return basename(importing.path).removesuffix(".ha") if importing.givens else ""


def below_path(path: str, way: str) -> str:
    return normpath(join(dirname(path), way))


def reachable(trees: Mapping[str, tuple[ast.Declaration, ...]], path: str) -> set[str]:
    """The files that a file imports, and those that these import."""
    direct = {
        normpath(join(dirname(path), each.path)) for each in trees[path] if isinstance(each, ast.Import) and not instance(each)
    }
    return direct.union(*(reachable(trees, each) for each in direct))


def gives_way(trees: Mapping[str, tuple[ast.Declaration, ...]], below: dict[str, set[str]], path: str, each: object) -> bool:
    """Is it an open definition, and does a file define the same that imports the one it is in?"""
    if not isinstance(each, ast.Def) or not each.open:
        return False
    above = [name for name in trees if path in below[name]]
    return any(isinstance(other, ast.Def) and other.name.text == each.name.text for name in above for other in trees[name])


def claimed(
    trees: Mapping[str, tuple[ast.Declaration, ...]], below: dict[str, set[str]], each: ast.Declaration
) -> ast.Declaration:
    """A claim with what is said of it elsewhere."""
    said = expected(trees, below, each)
    return replace(each, expect=said.expect, when=said.when, others=()) if said else each  # type: ignore[call-arg]


def expected(trees: Mapping[str, tuple[ast.Declaration, ...]], below: dict[str, set[str]], claim: object) -> ast.Expect | None:
    """What is said of a claim elsewhere, by the file that imports all others which say something."""
    if not isinstance(claim, ast.Property):
        return None
    said = {
        name: each
        for name, tree in trees.items()
        for each in tree
        if isinstance(each, ast.Expect) and each.name.text == claim.name.text
    }
    return next((each for name, each in said.items() if set(said) - {name} <= below[name]), None)


def bounds(
    trees: Mapping[str, tuple[ast.Declaration, ...]],
    path: str,
    constants: Mapping[str, ast.Expr],
    parts: Mapping[str, tuple[ast.Declaration, ...]],
) -> Bounds:
    """What a file says goes before what it imports. `parts`: its instances."""
    imported: Bounds = {}
    said: Bounds = {}
    doubtful: set[str] = set()
    for each in trees[path]:
        if isinstance(each, ast.Size | ast.Faults):
            said[each.sort.text if isinstance(each, ast.Size) else ""] = each
        elif isinstance(each, ast.Import):
            for name, other in of_import(trees, path, each, constants, parts).items():
                if _number(imported.setdefault(name, other), constants) != _number(other, constants):
                    doubtful.add(name)
    if doubtful - set(said):
        raise Contradiction(*doubtful)
    return {**imported, **said}


def of_import(
    trees: Mapping[str, tuple[ast.Declaration, ...]],
    path: str,
    importing: ast.Import,
    constants: Mapping[str, ast.Expr],
    parts: Mapping[str, tuple[ast.Declaration, ...]],
) -> Bounds:
    if not (name := instance(importing)):
        return bounds(trees, below_path(path, importing.path), constants, {})
    said = [each for each in made(parts[name], importing, name, ()) if isinstance(each, ast.Size | ast.Faults)]
    return {each.sort.text if isinstance(each, ast.Size) else "": each for each in said}


def _number(declaration: ast.Declaration, constants: Mapping[str, ast.Expr]) -> int:
    said = declaration.size if isinstance(declaration, ast.Size) else declaration.bound  # type: ignore[union-attr]
    return counted(said, constants)
