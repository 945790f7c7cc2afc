"""What came of random actions to a program -> CommandReport: what was found and how to see it again, or what was done.

Nothing is claimed beyond that: what was never used, always refused, never shown or lost from sight is said. What was found is
told by the model's run up to what it cannot explain, what was seen, and what the model can show at best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hamodel.follow.coverage import Coverage, Use
from hamodel.follow.events import Happening, spoken
from hamodel.follow.findings import Done, Found, Hunted
from hamodel.follow.tracking import Difference
from hamodel.host.status import Exit
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import Trace
from hamodel.report import words
from hamodel.report.json import content
from hamodel.report.results import Case, CommandReport, LineOrRun, ShownRun, at, heading, standing
from hamodel.report.results.json import head, run_row
from hamodel.report.results.junit import properties_of
from hamodel.report.results.text import joined
from hamodel.report.style import Style, wrapped

PLAIN = Style()

MOST_REASONS = 5
"""So many different reasons to refuse an action are told; the others are counted."""

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
            yield from heading(system, TITLE, style, _about(system, sizes, options, faults))
        yield ""
        yield from table(outcome.exploration.coverage).split("\n")
        yield from _notes(system, outcome, style)
        yield ""
        yield from _verdict(outcome, seed, style)

    said = _headline(outcome.found) if outcome.found else outcome.why or outcome.vacuous or "no difference so far"
    type = "interrupted" if outcome.interrupted else "difference" if outcome.found else "undecided"
    case = Case(TITLE, standing(status), type, said)
    row = head("conform", system, status) | {"scope": dict(sizes), "options": dict(options), "faults": faults, "seed": seed}
    properties = properties_of(Scope(sizes, options)) | {"seed": str(seed)}
    seconds = outcome.exploration.seconds
    return CommandReport(system, TITLE, status, parts, row | _row(system, outcome), (case,), properties, seconds)


def _about(system: System, sizes: Mapping[str, int], options: Mapping[str, Value], faults: int | None) -> Iterator[str]:
    free = [option.name for option in system.options if option.name not in options]
    extent, chosen = at(sizes, options)
    yield extent
    yield f"with {chosen}" if chosen else ""
    yield f"every value of {', '.join(free)}" if free else ""
    yield words.faults(faults) if any(action.kind == "fault" for action in system.actions) else ""


def _found(outcome: Hunted, found: Found, style: Style) -> Iterator[LineOrRun]:
    yield from _found_parts(found, style)
    yield ""
    yield from wrapped(_again(outcome), style)
    yield from outcome.lines


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


# --- what is wrong ---------------------------------------------------------------------------------------------------


def found_text(found: Found, style: Style = PLAIN) -> str:
    """The whole report."""
    return joined(_found_parts(found, style), style)


def _found_parts(found: Found, style: Style) -> Iterator[LineOrRun]:
    """The same, with its runs."""
    system, scope = found.system, found.scope
    yield from heading(system, _headline(found), style, at(scope.sizes, scope.options))
    yield ""
    if found.difference is not None:
        yield from _difference_parts(system, scope, found.difference, style)
    else:
        yield style.paint(f"{style.say('✗')} {found.failure}", "bold", "red")
    yield ""
    yield from _done(system, found.done, style)


def _difference_parts(system: System, scope: Scope, difference: Difference, style: Style) -> Iterator[LineOrRun]:
    """A run that explains everything before, then what it cannot explain, side by side with what the model can show."""
    before, closest = difference.trace, difference.closest
    if before is not None and before.steps:
        yield "What came before is explained by this run of the model:"
        yield ""
        yield ShownRun(system, scope, before, "what came before")
        yield ""
    what = "the start" if difference.happening is None else happening_text(system, difference.happening)
    yield style.paint(f"{style.say('✗')} {what}: the model cannot explain what was seen then", "bold", "red")
    if closest is None:
        yield f"  {_impossible(difference)}"
        return
    if difference.states > 1:
        yield f"  in none of the {difference.states:,} states that it can be in"
    yield from _cells(system, difference, closest, style)
    rest = Trace(before.states[-1], closest.steps[len(before.steps) :]) if before is not None else closest
    yield ""
    if rest.steps:
        yield "The run of the model that comes closest goes on like this:" if before else "The run that comes closest:"
        yield ""
        yield ShownRun(system, scope, rest, "the run of the model that comes closest")
    else:
        yield "The model comes closest if it does nothing."


def happening_text(system: System, happening: Happening) -> str:
    """As a scenario would write it; an event in its own words."""
    if happening.own:
        return happening.action
    return words.call(system, happening.action, [value for _, value in happening.arguments])


def _headline(found: Found) -> str:
    """In a line."""
    last = happening_text(found.system, found.done[-1].happening) if found.done else ""
    if found.difference is None:
        return f"the implementation failed at {last}" if last else "the implementation failed at the start"
    return f"{last} cannot be explained" if last else "the start cannot be explained"


def _impossible(difference: Difference) -> str:
    if difference.happening is None:
        return "no run of the model starts with these options"
    where = "here" if difference.states == 1 else f"in any of the {difference.states:,} states that it can be in"
    return f"the model cannot do this {where}"


def _cells(system: System, difference: Difference, closest: Trace, style: Style) -> Iterator[str]:
    """The cells that are not what was seen, a line each."""
    rows = [("cell", "seen", "model at best")]
    for cell in difference.differing:
        seen, best = difference.seen[cell], closest.states[-1][cell]
        rows.append((words.place(system, cell), words.cell_value(system, cell, seen), words.cell_value(system, cell, best)))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for number, (cell_name, seen_text, best_text) in enumerate(rows):
        line = f"  {cell_name:<{widths[0]}}  {seen_text:<{widths[1]}}  {best_text}"
        yield style.paint(line, "dim") if number == 0 else line


def _done(system: System, done: Sequence[Done], style: Style) -> Iterator[str]:
    if not done:
        return
    yield f"What was done ({words.counted(len(done), 'action')}):"
    for number, each in enumerate(done, 1):
        refused = "" if each.refused is None else style.paint(f"  refused: {each.refused}", "dim")
        yield f"{number:>4}  {happening_text(system, each.happening)}{refused}"


# --- what was covered ------------------------------------------------------------------------------------------------


def table(coverage: Coverage) -> str:
    """A line for each action of the spec, then what was refused, and the sums."""
    uses = coverage.uses
    rows = [("action", "kind", "used", "branches")]
    rows += [(use.action, use.kind, f"{use.times:,}", f"{use.branches} of {use.possible}") for use in uses]
    lines = list(_aligned(rows))
    lines += [f"{event}: {words.counted(times, 'time')}" for event, times in coverage.events.items()]
    lines += [line for use in uses for line in _refusals(use)]
    used = sum(1 for use in uses if use.times)
    lines.append(
        f"{used} of {words.counted(len(uses), 'action')}; {words.counted(coverage.states, 'state')}, "
        f"{words.counted(coverage.transitions, 'transition')}"
    )
    if coverage.unused:
        lines.append(f"never used: {', '.join(coverage.unused)}")
    return "\n".join(lines)


def _aligned(rows: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for action, kind, used, branches in rows:
        yield f"{action:<{widths[0]}}  {kind:<{widths[1]}}  {used:>{widths[2]}}  {branches:>{widths[3]}}".rstrip()


def _refusals(use: Use) -> Iterator[str]:
    for reason, times in use.refused[:MOST_REASONS]:
        yield f"{use.action} refused {words.counted(times, 'time')}: {reason}"
    rest = sum(times for _, times in use.refused[MOST_REASONS:])
    if rest:
        yield f"{use.action} refused {words.counted(rest, 'time')}: other reasons"


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
                "branches": use.branches,
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
        "states": 0 if difference is None else difference.states,
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
