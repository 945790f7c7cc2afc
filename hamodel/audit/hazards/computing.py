"""A spec of the library -> its answers, by one check for each combination of its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.rows import allowed, combinations, sizes
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.model.verdict import Finding
from hamodel.proofs.digest import digest
from hamodel.report.because import run_of
from hamodel.report.lanes import trace_lines
from hamodel.report.style import Style
from hamodel.report.verdicts import extent

Json = dict[str, Any]
KINDS = ("invariant", "property")
"""What a hazard breaks. What is `reachable`, a scenario, and that there are no run-time errors are claims about the spec."""


def computed(spec: str, listen: Callable[[Mapping[str, Value]], None] = lambda options: None) -> Json:
    """The answers of a spec of the library, as they are kept. Raises RuntimeError where something is not decided or engines
    disagree: there are no answers then."""
    system = elaborate(load(SIGN + spec))
    runs: dict[str, int] = {}
    rows = []
    every = allowed(system, {}, sizes(system, {}), list(combinations(system, {})))
    for options in every:
        listen(options)
        rows.append({"options": dict(options), "claims": claims_of(system, options, runs)})
    claims = [property for property in system.properties if property.kind in KINDS]
    return {
        "spec": spec,
        "digest": digest(system),
        "faults": system.faults,
        "options": {option.name: list(dict.fromkeys(options[option.name] for options in every)) for option in system.options},
        "kinds": {option.name: option.kind for option in system.options},
        "claims": [
            {
                "name": claim.name,
                "doc": claim.doc,
                "hazards": list(claim.hazards),
                "path": claim.span.source.path if claim.span else "",
                "line": claim.span.line if claim.span else 0,
            }
            for claim in claims
        ],
        "answers": rows,
        "runs": list(runs),
    }


def claims_of(system: System, options: Mapping[str, Value], runs: dict[str, int]) -> Json:
    """What becomes of each claim with these options. `runs`: the runs that are kept, with their numbers."""
    report = check(system, Request(options=options))
    if report.disagreement or report.interrupted:
        raise RuntimeError(report.disagreement or "interrupted")
    found: Json = {}
    for finding in report.findings:
        if finding.kind in KINDS:
            row = found[finding.name] = _row(finding)
            run = run_of(report, finding)
            if row["verdict"] == "violated" and run is not None:
                scope, trace = run[0], finding.with_fewest or run[1]
                text = "\n".join(line.rstrip() for line in trace_lines(system, scope, trace, Style(width=100)))
                row |= {"faults": finding.fewest_faults, "steps": len(trace.steps), "run": runs.setdefault(text, len(runs))}
    return found


def _row(finding: Finding) -> Json:
    if finding.verdict == "unknown":
        raise RuntimeError(f"{finding.name} is not decided")
    return {"verdict": finding.verdict, "extent": extent(finding)}
