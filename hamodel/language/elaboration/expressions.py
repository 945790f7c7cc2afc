"""Surface expressions -> typed expressions of the model: `infer` finds a type, `check` demands one.

After an error the result is BROKEN, which fits everywhere. The operators that look at other states (`next`, `always`,
`once`, ...) are left as `Apply`, and `did crash(d)` as a read of `did crash`: `properties` gives them their meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from hamodel.language import errors
from hamodel.language.elaboration.carriers import Carrier
from hamodel.language.elaboration.definitions import LARGEST_INLINING, LONGEST_CHAIN, instantiate, substitute
from hamodel.language.elaboration.lookup import (
    carrier,
    may_happen,
    may_look_elsewhere,
    may_read,
    member_of_given,
    member_of_sort,
    message_fields,
    none_of,
    unknown_word,
)
from hamodel.language.elaboration.matching import complete
from hamodel.language.elaboration.names import resolve
from hamodel.language.elaboration.options import members, option_at
from hamodel.language.elaboration.order import affordable, extreme, has_order, in_order, place
from hamodel.language.elaboration.questions import answer, anything, channel_did, delivered, happens, link_did, one_of
from hamodel.language.elaboration.scope import TEMPORAL, LexicalScope, Template, measure
from hamodel.language.elaboration.timing.durations import OPERATORS as OF_DURATIONS
from hamodel.language.elaboration.timing.durations import computed, is_duration, literal
from hamodel.language.elaboration.types import (
    BROKEN,
    UNKNOWN,
    AnyType,
    RecordValue,
    Typed,
    bounds,
    enum_of,
    flat,
    is_integer,
    leaves,
    spread,
)
from hamodel.language.elaboration.values import (
    NOT_CONSTANT,
    apply,
    choose,
    coerce,
    constant_value,
    equal,
    nest,
    number_of,
    spanned,
)
from hamodel.language.text import ast
from hamodel.model.expr import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Apply,
    Bound,
    Const,
    Expr,
    Pending,
    Possible,
    Quantified,
    RangeType,
    Read,
    Type,
    negation,
    plain,
)
from hamodel.model.timing import DURATION
from hamodel.source import Span


def check(node: ast.Expr, scope: LexicalScope, wanted: AnyType) -> Typed:
    """The expression as a value of type `wanted`."""
    return coerce(infer(node, scope, wanted), wanted, node.span, scope)


def check_value(node: ast.Expr, scope: LexicalScope, wanted: Type) -> Expr:
    """`check` for a type that is no record."""
    value = check(node, scope, wanted)
    return BROKEN if isinstance(value, RecordValue) else value


def condition(node: ast.Expr | None, scope: LexicalScope) -> Expr:
    """A condition; what is not written is true."""
    return TRUE if node is None else check_value(node, scope, BOOL)


def infer(node: ast.Expr, scope: LexicalScope, hint: AnyType | None = None) -> Typed:
    """The expression with the type that it has by itself. `hint` says which enum a member or `none` belongs to."""
    match node:
        case ast.Number(value=value):
            return Const(value, INT)
        case ast.Duration():
            return literal(node, scope.context)
        case ast.Word():
            return _word(node, scope, hint)
        case ast.Index():
            return _index(node, scope)
        case ast.Call():
            return _call(node, scope)
        case ast.Field():
            return _field(node, scope)
        case ast.Operation():
            return _operation(node, scope, hint)
        case ast.Quantified():
            return _quantified(node, scope)
        case ast.Best():
            return _best(node, scope)
        case ast.Match():
            return _match(node, scope, hint)
        case ast.Pending():
            return _pending(node, scope)
        case ast.Did():
            return _did(node, scope)
        case ast.DidBuiltIn(event=event):
            return _did_built_in(event, node.span, scope)
        case ast.Possible() | ast.PossibleDelivery() | ast.PossibleAny():
            return _possible(node, scope) if may_look_elsewhere(scope, node.span, "possible") else BROKEN
        case ast.Members() | ast.Interval():
            raise AssertionError("the grammar has these after `in` alone")
        case _:
            assert_never(node)


def exactly(node: ast.Expr, scope: LexicalScope, wanted: AnyType) -> Typed:
    """`check` where nobody looks at run time whether an integer is in its range: there must be `the` member equal to it.

    So a name of a range type has a value in its range, wherever it came from.
    """
    value = check(node, scope, wanted)
    if not isinstance(wanted, RangeType) or isinstance(value, RecordValue) or not is_integer(value.type):
        return value
    low, high = bounds(value)
    if wanted.low <= low and high <= wanted.high:
        return value
    member = Bound(scope.context.fresh("value"), wanted)
    return Quantified("the", member, Apply("=", (member, value), BOOL, node.span), wanted, node.span, "range")


def constant(node: ast.Expr, scope: LexicalScope, wanted: AnyType) -> Typed:
    """`check` for a value that is known here and now."""
    value = check(node, scope, wanted)
    if any(constant_value(leaf) is NOT_CONSTANT for leaf in leaves(value)):
        scope.report(errors.types.not_constant(node.span))
        return BROKEN
    return value


# --- names -----------------------------------------------------------------------------------------------------------


def _word(node: ast.Word, scope: LexicalScope, hint: AnyType | None) -> Typed:
    text, names = node.text, scope.names
    if text in ("true", "false"):
        return Const(text == "true", BOOL)
    if text == "none":
        return none_of(node, scope, hint)
    if (binding := scope.bindings.get(text)) is not None:
        return binding.value
    if (enum := enum_of(hint)) is not None and text in enum.members:
        return Const(text, enum)
    own = scope.context.may_see(ast.Name(text, node.span))  # a binder of a file's that is not in sight here names nothing
    if own and text in names.constants.values:
        return Const(names.constants.values[text], INT)
    if own and text in names.durations:
        return Read(text, (), DURATION, span=node.span)
    if own and (text in names.variables or text in names.options or text in names.indexed or text in names.definitions):
        return _declared_word(node, scope)
    owners = names.members.get(text, [])
    if len(owners) == 1:
        return Const(text, owners[0])
    if owners:
        if hint is not UNKNOWN:
            scope.report(errors.names.ambiguous_member(node.span, text, [enum.name for enum in owners]))
        return BROKEN
    return member_of_given(node, scope) or member_of_sort(node, scope, hint) or unknown_word(node, scope, enum)


def _declared_word(node: ast.Word, scope: LexicalScope) -> Typed:
    text, names = node.text, scope.names
    if (cells := names.variables.get(text)) is not None:
        if cells.indices:
            scope.report(errors.names.wrong_count(node.span, text, "index", [str(type) for type in cells.indices], 0))
            return BROKEN
        if not may_read(scope, node.span, text):
            return BROKEN
        return spread(text, cells.type, lambda leaf, inner: Read(leaf, (), inner, span=node.span))
    settings = names.indexed.get(text)
    if settings is not None and not settings.indices:
        return spread(text, settings.type, lambda leaf, inner: Read(leaf, (), inner, span=node.span))
    if settings is not None:
        scope.report(errors.names.wrong_count(node.span, text, "index", [str(type) for type in settings.indices], 0))
        return BROKEN
    if (option := names.options.get(text)) is not None:
        return BROKEN if option is UNKNOWN else Read(text, (), option, span=node.span)
    return _use(ast.Name(text, node.span), (), node.span, scope)


def _index(node: ast.Index, scope: LexicalScope) -> Typed:
    names, text = scope.names, node.name.text
    cells = names.variables.get(text)
    if text in names.indexed and text not in scope.bindings:
        return _setting(node, scope)
    if cells is None:
        if kind := "name of a value" if text in scope.bindings else names.kind(text):
            scope.report(errors.names.not_indexed(node.name, kind))
        else:
            scope.report(errors.names.unknown("variable", node.name, [*names.variables, *names.indexed]))
        return BROKEN
    indices = arguments(node.span, text, "index", cells.indices, node.indices, scope)
    if indices is None or not may_read(scope, node.span, text):
        return BROKEN
    flat_indices = tuple(leaf for index in indices for leaf in leaves(index))
    return spread(text, cells.type, lambda leaf, inner: Read(leaf, flat_indices, inner, span=node.span))


def _setting(node: ast.Index, scope: LexicalScope) -> Typed:
    """The option of the member that the indices are."""
    settings, context = scope.names.indexed[node.name.text], scope.context
    given = arguments(node.span, settings.name, "index", settings.indices, node.indices, scope, exactly)
    if given is None or settings.type is UNKNOWN:
        return BROKEN
    indices = [leaf for index in given for leaf in leaves(index)]
    context.inlined += sum(measure(index)[0] for index in indices) * len(members(settings.indices) or ())
    if context.inlined > LARGEST_INLINING:
        context.report_size(node.span, settings.name)
        return BROKEN
    name, types = settings.name, settings.indices
    return spread("", settings.type, lambda leaf, inner: option_at(name, types, indices, inner, node.span, leaf))


def arguments(
    span: Span,
    name: str,
    what: str,
    types: tuple[AnyType, ...],
    nodes: tuple[ast.Expr, ...],
    scope: LexicalScope,
    fit: Callable[[ast.Expr, LexicalScope, AnyType], Typed] = check,
) -> list[Typed] | None:
    """A value for each of `types`; None after an error."""
    if len(nodes) != len(types):
        scope.report(errors.names.wrong_count(span, name, what, [str(type) for type in types], len(nodes)))
        return None
    results = [fit(node, scope, type) for node, type in zip(nodes, types, strict=True)]
    return None if any(leaf.type is UNKNOWN for result in results for leaf in leaves(result)) else results


def _call(node: ast.Call, scope: LexicalScope) -> Typed:
    names, text = scope.names, node.name.text
    if text == "up":
        return _up(node, scope)
    if text in ("min", "max"):
        if len(node.args) > 1:
            values = _of_one_order(node.args, scope)
            return BROKEN if _are_durations(values, node.span, scope) else extreme(text, values, node.args, node.span, scope)
        scope.report(errors.types.needs_two(node.span, text))
        return BROKEN
    if text in names.definitions:
        return _use(node.name, node.args, node.span, scope)
    if (record := names.records.get(text)) is not None:
        types = tuple(type for _, type in record.fields)
        fields = arguments(node.span, text, "field", types, node.args, scope, exactly)
        return BROKEN if fields is None else RecordValue(record, tuple(fields))
    if text in ("running", "expired") and names.timers:
        return _of_timer(node, scope)
    if kind := names.kind(text):
        if kind != "record":
            scope.report(errors.names.not_called(node.name, kind))
    else:
        first, *ends = node.args or (None,)
        if text in ("room", "first") and isinstance(first, ast.Word) and first.text in names.channels:
            scope.report(errors.text.asked_as_a_call(node.span, text, first.text, [end.span.text for end in ends]))
            return BROKEN
        scope.report(errors.names.unknown("definition", node.name, ["up", "min", "max", *names.definitions, *names.records]))
    return BROKEN


def _cell(node: ast.Call) -> tuple[ast.Name, tuple[ast.Expr, ...], Span] | None:
    """The one argument as a name with its indices: `l`, `l[a, b]`."""
    match node.args:
        case (ast.Word(text=word, span=span),):
            return ast.Name(word, span), (), span
        case (ast.Index(name=name, indices=nodes, span=span),):
            return name, nodes, span
        case _:
            return None


def _of_timer(node: ast.Call, scope: LexicalScope) -> Expr:
    """`running(t[r])`, `expired(t[r])`."""
    cell = _cell(node)
    if cell is None:
        scope.report(errors.names.unknown("definition", node.name, scope.names.definitions))
        return BROKEN
    name, nodes, span = cell
    indices = timer_cell(name, nodes, span, scope)
    if indices is None or not may_read(scope, node.span, name.text):
        return BROKEN
    if node.name.text == "expired":
        return Read(f"{name.text} expired", indices, BOOL, span=node.span)
    return Apply("<=", (Const(0, INT), Read(name.text, indices, INT, span=node.span)), BOOL, node.span)


def timer_cell(name: ast.Name, nodes: tuple[ast.Expr, ...], span: Span, scope: LexicalScope) -> tuple[Expr, ...] | None:
    """The indices of a timer; None after an error."""
    types = scope.names.timers.get(name.text)
    if types is None:
        scope.report(errors.names.unknown("timer", name, scope.names.timers))
        return None
    indices = arguments(span, name.text, "index", types, nodes, scope)
    return None if indices is None else tuple(leaf for index in indices for leaf in leaves(index))


def _up(node: ast.Call, scope: LexicalScope) -> Expr:
    cell = _cell(node)
    if cell is None:
        scope.report(errors.names.up_of_one_link(node.span))
        return BROKEN
    name, nodes, span = cell
    wire = scope.names.links.get(name.text)
    if wire is None:
        scope.report(errors.names.unknown("link", name, scope.names.links))
        return BROKEN
    indices = arguments(span, name.text, "index", wire.indices, nodes, scope)
    if indices is None or not may_read(scope, node.span, name.text):
        return BROKEN
    return Read(wire.name, tuple(leaf for index in indices for leaf in leaves(index)), BOOL, span=node.span)


def _field(node: ast.Field, scope: LexicalScope) -> Typed:
    record = infer(node.record, scope)
    if isinstance(record, RecordValue):
        for (name, _), value in zip(record.type.fields, record.fields, strict=True):
            if name == node.name.text:
                return value
        scope.report(errors.names.unknown("field", node.name, [name for name, _ in record.type.fields]))
    elif record.type is not UNKNOWN:
        scope.report(errors.types.not_a_record(node.span, str(record.type)))
    return BROKEN


# --- definitions -----------------------------------------------------------------------------------------------------


def template(definition: ast.Def, scope: LexicalScope) -> Template | None:
    """A definition, typed; None if it uses itself."""
    context, name = scope.context, definition.name.text
    if name in context.templates:
        return context.templates[name]
    if name in context.unfolding:
        context.report_cycle("definition", definition.name, context.unfolding)
        return None
    if len(context.unfolding) > LONGEST_CHAIN:
        context.report_size(definition.name.span, name)
        return None
    context.unfolding.append(name)
    inner, bounds = LexicalScope(context, "definition").bind_all(definition.parameters)
    if definition.type is None:
        body = infer(definition.body, inner)
    elif isinstance(definition.type, ast.NamedType) and definition.type.name.text == "duration" and context.names.timed:
        body = check(definition.body, inner, DURATION)
    else:
        body = check(definition.body, inner, resolve(definition.type, context.names, context.report))
    context.unfolding.pop()
    context.templates[name] = Template.of(context.types(definition.parameters), bounds, body, context.names.options)
    return context.templates[name]


def _use(name: ast.Name, args: tuple[ast.Expr, ...], span: Span, scope: LexicalScope) -> Typed:
    found = template(scope.names.definitions[name.text], scope)
    if found is None:
        return BROKEN
    values = arguments(span, name.text, "argument", found.types, args, scope, exactly)
    if values is None:
        return BROKEN
    if found.reads and not may_read(scope, span, name.text):
        return BROKEN
    if found.temporal and not may_look_elsewhere(scope, span, name.text):
        return BROKEN
    result = instantiate(found, values, scope.context)
    if result is None:
        scope.context.report_size(span, name.text)
        return BROKEN
    return result if isinstance(result, RecordValue) else spanned(result, span)


# --- operators -------------------------------------------------------------------------------------------------------


def _operation(node: ast.Operation, scope: LexicalScope, hint: AnyType | None) -> Typed:
    op, args, span = node.op, node.args, node.span
    if op in OF_DURATIONS and is_duration(node, scope):
        return computed(op, [infer(arg, scope) for arg in args], args, span, scope)
    match op:
        case "and" | "or":
            return apply(op, [check_value(part, scope, BOOL) for part in _operands(node)], BOOL, span)
        case "not" | "=>":
            return apply(op, [check_value(arg, scope, BOOL) for arg in args], BOOL, span)
        case "=":
            return _equality(args[0], args[1], span, scope)
        case "!=":
            return apply("not", [_equality(args[0], args[1], span, scope)], BOOL, span)
        case "<" | "<=" | ">" | ">=":
            return _order(op, args, span, scope)
        case "in":
            return _in(args[0], args[1], span, scope)
        case "not in":
            return apply("not", [_in(args[0], args[1], span, scope)], BOOL, span)
        case "+" | "-" | "*":
            return apply(op, [check_value(arg, scope, INT) for arg in args], INT, span)
        case "div" | "mod":
            return _division(op, args, span, scope)
        case "negative":
            value = check_value(args[0], scope, INT)
            if isinstance(value, Const) and isinstance(value.value, int):
                return Const(-value.value, INT)
            return apply("-", [Const(0, INT), value], INT, span)
        case "if":
            return _if(args, span, scope, hint)
        case "next":
            return _next(args[0], span, scope, hint)
        case "/":
            scope.report(errors.timing.not_divided(span))
            return BROKEN
        case "lasts at most" | "leads to" if op == "lasts at most" or len(args) == 3:
            *conditions, length = args
            parts = [*(check_value(each, scope, BOOL) for each in conditions), check_value(length, scope, DURATION)]
            return apply(op, parts, BOOL, span) if may_look_elsewhere(scope, span, op) else BROKEN
        case _:
            assert op in TEMPORAL, op
            parts = [check_value(arg, scope, BOOL) for arg in args]
            return apply(op, parts, BOOL, span) if may_look_elsewhere(scope, span, op) else BROKEN


def _next(arg: ast.Expr, span: Span, scope: LexicalScope, hint: AnyType | None) -> Typed:
    """The value of an expression of any type in the next state; of a record, what each field is."""

    def ahead(value: Typed) -> Typed:
        if isinstance(value, RecordValue):
            return RecordValue(value.type, tuple(ahead(field) for field in value.fields))
        return apply("next", [value], value.type, span)

    value = infer(arg, scope, hint)
    return ahead(value) if may_look_elsewhere(scope, span, "next") else BROKEN


def _operands(node: ast.Operation) -> list[ast.Expr]:
    """`a and b and c` as its three operands."""
    parts: list[ast.Expr] = []
    stack: list[ast.Expr] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, ast.Operation) and here.op == node.op:
            stack.extend(reversed(here.args))
        else:
            parts.append(here)
    return parts


def _equality(left: ast.Expr, right: ast.Expr, span: Span, scope: LexicalScope) -> Expr:
    a, b = _pair(left, right, scope, None)
    return BROKEN if _are_durations([a, b], span, scope) else equal(a, b, span, scope)


def _are_durations(values: Sequence[Typed], span: Span, scope: LexicalScope) -> bool:
    """Is one of these a duration? Reports that they are not compared."""
    found = any(value.type == DURATION for value in values)
    if found:
        scope.report(errors.timing.durations_apart(span))
    return found


def _pair(left: ast.Expr, right: ast.Expr, scope: LexicalScope, hint: AnyType | None) -> tuple[Typed, Typed]:
    """Two expressions of one type: the one that has a type by itself tells what a bare member of the other means."""
    if hint is None and _needs_hint(left, scope):
        b = infer(right, scope)
        return infer(left, scope, b.type), b
    a = infer(left, scope, hint)
    return a, infer(right, scope, hint or a.type)


def _needs_hint(node: ast.Expr, scope: LexicalScope) -> bool:
    match node:
        case ast.Word(text="none"):
            return True
        case ast.Word(text=text):
            return text in scope.names.members and text not in scope.bindings
        case ast.Operation(op="next", args=(inner,)):
            return _needs_hint(inner, scope)
        case ast.Operation(op="if", args=(_, then, otherwise)):
            return _needs_hint(then, scope) and _needs_hint(otherwise, scope)
        case ast.Match(arms=arms):
            return all(_needs_hint(arm.body, scope) for arm in arms)
        case _:
            return False


def _order(op: str, args: tuple[ast.Expr, ...], span: Span, scope: LexicalScope) -> Expr:
    values = _of_one_order(args, scope)
    return BROKEN if _are_durations(values, span, scope) else in_order(op, values, args, span, scope)


def _of_one_order(args: Sequence[ast.Expr], scope: LexicalScope) -> list[Typed]:
    """Integers, each by itself; or members of an enum: one that has a type by itself tells which enum."""
    plain = next((arg for arg in args if not _needs_hint(arg, scope)), args[0])
    first = infer(plain, scope)
    hint = first.type if enum_of(first.type) is not None else None
    return [first if arg is plain else infer(arg, scope, hint) for arg in args]


def _in(subject: ast.Expr, members: ast.Expr, span: Span, scope: LexicalScope) -> Expr:
    match members:
        case ast.Members(members=nodes):
            hint = infer(nodes[0], scope).type if nodes and _needs_hint(subject, scope) else None
            value = infer(subject, scope, hint)
            cases = [equal(value, infer(node, scope, value.type), node.span, scope) for node in nodes]
            if any(case.type is UNKNOWN for case in cases):
                return BROKEN
            return FALSE if not cases else spanned(cases[0], span) if len(cases) == 1 else apply("or", cases, BOOL, span)
        case ast.Interval(low=low, high=high):
            inner = check_value(subject, scope, INT)
            above = apply("<=", [check_value(low, scope, INT), inner], BOOL, span)
            below = apply("<=", [inner, check_value(high, scope, INT)], BOOL, span)
            return apply("and", [above, below], BOOL, span)
        case _:
            raise AssertionError("the grammar has nothing else after `in`")


def _division(op: str, args: tuple[ast.Expr, ...], span: Span, scope: LexicalScope) -> Expr:
    left, right = (check_value(arg, scope, INT) for arg in args)
    if right.type is not UNKNOWN and not (isinstance(right, Const) and isinstance(right.value, int) and right.value > 0):
        scope.report(errors.types.divisor(args[1].span, op))
        return BROKEN
    return apply(op, [left, right], INT, span)


def _if(args: tuple[ast.Expr, ...], span: Span, scope: LexicalScope, hint: AnyType | None) -> Typed:
    test = check_value(args[0], scope, BOOL)
    if hint is not None:
        then, otherwise = check(args[1], scope, hint), check(args[2], scope, hint)
    else:
        then, otherwise = _pair(args[1], args[2], scope, None)
    return choose(test, then, otherwise, span, scope)


# --- quantifiers -----------------------------------------------------------------------------------------------------


def _quantified(node: ast.Quantified, scope: LexicalScope) -> Expr:
    op, span = node.op, node.span
    inner, binders = scope.bind_all(node.binders)
    where = None if node.where is None else condition(node.where, inner)
    body = None if node.body is None else condition(node.body, inner)
    if any(expr is not None and expr.type is UNKNOWN for expr in (where, body, *binders)):
        return BROKEN
    if op == "all":
        whole = body or TRUE
        return nest("all", binders, whole if where is None else Apply("=>", (where, whole), BOOL, span), span)
    parts = [part for part in (where, body) if part is not None]
    whole = parts[0] if len(parts) == 1 else Apply("and", tuple(parts), BOOL, span) if parts else TRUE
    if op == "some":
        return nest("some", binders, whole, span)
    if op in ("the", "count"):
        if len(binders) > 1:
            scope.report(errors.types.record_selected(span, op))
            return BROKEN
        return Quantified(op, binders[0], whole, binders[0].type if op == "the" else INT, span)
    return number_of(op, binders, whole, span)


def _best(node: ast.Best, scope: LexicalScope) -> Expr:
    """`the d: T where P and no other with P is better`: so there is no answer without a P, and a tie has several."""
    span, context = node.span, scope.context
    inner, binders = scope.bind_all((node.binder,))
    where = condition(node.where, inner)
    keys = [_key(key, inner) for key in node.keys]
    if any(expr.type is UNKNOWN for expr in (where, *keys, *binders)):
        return BROKEN
    if len(binders) > 1:
        scope.report(errors.types.record_selected(span, "best"))
        return BROKEN
    one = binders[0]
    other = Bound(context.fresh(plain(one.name)), one.type)
    beats: Expr = FALSE
    for key in reversed(keys):
        theirs = substitute(key, {one.name: other}, context)
        more = apply("and", [theirs, negation(key)], BOOL, span) if key.type == BOOL else apply("<", [key, theirs], BOOL, span)
        as_much = apply("=", [key, theirs], BOOL, span)
        beats = more if beats == FALSE else apply("or", [more, apply("and", [as_much, beats], BOOL, span)], BOOL, span)
    unbeaten: Expr = negation(beats)
    if node.where is not None:
        also = substitute(where, {one.name: other}, context)
        unbeaten = apply("=>", [also, unbeaten], BOOL, span)
    unbeaten = Quantified("all", other, unbeaten, BOOL, span)
    whole = unbeaten if node.where is None else apply("and", [where, unbeaten], BOOL, span)
    return Quantified("the", one, whole, one.type, span)


def _key(node: ast.Expr, scope: LexicalScope) -> Expr:
    """What `best` goes by: a number, a member of an enum or of an ordered sort, the higher the better; a bool, of which true is
    better."""
    key = infer(node, scope)
    known = key.type is UNKNOWN or key.type == BOOL or has_order(key.type)
    if isinstance(key, RecordValue) or not known:
        scope.report(errors.types.no_key(node.span, str(key.type)))
        return BROKEN
    if key.type is UNKNOWN:
        return key
    return place(key, node.span) if affordable([key], node.span, "best", scope) else BROKEN


# --- match -----------------------------------------------------------------------------------------------------------


def _match(node: ast.Match, scope: LexicalScope, hint: AnyType | None) -> Typed:
    subject = infer(node.subject, scope)
    if isinstance(subject, RecordValue):
        scope.report(errors.matching.match_on_record(node.subject.span, str(subject.type)))
        return BROKEN
    tests = [_patterns(arm, subject, scope) for arm in node.arms]
    bodies = _bodies(node, scope, hint)
    if subject.type is UNKNOWN or not complete(node, tests, subject.type, scope):
        return BROKEN
    result = bodies[-1]
    for cases, body in zip(reversed(tests[:-1]), reversed(bodies[:-1]), strict=True):
        equals = [equal(subject, case, node.span, scope) for case in cases or []]
        result = choose(equals[0] if len(equals) == 1 else apply("or", equals, BOOL, node.span), body, result, node.span, scope)
    return result


def _bodies(node: ast.Match, scope: LexicalScope, hint: AnyType | None) -> list[Typed]:
    if hint is not None:
        return [check(arm.body, scope, hint) for arm in node.arms]
    plain = next((arm for arm in node.arms if not _needs_hint(arm.body, scope)), None)
    found = None if plain is None else infer(plain.body, scope).type
    return [infer(arm.body, scope, found) for arm in node.arms]


def _patterns(arm: ast.Arm, subject: Expr, scope: LexicalScope) -> list[Expr] | None:
    """The constants of an arm; None for `_`."""
    if not arm.patterns:
        return None
    patterns = [constant(pattern, scope, subject.type) for pattern in arm.patterns]
    return [BROKEN if isinstance(pattern, RecordValue) else pattern for pattern in patterns]


# --- messages and actions --------------------------------------------------------------------------------------------


def contents(
    channel: Carrier, message: ast.Name, args: tuple[ast.Expr, ...], span: Span, scope: LexicalScope
) -> tuple[Expr, ...] | None:
    """The fields of a message, flat; None after an error."""
    types = message_fields(channel, message, scope)
    if types is None:
        return None
    values = arguments(span, message.text, "field", types, args, scope, exactly)
    return None if values is None else tuple(leaf for value in values for leaf in leaves(value))


def _pending(node: ast.Pending, scope: LexicalScope) -> Expr:
    channel = carrier(node.channel, scope)
    if channel is None:
        return BROKEN
    args = () if node.message is None else contents(channel, node.message, node.args, node.span, scope)
    between: list[Bound] = []
    ends: list[Expr] = []
    for end, type, name in ((node.sender, channel.sender, "sender"), (node.receiver, channel.receiver, "receiver")):
        if end is None:
            between.append(Bound(scope.context.fresh(name), type))
            ends.append(between[-1])
        else:
            ends.append(check_value(end, scope, type))
    if args is None or any(end.type is UNKNOWN for end in ends) or not may_read(scope, node.span, node.channel.text):
        return BROKEN
    message = None if node.message is None else node.message.text
    question = Pending(channel.name, message, args, ends[0], ends[1], span=node.span)
    return answer(node.asked, question, between, channel, scope, node.span)


def _did(node: ast.Did, scope: LexicalScope) -> Expr:
    action = scope.names.actions.get(node.action.text)
    if action is None:
        scope.report(errors.names.unknown("action", node.action, scope.names.actions))
        return BROKEN
    if not may_look_elsewhere(scope, node.span, "did"):
        return BROKEN
    name = f"did {action.name.text}"
    if node.args is None:
        binders = scope.context.bounds(action.parameters)
        return nest("some", list(binders), Read(name, binders, BOOL, span=node.span), node.span)
    args = arguments(node.span, action.name.text, "argument", scope.context.types(action.parameters), node.args, scope)
    if args is None:
        return BROKEN
    return Read(name, tuple(leaf for arg in args for leaf in leaves(arg)), BOOL, span=node.span)


def _did_built_in(event: ast.OnLink | ast.OnChannel, span: Span, scope: LexicalScope) -> Expr:
    """Whether what a link or a channel brings happened last: `cut ha1`, `deliver sync opened`."""
    if isinstance(event, ast.OnChannel):
        return _did_on_channel(event, span, scope)
    wire = scope.names.links.get(event.link.text)
    if wire is None:
        scope.report(errors.names.unknown("link", event.link, scope.names.links))
        return BROKEN
    indices = arguments(event.span, wire.name, "index", wire.indices, event.indices, scope) if event.indices else []
    if indices is None or not may_look_elsewhere(scope, span, "did"):
        return BROKEN
    said = [leaf for index in indices for leaf in leaves(index)]
    return link_did(event.verb, wire.name, wire.indices, said, span)


def _did_on_channel(event: ast.OnChannel, span: Span, scope: LexicalScope) -> Expr:
    channel = carrier(event.channel, scope)
    if channel is None or not may_happen(event, channel, scope):
        return BROKEN
    args = () if event.message is None else contents(channel, event.message, event.args, event.span, scope)
    pairs = ((event.sender, channel.sender), (event.receiver, channel.receiver))
    ends = [check_value(end, scope, type) for end, type in pairs if end is not None]
    if args is None or any(end.type is UNKNOWN for end in ends) or not may_look_elsewhere(scope, span, "did"):
        return BROKEN
    message = None if event.message is None else event.message.text
    return one_of(channel_did(event.verb, channel, message, (*args, *ends), span), span)


def _possible(node: ast.Possible | ast.PossibleDelivery | ast.PossibleAny, scope: LexicalScope) -> Expr:
    """Whether one action can happen, or any; of an argument that is left open there is one with which it can."""
    if isinstance(node, ast.PossibleDelivery):
        return _possible_delivery(node, scope)
    if isinstance(node, ast.PossibleAny):
        return anything(node.steps, node.span, scope)
    action = scope.names.actions.get(node.action.text)
    if action is None:
        scope.report(errors.names.unknown("action", node.action, scope.names.actions))
        return BROKEN
    if node.args is None:
        return happens(action.name.text, scope.context.bounds(action.parameters), node.span)
    open_: list[Bound] = []

    def fit(arg: ast.Expr, scope: LexicalScope, type: AnyType) -> Typed:
        if not (isinstance(arg, ast.Word) and arg.text == "any"):
            return exactly(arg, scope, type)
        name = scope.context.fresh("any")
        open_.extend(Bound(leaf, inner) for leaf, inner in flat(name, type))
        return spread(name, type, Bound)

    types = scope.context.types(action.parameters)
    args = arguments(node.span, action.name.text, "argument", types, node.args, scope, fit)
    if args is None:
        return BROKEN
    values = tuple(leaf for arg in args for leaf in leaves(arg))
    return nest("some", open_, Possible(action.name.text, values, span=node.span), node.span)


def _possible_delivery(node: ast.PossibleDelivery, scope: LexicalScope) -> Expr:
    """Whether a message of the channel can be delivered: this one, or any; between these ends, or any."""
    channel = carrier(node.channel, scope)
    if channel is None:
        return BROKEN
    args = None if node.message is None else contents(channel, node.message, node.args, node.span, scope)
    pairs = ((node.sender, channel.sender), (node.receiver, channel.receiver))
    ends = [None if end is None else check_value(end, scope, type) for end, type in pairs]
    if any(end is not None and end.type is UNKNOWN for end in ends) or (node.message is not None and args is None):
        return BROKEN
    messages = channel.messages if node.message is None else [node.message.text]
    between = (ends[0], ends[1])
    return one_of([delivered(channel, message, args, between, node.span, scope) for message in messages], node.span)
