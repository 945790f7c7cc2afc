"""Clauses that prove the benchmark pair, worked out by hand, and a certificate with them."""

from __future__ import annotations

from strategies.random_systems import SORT

from hamodel.model.expr import Bound
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.proofs.certificate import (
    Certificate,
)

S = Bound("s", SORT)


def literal(variable: str, *values: object, at: object = S, among: bool = True) -> Literal:
    return Literal(CellRef(variable, (at,)), values, among)  # type: ignore[arg-type]


PAIR = (
    Clause((literal("mode", "active_primary", at="fw0"), literal("mode", "active_primary", at="fw1"))),
    Clause(tuple(literal("mode", "active_primary", at=d, among=False) for d in ("fw0", "fw1"))),
    *(Clause((literal("owner", d, among=False), literal("mode", "failed", at=d, among=False)), (S,)) for d in ("fw0", "fw1")),
    Clause((literal("owner", None, among=False), literal("origin", None)), (S,)),
    Clause((literal("owner", None, among=False), literal("l7", "off")), (S,)),
    Clause((literal("owner", None), literal("l7", "off", among=False)), (S,)),
    Clause((literal("owner", None), literal("origin", None, among=False)), (S,)),
    *(Clause((literal("owner", d, among=False), literal("origin", d), literal("l7", "lost")), (S,)) for d in ("fw0", "fw1")),
)
"""Worked out by hand."""


SPEC = "specs/benchmarks/pair.ha"
MOVED = Certificate(SPEC, "moved_is_uninspected", PAIR, engine="by hand")
