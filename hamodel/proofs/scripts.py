"""Script: formulas as SMT-LIB text. It says what all questions share, then asks them one after the other.

Printed is only what is needed: a symbol that no formula of a question leads to is not declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from hamodel.proofs.cases import OutsideFragment
from hamodel.proofs.formulas import TRUE, Binder, Formula, parts_of, show
from hamodel.proofs.fragment import Arrow, Closed, arrows, refuse_cycles
from hamodel.proofs.symbols import CellSymbols, Function, Symbols

LONGEST = 1_000_000
"""How many signs the formulas of a script may have: more take a solver longer to read than to answer."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A formula, and what it says in the words of the spec."""

    says: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Query:
    """Can all these hold, with all that the script says? `functions`: what is defined for this question alone."""

    title: str
    constants: tuple[Binder, ...]
    assertions: tuple[Assertion, ...]
    functions: tuple[Function, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """What is asserted for all questions, and the questions: every answer should be `unsat`."""

    title: str
    functions: tuple[Function, ...]
    assertions: tuple[Assertion, ...]
    questions: tuple[Query, ...]


@dataclass(slots=True)
class _ScriptPart:
    """A part of the text on its way: its functions and assertions with closed subformulas named."""

    functions: dict[str, Function]
    assertions: list[Assertion]
    printed: dict[str, None] = field(default_factory=dict)


def texts(script: Script, symbols: Symbols) -> tuple[str, list[str]]:
    """What all questions share, and the text of each question, between its `push` and its `pop`.

    Raises OutsideFragment if it is nothing that solvers decide.
    """
    cells = {function.name: cell for cell in symbols.cells.values() for function in symbols.functions(cell)}
    state = {function.name: function for cell in symbols.cells.values() for function in symbols.functions(cell)}
    _refuse_large(script)
    closed = Closed(symbols.names)
    shared = _part(script.functions, script.assertions, closed)
    parts = [_part(question.functions, question.assertions, Closed(symbols.names, closed)) for question in script.questions]
    known = {**state, **shared.functions}
    base: dict[str, None] = {}
    roots = [assertion.formula for assertion in shared.assertions]
    for part in parts:
        inside = {**known, **part.functions}
        part.printed = _needed([each.formula for each in part.assertions], inside)
        roots += [Formula(name) for name in part.printed if name not in part.functions]
    base = _needed(roots, known)
    while True:  # the shape of a cell speaks of other cells, which have shapes of their own
        before = len(base)
        about = dict.fromkeys(cells[name] for name in base if name in cells)
        shapes = [shape for cell in about if (shape := symbols.shape(cell)) != TRUE]
        for cell in list(symbols.cells.values()):
            for function in symbols.functions(cell):
                cells[function.name], known[function.name] = cell, function
        base = _needed([*roots, *shapes], known)
        if len(base) == before:
            break
    axioms = [
        Assertion("", formula)
        for cell in dict.fromkeys(cells[name] for name in base if name in cells)
        for formula in (symbols.one_value(cell, set(base)), symbols.shape(cell))
        if formula != TRUE
    ]
    found = arrows((each.formula for each in (*axioms, *shared.assertions)), known)
    found.update(_of_functions([known[name] for name in base], cells, symbols))
    for part in parts:
        refuse_cycles([*found, *arrows((each.formula for each in part.assertions), {**known, **part.functions})])
    head = [_comment(script.title), "(set-logic UF)"]
    head += [f"(declare-sort {sort} 0)" for sort in symbols.sorts.values()]
    for name, order in symbols.orders.items():
        sort = symbols.sorts[name]
        head += ["", f"; the order of {sort}: strict, and total", f"(declare-fun {order} ({sort} {sort}) Bool)"]
        head += [_asserted(Assertion("", axiom)) for axiom in symbols.order_axioms(name)]
        head += [""]
    head += [_declared(known[name]) for name in base]
    if axioms:
        head += ["", "; what is true of every state", *(_asserted(axiom) for axiom in axioms)]
    if shared.assertions:
        head += [""]
    head += [_asserted(each) for each in shared.assertions]
    return "\n".join(head) + "\n", [
        _question(question, part, base) for question, part in zip(script.questions, parts, strict=True)
    ]


def _refuse_large(script: Script) -> None:
    """What is shared in memory is written out in a text, which may have no end."""
    functions = [*script.functions, *(each for question in script.questions for each in question.functions)]
    assertions = [*script.assertions, *(each for question in script.questions for each in question.assertions)]
    size = sum(each.body.size for each in functions if each.body is not None) + sum(each.formula.size for each in assertions)
    if size > LONGEST:
        raise OutsideFragment(None, f"formulas of {size:,} signs, where {LONGEST:,} are the most")


def printed(script: Script, symbols: Symbols) -> str:
    """The whole text."""
    head, questions = texts(script, symbols)
    if len(questions) == 1:
        return f"{head}\n{questions[0]}(check-sat)\n"
    return head + "".join(f"\n(push 1)\n{question}(check-sat)\n(pop 1)\n" for question in questions)


def _part(functions: Iterable[Function], assertions: Iterable[Assertion], closed: Closed) -> _ScriptPart:
    defined: dict[str, Function] = {}
    for function in functions:
        body = function.body
        if body is not None:
            body = closed.named(body, frozenset(name for name, _ in function.parameters), below=not function.property)
        defined[function.name] = replace(function, body=body)
    named = [Assertion(each.says, closed.named(each.formula)) for each in assertions]
    links = [Assertion("", Formula("=", (Formula(name), formula))) for formula, name in closed.found.items()]
    defined.update({name: Function(name, (), "Bool") for name in closed.found.values()})
    return _ScriptPart(defined, [*links, *named])


def _needed(roots: Iterable[Formula], known: Mapping[str, Function]) -> dict[str, None]:
    """The functions that formulas lead to, each after those that it is defined with."""
    found: dict[str, None] = {}

    def need(name: str) -> None:
        if name in found or name not in known:
            return
        body = known[name].body
        if body is not None:
            for part in parts_of([body]):
                need(part.op)
        found[name] = None

    for part in parts_of(roots):
        need(part.op)
    return found


def _of_functions(
    functions: Iterable[Function], cells: Mapping[str, CellSymbols], symbols: Symbols
) -> Iterator[tuple[Arrow, None]]:
    for function in functions:
        if function.sort != "Bool" and function.name in cells:
            variable = cells[function.name].key[0]
            places = {each.name: each.span for each in symbols.system.variables}
            places |= {each.name: each.span for each in symbols.system.channels}
            span = places[variable]
            for _, sort in function.parameters:
                reason = f"`{variable}` is a function from {sort} into {function.sort}"
                yield Arrow(sort, function.sort, span, reason), None


def _question(question: Query, part: _ScriptPart, base: Mapping[str, None]) -> str:
    lines = [_comment(question.title)] if question.title else []
    lines += [f"(declare-fun {name} () {sort})" for name, sort in question.constants]
    lines += [_declared(part.functions[name]) for name in part.printed if name in part.functions and name not in base]
    lines += [_asserted(each) for each in part.assertions]
    return "\n".join(lines) + "\n"


def _declared(function: Function) -> str:
    if function.body is None:
        return f"(declare-fun {function.name} ({' '.join(sort for _, sort in function.parameters)}) {function.sort})"
    parameters = " ".join(f"({name} {sort})" for name, sort in function.parameters)
    head = f"(define-fun {function.name} ({parameters}) {function.sort}"
    body = show(function.body, len(head) + 2)
    if "\n" in body or len(head) + len(body) > 120:
        body = "\n  " + show(function.body, 3)
    else:
        body = " " + body
    return f"{head}{body})"


def _asserted(assertion: Assertion) -> str:
    comment = f"{_comment(assertion.says)}\n" if assertion.says else ""
    body = show(assertion.formula, 2)
    gap = "\n  " if "\n" in body else " "
    return f"{comment}(assert{gap}{body})"


def _comment(text: str) -> str:
    """On one line, whatever the text: what follows a line end would be a command."""
    return "; " + " ".join("".join(c if c.isprintable() else " " for c in text).split())
