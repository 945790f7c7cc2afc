"""What came of random actions to a program -> CommandReport: what was found and how to see it again, or what was done.

Nothing is claimed beyond that: what was never used, always refused, never shown or lost from sight is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hamodel.conformance.coverage import table
from hamodel.conformance.driving import Found
from hamodel.conformance.hunt import Hunted
from hamodel.conformance.process import OBSERVE, do_line, reset_line
from hamodel.conformance.tracking import spoken
from hamodel.conformance.wording import found_headline, found_parts, happening_text
from hamodel.host.status import Exit
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.report import words
from hamodel.report.json import content
from hamodel.report.results import Case, CommandReport, LineOrRun, ShownRun, heading, standing
from hamodel.report.results.json import head, run_row
from hamodel.report.results.junit import properties_of
from hamodel.report.style import Style, wrapped

MOST_CELLS = 12

TITLE = "random actions to a program"


def conform_result(
    system: System,
    sizes: Mapping[str, int],
    options: Mapping[str, Value],
    faults: int | None,
    seed: int,
    outcome: Hunted,
) -> CommandReport:
    """All of it. `options`: those that were given; the others had every value. `faults`: at most so many between two resets."""
    status = Exit.DIFFERS if outcome.found else Exit.GOOD if outcome.agrees else Exit.UNDECIDED
    if outcome.interrupted:
        status = Exit.INTERRUPTED

    def parts(style: Style) -> Iterator[LineOrRun]:
        if outcome.found is not None:
            yield from _found(outcome, outcome.found, style)
        else:
            yield from _heading(system, sizes, options, faults, style)
        yield ""
        yield from table(outcome.exploration.coverage).split("\n")
        yield from _notes(system, outcome, style)
        yield ""
        yield from _verdict(outcome, seed, style)

    said = found_headline(outcome.found) if outcome.found else outcome.why or outcome.vacuous or "no difference so far"
    type = "interrupted" if outcome.interrupted else "difference" if outcome.found else "undecided"
    case = Case(TITLE, standing(status), type, said)
    row = head("conform", system, status) | {"scope": dict(sizes), "options": dict(options), "faults": faults, "seed": seed}
    properties = properties_of(Scope(sizes, options)) | {"seed": str(seed)}
    seconds = outcome.exploration.seconds
    return CommandReport(system, TITLE, status, parts, row | _row(system, outcome), (case,), properties, seconds)


def _heading(
    system: System, sizes: Mapping[str, int], options: Mapping[str, Value], faults: int | None, style: Style
) -> Iterator[str]:
    yield from heading(system, TITLE, style)
    free = [option.name for option in system.options if option.name not in options]
    parts = [words.extent(sizes)]
    parts.append(f"with {words.combination(options).replace(' and ', ', ')}" if options else "")
    parts.append(f"every value of {', '.join(free)}" if free else "")
    parts.append(words.faults(faults) if any(action.kind == "fault" for action in system.actions) else "")
    if any(parts):
        yield from wrapped("; ".join(part for part in parts if part), style)


def _found(outcome: Hunted, found: Found, style: Style) -> Iterator[LineOrRun]:
    yield from found_parts(found, style)
    yield ""
    yield from wrapped(_again(outcome), style)
    yield reset_line(found.system.name, found.scope.options, found.scope.sizes)
    for done in found.done:
        yield do_line(done.happening.action, spoken(done.happening))
    if found.difference is not None:
        yield OBSERVE


def _again(outcome: Hunted) -> str:
    if outcome.again is None:
        return "What was done, as lines for the program's stdin:"
    if outcome.again:
        return "To see it again, lines for the program's stdin:"
    return "Not seen again in a new process: it is by chance, or something is left from before a reset. What was done:"


def _notes(system: System, outcome: Hunted, style: Style) -> Iterator[str]:
    notes = []
    if outcome.unseen and outcome.seen:
        listed = ", ".join(words.place(system, cell) for cell in outcome.unseen[:MOST_CELLS])
        more = f" and {len(outcome.unseen) - MOST_CELLS} more" if len(outcome.unseen) > MOST_CELLS else ""
        notes.append(f"never shown, so nothing is known of them: {listed}{more}")
    if outcome.exploration.lost:
        lost = f"{outcome.exploration.lost:,} of {words.counted(outcome.exploration.runs, 'run')}"
        help = "show more of the cells, or take a smaller `--scope`"
        most = f"the model can be in more than {outcome.most_states:,} states"
        notes.append(f"{lost} could not be followed to the end: {most}; {help}")
    for note in notes:
        yield from wrapped(note, style, 6, style.paint("note: ", "yellow"))


def _verdict(outcome: Hunted, seed: int, style: Style) -> Iterator[str]:
    done, found = outcome.exploration, outcome.found
    if found is not None:
        what = "fails" if found.difference is None else "does what the model cannot"
        yield style.paint(f"{style.say('✗')} the implementation {what}", "bold", "red")
    elif outcome.vacuous:
        yield style.paint(f"? {outcome.vacuous}: this says nothing about the implementation", "bold", "magenta")
    elif not outcome.agrees:
        yield style.paint("? no difference so far", "bold", "magenta")
    else:
        yield style.paint(f"{style.say('✓')} no difference found", "bold", "green")
    parts = [f"{words.counted(done.actions, 'action')} in {words.counted(done.runs, 'run')}"]
    if done.refused:
        parts.append(f"{done.refused:,} refused")
    if found is not None and done.found is not None and len(done.found.done) > len(found.done):
        parts.append(f"made shorter from {len(done.found.done):,} to {len(found.done):,}")
    parts.append(f"--seed {seed}")
    yield from wrapped("; ".join([*parts, outcome.why] if outcome.why else parts), style, 2)


# --- for programs ----------------------------------------------------------------------------------------------------


def _row(system: System, outcome: Hunted) -> dict[str, Any]:
    """See `report/results/json.py`."""
    done, coverage = outcome.exploration, outcome.exploration.coverage
    return {
        "actions": done.actions,
        "runs": done.runs,
        "refused": done.refused,
        "lost": done.lost,
        "most_states": outcome.most_states,
        "seconds": round(done.seconds, 3),
        "agrees": outcome.agrees,
        "why": outcome.why or ("" if outcome.found else outcome.vacuous),
        "found": None if outcome.found is None else _found_row(outcome.found, outcome.again),
        "uses": [
            {
                "action": use.action,
                "kind": use.kind,
                "times": use.times,
                "ways": use.ways,
                "possible": use.possible,
                "refusals": [{"reason": reason, "times": times} for reason, times in use.refused],
            }
            for use in coverage.uses
        ],
        "events": dict(coverage.events),
        "states": coverage.states,
        "transitions": coverage.transitions,
        "unused": list(coverage.unused),
        "unseen": [words.place(system, cell) for cell in outcome.unseen],
    }


def _found_row(found: Found, again: bool | None) -> dict[str, Any]:
    system, scope, difference = found.system, found.scope, found.difference
    before, closest = (None, None) if difference is None else (difference.trace, difference.closest)
    return {
        "scope": dict(scope.sizes),
        "options": dict(scope.options),
        "failure": found.failure,
        "done": [
            {
                "action": done.happening.action,
                "arguments": dict(spoken(done.happening)),
                "own": done.happening.own,
                "text": happening_text(system, done.happening),
                "refused": done.refused,
            }
            for done in found.done
        ],
        "again": again,
        "ways": 0 if difference is None else difference.ways,
        "differing": [] if difference is None else [
            {
                "cell": words.place(system, cell),
                "seen": content(difference.seen[cell]),
                "model": None if closest is None else content(closest.states[-1][cell]),
            }
            for cell in difference.differing
        ],
        "before": None if before is None else run_row(ShownRun(system, scope, before)),
        "closest": None if closest is None else run_row(ShownRun(system, scope, closest)),
    }
