"""A hunt -> text: what was found, up to the first step that the model cannot explain and how to see it again; or what was done.

Nothing is claimed beyond that: what was never shown, never done and always refused is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.conformance.hunt import Done, Finding, Hunt, said
from hamodel.conformance.observation import disagreements
from hamodel.conformance.pipes import escaped
from hamodel.conformance.process import OBSERVE, do_line, reset_line
from hamodel.conformance.tracking import Difference, Happening, spoken
from hamodel.model.semantics import cells
from hamodel.model.trace import CellName
from hamodel.report import words
from hamodel.report.lanes import trace_lines
from hamodel.report.style import Style, wrapped

MOST_REASONS = 3
MOST_CELLS = 12


def hunt_text(hunt: Hunt, seed: int, style: Style, why_it_ended: str = "") -> str:
    """All of it. `why_it_ended`: before all that was asked for was done."""
    lines = [style.paint(f"{hunt.system.name}: conformance, --seed {seed}", "bold"), *_extent(hunt, style), ""]
    if hunt.finding is not None:
        lines += [*_finding_lines(hunt, hunt.finding, style), ""]
    lines += [*_coverage(hunt, style), ""]
    lines += _verdict(hunt, style, why_it_ended)
    return "\n".join(line.rstrip() for line in lines)


def _extent(hunt: Hunt, style: Style) -> Iterator[str]:
    parts = [words.extent(hunt.scope.sizes), words.combination(hunt.scope.options).replace(" and ", ", ")]
    if any(parts):
        yield from wrapped("; ".join(part for part in parts if part), style)


# --- a finding -------------------------------------------------------------------------------------------------------


def _finding_lines(hunt: Hunt, finding: Finding, style: Style) -> Iterator[str]:
    headline = "the model cannot explain this" if finding.failure is None else "the implementation failed"
    yield style.paint(f"{style.say('✗')} {headline}", "bold", "red")
    if finding.trace is not None:
        if finding.trace.steps or finding.difference is not None:
            yield from ("", "a run of the model that explains what was seen before:", "")
            yield from trace_lines(hunt.system, hunt.scope, finding.trace, style)
        yield ""
    if finding.difference is not None:
        yield from _difference_lines(hunt, finding, finding.difference, style)
    else:
        first, *rest = (finding.failure or "").split("\n")
        yield from wrapped(first, style)
        yield from rest
    yield ""
    yield from wrapped(_again(finding), style)
    options, sizes = hunt.scope.options, hunt.scope.sizes
    yield reset_line(hunt.system.name, options, sizes)
    for happening in finding.happenings:
        yield do_line(happening.action, spoken(happening))
    if finding.difference is not None or "what it shows" in (finding.failure or ""):
        yield OBSERVE


def _difference_lines(hunt: Hunt, finding: Finding, difference: Difference, style: Style) -> Iterator[str]:
    when = "It starts" if not finding.happenings else f"Then {_did(hunt, finding.happenings[-1], difference)}"
    if difference.closest is None:
        yield from wrapped(f"{when}. The model cannot do that.", style)
        return
    ways = words.counted(difference.ways, "state")
    before = f"; before, it can be in {ways}" if difference.ways > 1 else ""
    yield from wrapped(f"{when}, and what it shows is not what any run of the model leads to{before}.", style)
    yield from wrapped("Where it differs from the run that comes nearest:", style)
    yield ""
    state = difference.closest.states[-1]
    differing = disagreements(state, difference.seen)
    rows = [("", "shown", "model")]
    for cell in differing[:MOST_CELLS]:
        shows, holds = (words.cell_value(hunt.system, cell, content) for content in (difference.seen[cell], state[cell]))
        rows.append((_cell(hunt, cell), shows, holds))
    yield from _table(rows)
    if len(differing) > MOST_CELLS:
        yield f"  and {len(differing) - MOST_CELLS} more"
    agreeing = len(difference.seen) - len(differing)
    yield f"  {words.counted(agreeing, 'other cell')} that {'is' if agreeing == 1 else 'are'} shown {_agree(agreeing)}"


def _did(hunt: Hunt, happening: Happening, difference: Difference) -> str:
    name = f"`{said(hunt.system, happening)}`"
    if happening.own:
        return f"its own event {name} happens"
    return f"{name} is refused" if difference.happening is not None and difference.happening.own else f"{name} is done"


def _again(finding: Finding) -> str:
    count = words.counted(len(finding.happenings), "action")
    shorter = f" (from {finding.found:,})" if finding.found > len(finding.happenings) else ""
    if finding.again is None:
        return f"What was done, {count}{shorter}, as lines for the program's stdin:"
    if finding.again:
        return f"To see it again, {count}{shorter} as lines for the program's stdin:"
    return f"Not seen again in a new process: it is by chance, or something is left from before a reset. This was done, {count}:"


def _agree(number: int) -> str:
    return "agrees" if number == 1 else "agree"


def _table(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))


def _cell(hunt: Hunt, cell: CellName) -> str:
    return words.place(hunt.system, cell)


# --- what was done ---------------------------------------------------------------------------------------------------


def _coverage(hunt: Hunt, style: Style) -> Iterator[str]:
    done = hunt.done
    width = max(len(action.name) for action in hunt.system.actions)
    width = max([width, *map(len, done.own)])
    for kind in ("input", "fault"):
        for action in hunt.system.actions:
            if action.kind == kind:
                yield _row(kind, action.name, width, _times(done, action.name))
                yield from _refusals(done, action.name, style)
    for name, count in sorted(done.own.items()):
        yield _row("event", name, width, f"{count:,}")
        yield from _refusals(done, name, style)
    for action in hunt.system.actions:
        if action.kind in ("step", "delivery"):
            count = done.explained[action.name]
            text = f"{count:,} in what explains it" if count else "never needed to explain it"
            yield _row(action.kind, action.name, width, text)
    never = [cell for cell in cells(hunt.system, hunt.scope) if cell not in done.shown and not _hidden(hunt, cell)]
    if never:
        listed = ", ".join(_cell(hunt, cell) for cell in never[:MOST_CELLS])
        more = f" and {len(never) - MOST_CELLS} more" if len(never) > MOST_CELLS else ""
        yield from wrapped(f"never shown, so nothing is known of them: {listed}{more}", style, 6, style.paint("note: ", "yellow"))


def _row(kind: str, name: str, width: int, text: str) -> str:
    return f"  {kind:<8}  {name:<{width}}  {text}"


def _times(done: Done, name: str) -> str:
    count = done.taken[name]
    return f"{count:,}" if count else "always refused" if name in done.refused else "never possible where the hunt came"


def _refusals(done: Done, name: str, style: Style) -> Iterator[str]:
    reasons = done.refused.get(name)
    if reasons:
        for reason, count in reasons.most_common(MOST_REASONS):
            yield f"            refused {words.counted(count, 'time')}: {escaped(reason, style.width - 34)}"
        if len(reasons) > MOST_REASONS:
            yield f"            and for {len(reasons) - MOST_REASONS} other reasons"


def _hidden(hunt: Hunt, cell: CellName) -> bool:
    return any(variable.name == cell[0] and variable.hidden for variable in hunt.system.variables)


# --- the last lines --------------------------------------------------------------------------------------------------


def vacuous(hunt: Hunt) -> str:
    """Why this says nothing; or nothing."""
    if not hunt.done.actions:
        return "nothing was done"
    return "" if hunt.done.shown else "nothing was shown"


def _verdict(hunt: Hunt, style: Style, why_it_ended: str) -> Iterator[str]:
    done = hunt.done
    count = f"{words.counted(done.actions, 'action')} in {words.counted(done.starts, 'run')}"
    if hunt.finding is not None:
        what = "fails" if hunt.finding.difference is None else "does what the model cannot"
        yield style.paint(f"{style.say('✗')} the implementation {what}", "bold", "red")
    elif why := vacuous(hunt):
        yield style.paint(f"? {why}: this says nothing about the implementation", "bold", "yellow")
    elif why_it_ended:
        yield style.paint("? no difference so far", "bold", "yellow")
    else:
        yield style.paint(f"{style.say('✓')} no difference found", "bold", "green")
    yield f"  {count}" + (f"; {why_it_ended}" if why_it_ended else "")
