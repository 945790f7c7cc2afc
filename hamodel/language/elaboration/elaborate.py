"""elaborate(spec) -> System: every name found, every expression typed, what has no meaning of its own written out.

Definitions and procs are put in place, `match` is nested `if`, records are their fields, `deliver`, `cut`, `lose` and
the rest are actions like any other, the past is remembered by monitors. What `initially` says of variables that nothing
writes is assumed as well: see `hamodel.model.lasting`. All errors are reported together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.language import errors
from hamodel.language.elaboration import links
from hamodel.language.elaboration.actions import actions
from hamodel.language.elaboration.anew import expectations, expected_times, fit, misfit, replaced
from hamodel.language.elaboration.expressions import check, condition, template
from hamodel.language.elaboration.names import Names, collect
from hamodel.language.elaboration.options import members, option_name
from hamodel.language.elaboration.properties import LIVENESS, measure_of, property_of
from hamodel.language.elaboration.scenarios import scenario
from hamodel.language.elaboration.scope import Context, LexicalScope
from hamodel.language.elaboration.timing.channels import counters, delays_of, faults_apart
from hamodel.language.elaboration.timing.setting import at_lengths
from hamodel.language.elaboration.timing.solving import solves
from hamodel.language.elaboration.timing.timers import lengths_of, must_be_possible
from hamodel.language.elaboration.timing.timers import variables as variables_of_timers
from hamodel.language.elaboration.together import together
from hamodel.language.elaboration.types import UNKNOWN, AnyType, flat, leaves
from hamodel.language.elaboration.values import NOT_CONSTANT, constant_value, word
from hamodel.language.elaboration.widths import BITS, too_wide
from hamodel.language.text import ast
from hamodel.model.expr import (
    Apply,
    Bound,
    Const,
    EnumType,
    Expr,
    Pending,
    Possible,
    Quantified,
    Read,
    Type,
    Value,
    conjunction,
    subexpressions,
)
from hamodel.model.lasting import lasting
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError, evaluate
from hamodel.model.symmetry import sort_of
from hamodel.model.system import (
    MOST_FAULTS,
    Action,
    Channel,
    Message,
    Option,
    Property,
    System,
    TimeMeasure,
    TimeSolve,
    Timing,
    Variable,
)
from hamodel.model.timing import DurationOption, SystemTimer
from hamodel.model.transform import at_home, formulas
from hamodel.source import Span

NAMING = {"duplicate", "built-in-name", "not-open"}

LARGEST_SIZE = 64


def elaborate(spec: ast.Spec) -> System:
    """The typed system of a spec. Raises SpecError with every error found."""
    context = Context(Names())
    try:
        return _elaborate(spec, context)
    except RecursionError:  # definitions that are deep in themselves and in each other; neither alone gets here
        inside = (*context.unfolding, *context.calling, spec.name.text)[0]
        raise SpecError([errors.names.definitions_too_large(spec.name.span, inside)]) from None


def _elaborate(spec: ast.Spec, context: Context) -> System:
    context.names, declarations = collect(spec.declarations, context.report)
    names = context.names
    instances = [each for each in declarations if isinstance(each, ast.Imported)]
    context.prefixes = {source: f"{each.name.text}." for each in instances for source in each.sources}
    fits = [each for each in declarations if isinstance(each, ast.Fit)]
    context.called = {each.member.text: each for each in fits}
    unfit = [*fit(fits, names)]
    names.definitions = {name: replaced(each, names, context.report) for name, each in names.definitions.items()}
    context.expected = expectations(declarations, context.report)
    for definition in names.definitions.values():
        found = misfit(definition, context)
        if found is not None:
            unfit.append(found)
            continue
        template(definition, LexicalScope(context, "definition"))
    durations = lengths_of(declarations, context)
    options = [found for each in declarations if isinstance(each, ast.Option) for found in _options(each, context)]
    variables = [found for each in declarations if isinstance(each, ast.Var) for found in _variable(each, context)]
    initially = [
        condition(each.condition, LexicalScope(context, "state")) for each in declarations if isinstance(each, ast.Initially)
    ]
    timers = variables_of_timers(declarations, context)
    doings = actions(declarations, context)
    fair = [group for each in declarations if isinstance(each, ast.Together) if (group := together(each, context))]
    properties, measures = _properties(declarations, context)
    scenarios = [scenario(each, doings, measures, context) for each in declarations if isinstance(each, ast.Scenario)]
    sizes = _sizes(declarations, context)
    faults = _faults(declarations, context)
    doings, spaced = faults_apart(doings, declarations, context)
    timing = _timing(durations, doings, properties, measures, solves(declarations, properties, durations, context), context)
    if context.diagnostics or unfit:
        raise SpecError(sorted(_causes(context, unfit), key=_place))
    lasts = [
        Property(f"initially {number}", "assume", formula, spec.name.span)
        for number, formula in enumerate(lasting(initially, variables, doings))
    ]
    system = System(
        name=spec.name.text,
        sorts=tuple(names.sorts.values()),
        enums=(*names.enums.values(), *_anonymous(names)),
        options=tuple(options),
        variables=(*variables, *links.variables(context), *counters(context), *timers, *spaced),
        links=tuple(names.links),
        channels=tuple(_channel(found.declaration, context) for found in names.channels.values()),
        actions=tuple(doings),
        declared=(*properties, *lasts),
        scenarios=tuple(scenarios),
        initially=conjunction(initially),
        sizes=sizes,
        faults=faults,
        fair=tuple(fair),
        span=spec.source_span,
        timing=timing,
    )
    system = system if timing is None else at_lengths(system, {})
    wide = {getattr(expr, "span", None) or spec.name.span: (low, high) for expr, low, high in too_wide(system, LARGEST_SIZE)}
    if wide:
        raise SpecError(sorted((errors.names.too_wide(span, low, high, BITS) for span, (low, high) in wide.items()), key=_place))
    return at_home(system)


def _properties(declarations: Sequence[ast.Declaration], context: Context) -> tuple[list[Property], list[TimeMeasure]]:
    """The properties, and what is measured; what is expected of that is a property too."""
    found = [property_of(each, context) for each in declarations if isinstance(each, ast.Property)]
    times = expected_times(declarations, context.report)
    written = [each for each in declarations if isinstance(each, ast.Measure)]
    measures = [made for each in written if (made := measure_of(each, times.get(each.name.text), context))]
    properties = [each for each in found if each is not None]
    return [*properties, *(each.property for each in measures if each.expected)], measures


def _timing(
    durations: Sequence[DurationOption],
    doings: Sequence[Action],
    properties: Sequence[Property],
    measures: Sequence[TimeMeasure],
    asked: Iterable[TimeSolve],
    context: Context,
) -> Timing | None:
    """What the spec says of time; None: nothing."""
    said = context.time
    if not context.names.timed and not said.limits and not measures:
        return None
    must_be_possible(doings, context)
    for property in (*properties, *(each.property for each in measures if not each.expected)):
        for part in (part for expr in formulas(property) for part in subexpressions(expr)):
            if isinstance(part, Possible):
                context.report(errors.timing.possible_with_timers(part.span or property.span))
            elif isinstance(part, Apply) and part.op in LIVENESS:
                context.report(errors.timing.within_how_long(part.span or property.span, part.op))
        if property.liveness and not any(map(_of_runs, formulas(property))):
            context.report(errors.timing.within_how_long(property.span, "always"))
    timers = tuple(
        said.taken.get(name) or SystemTimer(name, timer.bounds, None, timer.span) for name, timer in said.timers.items()
    )
    delays = delays_of(doings, context)
    timers = (*timers, *said.between_faults)
    limits = (*said.limits.values(), *(each.limit for each in measures if each.expected))
    found = Timing(tuple(durations), dict(said.lengths), timers, tuple(said.deadlines), limits)
    return replace(found, delays=delays, measures=tuple(measures), solves=tuple(asked))


def _of_runs(formula: Expr) -> bool:
    return any(isinstance(part, Apply) and part.op in LIVENESS for part in subexpressions(formula))


def _causes(context: Context, unfit: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The errors without those about a name that is declared as two things: what it means is settled first. Where what an import
    gives does not fit, nothing is said of the files that need it."""
    disputed = context.names.disputed
    said = {each.span for each in unfit}
    found = [
        *unfit,
        *(each for each in context.diagnostics if each.span not in said and not (unfit and _of_instance(each, context))),
    ]
    if not disputed:
        return found
    return [each for each in found if each.code in NAMING or not disputed & _words(each.span)]


