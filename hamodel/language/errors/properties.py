"""Properties: what may be said of states, and what of runs."""

from __future__ import annotations

from hamodel.diagnostics import Diagnostic
from hamodel.source import Span


def possible_in_an_assume(span: Span) -> Diagnostic:
    return Diagnostic(
        "possible-in-an-assume",
        span,
        "an `assume` says what is possible, so it cannot ask for it",
        help="write the guard as a `def`, and use it here and in the action",
    )


def only_in_properties(span: Span, word: str) -> Diagnostic:
    if word == "possible":
        help = "write the guard of the other action as a `def`, and use it here, too; in a scenario, say `blocked`"
        return Diagnostic("only-in-properties", span, "what is `possible` only a property can ask", help=help)
    return Diagnostic(
        "only-in-properties",
        span,
        f"`{word}` looks at other states, which only a property can do",
        help="an action that depends on the past needs a variable that remembers it",
    )


def more_than_a_state(span: Span | None, op: str, kind: str) -> Diagnostic:
    help = {
        "next": "make it a `property`: `property NAME = always (... => next ...)`",
        "always": "leave it out: an `invariant` holds in every state anyway"
        if kind == "invariant"
        else "what holds of every state is an `invariant`, what holds of runs a `property`",
    }.get(op, "what holds of runs is a `property`")
    return Diagnostic("more-than-a-state", span, f"`{kind}` speaks of one state, `{op}` of more", help=help)


def property_without_always(span: Span, buried: bool) -> Diagnostic:
    return Diagnostic(
        "property-without-always",
        span,
        "a `property` says what is `always` so",
        "`always` is inside of something else" if buried else "this speaks of the first state alone",
        "write `always (...)` around it; `all` and `and` may stand outside",
    )


def condition_before_always(span: Span) -> Diagnostic:
    return Diagnostic(
        "condition-before-always",
        span,
        "outside of `always` this condition is looked at in the first state alone",
        help="move it inside: `always (condition => ...)`, or `always (once condition => ...)` for ever after",
    )


def next_beside_liveness(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "next-beside-liveness",
        span,
        "`next` does not go with `eventually`, `leads to`, `until` or an `always` inside",
        "a run may pause at any time, so the next state may be this one",
        "let it stand alone: `property NAME = always (... => next ...)`",
    )


def two_equal_signs(span: Span) -> Diagnostic:
    return Diagnostic(
        "two-equal-signs",
        span,
        "this `when` could end at more than one `=`",
        "does this one compare or define?",
        "put the comparisons in parentheses: `when (a = b) = (c = d)`",
    )


def future_in_the_past(span: Span | None, op: str) -> Diagnostic:
    return Diagnostic(
        "future-in-the-past",
        span,
        f"`{op}` remembers what was, and this is about what will be",
        help=f"turn it around: `{op}` inside of `always`, `eventually`, `leads to` or `until`",
    )


def future_as_a_value(span: Span | None, word: str, op: str) -> Diagnostic:
    return Diagnostic(
        "future-as-a-value",
        span,
        f"`{op}` does not stand inside of `{word}`",
        "only `not`, `and`, `or`, `=>`, `if`, `all` and `some` may stand around what will be",
        "say it with these",
    )


def next_twice(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "next-twice",
        span,
        "`next` inside of `next` would look two transitions ahead",
        help="look back instead: `once` and `since` remember the past",
    )


def state_beside_transition(span: Span, kind: str) -> Diagnostic:
    alone = {
        "property": "let it stand alone: in an `invariant`, or a `property` without `next`",
        "reachable": "let it stand alone, in another `reachable`; or ask for both, with `and`",
    }
    return Diagnostic(
        "state-beside-transition",
        span,
        f"a `{kind}` with `next` is asked of transitions, and this part of it is about a state",
        "would not be looked at where nothing can happen next",
        alone[kind],
    )


def next_in_the_past(span: Span | None, op: str) -> Diagnostic:
    return Diagnostic(
        "next-in-the-past",
        span,
        f"`{op}` looks back at states, `next` at a transition",
        help="`did` says which action the last transition was",
    )
