"""Properties as they are written -> with their formulas: `always` is stripped, `next` becomes primed reads, the past becomes
monitors.

A property with `eventually`, `leads to`, `until` or an `always` that depends on something keeps its operators on the future: its
predicates of a state are settled one by one; what the reduction of `hamodel.ground.reduction` does not cover is refused by name.

A monitor is a hidden variable. `once p` is `p or y`, where y starts false and each transition sets y to what `p or y`
was in the state before; `historically p` is `p and y`, y from true; `p since q` is `q or (p and y)`, y from false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from hamodel.language import errors
from hamodel.language.elaboration.definitions import substitute
from hamodel.language.elaboration.expressions import condition
from hamodel.language.elaboration.questions import remembered
from hamodel.language.elaboration.scope import TEMPORAL, Context, LexicalScope
from hamodel.language.elaboration.types import UNKNOWN
from hamodel.language.text import ast
from hamodel.model.expr import (
    BOOL,
    FALSE,
    TRUE,
    Apply,
    Bound,
    Const,
    Expr,
    Pending,
    Possible,
    Quantified,
    Read,
    at_rest,
    children,
    negation,
    reads_next,
    subexpressions,
)
from hamodel.model.symmetry import sort_of
from hamodel.model.system import Monitor, Property, TimeMeasure, Variable
from hamodel.model.timing import DURATION, TimeLimit
from hamodel.source import Span

LIVENESS = ("eventually", "leads to", "until")
FUTURE = ("always", "next", *LIVENESS)
PAST = ("once", "historically", "since")

_TAG = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.:/# -]{0,30}[A-Za-z0-9_])?")
"""How an entry of a list of hazards may be called: reports of all formats carry it, so it is a few plain characters."""


def property_of(declaration: ast.Property, context: Context) -> Property | None:
    """The property that is declared; None where its formula has no type. Of several readings the only one without an error."""
    if declaration.others:
        first = replace(declaration, others=())
        typed = [reading for reading in (first, *declaration.others) if _has_a_type(reading, context)]
        if len(typed) > 1:
            context.report(errors.properties.two_equal_signs(_defines(typed[1])))
            return None
        return property_of(typed[0] if typed else first, context)
    if said := context.expected.get(declaration.name.text):
        tags = (*declaration.hazards, *said.hazards)
        doc = said.doc or declaration.doc
        declaration = replace(declaration, expect=said.expect, when=said.when, hazards=tags, doc=doc)
    formula = condition(declaration.formula, LexicalScope(context, "property"))
    expected = None if declaration.when is None else condition(declaration.when, LexicalScope(context, "options"))
    if declaration.kind == "assume":
        for part in subexpressions(formula):
            if isinstance(part, Possible):
                own, whole = part.span, declaration.formula.span
                inside = own is not None and own.source is whole.source and whole.start <= own.start < whole.end
                context.report(errors.properties.possible_in_an_assume(own if own is not None and inside else whole))
                return None
    if formula.type is UNKNOWN or (expected is not None and expected.type is UNKNOWN):
        return None
    if declaration.when is not None and expected is not None:
        _same_at_every_size(expected, declaration.when.span, context)
    if declaration.kind == "property":
        formula = _merged(formula)
    liveness = declaration.kind == "property" and _of_runs(formula)
    memory = _Memory(context, declaration.name.span)
    temporal: Expr | None = None
    if limited := next(_limits(formula), None):
        formula, liveness = _limited(formula, limited, declaration, memory), False
    elif declaration.kind == "reachable" and {part.op for part in _uses(formula, *FUTURE)} == {"next"}:
        formula = _of_a_transition(formula, memory)
        asked = at_rest(formula, benefit=False)
        if reads_next(formula) and asked != FALSE:
            context.report(errors.properties.state_beside_transition(_place(_innermost(asked), memory), "reachable"))
    elif declaration.kind != "property":
        formula = _of_one_state(formula, declaration.kind, memory)
    elif liveness:
        formula, temporal = TRUE, _temporal(formula, memory)
    else:
        formula = _always(formula, memory)
        asked = at_rest(formula)
        if reads_next(formula) and asked != TRUE:
            context.report(errors.properties.state_beside_transition(_place(_innermost(asked), memory), "property"))
    return Property(
        name=declaration.name.text,
        kind=declaration.kind,
        formula=formula,
        span=declaration.name.span,
        monitors=tuple(memory.monitors.values()),
        expect_violated=declaration.expect == "violated",
        expected=expected,
        liveness=liveness,
        doc=declaration.doc,
        temporal=temporal,
        hazards=hazards_of(declaration, context),
    )


def measure_of(written: ast.Measure, said: ast.ExpectTime | None, context: Context) -> TimeMeasure | None:
    """What is measured, as a property that allows no time, or as much as is expected; None where a part has no type."""
    bound = ast.Duration(0, "s", written.span) if said is None else said.bound
    parts = (written.premise, bound) if written.goal is None else (written.premise, written.goal, bound)
    formula = ast.Operation("lasts at most" if written.goal is None else "leads to", parts, written.span)
    doc = written.doc if said is None else said.doc or written.doc
    claim = ast.Property("property", written.name, "", None, formula, doc, written.span, (), () if said is None else said.hazards)
    lengths = dict(context.time.lengths)
    found = property_of(claim, context)
    limit = context.time.limits.pop(written.name.text, None)
    if said is None:  # a measure alone has no length
        context.time.lengths = lengths
    return None if found is None or limit is None else TimeMeasure(found, limit, said is not None)


def hazards_of(declaration: ast.Property | ast.Scenario, context: Context) -> tuple[str, ...]:
    """Its tags, each once."""
    for tag in declaration.hazards:
        if not _TAG.fullmatch(tag.text):
            context.report(errors.names.no_tag(tag))
    return tuple(dict.fromkeys(tag.text for tag in declaration.hazards))


def _same_at_every_size(expected: Expr, place: Span, context: Context) -> None:
    """What is expected is told once for all sizes: of any number of members, it could be true of some and false of others."""
    for part in subexpressions(expected):
        if isinstance(part, Quantified) and (sort := sort_of(part.binder.type)) is not None:
            context.report(errors.types.depends_on_a_size(part.span or place, sort.name))
            return


def _has_a_type(reading: ast.Property, context: Context) -> bool:
    aside = replace(context, diagnostics={}, complained=set(context.complained))
    return property_of(reading, aside) is not None and not aside.diagnostics


def _defines(reading: ast.Property) -> Span:
    """The `=` between the `when` of a property and its formula."""
    assert reading.when is not None, "only a `when` can be read in two ways"
    before, formula = reading.when.span, reading.formula.span
    place = before.source.text.rindex("=", before.end, formula.start)
    return Span(before.source, place, place + 1)


def _innermost(asked: Expr) -> Expr:
    """A part of what `at_rest` left that is written in the text."""
    match asked:
        case Quantified(body=inner) | Apply(op="not", args=(inner,)):
            return _innermost(inner)
        case Apply(op="and", args=(*_, inner), span=None):
            return _innermost(inner)
        case _:
            return asked


def _uses(expr: Expr, *ops: str) -> Iterator[Apply]:
    """Where one of these operators stands in it."""
    return (part for part in subexpressions(expr) if isinstance(part, Apply) and part.op in ops)


# --- which operators may stand where ---------------------------------------------------------------------------------


def _merged(formula: Expr, inside: bool = False) -> Expr:
    """`formula` without the `always` that say nothing new: `always (p and always q)` is `always (p and q)`."""
    match formula:
        case Apply(op="always", args=(body,)):
            body = _merged(body, inside=True)
            return body if inside else replace(formula, args=(body,))
        case Apply(op="and", args=args):
            return replace(formula, args=tuple(_merged(arg, inside) for arg in args))
        case Quantified(op="all", body=body):
            return replace(formula, body=_merged(body, inside))
        case Const() | Bound() | Read() | Apply() | Quantified() | Pending() | Possible():
            return formula
        case _:
            assert_never(formula)


def _of_runs(formula: Expr) -> bool:
    """Does it speak of more than one state and its next one?"""
    inside = (inner for part in _uses(formula, "always") for inner in _uses(part.args[0], "always"))
    return any(_uses(formula, *LIVENESS)) or any(inside)


def _of_one_state(formula: Expr, kind: str, memory: _Memory) -> Expr:
    for part in _uses(formula, *(op for op in FUTURE if (op, kind) != ("next", "reachable"))):
        memory.context.report(errors.properties.more_than_a_state(part.span, part.op, kind))
        return TRUE
    return memory.settle(formula)


def _always(formula: Expr, memory: _Memory) -> Expr:
    """The F of `always F`, under `all`, `and` and conditions that are the same in every state."""
    match formula:
        case Apply(op="always", args=(body,)):
            return _of_a_transition(body, memory)
        case Quantified(op="all", body=body):
            return replace(formula, body=_always(body, memory))
        case Apply(op="and", args=args):
            return replace(formula, args=tuple(_always(arg, memory) for arg in args))
        case Apply(op="=>", args=(premise, body)) if any(_uses(body, "always")):
            if any(_changes(part, memory.context) for part in subexpressions(premise)):
                memory.context.report(errors.properties.condition_before_always(_place(premise, memory)))
            return replace(formula, args=(premise, _always(body, memory)))
        case _:
            buried = any(_uses(formula, "always"))
            memory.context.report(errors.properties.property_without_always(_place(formula, memory), buried))
            return TRUE


def _place(expr: Expr, memory: _Memory) -> Span:
    return next((span for part in subexpressions(expr) if (span := getattr(part, "span", None))), memory.place)


def _changes(expr: Expr, context: Context) -> bool:
    """May this part of an expression have another value in another state?"""
    match expr:
        case Read(variable=name):
            return name not in context.names.options
        case Pending() | Possible():
            return True
        case _:
            return isinstance(expr, Apply) and expr.op in TEMPORAL


def _of_a_transition(formula: Expr, memory: _Memory) -> Expr:
    for part in _uses(formula, "next", *PAST):
        for inner in (inner for arg in part.args for inner in _uses(arg, "next")):
            wrong = errors.properties
            twice = part.op == "next"
            memory.context.report(wrong.next_twice(inner.span) if twice else wrong.next_in_the_past(inner.span, part.op))
            return TRUE
    return memory.settle(formula)


# --- runs without end ------------------------------------------------------------------------------------------------


def _temporal(formula: Expr, memory: _Memory) -> Expr:
    """A property about runs: operators on the future over settled predicates of a state, and what may stand between them."""
    future = [part.op for part in _uses(formula, *FUTURE)]
    if not future:
        return memory.settle(formula)
    if set(future) == {"next"}:
        memory.context.report(errors.properties.next_beside_liveness(next(_uses(formula, "next")).span))
        return TRUE
    match formula:
        case Apply(op="always" | "eventually" | "leads to" | "until" | "not" | "and" | "or" | "=>" | "if", args=args):
            return replace(formula, args=tuple(_temporal(arg, memory) for arg in args))
        case Quantified(op="all" | "some", body=body):
            return replace(formula, body=_temporal(body, memory))
        case Apply(op=op, span=span) if op in PAST:
            memory.context.report(errors.properties.future_in_the_past(span, op))
        case _:
            memory.context.report(errors.properties.future_as_a_value(_place(formula, memory), _word(formula), future[0]))
    return TRUE


def _word(formula: Expr) -> str:
    return formula.op if isinstance(formula, Apply | Quantified) else "[...]"


# --- within a time ---------------------------------------------------------------------------------------------------


def _limits(formula: Expr) -> Iterator[Apply]:
    """What it says of how long something takes."""
    return (part for part in _uses(formula, "leads to", "lasts at most") if part.args[-1].type == DURATION)


def _limited(formula: Expr, limited: Apply, declaration: ast.Property, memory: _Memory) -> Expr:
    """Notes the limit, which is the whole property, for each of some members. What watches it comes later: it counts time."""
    context, name = memory.context, declaration.name
    binders: dict[str, Expr] = {}
    while isinstance(formula, Quantified) and formula.op == "all":
        binders[formula.binder.name] = Bound(context.fresh(formula.binder.name.partition("!")[0]), formula.binder.type)
        formula = formula.body
    parts = limited.args[:-1]
    others = next((use for part in parts for use in (*_uses(part, *FUTURE), *_limits(part))), None)
    if formula is not limited or declaration.kind != "property" or others is not None:
        context.report(errors.timing.claim_inside((others or limited).span or name.span, (others or limited).op))
        return TRUE
    premise, *goal = (substitute(memory.settle(part), binders, context) for part in parts)
    own = tuple(bound for bound in binders.values() if isinstance(bound, Bound))
    ends = goal[0] if goal else negation(premise)
    context.time.limits[name.text] = TimeLimit(name.text, own, premise, ends, limited.args[-1], limited.span or name.span)
    return TRUE


# --- the past --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Memory:
    """The monitors of one property, by what they remember: the same past is remembered once."""

    context: Context
    place: Span
    monitors: dict[tuple[str, tuple[Expr, ...]], Monitor] = field(default_factory=dict)
    settled: dict[tuple[int, bool], tuple[Expr, Expr]] = field(default_factory=dict)  # by id, which stays taken

    def settle(self, expr: Expr, primed: bool = False) -> Expr:
        """`expr` without operators on time: in this state or, `primed`, in the next one."""
        key = id(expr), primed
        if key not in self.settled:
            self.settled[key] = expr, self._settle(expr, primed)
        return self.settled[key][1]

    def _settle(self, expr: Expr, primed: bool) -> Expr:
        match expr:
            case Read(variable=name):
                if name.startswith("did "):
                    self._did(name)
                elif name in self.context.names.options or expr.type == DURATION:
                    return expr
                return replace(expr, indices=self._all(expr.indices, primed), primed=primed)
            case Apply(op="next", args=(body,)):
                ahead = self.settle(body, primed=True)
                return ahead if reads_next(ahead) else replace(expr, args=(ahead,))
            case Apply(op="once" | "historically" | "since" as op, args=args, span=span):
                past = self._past(op, self._all(args, False), span)
                return _now(op, self._all(args, primed), replace(past, primed=primed), span)
            case Apply(args=args):
                return replace(expr, args=self._all(args, primed))
            case Quantified(body=body):
                return replace(expr, body=self.settle(body, primed))
            case Pending(args=args, sender=sender, receiver=receiver):
                from_, to = self.settle(sender, primed), self.settle(receiver, primed)
                return replace(expr, args=self._all(args, primed), sender=from_, receiver=to, primed=primed)
            case Possible(args=args):
                return replace(expr, args=self._all(args, primed), primed=primed)
            case Const() | Bound():
                return expr
            case _:
                assert_never(expr)

    def _all(self, exprs: tuple[Expr, ...], primed: bool) -> tuple[Expr, ...]:
        return tuple(self.settle(expr, primed) for expr in exprs)

    def _past(self, op: str, args: tuple[Expr, ...], span: Span | None) -> Read:
        """The read of the monitor for `op` over `args`, with the names that are free in them as its indices."""
        free = tuple(dict.fromkeys(bound for arg in args for bound in _free(arg, ())))
        key = op, args
        if key not in self.monitors:
            name = self.context.fresh(op)
            own = tuple(Bound(self.context.fresh(bound.name.partition("!")[0]), bound.type) for bound in free)
            renaming = dict(zip((bound.name for bound in free), own, strict=True))
            parts = tuple(substitute(arg, renaming, self.context) for arg in args)
            initial = TRUE if op == "historically" else FALSE
            variable = Variable(name, own, BOOL, initial, span, hidden=True)
            self.monitors[key] = Monitor(variable, _now(op, parts, Read(name, own, BOOL), span), None)
        return Read(self.monitors[key].variable.name, free, BOOL, span=span)

    def _did(self, name: str) -> None:
        if (name, ()) not in self.monitors:
            action, binders = remembered(name, self.context)
            variable = Variable(name, binders, BOOL, FALSE, self.place, hidden=True)
            self.monitors[name, ()] = Monitor(variable, None, action)


def _now(op: str, args: Sequence[Expr], past: Expr, span: Span | None) -> Expr:
    """The value of a past operator, from its arguments now and from its value in the state before."""
    match op:
        case "once":
            return Apply("or", (args[0], past), BOOL, span)
        case "historically":
            return Apply("and", (args[0], past), BOOL, span)
        case _:
            return Apply("or", (args[1], Apply("and", (args[0], past), BOOL, span)), BOOL, span)


def _free(expr: Expr, inside: tuple[str, ...]) -> Iterator[Bound]:
    """The names in `expr` that are bound outside of it."""
    match expr:
        case Bound(name=name):
            if name not in inside:
                yield expr
        case Quantified(binder=binder, body=body):
            yield from _free(body, (*inside, binder.name))
        case _:
            for child in children(expr):
                yield from _free(child, inside)
