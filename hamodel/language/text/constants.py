"""The constants of a text -> their values, and what a number is where only a number can stand.

A constant is made of numbers and other constants, which are declared before it or after it, here or in another file. So
they are looked up once all files are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.text import ast

LARGEST = 999_999_999
"""As large as a number that is written."""

_ARITHMETIC = ("+", "-", "*", "div", "mod", "negative")


def constants(
    declarations: Iterable[ast.Declaration],
    report: Callable[[Diagnostic], None] = lambda _: None,
    kind: Callable[[str], str] = lambda _: "",
) -> dict[str, int]:
    """The value of each constant that has one; `kind` says what else a name is. Of two with one name the first counts."""
    written: dict[str, ast.Constant] = {}
    for each in declarations:
        if isinstance(each, ast.Constant):
            written.setdefault(each.name.text, each)
    used = {name: {word.text for word in _words(each.value) if word.text in written} for name, each in written.items()}
    order = TopologicalSorter(used)
    try:
        order.prepare()
    except CycleError as error:
        cycle = [*reversed(error.args[1])]
        report(errors.names.recursion("constant", written[cycle[0]].name, cycle))
    found: dict[str, int] = {}
    while ready := order.get_ready():  # what waits for the circle has no value
        for name in ready:
            value = _value(written[name].value, found, {*written}, report, kind)
            if value is not None and abs(value) > LARGEST:
                report(errors.types.large_constant(written[name].name, value, LARGEST))
            elif value is not None:
                found[name] = value
        order.done(*ready)
    return found


@dataclass(frozen=True, slots=True)
class Constants:
    """What constants stand for; `kind` says what a name is."""

    values: Mapping[str, int]
    kind: Callable[[str], str]

    def number(self, written: ast.Amount, report: Callable[[Diagnostic], None]) -> int | None:
        """What stands where only a number can stand; None after an error."""
        found = amount(written, self.values)
        if found is None:
            (name,) = _words(written)
            kind = self.kind(name.text)
            if kind != "constant":  # a constant without a value is an error already reported
                report(errors.types.no_constant(ast.Name(name.text, name.span), kind, self.values))
        return found

    def told(self, *written: ast.Amount) -> str:
        """What the constants among these stand for, for a message: "`limit` is 3"."""
        names = dict.fromkeys(word.text for each in written for word in _words(each))
        return ", ".join(f"`{name}` is {self.values.get(name)}" for name in names)


def amount(written: ast.Amount, known: Mapping[str, int]) -> int | None:
    """The number that stands here; None if it is a name that no constant has."""
    return _value(written, known, set(), lambda _: None, lambda _: "")


def _value(
    node: ast.Expr,
    known: Mapping[str, int],
    declared: set[str],
    report: Callable[[Diagnostic], None],
    kind: Callable[[str], str],
) -> int | None:
    match node:
        case ast.Number(value=value):
            return value
        case ast.Word(text=text, span=span) if text not in ("true", "false", "none"):
            if text not in known and text not in declared:
                report(errors.types.no_constant(ast.Name(text, span), kind(text), declared))
            return known.get(text)
        case ast.Operation(op=op, args=args, span=span) if op in _ARITHMETIC:
            values = [_value(arg, known, declared, report, kind) for arg in args]
            if op in ("div", "mod") and values[1] is not None and values[1] <= 0:
                report(errors.types.divisor(args[1].span, op))
                return None
            return None if None in values else _computed(op, [value for value in values if value is not None])
        case _:
            report(errors.types.not_arithmetic(node.span))
            return None


def _computed(op: str, values: list[int]) -> int:
    match op, values:
        case "negative", [value]:
            return -value
        case "+", [left, right]:
            return left + right
        case "-", [left, right]:
            return left - right
        case "*", [left, right]:
            return left * right
        case "div", [left, right]:
            return left // right
        case _, [left, right]:
            return left % right
        case _:
            raise AssertionError(op)


def _words(node: ast.Expr) -> Iterator[ast.Word]:
    """The names in arithmetic."""
    if isinstance(node, ast.Word):
        yield node
    elif isinstance(node, ast.Operation):
        for arg in node.args:
            yield from _words(arg)
