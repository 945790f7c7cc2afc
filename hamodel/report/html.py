"""Reports to one HTML page: the verdicts, and every trace to step through. The file needs no network and no other file.

The page is `page/explorer.css`, the scripts of `SCRIPTS`, and what they show: the objects of `report/json.py` and, beside
each, what they leave out since a program that reads JSON has the spec: the sources' text, which cell stands in which lane,
which lines an action has, what is in flight. Its vocabulary is the one of the JSON.

Plain JavaScript without a framework or a build step: no third-party code is part of this repository, and pip alone installs it.

A spec may be somebody else's, and its comments may hold anything. Three fences: the data is JSON with every `<` escaped, so
that it cannot end its element; the scripts make text nodes of strings, never markup; and the page's content-security policy
runs nothing but the two pieces whose hashes it names, and loads nothing. The page is ASCII, whatever the encoding of the
stream that it goes to.
"""

from __future__ import annotations

import json as encoder
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from hamodel.check.measures import Taken
from hamodel.check.report import Report
from hamodel.evidence.blame import blame
from hamodel.host.printable import printable
from hamodel.model.scope import Scope
from hamodel.model.semantics import evaluate
from hamodel.model.system import System
from hamodel.model.timing import TimeLimit, seconds_text
from hamodel.model.trace import CellName, State, Trace
from hamodel.model.verdict import Finding
from hamodel.report import words
from hamodel.report.because import explanation, inside, run_of, scope_of, span_of
from hamodel.report.changes import leads_nowhere, movements, visible_cells, with_states_before
from hamodel.report.json import as_object, content, state_row, step_rows, unchecked
from hamodel.report.lanes import first_cells, in_lane, members_of
from hamodel.report.measures import measure_lines
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.run_time_errors import last_rows, place_row
from hamodel.report.solutions import solution_lines
from hamodel.report.style import Style
from hamodel.report.text import text
from hamodel.report.timeline.picture import about, picture
from hamodel.report.verdicts import mark, shown, summary
from hamodel.source import Source, Span
from hamodel.timing import telling

SCRIPTS = ("making.js", "runs.js", "lanes.js", "timeline.js", "beside.js", "verdicts.js", "frame.js", "explorer.js")
"""In this order they are one script."""

LOOKS = ("explorer.css", "timeline.css")

UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
"""What JSON may also write as escapes, and an HTML parser might take for markup."""


def html(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """A page that opens from disk."""
    data = {
        "reports": [as_object(report) for report in reports],
        "beside": [_beside(report) for report in reports],
        "unchecked": [unchecked(row) for row in outcome.unchecked],
    }
    title = ", ".join(report.system.name for report in reports) or "nothing was checked"
    plain = text(reports, Style(unicode=False, traces=True, explain=style.explain), outcome)
    return page(title, plain, data, SCRIPTS)


def page(title: str, plain: str, data: object, scripts: Sequence[str], looks: Sequence[str] = LOOKS) -> str:
    """A page within the three fences. `plain`: what stands there where no script runs."""
    script = "(() => {\n'use strict';\n" + "\n".join(_file(name) for name in scripts) + "})();\n"
    look = "".join(map(_file, looks))
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(look)}; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{_ascii(title)} - hamodel</title>",
            f"<style>{look}</style>",
            "</head>",
            "<body>",
            f"<noscript><pre>{_ascii(plain)}</pre></noscript>",
            f'<script type="application/json" id="data">{_json(data)}</script>',
            f"<script>{script}</script>",
            "</body>",
            "</html>",
        ]
    )


def _file(name: str) -> str:
    return (files("hamodel.report") / "page" / name).read_text(encoding="ascii")


def _hash(piece: str) -> str:
    return f"'sha256-{b64encode(sha256(piece.encode()).digest()).decode()}'"


def _json(data: object) -> str:
    return encoder.dumps(_seen(data), separators=(",", ":")).translate(UNSAFE)


def _seen(data: object) -> object:
    """The same, with each text as a page may show it."""
    match data:
        case str():
            return printable(data)
        case dict():
            return {_seen(key): _seen(value) for key, value in data.items()}
        case list() | tuple():
            return [_seen(each) for each in data]
        case _:
            return data


