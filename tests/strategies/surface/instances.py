"""Instances: the declarations of a file with a name before each of theirs, and what the import gives for what the file needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hamodel.language.text import ast
from hamodel.source import Source, Span

Tree = tuple[ast.Declaration, ...]


def named(tree: Tree) -> set[str]:
    """What a file declares or needs."""
    found = {each.name.text for link in tree if isinstance(link, ast.Link) for each in link.wires}
    return found | {each.name.text for each in tree if not isinstance(each, ast.On) and hasattr(each, "name")}


def made(tree: Tree, importing: ast.Import, name: str, used: Tree) -> Tree:
    """What an import makes of a file. `used`: the declarations of the importer, where what was given by its name is declared."""
    given = {each.name.text: each for each in importing.givens}
    needs = [each.name.text for each in tree if isinstance(each, ast.Needs) and each.kind != "def"]
    types = {need: word(given[need].value) for need in needs}
    new = {old: f"{name}.{old}" for old in named(tree)} | types
    sorts = [each.name.text.lower() for each in tree if isinstance(each, ast.Sort)]
    new |= {f"{word}{number}": f"{name}.{word}{number}" for sort in sorts for word in (sort, sort[0]) for number in range(8)}
    enums = {each.name.text: [member.text for member in each.members] for each in used if isinstance(each, ast.Enum)}
    others = [each[0].lower() for each in (*types, *sorts)]
    for need, kind in types.items():
        letters = need[0].lower() if others.count(need[0].lower()) == 1 else need.lower()
        members = enums.get(kind, [f"{kind[0].lower()}{number}" for number in range(8)])
        new |= {f"{letters}{number}": member for number, member in enumerate(members)}
    variables = {each.name.text for each in used if isinstance(each, ast.Var | ast.Option)}
    return tuple(
        definition(each, given.get(each.name.text), new, variables) if isinstance(each, ast.Needs) else renamed(each, new)
        for each in tree
        if not isinstance(each, ast.Needs) or each.kind == "def"
    )


def definition(need: ast.Needs, said: ast.Given | None, new: Mapping[str, str], variables: set[str]) -> ast.Def:
    head = renamed(need, new)
    body: Any = head.default
    parameters = head.parameters
    if said is not None and said.names is not None:
        parameters = tuple(replace(each, name=own) for each, own in zip(parameters, said.names, strict=True))
    if said is not None:
        body = said.value
        if said.names is None and parameters:
            function = word(body)
            arguments = tuple(ast.Word(each.name.text, body.span) for each in parameters)
            body = (ast.Index if function in variables else ast.Call)(ast.Name(function, body.span), arguments, body.span)
    return ast.Def(head.name, parameters, head.type, body, need.span)


def word(value: ast.Expr) -> str:
    if isinstance(value, ast.Field):
        return f"{word(value.record)}.{value.name.text}"
    assert isinstance(value, ast.Word)
    return value.text


def renamed(thing: Any, new: Mapping[str, str]) -> Any:
    """With new names for some words, wherever they stand: these texts use none of them as anything else."""
    if isinstance(thing, tuple):
        return tuple(renamed(each, new) for each in thing)
    if isinstance(thing, ast.Name | ast.Word):
        return replace(thing, text=new.get(thing.text, thing.text))
    if isinstance(thing, ast.Set):  # `setting.hold`: a field of `setting`, or what an instance brings
        own = max((old for old in new if f"{thing.option.text}.".startswith(f"{old}.")), key=len, default="")
        option = replace(thing.option, text=new.get(own, own) + thing.option.text.removeprefix(own))
        return replace(thing, option=option, indices=renamed(thing.indices, new), value=renamed(thing.value, new))
    if not is_dataclass(thing) or isinstance(thing, Span | Source):
        return thing
    return replace(thing, **{each.name: renamed(getattr(thing, each.name), new) for each in fields(thing)})


def dotted(thing: Any, names: set[str]) -> Any:
    """With `lan.state`, which is read as a field, as a name."""
    if isinstance(thing, tuple):
        return tuple(dotted(each, names) for each in thing)
    if isinstance(thing, ast.Field) and isinstance(thing.record, ast.Word) and thing.record.text in names:
        return ast.Word(f"{thing.record.text}.{thing.name.text}", thing.span)
    if not is_dataclass(thing) or isinstance(thing, Span | Source):
        return thing
    return replace(thing, **{each.name: dotted(getattr(thing, each.name), names) for each in fields(thing)})
