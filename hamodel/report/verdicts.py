"""A finding to its one line: how far it reaches, for which options, with how many faults, and whether the spec says so.

What a property comes to is one of three words: it holds, it is a known hazard (violated, and the spec expects that), or it is not
as the spec says. Two more are none of these: what is not decided, and a scenario that does not apply, being about another
configuration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, assert_never

from hamodel.check.report import Report
from hamodel.model.trace import Trace
from hamodel.model.verdict import (
    AnyNumber,
    Exhaustive,
    Extent,
    Finding,
    Inductive,
    Invariant,
    Reached,
    Result,
    Size,
    Unknown,
    Unreachable,
)
from hamodel.report import words
from hamodel.report.measures import measure_lines
from hamodel.report.solutions import solution_lines

Mark: TypeAlias = Literal["good", "hazard", "bad", "open", "away"]

HAZARD = "known hazard"
STANDINGS: Mapping[Mark, str] = {
    "good": "holds",
    "hazard": HAZARD,
    "bad": "not as the spec says",
    "open": "not decided",
    "away": "does not apply",
}
"""What a property comes to, in words."""


def mark(finding: Finding) -> Mark:
    """Is it as the spec says? What is violated is no good news, though the spec expects it."""
    known = finding.as_expected
    if finding.elsewhere:
        return "away"
    return "open" if known is None else "bad" if not known else "hazard" if finding.verdict == "violated" else "good"


def standing(report: Report, finding: Finding) -> Mark:
    """The same in its report: nothing is known where engines disagree."""
    return "open" if report.disagreement else mark(finding)


def word(finding: Finding) -> str:
    """The word for it in a table: its verdict, or that it is a known hazard."""
    return HAZARD if mark(finding) == "hazard" else finding.verdict


def unexpected(finding: Finding) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The combinations that are violated (reached) and should not be, and those that should be and are not."""
    expected = finding.hits if finding.expected is None else finding.expected
    undecided = unknowns(finding)
    return (
        tuple(number for number in finding.hits if number not in expected),
        tuple(number for number in expected if number not in finding.hits and number not in undecided),
    )


def as_said(finding: Finding, number: int) -> bool | None:
    """Is the result for one combination as the spec says? None: not known."""
    if isinstance(finding.results[number].answer, Unknown):
        return None
    if finding.expected is None:  # of some combination, whichever
        return finding.as_expected
    return (number in finding.hits) == (number in finding.expected)


def shown(finding: Finding) -> tuple[Result, Trace] | None:
    """The result whose trace tells most: of a combination that is not as the spec says, with the fewest faults and steps. None
    also where all that is wrong is that something is not violated: what is violated as expected does not tell why."""
    extra, missing = unexpected(finding)
    if finding.shown is None or (missing and not extra):
        return None
    result = finding.results[finding.shown]
    assert isinstance(result.answer, Reached)
    assert result.answer.trace is not None
    return result, result.answer.trace


def extent(finding: Finding) -> str:
    """The scope up to which the verdict holds: where it was reached, or else the smallest that all combinations share."""
    found = shown(finding)
    if found is not None:
        return words.extent(found[0].sizes)
    return _with_faults(finding.results, _common(finding.results))


def depth(finding: Finding) -> int | None:
    """So many transitions are free of it, where the verdict is not for all of them."""
    depths = [result.answer.depth for result in finding.results if isinstance(result.answer, Unknown)]
    return min(depths) if depths and finding.verdict in ("holds to depth", "unknown") and min(depths) >= 0 else None


def answer_word(finding: Finding, result: Result) -> str:
    """The verdict for one combination of options."""
    match result.answer:
        case Reached():
            return "reached" if finding.wanted else "violated"
        case Unreachable():
            return "unreachable" if finding.wanted else "proved"
        case Unknown(depth=bound):
            return "holds to depth" if bound >= 0 and not finding.wanted else "unknown"
        case _:
            assert_never(result.answer)


def summary(finding: Finding) -> str:
    """What stands behind the verdict word and the name; first, which hazards it is about."""
    return "; ".join(part for part in (hazards(finding), _known(finding)) if part)