def _ascii(plain: str) -> str:
    return escape(printable(plain)).encode("ascii", "xmlcharrefreplace").decode()


# --- what stands beside the JSON -------------------------------------------------------------------------------------


def _beside(report: Report) -> dict[str, Any]:
    """`findings`: see `run_beside`; `measured`: the runs of measures, each as a finding with what stands beside it; `said`: what
    was measured; `solved`: for which durations claims hold; the rest: see `spec_beside`."""
    system = report.system
    runs = [run_of(report, finding) for finding in report.findings]
    spans = [finding.span for finding in report.findings]
    traces = [trace for _, trace in filter(None, runs)]
    traces += [run for taken in report.measured for run in (taken.found.longest, taken.found.shortest) if run is not None]
    return {
        **spec_beside(system, traces, spans),
        "measured": [row for taken in report.measured for row in _measured(report, taken)],
        "said": [str(line) for line in measure_lines(report)],
        "solved": [str(line) for line in solution_lines(report)],
        "findings": [
            {
                "summary": summary(finding),
                "mark": mark(finding),
                **_lines(report, finding),
                **run_beside(system, run, *about(report, finding)),
            }
            for finding, run in zip(report.findings, runs, strict=True)
        ],
    }


def _measured(report: Report, taken: Taken) -> Iterator[dict[str, Any]]:
    """The runs of a measure."""
    property, found = taken.measure.property, taken.found
    several = sum(each.name == taken.name for each in report.measured) > 1
    where = f" when {words.combination(taken.options)}" if several else ""
    for which, run, length in (("longest", found.longest, found.most), ("shortest", found.shortest, found.least)):
        if run is not None and length is not None:
            rows = {"trace": step_rows(taken.system, taken.scope, run), "initial": state_row(taken.system, run.initial)}
            of: dict[str, Any] = {"kind": "measure", "doc": property.doc, "verdict": "", "with": dict(taken.options)}
            of |= {"property": f"the {which} {taken.name}{where}", "loop": None, "options": [], "invariant": []}
            yield {
                "finding": {**of, **place_row(property.span), **rows},
                "beside": {
                    "summary": seconds_text(length),
                    "mark": "good",
                    "property": _declaration(property.span),
                    "conjunct": None,
                    **run_beside(taken.system, (taken.scope, run), (taken.measure.limit,)),
                },
            }


def spec_beside(system: System, traces: Sequence[Trace], spans: Sequence[Span | None] = ()) -> dict[str, Any]:
    """`sources`: their text, by path · `lanes`: the members that act · `links`: their cells · `channels`: is it over a link? ·
    `actions`: the lines of each · `cells`: of each its `lane` and its `name` there, or the channel that it is."""
    states = [trace.initial for trace in traces]
    members = members_of(system, *states)
    return {
        "sources": {source.path: source.text for source in _sources(system, spans)},
        "lanes": list(members),
        "links": list(dict.fromkeys(words.cell(cell) for state in states for cell in state if _is_link(system, cell))),
        "channels": {channel.name: bool(channel.paths) for channel in system.channels},
        "actions": {action.name: _declaration(action.span) for action in system.actions},
        "cells": {words.cell(cell): _cell(system, members, cell) for state in states for cell in _shown(system, state)},
    }


def _sources(system: System, more: Sequence[Span | None]) -> Iterator[Source]:
    """The files of the spec, each once, the one that was named first."""
    spans = [system.span, *(action.span for action in system.actions), *(property.span for property in system.declared)]
    spans += [*(variable.span for variable in system.variables), *(channel.span for channel in system.channels)]
    spans += [*(scenario.span for scenario in system.scenarios), *more]
    yield from dict.fromkeys(span.source for span in spans if span is not None and span.source.path)


def _shown(system: System, state: State) -> list[CellName]:
    channels = {channel.name for channel in system.channels}
    return [*visible_cells(system, state), *(cell for cell in state if cell[0] in channels)]


def _is_link(system: System, cell: CellName) -> bool:
    """Is it one of the links that can be cut?"""
    return cell[0] in system.links and not leads_nowhere(system, cell)


