"""Kinds: what names stand for, and the types of expressions as far as they tell what a value is fitted to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hamodel.language.text import ast

from .world import BOOL, INT, Optional, Plain, Record, Struct, Type, World, part, parts

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Given:
    """What a name stands for: a value, or an expression with the names that it knows."""

    type: Type
    value: Any = None
    node: ast.Expr | None = None
    names: Names | None = None
    strict: bool = False  # a parameter: a value that its range does not have is an error

    @property
    def key(self) -> Key:
        if self.node is not None:
            return (id(self.node), *key_of(self.names or {}))
        if isinstance(self.value, Record):
            return tuple(part(self.value, path) for path, _ in parts(self.type))
        return (self.value,)


Names = Mapping[str, Given]


def key_of(names: Names) -> Key:
    return tuple((name, *given.key) for name, given in sorted(names.items()))


class Kinds:
    def __init__(self, world: World) -> None:
        self.world = world

    def parameters(self, binders: tuple[ast.Binder, ...], args: tuple[ast.Expr, ...], names: Names) -> Names:
        return {
            binder.name.text: Given(self.world.meaning(binder.type), None, arg, names, strict=True)
            for binder, arg in zip(binders, args, strict=True)
            if binder.name
        }

    def type(self, node: ast.Expr, names: Names, hint: Type | None = None) -> Type | None:
        """The type that an expression has, with the help of `hint` where it has none by itself; None: no telling."""
        world = self.world
        if isinstance(node, ast.Number):
            return INT
        if isinstance(node, ast.Word):
            return self.type_of_word(node, names, hint)
        if isinstance(node, ast.Index) and node.name.text in world.indexed:
            return world.meaning(world.indexed[node.name.text].type, node.name.text)
        if isinstance(node, ast.Index):
            return world.variables[node.name.text][1]
        if isinstance(node, ast.Call):
            if node.name.text == "up":
                return BOOL
            if node.name.text in world.definitions:
                return self.type_of_use(world.definitions[node.name.text], node.args, names)
            if node.name.text in ("min", "max"):
                return self.joined(node.args, names)
            return world.meaning(ast.NamedType(node.name, node.span))
        if isinstance(node, ast.Field):
            struct = self.type(node.record, names)
            assert isinstance(struct, Struct)
            return dict(struct.fields)[node.name.text]
        if isinstance(node, ast.Operation):
            if node.op == "if":
                return hint or self.joined(node.args[1:], names)
            if node.op == "next":
                return self.type(node.args[0], names, hint)
            return INT if node.op in ("+", "-", "*", "div", "mod", "negative") else BOOL
        if isinstance(node, ast.Pending):
            return INT if node.asked == "count" else BOOL
        if isinstance(node, ast.Quantified):
            return {"the": world.meaning(node.binders[0].type), "count": INT}.get(node.op, BOOL)
        if isinstance(node, ast.Best):
            return world.meaning(node.binder.type)
        if isinstance(node, ast.Match):
            return hint or self.joined([arm.body for arm in node.arms], names)
        return BOOL

    def type_of_word(self, node: ast.Word, names: Names, hint: Type | None) -> Type | None:
        text = node.text
        if text in ("true", "false"):
            return BOOL
        if text == "none":
            return hint
        if text in names:
            return names[text].type
        if text in self.world.constants:
            return INT
        if text in self.world.variables:
            return self.world.variables[text][1]
        if text in self.world.single:
            return self.world.single[text]
        if text in self.world.definitions:
            return self.type_of_use(self.world.definitions[text], (), names)
        text = self.world.members.get(text, text)
        types = dict.fromkeys((*self.world.enums.values(), *self.world.option_types.values()))
        owners = [e for e in types if text in (e.values or ())]  # type: ignore[union-attr]
        inner = hint.inner if isinstance(hint, Optional) else hint
        return inner if inner in owners else owners[0] if len(owners) == 1 and isinstance(owners[0], Plain) else hint

    def type_of_use(self, definition: ast.Def, args: tuple[ast.Expr, ...], names: Names) -> Type | None:
        if definition.type is not None:
            return self.world.meaning(definition.type)
        return self.type(definition.body, self.parameters(definition.parameters, args, names))

    def joined(self, nodes: Iterable[ast.Expr], names: Names) -> Type | None:
        """What several expressions have in common: the optional type, if one is, the integers for different ranges."""
        found = [type for node in nodes if (type := self.type(node, names)) is not None]
        optional = next((type for type in found if isinstance(type, Optional)), None)
        if optional is not None or not found:
            return optional
        return found[0] if all(type == found[0] for type in found) else INT
