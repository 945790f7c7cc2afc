"""What was found about an implementation, to text: the model's run up to what it cannot explain, what was seen, and what the
model can show at best; then everything that was done, to do it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.conformance.driving import Done, Found
from hamodel.conformance.tracking import Difference, Happening
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import CellName, Content, Step, Trace
from hamodel.report import words
from hamodel.report.results import LineOrRun, ShownRun, heading
from hamodel.report.results.text import joined
from hamodel.report.style import Style, wrapped

PLAIN = Style()


def found_text(found: Found, style: Style = PLAIN) -> str:
    """The whole report."""
    return joined(found_parts(found, style), style)


def found_parts(found: Found, style: Style) -> Iterator[LineOrRun]:
    """The same, with its runs."""
    system, scope = found.system, found.scope
    yield from heading(system, found_headline(found), style)
    parts = [words.extent(scope.sizes), words.combination(scope.options).replace(" and ", ", ")]
    if any(parts):
        yield from wrapped("; ".join(part for part in parts if part), style)
    yield ""
    if found.difference is not None:
        yield from _difference_parts(system, scope, found.difference, style)
    else:
        yield style.paint(f"{style.say('✗')} {found.failure}", "bold", "red")
    yield ""
    yield from _again(system, found.done, style)


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
    if difference.ways > 1:
        yield f"  in none of the {difference.ways:,} states that it can be in"
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
    return happening.action if happening.own else words.action(system, Step(happening.action, happening.arguments, {}))


# --- private ---------------------------------------------------------------------------------------------------------


def found_headline(found: Found) -> str:
    """In a line."""
    last = happening_text(found.system, found.done[-1].happening) if found.done else ""
    if found.difference is None:
        return f"the implementation failed at {last}" if last else "the implementation failed at the start"
    return f"{last} cannot be explained" if last else "the start cannot be explained"


def _impossible(difference: Difference) -> str:
    if difference.happening is None:
        return "no run of the model starts with these options"
    where = "here" if difference.ways == 1 else f"in any of the {difference.ways:,} states that it can be in"
    return f"the model cannot do this {where}"


def _cells(system: System, difference: Difference, closest: Trace, style: Style) -> Iterator[str]:
    """The cells that are not what was seen, a line each."""
    rows = [("cell", "seen", "model at best")]
    for cell in difference.differing:
        seen, best = difference.seen[cell], closest.states[-1][cell]
        rows.append((words.place(system, cell), _content(system, cell, seen), _content(system, cell, best)))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for number, (cell_name, seen_text, best_text) in enumerate(rows):
        line = f"  {cell_name:<{widths[0]}}  {seen_text:<{widths[1]}}  {best_text}"
        yield style.paint(line, "dim") if number == 0 else line


def _content(system: System, cell: CellName, content: Content) -> str:
    return words.cell_value(system, cell, content)


def _again(system: System, done: Sequence[Done], style: Style) -> Iterator[str]:
    if not done:
        return
    yield f"What was done ({words.counted(len(done), 'action')}):"
    for number, each in enumerate(done, 1):
        refused = "" if each.refused is None else style.paint(f"  refused: {each.refused}", "dim")
        yield f"{number:>4}  {happening_text(system, each.happening)}{refused}"
