"""Options with indices: `option priority[Firewall] : 0..255` is one option for each member, with a name such as `priority[fw0]`.

What reads `priority[d]` reads the option of the member that d is: `if d = fw0 then priority[fw0] else priority[fw1]`. One whose
type is a record is an option for each field of each member, `setting[fw0].hold`; without indices `setting.hold`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import product
from math import prod

from hamodel.language.elaboration.types import values
from hamodel.model.expr import BOOL, Apply, Const, Expr, Read, Type, Value
from hamodel.model.semantics import sure
from hamodel.source import Span

MOST_MEMBERS = 64
"""So many options come of one with indices, of a record, or both."""


def option_name(name: str, member: Sequence[Value]) -> str:
    """What the option of a member is called, here and in commands and reports."""
    if not member:
        return name
    return f"{name}[{', '.join(str(value).lower() if isinstance(value, bool) else str(value) for value in member)}]"


def members(indices: Sequence[Type]) -> list[tuple[Value, ...]] | None:
    """Each choice of values for the indices; None: there are too many."""
    every: list[tuple[Value, ...]] = []
    for type in indices:
        here = values(type, MOST_MEMBERS)
        if here is None or len(here) * prod(map(len, every)) > MOST_MEMBERS:
            return None
        every.append(here)
    return list(product(*every))


def option_at(name: str, types: Sequence[Type], indices: Sequence[Expr], type: Type, span: Span, field: str = "") -> Expr:
    """The value of the option at these indices; of one of a record, that of its field `.hold`."""
    if not indices:
        return Read(f"{name}{field}", (), type, span=span)
    fixed = [index.value for index in indices if isinstance(index, Const)]
    if len(fixed) == len(indices):
        return Read(f"{option_name(name, fixed)}{field}", (), type, span=span)
    whole: Expr | None = None
    for member in reversed(members(types) or []):
        if any(isinstance(index, Const) and index.value != value for index, value in zip(indices, member, strict=True)):
            continue
        read = Read(f"{option_name(name, member)}{field}", (), type, span=span)
        whole = read if whole is None else Apply("if", (_is(member, types, indices, span), read, whole), type, span)
    assert whole is not None, "each index has a value"
    looks = [Apply("=", (index, index), BOOL, span) for index in indices if not sure(index)]
    if not looks:
        return whole
    looked_at = reduce(lambda one, other: Apply("=", (one, other), BOOL, span), looks)  # the errors of all are seen
    return Apply("if", (looked_at, whole, whole), type, span)


def _is(member: Sequence[Value], types: Sequence[Type], indices: Sequence[Expr], span: Span) -> Expr:
    tests: list[Expr] = [
        Apply("=", (index, Const(value, type)), BOOL, span)
        for index, value, type in zip(indices, member, types, strict=True)
        if not isinstance(index, Const)
    ]
    return tests[0] if len(tests) == 1 else Apply("and", tuple(tests), BOOL, span)
