"""A run of one combination -> the combinations of which it is a run too, each confirmed by the reference semantics.

The run is replayed with options that notice which of them are read: whatever the others are, the same is read, and the replay
comes to the same end. So one replay is one for all combinations that have the same values of what it has read. Nothing is
guessed: a combination that no replay is about is not among those that are found.
"""

from __future__ import annotations

from collections.abc import Mapping

from hamodel.check.variables.claims import SOME_RUN, ClaimFamily
from hamodel.evidence.confirm import Disagreement, replay
from hamodel.evidence.lasso import replay_lasso
from hamodel.model.combinations import Combinations, Noticing, OptionCube
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import EvaluationError
from hamodel.model.system import Property
from hamodel.model.trace import Trace


def replayed(
    family: ClaimFamily, property: Property, trace: Trace, options: Mapping[str, Value]
) -> tuple[frozenset[str], Disagreement | EvaluationError | None]:
    """What is against this run in this combination (None: it is a run that shows the claim violated, or reached), and the
    options that the replay has read."""
    noticing = Noticing({**family.scope.options, **options})
    scope = Scope(family.scope.sizes, noticing)
    wrong: Disagreement | EvaluationError | None = None
    try:
        if family.lasso is not None:
            replay_lasso(family.plain, scope, property, trace)
        else:
            replay(family.plain, scope, None if property is SOME_RUN else property, trace)
    except (Disagreement, EvaluationError) as found:
        wrong = found
    return frozenset(noticing.read & options.keys()), wrong


def widened(
    family: ClaimFamily, property: Property, trace: Trace, options: Mapping[str, Value], every: Combinations, asked: int
) -> OptionCube:
    """Combinations in which the run shows the same, this one among them; of those that are not `asked` about any may be there.
    Raises `Disagreement` if it is no run of this one."""
    read, wrong = replayed(family, property, trace, options)
    if wrong is not None:
        raise wrong if isinstance(wrong, Disagreement) else Disagreement(f"{property.name} has no value in its own trace")
    works = every.of(OptionCube({name: (options[name],) for name in read}))
    fails = 0

    def shown(wanted: int) -> bool:
        nonlocal works, fails
        while left := wanted & asked & ~works:
            if left & fails:
                return False
            other = every.first(left)
            read, wrong = replayed(family, property, trace, other)
            alike = every.of(OptionCube({name: (other[name],) for name in read}))
            works, fails = (works | alike, fails) if wrong is None else (works, fails | alike)
        return True

    chosen: dict[str, tuple[Value, ...]] = {name: (options[name],) for name in every.options if name in read}
    for name in list(chosen):
        chosen[name] = tuple(
            value
            for value in every.options[name]
            if value in chosen[name] or shown(every.of(OptionCube({**chosen, name: (value,)})))
        )
    return OptionCube({name: values for name, values in chosen.items() if len(values) < len(every.options[name])})
