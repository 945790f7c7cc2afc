"""Properties about whole runs, spelled out: what is looked at in single states, and `until`, to which all of time comes down.

`eventually p` is `true until p`, `always p` is `not eventually not p`, `p leads to q` is `always (p => eventually q)`.
Quantifiers are conjunctions; definitions and what stands for their parameters are put in their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hamodel.language.text import ast

from .kinds import Key, Names, key_of
from .values import Reading

WHOLE = ("eventually", "leads to", "until")


@dataclass(frozen=True)
class Formula:
    """`atom` (of this number), `true`, `not`, `and`, `or`, `until`."""

    op: str
    parts: tuple[Formula, ...] = ()
    number: int = -1


TRUE = Formula("true")


def no(part: Formula) -> Formula:
    return Formula("not", (part,))


def implies(left: Formula, right: Formula) -> Formula:
    return Formula("or", (no(left), right))


def eventually(part: Formula) -> Formula:
    return Formula("until", (TRUE, part))


def always(part: Formula) -> Formula:
    return no(eventually(no(part)))


def inside(node: Any, names: Names, reading: Reading) -> Iterator[tuple[Any, Names]]:
    """The parts of an expression, of a definition that it uses what that says, of a parameter what stands for it."""
    world = reading.world
    name, args = "", ()
    if isinstance(node, ast.Word):
        name = node.text
    elif isinstance(node, ast.Call):
        name, args = node.name.text, node.args
    if name in names:
        given = names[name]
        if given.node is not None:
            yield given.node, given.names or {}
    elif name in world.definitions:
        yield world.definitions[name].body, reading.parameters(world.definitions[name].parameters, args, names)
    elif isinstance(node, ast.Quantified):
        for choice in reading.members(node.binders, names):
            yield from ((part, choice) for part in (node.where, node.body) if part is not None)
    elif isinstance(node, ast.Best):
        for choice in reading.members((node.binder,), names):
            yield from ((part, choice) for part in (node.where, *node.keys) if part is not None)
    else:
        for field in getattr(node, "__dataclass_fields__", {}):
            part = getattr(node, field)
            yield from ((each, names) for each in (part if isinstance(part, tuple) else (part,)) if field != "span")


def speaks_of_time(node: Any, names: Names, reading: Reading, words: tuple[str, ...] = (*WHOLE, "always")) -> bool:
    """Is one of these operators in an expression, or in what it uses?"""
    if isinstance(node, ast.Operation) and node.op in words:
        return True
    return any(speaks_of_time(part, known, reading, words) for part, known in inside(node, names, reading))


def of_whole_runs(property: ast.Property, reading: Reading) -> bool:
    """Does a property say more than what holds in every state, or transition?"""
    if property.kind != "property":
        return False
    return speaks_of_time(property.formula, {}, reading, WHOLE) or nests(property.formula, {}, reading, "")


def nests(node: Any, names: Names, reading: Reading, around: str) -> bool:
    """Does an `always` depend on something inside of an `always`? `around`: no `always` is, one is, or one with something else
    between than `and` and `all`."""
    always = isinstance(node, ast.Operation) and node.op == "always"
    if always and around == "far":
        return True
    near = always or (isinstance(node, ast.Operation) and node.op == "and")
    near = near or (isinstance(node, ast.Quantified) and node.op == "all" and node.where is None)
    near = near or isinstance(node, ast.Word | ast.Call)
    now = "near" if always else around if near or not around else "far"
    return any(nests(part, known, reading, now) for part, known in inside(node, names, reading))


class Unfolding:
    """The formula of a property. `atoms`: the expressions that are looked at in single states, with the names that they know."""

    def __init__(self, property: ast.Property, reading: Reading) -> None:
        self.reading = reading
        self.atoms: list[tuple[ast.Expr, Names]] = []
        self._numbers: dict[Key, int] = {}
        self.formula = self.unfold(property.formula, {})

    def unfold(self, node: ast.Expr, names: Names) -> Formula:
        if not speaks_of_time(node, names, self.reading):
            return self.atom(node, names)
        if isinstance(node, ast.Word | ast.Call):
            ((body, known),) = inside(node, names, self.reading)
            return self.unfold(body, known)
        if isinstance(node, ast.Quantified):
            return self.quantified(node, names)
        assert isinstance(node, ast.Operation), node
        parts = tuple(self.unfold(arg, names) for arg in node.args)
        match node.op:
            case "and" | "or" | "not" | "until":
                return Formula(node.op, parts)
            case "=>":
                return implies(*parts)
            case "if":
                test, yes, other = parts
                return Formula("and", (implies(test, yes), Formula("or", (test, other))))
            case "always":
                return always(*parts)
            case "eventually":
                return eventually(*parts)
            case _:
                assert node.op == "leads to", node.op
                return always(implies(parts[0], eventually(parts[1])))

    def quantified(self, node: ast.Quantified, names: Names) -> Formula:
        parts = []
        for choice in self.reading.members(node.binders, names):
            assert node.body is not None
            body = self.unfold(node.body, choice)
            if node.where is not None:
                where = self.unfold(node.where, choice)
                body = implies(where, body) if node.op == "all" else Formula("and", (where, body))
            parts.append(body)
        return Formula({"all": "and", "some": "or"}[node.op], tuple(parts))

    def atom(self, node: ast.Expr, names: Names) -> Formula:
        key = id(node), key_of(names)
        if key not in self._numbers:
            self._numbers[key] = len(self.atoms)
            self.atoms.append((node, names))
        return Formula("atom", (), self._numbers[key])


def untils(formula: Formula) -> list[Formula]:
    """The parts with `until` in front, each once, and after what stands inside of it."""
    found: dict[Formula, None] = {}
    for part in formula.parts:
        found.update(dict.fromkeys(untils(part)))
    if formula.op == "until":
        found[formula] = None
    return list(found)


def conjuncts(formula: Formula) -> list[Formula]:
    """What all has to be true: `and`, and `always` of an `and`, taken apart. A run that violates the whole violates one."""
    if formula.op == "and":
        return [each for part in formula.parts for each in conjuncts(part)]
    if formula.op == "not" and formula.parts[0].op == "until" and formula.parts[0].parts[0] == TRUE:
        (never,) = (formula.parts[0].parts[1],)
        if never.op == "not":
            return [always(each) for each in conjuncts(never.parts[0])]
    return [formula]
