"""Formula: a first-order formula or term in the words of SMT-LIB, kept simple as it is built; `show` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeAlias

from hamodel.source import Span

Binder: TypeAlias = tuple[str, str]
"""The name of a variable, and its sort."""


@dataclass(frozen=True, slots=True)
class Formula:
    """`op` applied to `args`: a connective, a function, or (without arguments) a constant or a variable.

    `forall` and `exists` have `binders` and one argument. `span`: the quantifier in the spec that it comes from.
    `size`: how many signs it has, written out.
    """

    op: str
    args: tuple[Formula, ...] = ()
    binders: tuple[Binder, ...] = ()
    span: Span | None = field(default=None, compare=False)
    code: int = field(init=False, compare=False, repr=False)
    size: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + sum(part.size for part in self.args))
        object.__setattr__(self, "code", hash((self.op, self.args, self.binders)))

    def __hash__(self) -> int:
        return self.code


TRUE = Formula("true")
FALSE = Formula("false")
WIDTH = 118

# --- making them -----------------------------------------------------------------------------------------------------


def neg(part: Formula) -> Formula:
    """The negation; of a negation, what is negated."""
    match part.op:
        case "true":
            return FALSE
        case "false":
            return TRUE
        case "not":
            return part.args[0]
        case _:
            return Formula("not", (part,))


def conj(*parts: Formula) -> Formula:
    """All of them."""
    return _junction("and", parts, TRUE, FALSE)


def disj(*parts: Formula) -> Formula:
    """One of them."""
    return _junction("or", parts, FALSE, TRUE)


def _junction(op: str, parts: Iterable[Formula], unit: Formula, zero: Formula) -> Formula:
    seen: dict[Formula, None] = {}
    for whole in parts:
        for part in whole.args if whole.op == op else (whole,):
            if part == zero or neg(part) in seen:
                return zero
            if part != unit:
                seen[part] = None
    if len(seen) < 2:
        return next(iter(seen), unit)
    return Formula(op, tuple(seen))


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """The implication, simplified where a side is known."""
    if TRUE in (premise, conclusion) or FALSE in (premise, conclusion):
        return disj(neg(premise), conclusion)
    return TRUE if premise == conclusion else Formula("=>", (premise, conclusion))


def ite(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    """For truths; see `pick` for terms."""
    if then == otherwise or condition == TRUE:
        return then
    if condition == FALSE:
        return otherwise
    if then in (TRUE, condition):
        return disj(condition, otherwise)
    if then == FALSE:
        return conj(neg(condition), otherwise)
    if otherwise == TRUE:
        return disj(neg(condition), then)
    if otherwise == FALSE:
        return conj(condition, then)
    return Formula("ite", (condition, then, otherwise))


def pick(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    """`ite` for members of a sort."""
    if condition == TRUE or then == otherwise:
        return then
    return otherwise if condition == FALSE else Formula("ite", (condition, then, otherwise))


def equal(a: Formula, b: Formula) -> Formula:
    """Of two members of a sort."""
    return TRUE if a == b else Formula("=", (a, b))


def iff(a: Formula, b: Formula) -> Formula:
    """Of two truths."""
    if a == b:
        return TRUE
    for one, other in ((a, b), (b, a)):
        if one == TRUE:
            return other
        if one == FALSE:
            return neg(other)
    return FALSE if neg(a) == b else Formula("=", (a, b))


def forall(binders: Iterable[Binder], body: Formula, span: Span | None = None) -> Formula:
    """For all values of the binders, said as that there are none against it."""
    return neg(exists(binders, neg(body), span, "forall"))


def exists(binders: Iterable[Binder], body: Formula, span: Span | None = None, shown: str = "exists") -> Formula:
    """With names that are not needed left out, and `some x. x = t and F(x)` turned into `F(t)`."""
    left = list(binders)
    for binder in list(left):
        name = binder[0]
        value = _only_value(name, body)
        if value is not None:
            body = substitute(body, {name: value})
            left.remove(binder)
    known = free(body)
    left = [binder for binder in left if binder[0] in known]
    if not left:
        return body
    if shown == "forall":
        return neg(Formula("forall", (neg(body),), tuple(left), span))
    return Formula("exists", (body,), tuple(left), span)


def _only_value(name: str, body: Formula) -> Formula | None:
    """The value that a name must have where `body` holds, if it says so."""
    for part in _conjuncts(body):
        if part.op == "=" and len(part.args) == 2:
            for one, other in (part.args, part.args[::-1]):
                if one == Formula(name) and name not in free(other):
                    return other
    return None


def _conjuncts(body: Formula) -> Iterator[Formula]:
    """Formulas that all hold where `body` does."""
    yield body
    match body:
        case Formula(op="and", args=args):
            yield from args
        case Formula(op="not", args=(Formula(op="=>", args=(premise, _)),)):
            yield from _conjuncts(premise)
        case Formula(op="not", args=(Formula(op="or", args=args),)):
            yield from map(neg, args)
        case _:
            pass


def free(formula: Formula) -> frozenset[str]:
    """The names without arguments in it that it does not bind: variables and constants."""
    known: dict[Formula, frozenset[str]] = {}

    def look(part: Formula) -> frozenset[str]:
        if not part.args:
            return frozenset((part.op,))
        found = known.get(part)
        if found is None:
            found = frozenset().union(*map(look, part.args)) - {name for name, _ in part.binders}
            known[part] = found
        return found

    return look(formula)


def substitute(formula: Formula, values: Mapping[str, Formula]) -> Formula:
    """With terms for names, where they are free. A bound variable that a term speaks of is renamed: it does not capture."""
    known: dict[Formula, Formula] = {}
    spoken_of = frozenset().union(*map(free, values.values()))

    def replaced(part: Formula) -> Formula:
        if not part.args:
            return values.get(part.op, part)
        found = known.get(part)
        if found is None:
            bound = {name for name, _ in part.binders}
            if bound.isdisjoint(values) and bound.isdisjoint(spoken_of):
                args = tuple(map(replaced, part.args))
                found = part if args == part.args else rebuild(part, args)
            else:
                found = _inside(part, values, spoken_of)
            known[part] = found
        return found

    return replaced(formula) if values else formula


def _inside(part: Formula, values: Mapping[str, Formula], spoken_of: frozenset[str]) -> Formula:
    """A quantified formula with terms for names that are free in it, some of which its own variables are spelled like."""
    inner = free(part)
    left = {name: value for name, value in values.items() if name in inner}
    if not left:
        return part
    taken = spoken_of | {each.op for each in parts_of([part])} | {name for each in parts_of([part]) for name, _ in each.binders}
    renamed: dict[str, Formula] = {}
    binders: list[Binder] = []
    for name, sort in part.binders:
        new = name
        if name in spoken_of:
            new = next(f"{name}_{number}" for number in count(1) if f"{name}_{number}" not in taken)
            taken |= {new}
            renamed[name] = Formula(new)
        binders.append((new, sort))
    return rebuild(replace(part, binders=tuple(binders)), (substitute(part.args[0], {**left, **renamed}),))


def rebuild(part: Formula, args: tuple[Formula, ...]) -> Formula:
    """The same operator with other arguments."""
    match part.op:
        case "and":
            return conj(*args)
        case "or":
            return disj(*args)
        case "not":
            return neg(*args)
        case "=>":
            return implies(*args)
        case "forall":
            return forall(part.binders, args[0], part.span)
        case "exists":
            return exists(part.binders, args[0], part.span)
        case "=":
            return TRUE if args[0] == args[1] else iff(*args) if {TRUE, FALSE} & set(args) else Formula("=", args)
        case "ite":
            truths = {TRUE, FALSE} & set(args[1:])
            return ite(*args) if truths else pick(*args)
        case _:
            return replace(part, args=args)


def parts_of(roots: Iterable[Formula]) -> Iterator[Formula]:
    """Every formula inside `roots`, each once."""
    seen: set[Formula] = set()
    stack = list(roots)[::-1]
    while stack:
        part = stack.pop()
        if part not in seen:
            seen.add(part)
            yield part
            stack.extend(reversed(part.args))


# --- printing them ---------------------------------------------------------------------------------------------------


def show(formula: Formula, margin: int = 0) -> str:
    """SMT-LIB text; what does not fit into a line is broken, each argument on a line of its own."""
    flat = _flat(formula)
    if margin + len(flat) <= WIDTH or not formula.args:
        return flat
    head = f"({formula.op}"
    if formula.binders:
        head = f"({formula.op} ({_bindings(formula.binders)})"
    inside = margin + 2
    return head + "".join(f"\n{' ' * inside}{show(arg, inside)}" for arg in formula.args) + ")"


def _flat(formula: Formula) -> str:
    if not formula.args:
        return formula.op
    args = " ".join(map(_flat, formula.args))
    if formula.binders:
        return f"({formula.op} ({_bindings(formula.binders)}) {args})"
    return f"({formula.op} {args})"


def _bindings(binders: Iterable[Binder]) -> str:
    return " ".join(f"({name} {sort})" for name, sort in binders)