def hazards(finding: Finding) -> str:
    """`hazard 22`, `hazards 1 and 22`."""
    tags = finding.hazards
    return f"hazard{'s' if len(tags) > 1 else ''} {' and '.join(filter(None, [', '.join(tags[:-1]), tags[-1]]))}" if tags else ""


def _known(finding: Finding) -> str:
    if finding.elsewhere:
        return finding.elsewhere
    if finding.kind == "scenario" and finding.verdict != "unknown":
        ended = "played to its end" if finding.hits else "cannot be played to its end"
        more = words.extent(finding.results[0].sizes)
        return f"{ended}; for {more} only, since it names so many" if more else ended
    match finding.verdict:
        case "violated" | "reached":
            parts = _hit(finding)
        case "proved" | "unreachable":
            parts = [*_although(finding), _joined(_scope(finding), _all(finding)), _how(finding)]
        case "holds to depth":
            reach = f"no violation within {words.counted(depth(finding) or 0, 'step')}"
            parts = [_joined(reach, _scope(finding), _all(finding)), _why(finding)]
        case _:
            parts = [*_although(finding), _undecided(finding), _so_far(finding)]
    return "; ".join(part for part in parts if part)


# --- the parts of a line ---------------------------------------------------------------------------------------------


def _hit(finding: Finding) -> list[str]:
    """For which options it is violated (reached), how that differs from what the spec says, faults, scope."""
    found = shown(finding)
    exactly = _exactly(finding)
    if finding.as_expected is False and finding.expected and exactly:  # what differs was named; this is all of it
        exactly = f"; {finding.verdict} {'for ' if len(finding.hits) == len(finding.results) else ''}{exactly}"
        parts = ["".join([*_although(finding), exactly])]
    else:
        parts = [_joined(*_although(finding), exactly)]
    if finding.kind != "reachable" and finding.as_expected is None:
        parts = [_joined("as expected so far", *parts)]
    if found is not None:
        parts += _run(finding, *found)
    rest = [result for result in finding.results if not isinstance(result.answer, Reached)]
    if rest:
        held = [result for result in rest if isinstance(result.answer, Unreachable)]
        elsewhere = _scope(finding, held) if held else ""
        word = "not reached" if finding.kind == "reachable" else "proved"
        parts += [_undecided(finding), f"otherwise {word} for {elsewhere}" if elsewhere else "", _alone(held)]
    return parts


def _run(finding: Finding, result: Result, trace: Trace) -> Iterator[str]:
    """Faults and steps of the run that is shown; and of one with fewer faults, if there is one."""
    fewest = finding.fewest_faults
    if not result.faults:
        yield "no fault needed"
    else:
        yield words.counted(result.faults, "fault") + (" or fewer" if fewest is None else "")
    length = words.length(trace) + ("" if result.shortest else " or fewer")
    yield length if trace.error is None else f"after {length}" if trace.steps else "in the first state"
    if result.open:
        yield words.extent({sort: result.sizes[sort] for sort in result.open})
    if result.held:
        yield f"{'not reached' if finding.kind == 'reachable' else 'proved'} for {words.extent(result.held)}"
    if fewest is not None and fewest < result.faults:
        other = f"with {words.counted(fewest, 'fault')}" if fewest else "without a fault"
        yield f"{other} {words.length(finding.with_fewest)}" if finding.with_fewest else f"also {other}"


def _exactly(finding: Finding) -> str:
    """`exactly when reverts = true`, `all 4 combinations`. What is not known may be either, so that less needs to be said."""
    rows = finding.results
    unknown = unknowns(finding)
    if len(rows) == 1 and rows[0].count == 1:
        return ""
    if len(finding.hits) == len(rows):
        return _all(finding)
    if len(finding.hits) + len(unknown) == len(rows):
        return "wherever decided"
    return f"{'' if unknown else 'exactly '}when {words.when_of(finding.results, finding.hits, unknown)}"


def unknowns(finding: Finding) -> tuple[int, ...]:
    """The combinations without a final answer."""
    return tuple(number for number, result in enumerate(finding.results) if isinstance(result.answer, Unknown))


