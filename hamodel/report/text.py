"""A report to text for a person: a line a property, then an incident report for each that is not as the spec says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hamodel.check.report import Report
from hamodel.diagnostics import render
from hamodel.host.status import Exit
from hamodel.model.timing import seconds_text
from hamodel.model.trace import Trace
from hamodel.model.verdict import Finding, Result
from hamodel.report import run_time_errors, words
from hamodel.report.because import scope_of
from hamodel.report.invariants import explanations
from hamodel.report.lanes import trace_lines
from hamodel.report.loops import reasons
from hamodel.report.measures import measure_lines
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.searches import in_words, largest, searches
from hamodel.report.solutions import solution_lines
from hamodel.report.style import Style, pad, wrapped
from hamodel.report.verdicts import HAZARD, STANDINGS, hazards, mark, notes, shown, summary, unexpected, unknowns, word
from hamodel.timing import telling

SIGNS = {"good": ("✓", "green"), "hazard": ("!", "yellow"), "bad": ("✗", "red"), "open": ("?", "magenta"), "away": ("-", "dim")}
WIDEST_NAME = 34
ROOM = 60
"""What does not fit into one line behind the name goes below it, if there is less room than this."""


def text(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """Every report, then what could not be checked, with an empty line between two."""
    told = ["\n".join(line.rstrip() for line in _report(report, style)) for report in reports]
    wrong = [render(error) for row in outcome.unchecked for error in row.errors]
    return "\n\n".join([*told, *wrong])


def _report(report: Report, style: Style) -> Iterator[str]:
    yield from _heading(report, style)
    yield ""
    yield from _table(report, style)
    yield from _undecided(report, style)
    yield from _measured(report, style)
    yield from _solved(report, style)
    if style.explain:
        yield from _explained(report, style)
    for finding in report.findings:
        if mark(finding) == "bad" or (style.traces and shown(finding)):
            yield from incident(report, finding, style)
    for diagnostic in report.quality:
        yield ""
        yield render(diagnostic, style.paint)
    measured = [*map(str, measure_lines(report)), *map(str, solution_lines(report))]
    told = [note for note in notes(report) if note not in measured]
    if told:
        yield ""
    for note in told:
        yield from wrapped(note, style, 6, style.paint("note", "bold", "cyan") + ": ")
    yield ""
    yield from _last_words(report, style)


def _heading(report: Report, style: Style) -> Iterator[str]:
    """The name of the spec, its file, and what the check was about."""
    system = report.system
    place = f"  {style.paint(system.span.source.path, 'dim')}" if system.span else ""
    yield style.paint(system.name, "bold") + place
    asked = [finding for finding in report.findings if finding.kind != "scenario"]
    rows = asked[0].results if asked else ()  # a scenario sets its own options
    looked_at = {tuple(result.options.items()): result for result in rows}.values()
    count = sum(result.count for result in looked_at)
    combinations = words.counted(count, "combination")
    if any(result.alike for result in looked_at):
        combinations += f", of which {len(looked_at):,} stand{'s' * (len(looked_at) == 1)} for all"
    unset = [option.name for option in system.options if option.name not in report.options] if asked else []
    more = len(unset) > 1 or count > len(looked_at)
    parts = [
        words.asked(report.sizes, report.any_size),
        f"with {words.combination(report.options)}" if report.options else "",
        f"every value of {', '.join(unset)}" + (f" ({combinations})" if more else "") if unset else "",
        words.faults(report.faults),
    ]
    yield from wrapped("; ".join(part for part in parts if part), style)


# --- a line a property -----------------------------------------------------------------------------------------------


def _table(report: Report, style: Style) -> Iterator[str]:
    """Sign, verdict, name, and how far it reaches; aligned."""
    if not report.findings:
        if not report.measured:
            yield "nothing was checked: the spec claims nothing"
        return
    verdicts = max(len(word(finding)) for finding in report.findings)
    names = min(WIDEST_NAME, max(len(finding.name) for finding in report.findings))
    indent = verdicts + names + 6
    for finding in report.findings:
        sign, colour = SIGNS[mark(finding)]
        verdict = pad(style.paint(word(finding), "bold", colour), verdicts)
        start = f"{style.paint(style.say(sign), colour)} {verdict}  {pad(finding.name, names)}  "
        lines = wrapped(_behind(finding), style, indent, start)
        if len(finding.name) > names or (len(lines) > 1 and style.width - indent < ROOM):
            lines = [start, *wrapped(_behind(finding), style, verdicts + 6)]
        yield from lines


def _undecided(report: Report, style: Style) -> Iterator[str]:
    """For which combinations something is not decided, each once."""
    groups: dict[tuple[int, ...], list[Finding]] = {}
    for finding in report.findings:
        missing = unknowns(finding)
        if 0 < len(missing) < len(finding.results):
            groups.setdefault(missing, []).append(finding)
    for missing, findings in groups.items():
        about = words.some([finding.name for finding in findings], 2)
        yield ""
        text = f"when {words.when_of(findings[0].results, missing)}: {about}"
        yield from wrapped(text, style, 13, style.paint("not decided", "bold", "magenta") + "  ")


def _measured(report: Report, style: Style) -> Iterator[str]:
    """How long what is measured lasts, with the runs that show it."""
    lines = [*measure_lines(report)]
    if lines and report.findings:
        yield ""
    for line in lines:
        yield from wrapped(str(line), style, 10, style.paint("measured", "bold", "cyan") + "  ")
    for line in lines if style.traces else ():
        taken, found = line.example, line.example.found
        for how, length, trace in (("longest", found.most, found.longest), ("shortest", found.least, found.shortest)):
            if trace is not None and length is not None:
                yield ""
                place = style.paint(str(taken.measure.property.span), "dim")
                yield f"{style.paint(f'the {how} {line.name}: {seconds_text(length)}', 'bold', 'cyan')}  {place}"
                options = ", ".join(f"{option} = {words.value(chosen)}" for option, chosen in taken.options.items())
                parts = [words.length(trace), words.extent(taken.scope.sizes), options]
                yield from wrapped("; ".join(part for part in parts if part), style, 2)
                yield ""
                yield from trace_lines(taken.system, taken.scope, trace, style)


def _solved(report: Report, style: Style) -> Iterator[str]:
    """For which durations that were not set each claim holds."""
    lines = [*solution_lines(report)]
    if lines and report.findings:
        yield ""
    for line in lines:
        yield from wrapped(str(line), style, 10, style.paint("solved", "bold", "cyan") + "    ")


def _explained(report: Report, style: Style) -> Iterator[str]:
    """What holds in every state, and what follows from it. A line of the spec's language is not broken: it can be copied."""
    found = explanations(report)
    for explanation in found:
        yield ""
        condition = f" when {explanation.when}" if explanation.when else ""
        hold = "this holds" if len(explanation.lines) == 1 else "these hold"
        why = f"since {hold} in every state:" if explanation.lines else "whatever the state: no transition is against it"
        said = f"{', '.join(explanation.proved)}{condition}, {why}"
        yield from wrapped(said, style, 7, style.paint("proved", "bold", "green") + " ")
        yield from (f"  {line}" for line in explanation.lines)
    if not found:
        yield ""
        yield from wrapped("nothing was proved by an invariant, so there is none to show", style)
    yield ""
    for (engine, confirmed), names in _answered(report).items():
        how = f" ({confirmed})" if confirmed else ""
        yield from wrapped(f"answered by {engine}{how}: {', '.join(names)}", style, 2)
    for searched in searches(report):
        where = "; ".join(filter(None, [words.extent(searched.sizes), words.combination(searched.options)]))
        decided = f"{in_words(searched)} ({', '.join(searched.decides)})"
        yield from wrapped(f"searched{f' {where}' if where else ''}: {decided}", style, 2)


