"""What became of the mutants of a spec -> CommandReport."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hamodel.diagnostics import Label, excerpt
from hamodel.host.printable import printable
from hamodel.host.status import Exit
from hamodel.host.version import VERSION
from hamodel.model.scope import Scope
from hamodel.mutation.operators import Mutant
from hamodel.mutation.run import Fate, Mutation
from hamodel.mutation.trial import Killed
from hamodel.report import words
from hamodel.report.results import Case, CommandReport, LineOrRun, Standing, heading, standing
from hamodel.report.results.junit import properties_of
from hamodel.report.run_time_errors import place_row
from hamodel.report.style import Style, pad, wrapped
from hamodel.source import Span

RUN_TIME = "run-time errors"


def mutation_result(mutation: Mutation, everything: bool = False) -> CommandReport:
    """What survives, with its place; what is redundant; how many mutants each property notices first. `everything`: also
    every mutant that was killed."""

    def parts(style: Style) -> Iterator[LineOrRun]:
        yield from _heading(mutation, style)
        yield from _refusal(mutation, style)
        if mutation.fates:
            for told in (_survivors, _equivalent, _undecided, _killers, *([_killed] if everything else [])):
                yield from told(mutation, style)
        yield ""
        yield from _last_words(mutation, style)

    properties = properties_of(Scope(mutation.sizes, mutation.options))
    return CommandReport(
        mutation.system,
        "mutants",
        Exit(mutation.exit_status),
        parts,
        _object(mutation),
        tuple(_cases(mutation)),
        properties,
        mutation.seconds,
    )


def _cases(mutation: Mutation) -> Iterator[Case]:
    """A mutant each; where they do not say what the exit status says, the whole."""
    known: dict[str, Standing] = {"survived": "bad", "undecided": "open"}
    for fate in mutation.fates:
        span = fate.mutant.edit.span
        name = f"{', '.join(fate.mutant.actions)}: {_done(fate.mutant)} at {_at(span, mutation)}"
        message = {"survived": "no property notices this edit", "undecided": fate.reason}.get(fate.word, "")
        yield Case(name, known.get(fate.word, "good"), fate.word, message, span)
    whole = standing(mutation.exit_status)
    if whole == "open" and not mutation.with_fate("undecided"):
        said = next(iter(_last_words(mutation, Style(width=1000))))
        yield Case("the spec as a whole", whole, "undecided", said.partition(" ")[2])


def _heading(mutation: Mutation, style: Style) -> Iterator[str]:
    system = mutation.system
    yield from heading(system, "", style)
    faults = "any number of faults" if mutation.faults is None else f"at most {words.counted(mutation.faults, 'fault')}"
    parts = [
        words.extent(mutation.sizes),
        f"with {words.combination(mutation.options)}" if mutation.options else "",
        f"{mutation.combinations} combinations of the options" if mutation.combinations > 1 else "",
        faults if mutation.faults != 0 else "no faults",
        words.counted(len(mutation.fates), "mutant") if mutation.fates else "",
    ]
    yield from wrapped("; ".join(part for part in parts if part), style)


def _refusal(mutation: Mutation, style: Style) -> Iterator[str]:
    """Why nothing was mutated, if it was not."""
    if mutation.sound or mutation.interrupted or mutation.exit_status == Exit.INTERNAL:
        return
    yield ""
    if not mutation.asked:
        yield from wrapped("The spec claims nothing, so nothing could notice a mutant.", style)
        return
    findings = mutation.original.findings
    wrong = [finding.name for finding in findings if finding.as_expected is False]
    unknown = [finding.name for finding in findings if finding.as_expected is None and not finding.elsewhere]
    if wrong:
        yield from wrapped(f"The spec itself is not as it says: {', '.join(wrong)}.", style)
    if unknown:
        yield from wrapped(f"Of the spec itself it is not known whether it is as it says: {', '.join(unknown)}.", style)
    yield from wrapped("Nothing was mutated: there is nothing to hold a mutant against. `hamodel check` tells more.", style)


# --- what a reader has to think about --------------------------------------------------------------------------------


def _survivors(mutation: Mutation, style: Style) -> Iterator[str]:
    survivors = mutation.with_fate("survived")
    if not survivors:
        return
    yield ""
    said = "no property notices these edits. What they touch does not matter, or a property is missing that says why it does."
    yield from wrapped(said, style, 9, style.paint("survive", "bold", "red") + ": ")
    for fates in _by_place(survivors):
        yield ""
        yield from _place(fates, style)


def _by_place(fates: Sequence[Fate]) -> list[list[Fate]]:
    places: dict[Span, list[Fate]] = {}
    for fate in fates:
        places.setdefault(fate.mutant.edit.span, []).append(fate)
    return list(places.values())


def _place(fates: Sequence[Fate], style: Style) -> Iterator[str]:
    """Where it is, what was done there, and the line with carets below it."""
    mutant = fates[0].mutant
    yield from wrapped(f"{style.paint(str(mutant.edit.span), 'dim')}  in {', '.join(mutant.actions)}", style, 2)
    yield from (f"  {printable(line)}" for line in excerpt(Label(mutant.edit.span, "")))
    margin = " " * len(str(mutant.edit.span.line))
    for fate in fates:
        idle = "; it differs by steps that change nothing only" if fate.idle else ""
        yield from wrapped(f"{_done(fate.mutant)}{idle}", style, len(margin) + 7, f"  {margin} = ")


def _done(mutant: Mutant) -> str:
    """`guard conjunct deleted`, `constant replaced: lost for off`."""
    return mutant.edit.operator + (f": {mutant.edit.instead}" if mutant.edit.instead else "")


def _equivalent(mutation: Mutation, style: Style) -> Iterator[str]:
    same = mutation.with_fate("equivalent")
    if not same:
        return
    yield ""
    said = "these edits make no difference in any state that the spec reaches at this scope. What was deleted is redundant there."
    yield from wrapped(said, style, 12, style.paint("equivalent", "bold", "cyan") + ": ")
    yield from (line for fate in same for line in _row(mutation, fate.mutant, style))


def _undecided(mutation: Mutation, style: Style) -> Iterator[str]:
    reasons: dict[str, list[Fate]] = {}
    for fate in mutation.with_fate("undecided"):
        reasons.setdefault(fate.reason, []).append(fate)
    for reason, fates in reasons.items():
        yield ""
        said = f"{words.counted(len(fates), 'mutant')}: {reason}"
        yield from wrapped(said, style, 13, style.paint("not decided", "bold", "yellow") + ": ")
        yield from (line for fate in fates for line in _row(mutation, fate.mutant, style))


def _at(span: Span, mutation: Mutation) -> str:
    """`43:30`, of another file with its path."""
    own = mutation.system.span
    return f"{span.line}:{span.column}" if own is None or own.source.path == span.source.path else str(span)


def _row(mutation: Mutation, mutant: Mutant, style: Style, behind: str = "") -> list[str]:
    """`  43:30  close: guard conjunct deleted: owner[s] != none`, in lines that fit."""
    span = mutant.edit.span
    place = pad(style.paint(_at(span, mutation), "dim"), 7)
    text = " ".join(span.text.split())
    room = max(20, style.width // 2)
    text = text if len(text) <= room else text[: room - 3] + "..."
    said = f"{', '.join(mutant.actions)}: {_done(mutant)}: {text}{behind}"
    return wrapped(said, style, 11, f"  {place}  ")


# --- what is noticed -------------------------------------------------------------------------------------------------


def _killers(mutation: Mutation, style: Style) -> Iterator[str]:
    counts = kills(mutation)
    if not counts:
        return
    yield ""
    yield f"{style.paint('killed', 'bold', 'green')}, and which property noticed first:"
    widest = max(len(str(count)) for count in counts.values())
    yield from (f"  {str(count).rjust(widest)}  {name}" for name, count in counts.items())


def kills(mutation: Mutation) -> dict[str, int]:
    """How many mutants each property, scenario, or run-time errors together noticed first: the most first, then as in the
    spec."""
    counts = Counter(_killer(mutation, fate.killed) for fate in mutation.fates if fate.killed)
    order = [*(_title(mutation, name) for name in mutation.asked), RUN_TIME]
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], order.index(name)))}


def _killer(mutation: Mutation, killed: Killed) -> str:
    return RUN_TIME if killed.how == "causes an error" else _title(mutation, killed.by)


def _title(mutation: Mutation, name: str) -> str:
    return f"scenario {name}" if any(scenario.name == name for scenario in mutation.system.scenarios) else name


def _killed(mutation: Mutation, style: Style) -> Iterator[str]:
    """Every mutant that was killed, and how."""
    yield ""
    for fate in mutation.fates:
        if fate.killed is not None:
            yield from _row(mutation, fate.mutant, style, f" -- {_how(mutation, fate.killed)}")


def _how(mutation: Mutation, killed: Killed) -> str:
    steps = "" if killed.steps is None else f" after {words.counted(killed.steps, 'step')}"
    where = words.extent(killed.sizes)
    error = killed.how == "causes an error"
    what = f"a run-time {killed.by}" if error else f"{_title(mutation, killed.by)} {killed.how}"
    return f"{what}{steps}" + (f" ({where})" if where else "")


# --- the end ---------------------------------------------------------------------------------------------------------


def score(mutation: Mutation) -> tuple[int, int]:
    """How many are killed, of how many that are killed or survive. It says something once every mutant is decided."""
    killed, survived = len(mutation.with_fate("killed")), len(mutation.with_fate("survived"))
    return killed, killed + survived


def _last_words(mutation: Mutation, style: Style) -> Iterator[str]:
    killed, total = score(mutation)
    open_ = len(mutation.with_fate("undecided"))
    survive = f"{total - killed} of {words.counted(total, 'mutant')} {'survives' if total - killed == 1 else 'survive'}"
    share = f"; score {killed}/{total} ({100 * killed // total} %)" if total and not open_ else ""
    undecided = f"; {open_} not decided: no score" if open_ else ""
    some = f"{open_} of {words.counted(len(mutation.fates), 'mutant')} not decided: no score"
    disagreement = mutation.disagreement or mutation.original.disagreement
    nothing = "nothing was mutated" if not mutation.sound else "there is nothing to mutate"
    said = {
        Exit.GOOD: ("✓", "green", ("no mutant survives" if total else "every mutant is equivalent") + share),
        Exit.DIFFERS: ("✗", "red", survive + share + undecided),
        Exit.UNDECIDED: ("?", "yellow", some if open_ else nothing),
        Exit.INTERNAL: ("✗", "red", f"internal error, nothing above counts: {disagreement}; please report it with the spec"),
        Exit.INTERRUPTED: ("?", "yellow", "interrupted" + undecided + share),
    }
    sign, colour, text = said[mutation.exit_status]
    yield from (style.paint(line, "bold", colour) for line in wrapped(text, style, 2, style.say(sign) + " "))
    counts = [f"{len(mutation.with_fate(word))} {word}" for word in ("killed", "survived", "equivalent", "undecided")]
    numbers = ", ".join(count for count in counts if not count.startswith("0 "))
    yield style.paint("  " + "; ".join(part for part in (numbers, words.seconds(mutation.seconds)) if part), "dim")


# --- for programs ----------------------------------------------------------------------------------------------------


def _object(mutation: Mutation) -> dict[str, Any]:
    system = mutation.system
    killed, total = score(mutation)
    agreed = [finding.as_expected for finding in mutation.original.findings if not finding.elsewhere]
    return {
        "spec": system.name,
        "path": system.span.source.path if system.span else None,
        "version": VERSION,
        "exit_status": mutation.exit_status,
        "interrupted": mutation.interrupted,
        "disagreement": mutation.disagreement or mutation.original.disagreement,
        "scope": dict(mutation.sizes),
        "options": dict(mutation.options),
        "faults": mutation.faults,
        "combinations": mutation.combinations,
        "seconds": round(mutation.seconds, 3),
        "asked": list(mutation.asked),
        "as_the_spec_says": False if False in agreed else None if None in agreed else True,
        "score": round(killed / total, 4) if total and not mutation.with_fate("undecided") else None,
        "killed": killed,
        "run_time": sum(fate.killed is not None and fate.killed.how == "causes an error" for fate in mutation.fates),
        "survived": total - killed,
        "equivalent": len(mutation.with_fate("equivalent")),
        "undecided": len(mutation.with_fate("undecided")),
        "kills": kills(mutation),
        "mutants": [_mutant(mutation, fate) for fate in mutation.fates],
    }


def _mutant(mutation: Mutation, fate: Fate) -> dict[str, Any]:
    edit = fate.mutant.edit
    return {
        "operator": edit.operator,
        "actions": list(fate.mutant.actions),
        **place_row(edit.span),
        "text": edit.span.text,
        "instead": edit.instead,
        "fate": fate.word,
        "idle": fate.idle,
        "reason": fate.reason,
        "killed": None if fate.killed is None else _kill(mutation, fate.killed),
    }


def _kill(mutation: Mutation, killed: Killed) -> dict[str, Any]:
    scenario = any(scenario.name == killed.by for scenario in mutation.system.scenarios)
    return {
        "by": killed.by,
        "kind": "run-time" if killed.how == "causes an error" else "scenario" if scenario else "property",
        "how": killed.how,
        "options": dict(killed.options),
        "extent": words.extent(killed.sizes),
        "steps": killed.steps,
    }
