"""The declarations of a file, and what an import gives for what it needs -> the same with the instance's name before each name.

Everything that the file declares is of the instance: `lan.state`, `lan.promote`, also what it imports. A node or a sort that it
needs is the one that was given; a definition that it needs becomes one of the instance, `lan.owns`, with what was given as its
body. So nothing in the file can mean anything of its importer but what was given. Members of enums keep their names, since the
expected type decides which are meant, and so do binders, which belong to their file: see `Instance.sources`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.language import errors
from hamodel.language.text import ast
from hamodel.source import Source, Span

_NAMES: Mapping[type, tuple[str, ...]] = {
    **dict.fromkeys(
        (ast.Constant, ast.Enum, ast.Sort, ast.Record, ast.Option, ast.Var, ast.TimerCell, ast.Def, ast.Proc, ast.Action,
         ast.Property, ast.Expect, ast.Measure, ast.ExpectTime, ast.Scenario, ast.Wire, ast.Imported, ast.NamedType,
         ast.Index, ast.Call, ast.Happen,
         ast.Invoke), ("name",)
    ),
    **dict.fromkeys(
        (ast.Pending, ast.PossibleDelivery, ast.Send, ast.Drop, ast.On, ast.OnChannel, ast.Delivered), ("channel",)
    ),
    ast.Channel: ("name", "sender", "receiver"),
    ast.Def: ("name", "given"),
    **dict.fromkeys((ast.Did, ast.Possible), ("action",)),
    ast.Fit: ("given", "member"),
    **dict.fromkeys((ast.OnLink, ast.Switch), ("link",)),
    **dict.fromkeys((ast.Start, ast.Stop, ast.Expiring, ast.WaitUntil), ("timer",)),
    ast.Set: ("option",),
    ast.Solve: ("name", "claim"),
    ast.Size: ("sort",),
}  # fmt: skip
"""By node, the parts of it that name a declaration; every other `Name` is a member, a message, a field or a binder."""

_PLAIN = frozenset({"true", "false", "none", "any", "from", "to"})


def name_of(importing: ast.Import) -> ast.Name | None:
    """What the instance is called that an import makes: as it says, else like its file; None: it makes none."""
    if importing.instance is not None:
        return importing.instance
    return ast.Name(PurePosixPath(importing.path).stem, importing.span) if importing.givens else None


def instance(
    found: Sequence[ast.Declaration], needs: Sequence[ast.Needs], importing: ast.Import, name: ast.Name, sources: Sequence[Source]
) -> tuple[ast.Declaration, ...]:
    """What the import stands for: what the file and its own imports declare. Raises SpecError where the givens do not fit."""
    if not name.text.isidentifier():
        raise SpecError([errors.instances.instance_without_name(importing.span, name.text)])
    wrong = [*_unfit(needs, importing)]
    if wrong:
        raise SpecError(wrong)
    given = {each.name.text: each for each in importing.givens}
    types = {each.name.text: _dotted(given[each.name.text].value) for each in needs if each.kind != "def"}
    members = {member.text for each in found if isinstance(each, ast.Enum) for member in each.members}
    members |= {
        member.text
        for each in found
        if isinstance(each, ast.Option) and isinstance(each.type, ast.MembersType)
        for member in each.type.members
    }
    own = {each.name.text for each in found if isinstance(each, ast.Def | ast.Enum | ast.Sort | ast.Record)}
    built_in = ast.BUILT_IN_CALLS | (ast.OF_TIME - own)
    given_types = {old: new for old, new in types.items() if new is not None}
    renaming = _Renaming(f"{name.text}.", given_types, members, built_in=built_in)
    made: list[ast.Declaration] = [ast.Imported(name, tuple(sources), importing.span)]
    for need in needs:
        said = given.get(need.name.text)
        if need.kind != "def":
            assert said is not None, "what is missing was reported"
            meant = ast.Name(_dotted(said.value) or "", said.value.span)
            member = ast.Name(renaming.before + _called(need.name.text, needs, found), need.name.span)
            made.append(ast.Fit(need.kind, need.name, need.ordered, meant, importing.path, said.span, member))
        else:
            made.append(_definition(need, said, renaming))
    return (*made, *(renaming.of(each) for each in found if not isinstance(each, ast.Needs)))


def _called(name: str, needs: Sequence[ast.Needs], found: Sequence[ast.Declaration]) -> str:
    """What a scenario calls the members of what is needed: as those of a sort, by its letter if that is the only one."""
    others = [need.name.text for need in needs if need.kind != "def"]
    others += [each.name.text for each in found if isinstance(each, ast.Sort) and "." not in each.name.text]
    alone = [other[0].lower() for other in others].count(name[0].lower()) == 1
    return name[0].lower() if alone else name.lower()


def _unfit(needs: Sequence[ast.Needs], importing: ast.Import) -> Iterator[Diagnostic]:
    """What is missing, given twice, not needed, or written in another way than it is needed."""
    known = {each.name.text: each for each in needs}
    first: dict[str, ast.Given] = {}
    for each in importing.givens:
        need = known.get(each.name.text)
        if need is None:
            yield errors.instances.not_needed(each.name, importing.path, [wanted(need) for need in needs], known)
        elif each.name.text in first:
            yield errors.instances.given_twice(each.name, first[each.name.text].name.span)
        elif each.names is not None and (need.kind != "def" or len(each.names) != len(need.parameters)):
            yield errors.instances.given_with_other_parameters(each.name, wanted(need), need.name.span)
        elif each.names is None and (need.kind != "def" or need.parameters) and _dotted(each.value) is None:
            yield errors.instances.given_no_name(each.value.span, wanted(need), need.name.span, bool(need.parameters))
        first.setdefault(each.name.text, each)
    missing = [need for need in needs if need.name.text not in first and need.default is None]
    if missing:
        names = [wanted(need) for need in missing]
        yield errors.instances.not_given(importing.span, importing.path, names, bool(importing.givens))


def wanted(need: ast.Needs) -> str:
    """What is needed, in the words of the file."""
    if need.kind != "def":
        return f"{need.kind} {need.name.text}{' ordered' if need.ordered else ''}"
    parameters = ", ".join(each.span.text for each in need.parameters)
    result = need.type.span.text if need.type else ""
    return f"def {need.name.text}{f'({parameters})' if need.parameters else ''}: {result}"


def _definition(need: ast.Needs, said: ast.Given | None, renaming: _Renaming) -> ast.Def:
    """A definition of the instance, with the body that was given, or with its default. The names in a body that was given are
    those of the importer."""
    name = ast.Name(renaming.before + need.name.text, need.name.span)
    own = renaming.inside(need)
    parameters, type = own.of(need.parameters), own.of(need.type)
    if said is None:
        return ast.Def(name, parameters, type, own.of(need.default), need.span)
    if said.names is not None:
        named = tuple(replace(each, name=new) for each, new in zip(parameters, said.names, strict=True))
        return ast.Def(name, named, type, said.value, said.span)
    if not need.parameters:
        return ast.Def(name, (), type, said.value, said.span)
    word = _dotted(said.value)
    assert word is not None, "it was looked at"
    return ast.Def(name, parameters, type, said.value, said.span, given=ast.Name(word, said.value.span))


def settled(declarations: tuple[ast.Declaration, ...]) -> tuple[ast.Declaration, ...]:
    """With the bodies of what was given by its name: `has_entry` is used as a definition, or as a variable or an option with
    indices. Fields of an instance, `lan.state`, are names."""
    made = [each for each in declarations if isinstance(each, ast.Imported)]
    if not made:
        return declarations
    instances = frozenset(each.name.text for each in made)
    prefixes = {source: f"{each.name.text}." for each in made for source in each.sources}
    indexed = {each.name.text for each in declarations if isinstance(each, ast.Var | ast.Option)}
    given = (
        replace(each, body=_use(each, each.given, indexed)) if isinstance(each, ast.Def) and each.given else each
        for each in declarations
    )
    return tuple(_whole(each, instances, prefixes) for each in given)


def _whole(node: Any, instances: frozenset[str], prefixes: Mapping[Source, str]) -> Any:
    if isinstance(node, tuple):
        return tuple(_whole(each, instances, prefixes) for each in node)
    if isinstance(node, ast.Name | Span | Source) or not hasattr(node, "__dataclass_fields__"):
        return node
    if isinstance(node, ast.Field) and _dotted(node.record) in instances:
        word = _dotted(node) or ""
        if _root(node).startswith(prefixes.get(node.span.source, "")):  # else it is of a binder that is called so
            return ast.Word(word, node.span)
    return replace(node, **{each.name: _whole(getattr(node, each.name), instances, prefixes) for each in fields(node)})


def _root(node: ast.Expr) -> str:
    """The first word of words with dots."""
    while isinstance(node, ast.Field):
        node = node.record
    return node.text if isinstance(node, ast.Word) else ""


def _use(definition: ast.Def, given: ast.Name, indexed: set[str]) -> ast.Expr:
    words = tuple(ast.Word(each.name.text, given.span) for each in definition.parameters if each.name)
    return (ast.Index if given.text in indexed else ast.Call)(given, words, given.span)


def _dotted(value: ast.Expr) -> str | None:
    """The name that a word, or words with dots, may be."""
    match value:
        case ast.Word(text=text):
            return None if text in _PLAIN else text
        case ast.Field(record=inner, name=name):
            before = _dotted(inner)
            return None if before is None else f"{before}.{name.text}"
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Renaming:
    """`before`: what each name begins with. `types`: those that were given. `members` of enums, what is `bound` in the
    declaration that is looked at, and what is `built_in` keep their names."""

    before: str
    types: Mapping[str, str]
    members: set[str]
    bound: frozenset[str] = frozenset()
    built_in: frozenset[str] = ast.BUILT_IN_CALLS

    def of(self, node: Any) -> Any:
        """A declaration, or a part of one."""
        if isinstance(node, tuple):
            return tuple(self.of(each) for each in node)
        if isinstance(node, ast.Name | Span | Source) or not hasattr(node, "__dataclass_fields__"):
            return node
        if isinstance(node, ast.Declaration):
            return self.inside(node)._parts(node)
        return self._parts(node)

    def inside(self, declaration: Any) -> _Renaming:
        """The same for the parts of a declaration, which may bind names."""
        return replace(self, bound=frozenset(_bound(declaration)))

    def _parts(self, node: Any) -> Any:
        if isinstance(node, ast.RangeType):  # its names are those of constants
            amounts = replace(self, bound=frozenset(), members=set())
            return replace(node, low=amounts.of(node.low), high=amounts.of(node.high))
        if isinstance(node, ast.Word):
            kept = node.text in self.bound | self.members | _PLAIN
            return node if kept else replace(node, text=self.before + node.text)
        if isinstance(node, ast.Call) and node.name.text == "up":
            return replace(node, args=tuple(self._link(each) for each in node.args))
        named = () if self._is_built_in(node) else _NAMES.get(type(node), ())
        changed = {each.name: self.of(getattr(node, each.name)) for each in fields(node) if each.name not in named}
        changed |= {each: self._name(getattr(node, each)) for each in named}
        if isinstance(node, ast.Together):
            changed["members"] = tuple(self._name(each) if isinstance(each, ast.Name) else self.of(each) for each in node.members)
        if isinstance(node, ast.Solve):
            changed["options"] = tuple(map(self._name, node.options))
        if isinstance(node, ast.Mending):
            changed["links"] = tuple(map(self._name, node.links))
        if isinstance(node, ast.Channel):
            changed["over"] = tuple(self._link(each) for each in node.over)
        return replace(node, **changed)

    def _is_built_in(self, node: Any) -> bool:
        if isinstance(node, ast.NamedType):
            return node.name.text == "duration" and "duration" in self.built_in
        return isinstance(node, ast.Call) and node.name.text in self.built_in

    def _link(self, node: ast.Expr) -> ast.Expr:
        return replace(node, text=self.before + node.text) if isinstance(node, ast.Word) else self.of(node)

    def _name(self, name: ast.Name | None) -> ast.Name | None:
        if name is None or name.text == "bool":
            return name
        return ast.Name(self.types.get(name.text, self.before + name.text), name.span)


def _bound(node: Any) -> Iterator[str]:
    """The names that a declaration gives to values: parameters, binders, `let`, what an `on` receives."""
    if isinstance(node, tuple):
        for each in node:
            yield from _bound(each)
    elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Span | Source | ast.Name):
        if isinstance(node, ast.Binder | ast.Let) and node.name is not None:
            yield node.name.text
        if isinstance(node, ast.On):
            yield from (each.text for each in (*node.fields, node.sender, node.receiver))
        if isinstance(node, ast.Switch | ast.Expiring):
            yield from (each.text for each in node.names)
        for each in fields(node):
            yield from _bound(getattr(node, each.name))