def _of_instance(diagnostic: Diagnostic, context: Context) -> bool:
    return diagnostic.span is not None and diagnostic.span.source in context.prefixes


def _words(span: Span | None) -> set[str]:
    return set() if span is None else set(re.findall(r"\w+", span.text))


def _place(diagnostic: Diagnostic) -> tuple[str, int]:
    span = diagnostic.span
    return ("", 0) if span is None else (span.source.path, span.start)


def _anonymous(names: Names) -> list[EnumType]:
    """The enums that options declare by listing their values."""
    types = names.options.values()
    found = {type.name: type for type in types if isinstance(type, EnumType) and type.name not in names.enums}
    return list(found.values())


def _options(option: ast.Option, context: Context) -> list[Option]:
    """An option, or one for each choice of its indices, which its default may read."""
    name, scope = option.name, LexicalScope(context, "options")
    if name.text in context.names.durations:
        return []
    settings = context.names.indexed.get(name.text)
    if settings is None:
        type = context.names.options[name.text]
        (default,) = _defaults(option.default, scope, type)
        return [Option(name.text, type, default, name.span, option.kind)]
    found: list[Option] = []
    for member in members(settings.indices) or ():
        inner = scope
        for binder, value, type in zip(option.binders, member, settings.indices, strict=True):
            inner = inner if binder.name is None else inner.bind(binder.name, Const(value, type))
        leaf_types = flat(option_name(name.text, member), settings.type)
        defaults = _defaults(option.default, inner, settings.type)
        found += [
            Option(leaf, type, default, name.span, option.kind)
            for (leaf, type), default in zip(leaf_types, defaults, strict=True)
        ]
    return found


