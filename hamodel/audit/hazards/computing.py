"""A spec of the library -> its answers, with its options as variables of one question.

Nothing is kept of a spec of which something is not decided: there are no answers then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hamodel.audit.hazards.answers import VERSION
from hamodel.audit.hazards.models.known import unasked
from hamodel.check.rows import row_text
from hamodel.check.variables.deciding import Decision, Decisions, decide
from hamodel.engines import Progress
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.combinations import OptionCube
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.verdict import Finding, Unknown
from hamodel.proofs.digest import digest
from hamodel.report import words
from hamodel.report.lanes import trace_lines
from hamodel.report.style import Style
from hamodel.report.verdicts import extent

Json = dict[str, Any]
KINDS = ("invariant", "property")
"""What a hazard breaks. What is `reachable`, a scenario, and that there are no run-time errors are claims about the spec."""


class NotDecided(Exception):
    """That something is not known of a spec, and what."""


def computed(spec: str, listen: Callable[[Progress], None] = lambda progress: None) -> Json:
    """The answers of a spec of the library, as they are kept. Raises `NotDecided`, `CannotFree`, and `Disagreement` where engines
    do: there are no answers then."""
    return answers_of(elaborate(load(SIGN + spec)), spec, listen)


def answers_of(system: System, spec: str, listen: Callable[[Progress], None] = lambda progress: None) -> Json:
    """Those of any system."""
    left_out = unasked(spec)
    claims = [each for each in system.properties if each.kind in KINDS and each.name not in left_out]
    found = decide(system, claims, listen=listen)
    _refuse_unknown(found)
    every = found.every
    runs: dict[tuple[str, ...], int] = {}
    return {
        "version": VERSION,
        "spec": spec,
        "digest": digest(system),
        "faults": system.faults,
        "extent": words.extent(found.sizes),
        "options": {name: list(values) for name, values in every.options.items()},
        "kinds": {option.name: option.kind for option in system.options},
        "left_out": [_cube(cube) for cube in every.cubes(every.every & ~found.asked)],
        "claims": [
            {
                "name": claim.name,
                "doc": claim.doc,
                "hazards": list(claim.hazards),
                "path": claim.span.source.path if claim.span else "",
                "line": claim.span.line if claim.span else 0,
                "violated": list(_violated(system, found, found.of[claim.name], runs)),
                "proved": _proved(found.of[claim.name]),
            }
            for claim in claims
        ],
        "runs": [list(lines) for lines in runs],
    }


def _refuse_unknown(found: Decisions) -> None:
    if found.silent:
        raise NotDecided(f"no run starts where {row_text(found.every.first(found.silent))}")
    for name, decision in found.of.items():
        if decision.result is not None and isinstance(decision.result.answer, Unknown):
            raise NotDecided(f"{name}: {decision.result.answer.reason}")
        if decision.unclear:
            where = row_text(found.every.first(decision.unclear))
            raise NotDecided(f"{name}: it is not known how few faults violate it where {where}")


def _violated(system: System, found: Decisions, decision: Decision, runs: dict[tuple[str, ...], int]) -> Sequence[Json]:
    """Its cubes; one that has no combination that those before it do not have tells nothing."""
    rows, left = [], found.asked
    for shown in decision.shown:
        if not shown.bits & left:
            continue
        left &= ~shown.bits
        scope = Scope(dict(found.sizes), dict(shown.options))
        lines = tuple(line.rstrip() for line in trace_lines(system, scope, shown.trace, Style(width=100)))
        run = runs.setdefault(lines, len(runs))
        rows.append({"where": _cube(shown.cube), "faults": shown.faults, "steps": shown.steps, "run": run})
    return rows


def _proved(decision: Decision) -> str:
    """How far it holds where it is not violated; nothing where it is violated everywhere."""
    if decision.result is None:
        return ""
    property = decision.property
    assert property.kind != "assume"
    return extent(Finding(property.name, property.kind, property.span, (decision.result,)))


def _cube(cube: OptionCube) -> Json:
    return {name: list(values) for name, values in cube.values.items()}


def text_of(answers: Mapping[str, Any]) -> str:
    """The answers as their file has them: an object a line below the claims, so that a change is a change of lines."""
    lines = ["{"]
    for key, value in answers.items():
        if key not in ("claims", "runs"):
            lines.append(f" {json.dumps(key)}: {json.dumps(value)},")
    lines.append(' "claims": [')
    for number, claim in enumerate(answers["claims"]):
        plain = {key: value for key, value in claim.items() if key != "violated"}
        cubes = [f"   {json.dumps(cube)}" for cube in claim["violated"]]
        end = "" if number == len(answers["claims"]) - 1 else ","
        lines.append(f'  {json.dumps(plain)[:-1]}, "violated": [' + ("" if cubes else f"]}}{end}"))
        if cubes:
            lines += [*(f"{cube}," for cube in cubes[:-1]), f"{cubes[-1]}]}}{end}"]
    lines.append(" ],")
    lines.append(' "runs": [')
    lines.append(",\n".join(f"  {json.dumps(run)}" for run in answers["runs"]))
    return "\n".join([*lines, " ]", "}"]) + "\n"
