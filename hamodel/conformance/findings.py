"""What came of random actions to a program -> text: what was found and how to see it again, or what was done.

Nothing is claimed beyond that: what was never used, always refused, never shown or lost from sight is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hamodel.conformance.coverage import table
from hamodel.conformance.driving import Found
from hamodel.conformance.hunt import Outcome
from hamodel.conformance.process import OBSERVE, do_line, reset_line
from hamodel.conformance.tracking import spoken
from hamodel.conformance.wording import found_text
from hamodel.model.expr import Value
from hamodel.model.system import System
from hamodel.report import words
from hamodel.report.run import faults_line
from hamodel.report.style import Style, wrapped

MOST_CELLS = 12


def outcome_text(
    system: System,
    sizes: Mapping[str, int],
    options: Mapping[str, Value],
    faults: int | None,
    seed: int,
    outcome: Outcome,
    style: Style,
) -> str:
    """All of it. `options`: those that were given; the others had every value. `faults`: at most so many between two resets."""
    if outcome.found is not None:
        lines = list(_found_lines(outcome, outcome.found, style))
    else:
        lines = list(_heading(system, sizes, options, faults, style))
    lines += ["", *table(outcome.exploration.coverage).split("\n"), *_notes(system, outcome, style), ""]
    lines += _verdict(outcome, seed, style)
    return "\n".join(line.rstrip() for line in lines)


def _heading(
    system: System, sizes: Mapping[str, int], options: Mapping[str, Value], faults: int | None, style: Style
) -> Iterator[str]:
    path = f"  {style.paint(system.span.source.path, 'dim')}" if system.span else ""
    yield style.paint(f"{system.name}: random actions to a program", "bold") + path
    free = [option.name for option in system.options if option.name not in options]
    parts = [words.extent(sizes)]
    parts.append(f"with {words.combination(options).replace(' and ', ', ')}" if options else "")
    parts.append(f"every value of {', '.join(free)}" if free else "")
    parts.append(faults_line(faults) if any(action.kind == "fault" for action in system.actions) else "")
    if any(parts):
        yield from wrapped("; ".join(part for part in parts if part), style)


def _found_lines(outcome: Outcome, found: Found, style: Style) -> Iterator[str]:
    yield found_text(found, style)
    yield ""
    yield from wrapped(_again(outcome), style)
    yield reset_line(found.system.name, found.scope.options, found.scope.sizes)
    for done in found.done:
        yield do_line(done.happening.action, spoken(done.happening))
    if found.difference is not None:
        yield OBSERVE


def _again(outcome: Outcome) -> str:
    if outcome.again is None:
        return "What was done, as lines for the program's stdin:"
    if outcome.again:
        return "To see it again, lines for the program's stdin:"
    return "Not seen again in a new process: it is by chance, or something is left from before a reset. What was done:"


def _notes(system: System, outcome: Outcome, style: Style) -> Iterator[str]:
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


def _verdict(outcome: Outcome, seed: int, style: Style) -> Iterator[str]:
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