def _defaults(written: ast.Expr | None, scope: LexicalScope, type: AnyType) -> list[Value | None]:
    """The value of a default, in which an index has a value; of a record for each field."""
    leaf_types = [inner for _, inner in flat("", type)]
    values = [] if written is None else leaves(check(written, scope, type))
    if written is None or len(values) != len(leaf_types):
        return [None] * len(leaf_types)
    return [_default(written, value, scope, inner) for value, inner in zip(values, leaf_types, strict=True)]


def _default(written: ast.Expr, value: Expr, scope: LexicalScope, type: Type) -> Value | None:
    if value.type is UNKNOWN:
        return None
    if not any(isinstance(part, Read | Pending) or _over_a_sort(part) for part in subexpressions(value)):
        with suppress(EvaluationError):
            value = Const(evaluate(value, {}, {}, Scope()), type)
    found = constant_value(value)
    if found is NOT_CONSTANT:
        scope.report(errors.types.not_constant(written.span))
    elif found not in Scope().domain(type):
        scope.report(errors.types.out_of_range(written.span, word(found), str(type)))
    return None if found is NOT_CONSTANT else found


def _over_a_sort(part: Expr) -> bool:
    return isinstance(part, Quantified) and sort_of(part.binder.type) is not None


def _variable(var: ast.Var, context: Context) -> list[Variable]:
    """A variable, or one for each field of a record."""
    cells = context.names.variables[var.name.text]
    scope, binders = LexicalScope(context, "initial").bind_all(var.binders)
    leaf_types = flat(var.name.text, cells.type)
    initial: list[Expr | None] = [None] * len(leaf_types)
    if var.initial is not None:
        initial = [*leaves(check(var.initial, scope, cells.type))]
    return [
        Variable(name, tuple(binders), type, first, var.name.span)
        for (name, type), first in zip(leaf_types, initial, strict=False)  # of different length after an error
    ]


def _channel(channel: ast.Channel, context: Context) -> Channel:
    found = context.names.channels[channel.name.text]
    messages = tuple(
        Message(message, tuple(Bound(leaf, inner) for name, type in fields for leaf, inner in flat(name, type)))
        for message, fields in found.messages.items()
    )
    return Channel(
        name=channel.name.text,
        sender=found.sender,
        receiver=found.receiver,
        messages=messages,
        fifo=found.fifo,
        capacity=found.capacity,
        lossy=found.drops and channel.lossy_when is None,
        duplicating=found.has("duplicating"),
        paths=tuple(context.paths[channel.name.text]),
        span=channel.name.span,
        merging=found.has("merging"),
    )


def _sizes(declarations: Sequence[ast.Declaration], context: Context) -> dict[str, int]:
    sizes: dict[str, int] = {}
    constants = context.names.constants
    for each in declarations:
        if isinstance(each, ast.Size):
            sort = each.sort
            if sort.text not in context.names.sorts:
                context.report(errors.names.unknown("sort", sort, context.names.sorts))
            elif sort.text in sizes:
                context.report(errors.scenarios.said_twice(each.span, f"scope {sort.text}"))
            size = constants.number(each.size, context.report)
            if size is not None and sort.text in context.names.sorts and not 1 <= size <= LARGEST_SIZE:
                label = constants.told(each.size)
                context.report(errors.scenarios.scope_size(each.span, sort.text, LARGEST_SIZE, label))
            sizes.setdefault(sort.text, size or 1)
    return sizes


def _faults(declarations: Sequence[ast.Declaration], context: Context) -> int | None:
    constants = context.names.constants
    bounds = [each for each in declarations if isinstance(each, ast.Faults)]
    for each in bounds[1:]:
        context.report(errors.scenarios.said_twice(each.span, "faults"))
    numbers = [constants.number(each.bound, context.report) for each in bounds]
    for each, bound in zip(bounds, numbers, strict=True):
        if bound is not None and not 0 <= bound <= MOST_FAULTS:
            label = constants.told(each.bound)
            context.report(errors.scenarios.fault_bound(each.span, MOST_FAULTS, label))
    return numbers[0] if bounds else None