def _paths(system: System, scope: Scope, state: State) -> dict[str, list[str]]:
    """Of each queue the links that it goes over."""
    found: dict[str, list[str]] = {}
    for channel in system.channels:
        for cell in state:
            if cell[0] == channel.name and channel.paths:
                ends = dict(zip(("from", "to"), cell[1], strict=True))
                links = [(path.variable, tuple(evaluate(at, ends, {}, scope) for at in path.indices)) for path in channel.paths]
                found[words.cell(cell)] = [words.cell(link) for link in links]
    return found


def _cell(system: System, members: Sequence[str], cell: CellName) -> dict[str, Any]:
    if any(channel.name == cell[0] for channel in system.channels):
        sender, receiver = cell[1]
        return {"channel": cell[0], "from": sender, "to": receiver, "name": words.place(system, cell)}
    lane, name = in_lane(system, members, cell)
    return {"lane": lane, "name": name}


def run_beside(
    system: System, run: tuple[Scope, Trace] | None, limits: Sequence[TimeLimit] = (), end: str = ""
) -> dict[str, Any]:
    """`start`: the cells of the first state that are told · `pauses`: the last step is no step, nothing happens any more ·
    `left`: how many of each step's messages left a channel; the others entered one · `flight`: the channels that each step
    changed, and what is in them then · `paths`: the links that each queue goes over · `told`: steps that are told in other words,
    or, where these are empty, with others · `drawn`: the picture of what happens when, with what `limits` watch and its `end`."""
    if run is None:
        return {}
    scope, trace = run
    channels = {channel.name for channel in system.channels}
    last = 0 if trace.error is None else len(last_rows(system, trace.error))
    return {
        "start": [words.cell(cell) for cell, _ in first_cells(system, trace)],
        "paths": _paths(system, scope, trace.initial),
        "told": {str(number): said for number, said in telling.told(system, trace, since=False).items()},
        "drawn": picture(system, scope, trace, limits, end),
        "pauses": words.pauses(trace) if trace.steps else False,
        "left": [len(movements(system, scope, before, step)[0]) for before, step in with_states_before(trace)] + [0] * last,
        "flight": [
            {words.cell(cell): content(now) for cell, now in step.state.items() if cell[0] in channels and now != before[cell]}
            for before, step in with_states_before(trace)
        ]
        + [{}] * last,
    }


# --- lines of the source ---------------------------------------------------------------------------------------------


def _lines(report: Report, finding: Finding) -> dict[str, Any]:
    """`property`: the lines of the property's declaration · `conjunct`: those of the part of it that broke."""
    property = next((property for property in report.system.declared if property.name == finding.name), None)
    formula = None if property is None else span_of(property.formula)
    found, place, part = shown(finding), finding.span, None
    if property is not None and found is not None:
        scope, trace = scope_of(report, finding, found[0]), found[1]
        of_runs = property.liveness and trace.loop is not None
        why = blame(property, trace, scope) if of_runs else explanation(report, finding, scope, trace)
        part = None if why is None else span_of(why.whole)
    if place is not None and formula is not None and inside(formula, finding):
        place = place.to(formula)
    return {
        "property": None if place is None else _declaration(place),
        "conjunct": None if part is None else _rows(part.source, part.start, part.end),
    }


def _declaration(span: Span) -> list[Any]:
    """The path, first and last line of what is declared at a span, which may be but its name or its head."""
    text, at = span.source.text, span.end
    return _rows(span.source, span.start, at if text[at - 1 : at] == "}" else _closing(text, at) or at)


def _closing(text: str, at: int) -> int | None:
    """Where the block ends that starts here, blanks and comments aside; None if none does."""
    depth = 0
    while at < len(text):
        sign = text[at]
        if sign == "#":
            at = text.find("\n", at)
            if at < 0:
                return None
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return at + 1
        elif depth == 0 and not sign.isspace():
            return None
        at += 1
    return None


def _rows(source: Source, start: int, end: int) -> list[Any]:
    return [source.path, source.position(start)[0], source.position(max(start, end - 1))[0]]
