"""Reports to Mermaid: Markdown with a sequence diagram for each trace, as GitHub, GitLab and most wikis draw it.

The traces are those of properties that are not as the spec says; every one there is, if every trace was asked for (`--traces`). A
participant is a member that acts; what belongs to none is told over all of them. An arrow is solid where a message arrives,
dotted where it is on its way, and ends in a cross where it is lost. A fault stands in a red frame, a loop in a `loop`.

Mermaid takes `;` and `#` for the end of a statement and a comment, `end` for the end of a frame, and removes the semicolon of
`style x:#1;`. Text is therefore written with references to characters (`#59;`), which it puts back when it draws; letters and
digits stay. It draws no diagram above 50,000 characters: of a long trace the middle is left out, which the diagram says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hamodel.check.report import Report
from hamodel.host.printable import printable
from hamodel.model.expr import EnumType
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.trace import CellName, State, Step, Trace
from hamodel.report import run_time_errors, words
from hamodel.report.because import run_of
from hamodel.report.changes import Change, Movement, changes, movements, visible_cells, with_states_before
from hamodel.report.ci.markdown import literal
from hamodel.report.lanes import SHARED, lane_of, members_of
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style
from hamodel.report.verdicts import mark, summary, word
from hamodel.timing import telling

LARGEST = 45_000
"""Characters of a diagram; with what is around it, it stays below Mermaid's limit."""

LONGEST = 300
"""Characters of one text in a diagram."""

ARROWS = {"delivered": "->>", "sent": "--)", "duplicated": "--)", "merged": "--)", "lost": "--x", "dropped": "--x"}
PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.,()[]=/")
KEYWORDS = re.compile(r"\b(end|style|classdef)\b", re.I)


def mermaid(reports: Sequence[Report], style: Style, outcome: Outcome = NOTHING) -> str:
    """See `Format`. A sequence diagram for each trace."""
    blocks = [block for report in reports for block in _diagrams(report, style)]
    said = [f"* {literal(line)}" for line in outcome.said()]
    if not blocks and (reports or not said):
        blocks = ["No property has a trace that is not expected."]
    text = "\n\n".join([*blocks, *(["Not checked:\n\n" + "\n".join(said)] if said else [])])
    return text if style.unicode else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _diagrams(report: Report, style: Style) -> Iterator[str]:
    for finding in report.findings:
        found = run_of(report, finding) if mark(finding) == "bad" or style.traces else None
        if found is not None:
            title = f"{report.system.name}: {word(finding)} {finding.name}"
            head, diagram = f"### {literal(title)}\n\n{literal(summary(finding))}", _diagram(report.system, *found)
            if not style.unicode:
                head = head.encode("ascii", "xmlcharrefreplace").decode("ascii")
                diagram = re.sub(r"[^\x00-\x7f]", lambda sign: f"#{ord(sign[0])};", diagram)
            yield f"{head}\n\n```mermaid\n{diagram}\n```"


def _diagram(system: System, scope: Scope, trace: Trace) -> str:
    names = members_of(system, trace.initial) or (SHARED,)
    head = ["sequenceDiagram", *(f"    participant p{number} as {text(name)}" for number, name in enumerate(names))]
    head += _notes(names, [(lane_of(system, names, cell), said) for cell, said in _start(system, trace)])
    blocks = []
    pauses = words.pauses(trace)
    quiet = telling.told(system, trace)
    for number, (before, step) in enumerate(with_states_before(trace), 1):
        if trace.loop == number - 1 and not pauses:
            blocks.append(["    loop for ever"])
        if pauses and number == len(trace.steps):
            blocks.append([_over(names, "from here on nothing happens any more")])
        elif number in quiet:
            blocks.append([_over(names, f"{number}. {quiet[number]}")] if quiet[number] else [])
        else:
            blocks.append(list(_step(system, scope, names, number, before, step)))
    if trace.error is not None:
        blocks.append([_over(names, said) for said in run_time_errors.lines(system, trace.error, len(trace.steps) + 1)])
    foot = ["    end"] if trace.loop is not None and not pauses else []
    return "\n".join([*head, *_within(blocks, names), *foot])


