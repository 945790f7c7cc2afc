"""The arms of a `match` -> does each value have one?"""

from __future__ import annotations

from collections.abc import Sequence

from hamodel.language import errors
from hamodel.language.elaboration.scope import LexicalScope
from hamodel.language.elaboration.types import UNKNOWN, values
from hamodel.language.elaboration.values import value_of, word
from hamodel.language.text import ast
from hamodel.model.expr import Expr, Type, Value
from hamodel.source import Span


def complete(node: ast.Match, tests: Sequence[Sequence[Expr] | None], type: Type, scope: LexicalScope) -> bool:
    """Is each value matched by one arm? Also false after an error in a pattern."""
    seen: dict[Value, Span] = {}
    fine = True
    for arm, cases in zip(node.arms, tests, strict=True):
        if cases is None:
            if arm is not node.arms[-1]:
                scope.report(errors.matching.arm_after_default(arm.span))
                fine = False
            return fine
        for pattern, case in zip(arm.patterns, cases, strict=True):
            value = value_of(case)
            if case.type is UNKNOWN:
                fine = False
            elif value in seen:
                scope.report(errors.matching.pattern_twice(pattern.span, seen[value]))
                fine = False
            else:
                seen[value] = pattern.span
    every = values(type)
    if fine and every is None:
        scope.report(errors.matching.match_needs_default(node.span, str(type)))
    elif fine and every is not None:
        missing = [word(value) for value in every if value not in seen]
        if missing:
            scope.report(errors.matching.match_incomplete(node.span, missing))
            fine = False
    return fine and every is not None
