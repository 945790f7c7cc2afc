"""What a file says of what it imports: an `open def` replaced, an expectation, what is given for what is needed. Does it fit?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.elaboration.carriers import Report
from hamodel.language.elaboration.names import Names, resolve
from hamodel.language.elaboration.scope import Context
from hamodel.language.elaboration.types import UNKNOWN
from hamodel.language.text import ast


def replaced(definition: ast.Def, names: Names, report: Report) -> ast.Def:
    """The definition with the type of what it replaces. Reports a parameter or a result that differs."""
    if definition.open and definition.type is None:
        report(errors.names.open_without_type(definition.name))
    for old in definition.replaces:
        if old.type is None:
            continue  # reported where it is declared: it is `open`
        wanted = [resolve(each.type, names, report) for each in old.parameters]
        found = [resolve(each.type, names, report) for each in definition.parameters]
        result = resolve(old.type, names, report)
        other = definition.type is not None and resolve(definition.type, names, report) != result
        if wanted != found or other:
            report(errors.names.replaces_another(definition.name, signature(old), old.name.span))
            return old
        definition = replace(definition, type=old.type)
    return definition


def signature(definition: ast.Def) -> str:
    """How a definition is used, as it is written."""
    parameters = ", ".join(each.span.text for each in definition.parameters)
    result = definition.type.span.text if definition.type else ""
    return f"{definition.name.span.text}({parameters}): {result}"


def fit(givens: Sequence[ast.Fit], names: Names) -> Iterator[Diagnostic]:
    """Types that were given and are none, or of another kind than is needed. For a sort, whatever has members will do; for an
    ordered one, whatever has them in an order."""
    for each in givens:
        given, kind, sort = each.given, names.kind(each.given.text), names.sorts.get(each.given.text)
        needed = f"{each.kind} {each.needed.text}{' ordered' if each.ordered else ''}"
        acts = given.text in names.enums and names.enums[given.text].acts
        if each.ordered and sort is not None and not sort.ordered:
            yield errors.names.given_without_order(given, needed, each.path, names.places[given.text][1])
        elif acts or (each.kind == "sort" and given.text in {**names.sorts, **names.enums}):
            continue
        elif kind:
            yield errors.instances.does_not_fit(given, needed, each.path, kind)
        else:
            nodes = [name for name, enum in names.enums.items() if enum.acts]
            yield errors.names.unknown(each.kind, given, nodes if each.kind == "node" else [*names.sorts, *names.enums])


def misfit(definition: ast.Def, context: Context) -> Diagnostic | None:
    """Why what was given for a definition does not take the arguments that it is needed with; None if it does."""
    given, names = definition.given, context.names
    if given is None:
        return None
    wanted = list(context.types(definition.parameters))
    if given.text in names.variables:
        found = list(names.variables[given.text].indices)
    elif given.text in names.indexed:
        found = list(names.indexed[given.text].indices)
    elif given.text in names.definitions:
        found = list(context.types(names.definitions[given.text].parameters))
    elif kind := names.kind(given.text):
        return errors.instances.does_not_fit(given, signature(definition), _file(definition), kind)
    else:
        return errors.names.unknown("definition", given, [*names.definitions, *names.variables, *names.indexed])
    if wanted == found or UNKNOWN in (*wanted, *found):
        return None
    takes = f"takes ({', '.join(map(str, found))}), not ({', '.join(map(str, wanted))})"
    return errors.instances.does_not_fit(given, signature(definition), _file(definition), "", takes)


def _file(definition: ast.Def) -> str:
    return definition.name.span.source.path


def expected_times(declarations: Sequence[ast.Declaration], report: Report) -> dict[str, ast.ExpectTime]:
    """How long what is measured may be, by its name."""
    measures = {each.name.text: each for each in declarations if isinstance(each, ast.Measure)}
    found: dict[str, ast.ExpectTime] = {}
    for each in declarations:
        if not isinstance(each, ast.ExpectTime):
            continue
        name = each.name
        if name.text not in measures:
            report(errors.names.unknown("measure", name, measures))
        elif name.text in found:
            report(errors.names.expected_twice(name, found[name.text].name.span))
        else:
            found[name.text] = each
    return found


def expectations(declarations: Sequence[ast.Declaration], report: Report) -> dict[str, ast.Expect]:
    """What is expected of properties elsewhere, by their names."""
    properties = {each.name.text: each for each in declarations if isinstance(each, ast.Property)}
    found: dict[str, ast.Expect] = {}
    for each in declarations:
        if not isinstance(each, ast.Expect):
            continue
        name = each.name
        claimed = properties.get(name.text)
        if claimed is None:
            report(errors.names.unknown("property", name, properties))
        elif claimed.kind == "assume" or (claimed.kind == "reachable") != (each.expect == "reached"):
            report(errors.names.expected_of_another_kind(name, claimed.kind, claimed.name.span))
        elif claimed.name.span.source is name.span.source:
            report(errors.names.expected_of_its_own(name, each.expect, claimed.name.span))
        elif name.text in found:
            report(errors.names.expected_twice(name, found[name.text].name.span))
        else:
            found[name.text] = each
    return found