def _step(system: System, scope: Scope, names: Sequence[str], number: int, before: State, step: Step) -> Iterator[str]:
    """What happens, the messages that left a channel, what changed, the messages that were sent."""
    fault = words.kind(system, step) == "fault"
    title = f"{number}. {words.action(system, step)}" + (" (fault)" if fault else "")
    if fault:
        yield "    rect rgb(250, 220, 220)"
    yield _over(names, title)
    left, entered = movements(system, scope, before, step)
    for movement in left:
        yield _arrow(names, movement)
    changed = [(lane_of(system, names, change.cell), _change(system, change)) for change in changes(system, before, step)]
    yield from _notes(names, changed)
    for movement in entered:
        yield _arrow(names, movement)
    if fault:
        yield "    end"


# --- parts -----------------------------------------------------------------------------------------------------------


def _start(system: System, trace: Trace) -> Iterator[tuple[CellName, str]]:
    """The cells of the first state that have a member of a node as index and are roles: what a reader must know."""
    roles = {variable.name for variable in system.variables if isinstance(variable.type, EnumType) and variable.index_types}
    for cell in visible_cells(system, trace.initial):
        if cell[0] in roles:
            yield cell, f"{words.cell(cell)} = {words.cell_value(system, cell, trace.initial[cell])}"


def _notes(names: Sequence[str], told: Sequence[tuple[int | None, str]]) -> Iterator[str]:
    """A note for each participant that there is something to tell of, a line each."""
    for lane in dict.fromkeys(lane for lane, _ in told):
        lines = "<br/>".join(text(said) for of, said in told if of == lane)
        yield f"    Note over p{lane}: {lines}" if lane is not None else f"    Note over {_all(names)}: {lines}"


def _over(names: Sequence[str], said: str) -> str:
    return f"    Note over {_all(names)}: {text(said)}"


def _all(names: Sequence[str]) -> str:
    return "p0" if len(names) == 1 else f"p0,p{len(names) - 1}"


def _change(system: System, change: Change) -> str:
    before, after = (words.cell_value(system, change.cell, content) for content in (change.before, change.after))
    return f"{words.cell(change.cell)}: {before} → {after}"


def _arrow(names: Sequence[str], movement: Movement) -> str:
    fate = "" if movement.fate in ("sent", "delivered") else f"{movement.fate}: "
    message = f"{movement.channel} {words.message(movement.message)}"
    ends = [f"p{names.index(str(end))}" for end in (movement.sender, movement.receiver)]
    return f"    {ends[0]}{ARROWS[movement.fate]}{ends[1]}: {text(fate + message)}"


def _within(blocks: Sequence[Sequence[str]], names: Sequence[str]) -> Iterator[str]:
    """The lines of all steps; of too many, the first and the last ones. A frame around many is opened all the same."""
    sizes = [sum(len(line) + 1 for line in block) for block in blocks]
    first, last = 0, len(blocks)
    room = LARGEST - sum(sizes)
    if room < 0:
        first = last = 0
        room = LARGEST // 2
        while room > sizes[first]:
            room -= sizes[first]
            first += 1
        last, room = len(blocks), LARGEST // 2
        while last > first and room > sizes[last - 1]:
            last -= 1
            room -= sizes[last]
    else:
        first = last
    for block in blocks[:first]:
        yield from block
    if first < last:
        yield _over(names, f"{words.counted(last - first, 'step')} left out")
        yield from (line for block in blocks[first:last] for line in block if line.startswith("    loop"))
    for block in blocks[last:]:
        yield from block


# --- text ------------------------------------------------------------------------------------------------------------


def text(said: str) -> str:
    """One line that Mermaid draws as it is."""
    line = " ".join(printable(said).split()) or " "
    line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    signs = KEYWORDS.sub(lambda word: f"\0{word[0]}", line)
    return re.sub(r"\0?(.)", _sign, signs)


def _sign(found: re.Match[str]) -> str:
    """A sign, or the reference to it; one with a mark before it begins a word that Mermaid knows."""
    sign = found[1]
    plain = sign in PLAIN or (ord(sign) > 127 and sign.isalpha())
    return sign if plain and len(found[0]) == 1 else f"#{ord(sign)};"
