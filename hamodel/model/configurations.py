"""Which combinations of options count: those that no `assume` about options alone leaves out."""

from __future__ import annotations

from hamodel.model.expr import Expr, Pending, Read, subexpressions
from hamodel.model.scope import Scope
from hamodel.model.semantics import Slip, holds
from hamodel.model.system import Property, System


def about_options(system: System) -> tuple[Property, ...]:
    """The assumptions that read nothing but options."""
    names = {option.name for option in system.options}
    return tuple(
        claim
        for claim in system.properties
        if claim.kind == "assume" and _reads_only(claim.formula, names)
    )


def excluding(system: System, scope: Scope) -> Property | None:
    """The assumption that leaves out the combination of options of this scope, if one does. One without a value does not."""
    return next((claim for claim in about_options(system) if _is_false(claim.formula, scope)), None)


def _is_false(formula: Expr, scope: Scope) -> bool:
    try:
        return not holds(formula, {}, {}, scope)
    except Slip:
        return False


def _reads_only(formula: Expr, options: set[str]) -> bool:
    return not any(
        isinstance(part, Pending) or (isinstance(part, Read) and part.variable not in options)
        for part in subexpressions(formula)
    )
