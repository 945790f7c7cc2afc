"""`solve` -> what is asked of which claim, for which durations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.language import errors
from hamodel.language.elaboration.scope import Context
from hamodel.language.text import ast
from hamodel.model.system import MOST_FAULTS, Property, TimeSolve
from hamodel.model.timing import DurationOption


def solves(
    declarations: Sequence[ast.Declaration], properties: Sequence[Property], durations: Sequence[DurationOption], context: Context
) -> Iterator[TimeSolve]:
    """What each `solve` asks; where it names no options, all that are durations."""
    claims = [property.name for property in properties if property.kind != "assume"]
    known = [option.name for option in durations]
    for each in declarations:
        if not isinstance(each, ast.Solve):
            continue
        wrong = [] if each.claim.text in claims else [errors.names.unknown("property", each.claim, claims)]
        wrong += [errors.names.unknown("duration", option, known) for option in each.options if option.text not in known]
        if not wrong and not known:
            wrong = [errors.timing.nothing_to_solve(each.span)]
        faults = None if each.faults is None else context.names.constants.number(each.faults, context.report)
        if faults is not None and each.faults is not None and not 0 <= faults <= MOST_FAULTS:
            label = context.names.constants.told(each.faults)
            wrong.append(errors.scenarios.fault_bound(each.span, MOST_FAULTS, label))
        for diagnostic in wrong:
            context.report(diagnostic)
        if not wrong:
            options = tuple(dict.fromkeys(option.text for option in each.options)) or tuple(known)
            yield TimeSolve(each.name.text, each.claim.text, options, faults, each.name.span, each.doc)