def _answered(report: Report) -> dict[tuple[str, str], list[str]]:
    """Who answered, how that was confirmed, and what was answered so."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in report.findings:
        parts = [part for result in finding.results for part in result.shown_by]
        for key in dict.fromkeys((part.engine, part.confirmed) for part in parts if part.engine):
            found.setdefault(key, []).append(finding.name)
    return found


def _behind(finding: Finding) -> str:
    """What stands behind the name."""
    kind = {"scenario": "scenario: " if finding.elsewhere else "scenario, ", "run-time": ""}.get(finding.kind, "")
    place = f" (at {finding.span})" if finding.kind == "run-time" and finding.span else ""
    return (kind + summary(finding)).rstrip(", ") + place


# --- incidents -------------------------------------------------------------------------------------------------------


def incident(report: Report, finding: Finding, style: Style) -> Iterator[str]:
    """What happened: the property, in which configuration, the steps, which part of the property broke, and who is to blame."""
    found = shown(finding)
    colour = SIGNS[mark(finding)][1]
    yield ""
    line = " ".join(filter(None, [word(finding), finding.name, f"({hazards(finding)})" if finding.hazards else ""]))
    place = f"  {style.paint(str(finding.span), 'dim')}" if finding.span else ""
    yield style.paint(line, "bold", colour) + place
    if finding.doc:
        yield from wrapped(finding.doc, style, 2)
    failure = report.failures.get(finding.name)
    if failure is not None:
        played = report.played.get(finding.name)
        if played is not None and played.trace is not None:
            yield ""
            yield from trace_lines(report.system, played.scope, played.trace, style)
        yield ""
        yield render(replace(failure, severity="failed"), style.paint)
    elif found is None:
        yield from wrapped(nothing_to_show(finding), style, 2)
    else:
        yield from _counterexample(report, finding, *found, style)


def _counterexample(report: Report, finding: Finding, result: Result, trace: Trace, style: Style) -> Iterator[str]:
    count = words.length(trace) if trace.steps else "the first state"
    count += f" in {passed}" if (passed := telling.passed(report.system, trace)) else ""
    count += ", then the error" if trace.error is not None else ""
    scope = scope_of(report, finding, result)
    options = scope.options if finding.kind == "scenario" else result.options
    parts = [
        f"{count}" + (f", {words.counted(result.faults, 'fault')}" if result.faults else ""),
        words.extent(scope.sizes),
        ", ".join(f"{option} = {words.value(chosen)}" for option, chosen in options.items()),
    ]
    yield from wrapped("; ".join(part for part in parts if part), style, 2)
    yield ""
    yield from trace_lines(report.system, scope, trace, style)
    why = list(reasons(report, finding, scope, trace, style))
    yield from ["", *why] if why else []
    if trace.error is not None:
        yield from ["", render(run_time_errors.diagnostic(report.system, trace.error), style.paint)]


def nothing_to_show(finding: Finding) -> str:
    """What to say of a finding that is not as the spec says, and has no trace."""
    if finding.kind == "reachable":
        return "No run reaches it, although the spec says that one does."
    if finding.kind == "scenario":
        return "No run follows it to its end."
    missing = words.when_of(finding.results, unexpected(finding)[1]) if finding.hits else ""
    where = f" when {missing}" if missing else ""
    return f"No run violates it{where}, although the spec expects that one does: what it documents is no longer there."


# --- the end ---------------------------------------------------------------------------------------------------------


def _last_words(report: Report, style: Style) -> Iterator[str]:
    """What it comes to, the same as the exit status says."""
    wrong = [_called(finding) for finding in report.findings if mark(finding) == "bad"]
    unknown = [finding.name for finding in report.findings if mark(finding) == "open"]
    unknown += dict.fromkeys(taken.name for taken in report.measured if taken.found.unknown)
    unknown += dict.fromkeys(each.name for each in report.solved if each.asked is not None and not each.exact)
    depth = ", up to the depth that was asked for" if _bounded(report) else ""
    less = f"never reached: {words.some(wrong)}" if wrong else "as the spec says, but it says less than it seems"
    internal = f"internal error, no verdict above counts: {report.disagreement}; please report it with the spec"
    verdicts = {
        Exit.GOOD: ("✓", "green", f"as the spec says{depth}"),
        Exit.DIFFERS: ("✗", "red", f"not as the spec says: {words.some(wrong)}"),
        Exit.UNDECIDED: ("?", "magenta", f"not decided: {words.some(unknown)}" if unknown else "nothing was checked"),
        Exit.QUALITY: ("✗", "yellow", less),
        Exit.INTERNAL: ("✗", "red", internal),
        Exit.INTERRUPTED: ("?", "magenta", f"interrupted; not decided: {words.some(unknown)}" if unknown else "interrupted"),
    }
    sign, colour, said = verdicts[report.exit_status]
    lines = wrapped(said, style, 2, style.say(sign) + " ")
    yield from (style.paint(line, "bold", colour) for line in lines)
    hazards = [finding.name for finding in report.findings if mark(finding) == "hazard" and not report.disagreement]
    if hazards:
        said = f"{words.counted(len(hazards), HAZARD)}: {words.some(hazards)}"
        yield from (style.paint(line, "bold", SIGNS["hazard"][1]) for line in wrapped(said, style, 2, "! "))
    parts = [", ".join(_counts(report)), *_states(report), words.seconds(report.seconds)]
    numbers = "; ".join(part for part in parts if part)
    yield from (style.paint(line, "dim") for line in wrapped(numbers, style, 2))
    if hazards and not style.traces:
        yield style.paint("  --traces shows the runs behind what is expected to be violated", "dim")


def _states(report: Report) -> Iterator[str]:
    """How many states the search had that decided something; of several, the largest: they are not to be added up."""
    found = searches(report)
    if found:
        yield words.counted(largest(report), "state") + (" in the largest search" if len(found) > 1 else "")


def _called(finding: Finding) -> str:
    """Its name; of a run-time error with its line and column, since there may be several of a kind."""
    place = f" at {finding.span.line}:{finding.span.column}" if finding.kind == "run-time" and finding.span else ""
    return finding.name + place


def _bounded(report: Report) -> bool:
    """Is there a combination of which no more is known than that it is right up to the depth that was asked for?"""
    return any(unknowns(finding) for finding in report.findings if finding.expected is not None)


def _counts(report: Report) -> Iterator[str]:
    """`5 hold (3 proved, 1 reached, 1 scenario played)`, `1 known hazard`, `1 not as the spec says`, `1 not decided`."""
    marks = Counter(mark(finding) for finding in report.findings)
    kinds = Counter(_how_it_holds(finding) for finding in report.findings if mark(finding) == "good")
    if kinds:
        several = len(kinds) > 1
        how = ", ".join(words.counted(count, *forms) if several else forms[count > 1] for forms, count in kinds.items())
        yield f"{words.counted(marks['good'], 'holds', 'hold')} ({how})"
    if marks["hazard"]:
        yield words.counted(marks["hazard"], HAZARD)
    yield from (f"{marks[rest]} {STANDINGS[rest]}" for rest in ("bad", "open") if marks[rest])
    if marks["away"]:
        yield words.counted(marks["away"], "does not apply", "do not apply")


def _how_it_holds(finding: Finding) -> tuple[str, str]:
    """What is counted in the end, for one and for several."""
    match finding.kind, finding.verdict:
        case "scenario", "reached":
            return "scenario played", "scenarios played"
        case _, "holds to depth":
            return "to a depth", "to a depth"
        case _, verdict:
            return verdict, verdict
