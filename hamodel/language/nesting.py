"""How deep a declaration is nested: a limit, so that everything after the parse may recurse.

Counted up front on the tokens, as a bound that nearly every declaration stays below; exactly on the tree for the others.
"""

from __future__ import annotations

from typing import Any

from hamodel.language.tokens import CLOSING, OPENING, Token
from hamodel.source import Span

DEEPEST = 100

_NO_LEVEL = frozenset(["NAME", "NUMBER", "COMMA", "COLON", "DOT", "LET", "REQUIRE", "SEND", "DROP", "FROM", "TO"]) | CLOSING


def too_deep(part: list[Token]) -> tuple[Span | None, bool]:
    """The first bracket that is too deep, if there is one, and whether the tree must be measured."""
    depth = deepest = levels = 0
    for token in part:
        if token.type in OPENING:
            depth += 1
            if depth > DEEPEST:
                return token.span, False
            deepest = max(deepest, depth)
        elif token.type in CLOSING:
            depth -= 1
        elif token.type not in _NO_LEVEL:
            levels += 1
    return None, 2 * deepest + levels > DEEPEST - 3


def too_deep_in(tree: Any) -> Span | None:
    """A node more than `DEEPEST` levels down."""
    stack: list[tuple[Any, int]] = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, tuple):
            stack.extend((item, depth) for item in node)
        elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Span):
            if depth > DEEPEST:
                span: Span = node.span
                return span
            stack.extend((getattr(node, name), depth + 1) for name in node.__dataclass_fields__)
    return None