def _although(finding: Finding) -> list[str]:
    """What the spec says, where that is something else."""
    if finding.as_expected is not False:
        return []
    if finding.kind == "run-time":
        return ["a run-time error"]
    verb = "reached" if finding.kind == "reachable" else "violated"
    rows = finding.results
    if finding.expected is None:
        return [f"NOT as the spec says ({verb}{' for some options' if len(rows) > 1 else ''})"]
    if not finding.expected or not finding.hits:
        expected = words.when_of(finding.results, finding.expected)
        exactly = f"{verb} exactly when {expected}" if expected else verb
        return ["NOT as the spec says" + (f" ({exactly})" if finding.expected else "")]
    differ = [(numbers, said) for numbers, said in zip(unexpected(finding), (verb, f"not {verb}"), strict=True) if numbers]
    parts = [f"when {words.when_of(finding.results, numbers)} ({said})" for numbers, said in differ]
    return [f"NOT as the spec says {' or '.join(parts)}"]


def _all(finding: Finding) -> str:
    """For which combinations of options, and for which sizes of those that were asked one by one."""
    options = {tuple(result.options.items()): result for result in finding.results}.values()
    asked = [result.asked for result in finding.results]
    sizes = {sort: tuple(sorted({row[sort] for row in asked})) for sort in asked[0]} if asked else {}
    hits = sizes if finding.hits else {}  # of what is proved the extent says it
    return _joined(words.extent(hits), every(list(options)))


def every(results: Sequence[Result]) -> str:
    """`all 16 combinations`, `every value of reverts`; nothing where there is nothing to choose."""
    count = sum(result.count for result in results)
    if count < 2:
        return ""
    options = results[0].options
    return f"every value of {next(iter(options))}" if len(options) == 1 else f"all {count:,} combinations"


def _scope(finding: Finding, results: Sequence[Result] | None = None) -> str:
    chosen = results or finding.results
    return _with_faults(chosen, _common(chosen))


def _with_faults(results: Sequence[Result], common: Extent) -> str:
    """`any number of Session, and of faults`, where that is more than was asked for."""
    extent = words.extent(common)
    if not results or not all(result.any_faults for result in results):
        return extent
    return f"{extent}, and of faults" if None in common.values() else _joined(extent, "any number of faults")


def _how(finding: Finding) -> str:
    """Nothing for a complete search or a proof for any number that two solvers accepted: the extent says it. What is not so for
    all of it says for which part it is."""
    if alone := _alone(finding.results):
        return alone
    ways: dict[str, list[Result]] = {}
    for result in finding.results:
        for part in result.shown_by:
            ways.setdefault(_way(part), []).append(part)
    named = [way for way in ways if way]
    if len(ways) == 1:
        return _in_full(named[0], ways[named[0]]) if named else ""
    return ", ".join(f"{_in_full(way, ways[way])}{_where(way, ways)}" for way in named)


def _way(result: Result) -> str:
    if not isinstance(result.answer, Unreachable):
        return ""
    match result.answer.proof:
        case Inductive():
            return "by induction"
        case Invariant():
            return "by an inductive invariant"
        case Exhaustive() | AnyNumber():
            return ""
        case _:
            assert_never(result.answer.proof)


def _in_full(way: str, results: Sequence[Result]) -> str:
    proofs = [result.answer.proof for result in results if isinstance(result.answer, Unreachable)]
    steps = [proof.k for proof in proofs if isinstance(proof, Inductive)]
    return f"{way}, k = {max(steps)}" if steps else way


def _where(way: str, ways: Mapping[str, Sequence[Result]]) -> str:
    """` for S = 3`, if that is all that tells this way from the others; else that it is a part."""
    here = {tuple(result.sizes.items()) for result in ways[way]}
    if any(here & {tuple(result.sizes.items()) for result in results} for other, results in ways.items() if other != way):
        return " in part"
    return f" for {' and '.join(sorted(words.extent(dict(sizes)) for sizes in here))}"


