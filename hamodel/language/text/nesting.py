"""How deep a declaration is nested, and how long its chains of operators are: limits, so that what follows may recurse.

Counted up front on the tokens, as a bound that nearly every declaration stays below; exactly on the tree for the others.
"""

from __future__ import annotations

from typing import Any

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.text import ast
from hamodel.language.text.tokens import CLOSING, OPENING, Token
from hamodel.source import Span

DEEPEST = 100
LONGEST = 1000
"""How many conditions `and` may join: what is flat here is nested in some back ends."""

_NO_LEVEL = CLOSING | frozenset(
    ["NAME", "PATH", "NUMBER", "COMMA", "COLON", "DOT", "LET", "REQUIRE", "SEND", "DROP", "FROM", "TO"]
)


def before(part: list[Token]) -> tuple[Diagnostic | None, bool]:
    """A bracket that is too deep, if there is one; and whether the tree must be looked at."""
    depth = deepest = levels = 0
    for token in part:
        if token.type in OPENING:
            depth += 1
            if depth > DEEPEST:
                return errors.text.too_deep(token.span, DEEPEST), False
            deepest = max(deepest, depth)
        elif token.type in CLOSING:
            depth -= 1
        elif token.type not in _NO_LEVEL:
            levels += 1
    return None, 2 * deepest + levels > DEEPEST - 3


def after(tree: Any) -> Diagnostic | None:
    """A node that is too deep, or too long."""
    stack: list[tuple[Any, int]] = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, tuple):
            stack.extend((item, depth) for item in node)
        elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Span):
            if depth > DEEPEST:
                return errors.text.too_deep(node.span, DEEPEST)
            if isinstance(node, ast.Operation) and len(node.args) > LONGEST:
                return errors.text.too_long(node.span, node.op, LONGEST)
            stack.extend((getattr(node, name), depth + 1) for name in node.__dataclass_fields__)
    return None
