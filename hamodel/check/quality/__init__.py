"""What a spec does that decides nothing: dead actions, conjuncts and premises that are always or never true.

Each is asked for as a goal: something that a healthy spec reaches. What a complete search does not reach is reported. That a
property is true by its form alone is seen without a search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TypeAlias, assert_never

from hamodel.check.quality.causes import Causes, conjuncts
from hamodel.diagnostics import Diagnostic
from hamodel.engines.question import OfCover, Question
from hamodel.model.expr import (
    BOOL,
    OPERATORS,
    TRUE,
    Apply,
    Bound,
    Const,
    Expr,
    Pending,
    Possible,
    Quantified,
    Read,
    negation,
    subexpressions,
)
from hamodel.model.symmetry import expressions
from hamodel.model.system import Action, Assert, Failing, Property, System
from hamodel.source import Span

_warning = partial(Diagnostic, severity="warning")


@dataclass(frozen=True, slots=True)
class Cover:
    """Something that should be reachable: an action that can be taken, or a closed formula. `missing` if it is not."""

    question: OfCover
    wanted: Action | Expr
    missing: Diagnostic


def covers(system: System, properties: Sequence[Property]) -> tuple[Cover, ...]:
    """What should be reachable in this system, with these properties."""
    found: dict[OfCover, Cover] = {}
    for action in system.actions:
        for cover in _of_action(action):
            found.setdefault(cover.question, cover)
    for property in properties:
        for cover in _of_property(property):
            found.setdefault(cover.question, cover)
    return tuple(found.values())


def second(missed: Sequence[Cover], bounded: bool) -> Iterator[tuple[Cover, OfCover, Action | Failing | Expr]]:
    """What to ask about covers that are not reached: does the action happen, and is a run-time error
    then? Is it reached if (`bounded`) there may be more faults than the spec allows?"""
    for cover in missed:
        if isinstance(cover.wanted, Action):
            yield cover, failing(cover), Failing(cover.wanted)
        if bounded:
            yield cover, unbounded(cover), cover.wanted


def failing(cover: Cover) -> OfCover:
    """Does the action happen, and cause a run-time error then?"""
    return replace(cover.question, asking="failing")


def unbounded(cover: Cover) -> OfCover:
    """Is it reached with more faults than the spec allows?"""
    return replace(cover.question, asking="unbounded")


def missing(
    system: System, covers: Sequence[Cover], reached: Collection[Question], faults: int | None
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """What to say when a complete search, with so many faults, has reached only these; and what follows from that, and is only
    named there. Of a dead action only that it is dead is said; of what more faults would reach, nothing: the spec leaves them
    out."""
    told = [cover for cover in covers if cover.question not in reached and unbounded(cover) not in reached]
    dead = {cover.question.owner for cover in covers if isinstance(cover.wanted, Action) and cover.question not in reached}
    causes = Causes(system, {cover.wanted.name: _never(cover.wanted, told) for cover in told if isinstance(cover.wanted, Action)})
    said: dict[OfCover, Diagnostic] = {}
    following: dict[OfCover, list[Diagnostic]] = {}
    for cover in told:
        if cover.question.kind == "conjunct" and cover.question.owner in dead:
            continue
        cause = _cause(causes, cover)
        root = OfCover("action", cause) if cause else cover.question
        diagnostic = _worded(cover, reached, faults)
        if root == cover.question:
            said[root] = diagnostic
        else:
            following.setdefault(root, []).append(diagnostic)
    for root, found in following.items():
        said[root] = replace(said[root], help=f"{said[root].help}; {_consequences(found)}")
    return tuple(said.values()), tuple(diagnostic for found in following.values() for diagnostic in found)


def _never(action: Action, told: Sequence[Cover]) -> list[Expr]:
    """The parts of a guard of which it is known that they are never true."""
    never = {cover.question for cover in told}
    parts = enumerate(conjuncts(action.guard))
    return [part for number, part in parts if OfCover("conjunct", action.name, (number, "")) in never]


def _cause(causes: Causes, cover: Cover) -> str:
    wanted = cover.wanted
    return causes.of_action(wanted.name) if isinstance(wanted, Action) else causes.of_condition(wanted)


def _worded(cover: Cover, reached: Collection[Question], faults: int | None) -> Diagnostic:
    if isinstance(cover.wanted, Action) and failing(cover) in reached:
        return _always_failing(cover.wanted)
    if faults is None:
        return cover.missing
    within = f"with at most {faults} fault{'s' if faults > 1 else ''}" if faults else "without faults"
    return replace(cover.missing, label=f"{cover.missing.label}, {within}")


MOST_NAMED = 3
"""So many consequences are named with their cause."""


def _consequences(found: Sequence[Diagnostic]) -> str:
    named = [each.headline for each in found[:MOST_NAMED]]
    more = [f"{len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return f"from it follows: {'; '.join([*named, *more])}"


def _always_failing(action: Action) -> Diagnostic:
    return _warning(
        "always-failing",
        action.span,
        f"`{action.name}` is a run-time error whenever it happens",
        "it can happen, and leads nowhere",
        "its run-time errors are among the findings",
    )


def unread(system: System) -> Iterator[Diagnostic]:
    """Options that nothing reads: every property is asked for each of their values, and they decide nothing."""
    expected = [property.expected for property in system.declared if property.expected is not None]
    asserted = [
        instruction.condition
        for scenario in system.scenarios
        for instruction in scenario.instructions
        if isinstance(instruction, Assert)
    ]
    temporal = [property.temporal for property in system.declared if property.temporal is not None]
    measured = [expr for measure in system.measures for expr in (measure.limit.premise, measure.limit.goal)]
    everything = (*expressions(system), *expected, *asserted, *temporal, *measured)
    read = {part.variable for expr in everything for part in subexpressions(expr) if isinstance(part, Read)}
    for option in system.options:
        if option.name not in read:
            yield _warning(
                "unread-option",
                option.span,
                f"nothing reads the option `{option.name}`",
                "no action and no property depends on it",
                "delete it, or use it where it was meant to decide",
            )


def _of_action(action: Action) -> Iterator[Cover]:
    if action.built_in:
        return  # a link that nothing travels over is no error of an action
    yield Cover(
        OfCover("action", action.name),
        action,
        _warning(
            "dead-action",
            action.span,
            f"`{action.name}` can never happen",
            "no reachable state lets it",
            "delete it, or find out which part of its guard is never true",
        ),
    )
    for number, conjunct in enumerate(conjuncts(action.guard)):
        span = getattr(conjunct, "span", None)
        if span is None:
            continue
        part = OfCover("conjunct", action.name, (number, ""))
        yield Cover(
            part,
            _somewhere(action.parameters, conjunct),
            _warning(
                "guard-never-true", span, f"`{span.text}` is never true", "this part of the guard", "no state satisfies it"
            ),
        )
        yield Cover(
            replace(part, true=False),
            _somewhere(action.parameters, negation(conjunct)),
            _warning(
                "guard-always-true",
                span,
                f"`{span.text}` is never false",
                "this part of the guard decides nothing",
                "delete it, or find out why the case that it excludes cannot happen",
            ),
        )


def _of_property(property: Property) -> Iterator[Cover]:
    places: dict[Span, list[tuple[tuple[Bound, ...], Expr]]] = {}  # a definition may be used more than once
    for binders, premise in _premises(property.formula, ()):
        span = _span(premise)
        if span is not None:
            places.setdefault(span, []).append((binders, premise))
    for span, uses in places.items():
        premise_of = OfCover("premise", property.name, (span.start, span.source.path))
        yield Cover(
            premise_of,
            _or([_somewhere(binders, premise) for binders, premise in uses]),
            _warning(
                "vacuous",
                span,
                f"`{property.name}` says nothing where `{span.text}`: that is never true",
                "the left side of an implication",
                "no reachable state satisfies it, so the implication holds whatever is on its right",
            ),
        )
        yield Cover(
            replace(premise_of, true=False),
            _or([_somewhere(binders, negation(premise)) for binders, premise in uses]),
            _warning(
                "premise-always-true",
                span,
                f"`{span.text}` in `{property.name}` is never false",
                "the left side of an implication decides nothing",
                "drop it, or find out why the case that it excludes cannot happen",
            ),
        )


def _premises(expr: Expr, binders: tuple[Bound, ...]) -> Iterator[tuple[tuple[Bound, ...], Expr]]:
    """The premises of the implications of a property, where the property rests on them, with the binders around them."""
    match expr:
        case Quantified(op="all", binder=binder, body=body):
            yield from _premises(body, (*binders, binder))
        case Apply(op="and", args=args):
            for arg in args:
                yield from _premises(arg, binders)
        case Apply(op="=>", args=(premise, conclusion)):
            yield binders, premise
            yield from _premises(conclusion, binders)
        case _:
            pass


def _somewhere(binders: Sequence[Bound], expr: Expr) -> Expr:
    for binder in reversed(binders):
        expr = Quantified("some", binder, expr, BOOL)
    return expr


def _or(parts: Sequence[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Apply("or", tuple(parts), BOOL)


def _span(expr: Expr) -> Span | None:
    span = getattr(expr, "span", None)
    if span is None and isinstance(expr, Apply):
        spans = [found for found in map(_span, expr.args) if found is not None]
        return spans[0].to(spans[-1]) if spans else None
    return span if isinstance(span, Span) else None


# --- what is true of every model -------------------------------------------------------------------------------------

MOST_ATOMS = 10

Skeleton: TypeAlias = "bool | Expr | tuple[str, tuple[Skeleton, ...]]"
"""A condition as connectives, by their names, over what is neither true nor false by its form."""


def tautologies(properties: Sequence[Property]) -> tuple[Diagnostic, ...]:
    """The properties that are true whatever the spec does, like `m = m`. One that is written as `true` says so itself."""
    found: list[Diagnostic] = []
    for property in properties:
        formula = property.formula if property.temporal is None else property.temporal
        if formula != TRUE and property.kind != "assume" and _decided(_skeleton(formula)) is True:
            found.append(
                _warning(
                    "vacuous",
                    property.span,
                    f"`{property.name}` is true of every spec, so it says nothing of this one",
                    "a tautology",
                    "find out what was meant: `m = m` compares a value with itself, `next m = m` with its next one",
                )
            )
    return tuple(found)


def _skeleton(expr: Expr) -> Skeleton:
    match expr:
        case Const(value=bool(value)):
            return value
        case Apply(op="not" | "and" | "or" | "=>" | "if", args=args) if expr.type == BOOL:
            return expr.op, tuple(_skeleton(arg) for arg in args)
        case Apply(op="=" | "<" | "<=" as op, args=(left, right)) if left == right:
            return op != "<"
        case Apply(op="=", args=args) if args[0].type == BOOL:
            return "=", tuple(_skeleton(arg) for arg in args)
        case Apply(op="next", args=(inner,)):
            return _skeleton(inner)
        case Apply(op="until" | "leads to" as op, args=(before, after)):
            premise, decided = _decided(_skeleton(before)), _decided(_skeleton(after))
            if op == "leads to":
                decided = True if decided or premise is False else None
            return expr if decided is None else decided
        case Apply(op="always" | "eventually", args=(body,)) | Quantified(op="all" | "some", body=body):
            decided = _decided(_skeleton(body))
            return expr if decided is None else decided
        case Const() | Bound() | Read() | Apply() | Quantified() | Pending() | Possible():
            return expr
        case _:
            assert_never(expr)


def _decided(skeleton: Skeleton) -> bool | None:
    """Is it the same whatever its atoms are? None where it is not, or has too many to tell."""
    atoms = list(dict.fromkeys(_atoms(skeleton)))
    if len(atoms) > MOST_ATOMS:
        return None
    valuations = product((False, True), repeat=len(atoms))
    values = {_evaluated(skeleton, dict(zip(atoms, valuation, strict=True))) for valuation in valuations}
    return values.pop() if len(values) == 1 else None


def _atoms(skeleton: Skeleton) -> Iterator[Expr]:
    if isinstance(skeleton, tuple):
        for part in skeleton[1]:
            yield from _atoms(part)
    elif not isinstance(skeleton, bool):
        yield skeleton


def _evaluated(skeleton: Skeleton, valuation: Mapping[Expr, bool]) -> bool:
    if isinstance(skeleton, tuple):
        return bool(OPERATORS[skeleton[0]](*(_evaluated(part, valuation) for part in skeleton[1])))
    return skeleton if isinstance(skeleton, bool) else valuation[skeleton]