def _alone(results: Sequence[Result]) -> str:
    """That one solver accepted what is proved for any number, where the other did not decide."""
    proofs = [result.answer.proof for result in results if isinstance(result.answer, Unreachable)]
    alone = [proof for proof in proofs if isinstance(proof, AnyNumber) and proof.but]
    return f"by one solver: {words.SOLVERS[alone[0].by[0]]}; {alone[0].but}" if alone else ""


def _undecided(finding: Finding) -> str:
    """In how many combinations it is not known, and why. For which ones is said once, below the table."""
    open_ = unknowns(finding)
    count, total = (sum(finding.results[each].count for each in some) for some in (open_, range(len(finding.results))))
    if not count:
        return ""
    asked = [result.answer.asked for result in finding.results if isinstance(result.answer, Unknown)]
    reach = "" if not all(asked) else f"only looked at for {words.counted(depth_reached(finding), 'step')}"
    why = reach or f"not decided: {_why(finding)}" if count < total else reach or _why(finding)
    return why if count == total else f"{count:,} of {total:,} combinations {why}"


def depth_reached(finding: Finding) -> int:
    """So many transitions were looked at in every combination of options."""
    return max(0, min((result.answer.depth for result in finding.results if isinstance(result.answer, Unknown)), default=0))


def _why(finding: Finding) -> str:
    """Why it is not known."""
    answers = [result.answer for result in finding.results]
    reasons = [answer.reason for answer in answers if isinstance(answer, Unknown) and not answer.asked]
    distinct = list(dict.fromkeys(reasons))
    if len(distinct) < 2:
        return "".join(distinct)
    parts = [reason.split("; ") for reason in distinct]  # each cause once, and what is known beside it if that is so for all
    causes = dict.fromkeys(cause for cause, *_ in parts)
    return "; ".join([", ".join(causes), *(more for more in parts[0][1:] if all(more in part for part in parts))])


def _so_far(finding: Finding) -> str:
    known = depth(finding)
    if known is None:
        return ""
    verb = "reached" if finding.wanted else "violated"
    return f"not {verb} within {words.counted(known, 'step')}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _common(results: Sequence[Result]) -> Extent:
    """The sizes that all of the results are about; of sorts for which several were asked one by one, those of some result."""
    common: dict[str, Size | None] = {}
    for sort in results[0].sizes if results else {}:
        numbers = [_numbers(size) for result in results if (size := result.sizes.get(sort)) is not None]
        asked = {result.asked[sort] for result in results if sort in result.asked}
        shared = asked or set.intersection(*numbers) if numbers else set()
        common[sort] = None if not numbers else min(shared) if len(shared) == 1 else tuple(sorted(shared))
    return common


def _numbers(size: Size) -> set[int]:
    return {size} if isinstance(size, int) else set(size)


# --- notes -----------------------------------------------------------------------------------------------------------


def notes(report: Report) -> list[str]:
    """What is to be noted of a report: what was measured, what the check says, which verdicts depend on what is undocumented."""
    return [*map(str, measure_lines(report)), *map(str, solution_lines(report)), *report.notes, *_undocumented(report)]


def _undocumented(report: Report) -> Iterator[str]:
    """One for each option of the kind `undocumented`, with the members that it has, that is in a condition of the report."""
    open_ = [each.name for each in report.system.options if each.kind == "undocumented" and each.name not in report.options]
    names: dict[str, list[str]] = {}
    for finding in report.findings if open_ else ():
        if 0 < len(finding.hits) < len(finding.results):
            condition = words.when_of(finding.results, finding.hits, unknowns(finding))
            for declared in dict.fromkeys(option.partition("[")[0] for option in open_ if _is_in(condition, option)):
                names.setdefault(declared, []).append(finding.name)
    for declared, found in names.items():
        about = words.some(found, 3)
        yield f"`{declared}` is undocumented: no vendor says which of its values is real, and it decides {about}"


def _is_in(condition: str, option: str) -> bool:
    """Does the condition compare the option with something? (It may be the name of a value, too.)"""
    return re.search(rf"(?<![\w.]){re.escape(option)}(?![\w.\[])", condition) is not None
