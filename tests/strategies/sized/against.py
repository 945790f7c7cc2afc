"""What hamodel says of a random system, held against what is true at each size: engine by engine, and command by command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.engines import ENGINES, Budget
from hamodel.ground.instance import instantiate
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.scope import Scope
from hamodel.model.system import System
from hamodel.model.transform import bound_faults, with_monitors
from hamodel.model.verdict import Answer, Finding, Reached, Unknown, Unreachable
from hamodel.source import Source

from .truth import Truth

SIZES = (1, 2, 3, 4)
SMALL_SIZES = (1, 2, 3)
"""Those that are looked at where nobody says a size."""

DEPTH = 12
SURE = ("auto", "explicit", "all")
"""Who decides everything about so few states, if there is time."""

Truths = dict[tuple[int, bool], Truth]
"""By the size, and the value of the option."""


@dataclass(frozen=True)
class Command:
    """A command: an engine, and the sizes that it asks for (none: no `--scope`); or the spec itself says the size."""

    engine: str
    sizes: tuple[int, ...]
    in_spec: bool = False

    def __str__(self) -> str:
        if self.in_spec:
            return f"--engine {self.engine}, scope N = {self.sizes[0]}"
        size = f" --scope N={self.sizes[0]}{f'..{self.sizes[-1]}' if self.sizes[1:] else ''}" if self.sizes else ""
        return f"--engine {self.engine}{size}"


def system_of(text: str) -> System:
    return elaborate(parse(Source("sized.ha", text)))


# --- engines ---------------------------------------------------------------------------------------------------------


def of_engines(system: System, truths: Truths, seconds: float, counts: Counter[str]) -> Iterator[str]:
    """What each engine by itself says wrongly of an instance with exactly so many members. Counts answers."""
    asked = [property for property in system.declared if property.kind != "assume" and not property.liveness]
    whole = with_monitors(system if system.faults is None else bound_faults(system, system.faults), asked)
    for (size, option), true in truths.items():
        instance = instantiate(whole, Scope({"N": size}, {"o": option} if system.options else {}), asked)
        goals = [instance.shows(property) for property in asked]
        for engine, answers in ENGINES.items():
            budget = Budget(depth=DEPTH if engine in ("bmc", "kinduction") else None, seconds=seconds)
            for goal, answer in answers(instance, goals, budget, lambda _: None):
                counts[f"{engine} at N = {size}: {_word(answer)}"] += 1
                shortest = true.shortest[goal.name]
                if wrong := _wrong(answer, shortest, exact=engine in ("explicit", "bmc")):
                    yield f"{engine} at N = {size}, o = {option}: {goal.name}: {wrong}"
                if isinstance(answer, Unknown) and engine == "explicit":
                    yield f"explicit at N = {size}, o = {option}: {goal.name}: {answer.reason}"


def _word(answer: Answer) -> str:
    return {Reached: "hit", Unreachable: "no hit", Unknown: "undecided"}[type(answer)]


def _wrong(answer: Answer, shortest: float | None, exact: bool) -> str:
    truly = "nothing hits it" if shortest is None else f"{shortest} steps hit it"
    match answer:
        case Reached(trace=trace):
            steps = None if trace is None or trace.loop is not None else len(trace.steps)
            if shortest is None or (steps is not None and (steps != shortest if exact else steps < shortest)):
                return f"hit in {steps} steps; {truly}"
        case Unreachable():
            if shortest is not None:
                return f"no hit; {truly}"
        case Unknown(depth=depth):
            if shortest is not None and shortest <= depth:
                return f"no hit in {depth} steps; {truly}"
    return ""


# --- commands --------------------------------------------------------------------------------------------------------


def of_command(system: System, truths: Truths, command: Command, seconds: float, counts: Counter[str]) -> Iterator[str]:
    """What a check says wrongly. Counts answers."""
    sizes: dict[str, Any] = {"N": command.sizes if len(command.sizes) > 1 else command.sizes[0]} if command.sizes else {}
    if command.in_spec:
        system, sizes = replace(system, sizes=sizes), {}
    depth = DEPTH if command.engine in ("bmc", "kinduction") else None
    report = check(system, Request(sizes=sizes, engine=command.engine, depth=depth, seconds=seconds))
    if report.disagreement:
        yield f"{command}: {report.disagreement}"
    for finding in report.findings:
        if finding.kind == "run-time":
            if finding.hits:
                yield f"{command}: {finding.name}: no action causes an error"
            continue
        for number, result in enumerate(finding.results):
            counts[f"{command}: {_word(result.answer)}"] += 1
            for wrong in _of_result(finding, number, truths, command):
                yield f"{command}, {dict(result.row)}: {finding.name}: {finding.verdict}: {wrong}"
        yield from (f"{command}: {finding.name}: {wrong}" for wrong in _of_faults(finding, truths, command))


def _of_result(finding: Finding, number: int, truths: Truths, command: Command) -> Iterator[str]:
    result = finding.results[number]
    option = bool(result.options.get("o", False))
    at = {size: truths[size, option] for size in SIZES}
    wanted = (result.asked["N"],) if result.asked else command.sizes
    said = _sizes(result.sizes)
    shortest = {size: at[size].shortest[finding.name] for size in SIZES}
    answer = result.answer
    if isinstance(answer, Reached):
        if said is None or len(said) != 1 or (wanted and said != wanted):
            yield f"a run of N = {said}"
        elif said[0] in at and (wrong := _wrong(answer, shortest[said[0]], result.shortest)):
            yield f"at N = {said[0]}: {wrong}"
        for size in _sizes(result.held) or ():
            if shortest[size] is not None or not at[size].starts:
                yield f"it is said to hold at N = {size}"
        return
    about = [size for size in said or SIZES if size in at]
    if isinstance(answer, Unreachable):
        for size in about:
            if shortest[size] is not None:
                yield f"at N = {size} {shortest[size]} steps hit it"
            if said is not None and not at[size].starts:
                yield f"at N = {size} nothing runs"
        if not any(at[size].starts for size in about) or (said is not None and not set(wanted) <= set(said)):
            yield f"it says so of N = {said}"
    else:
        for size in about:
            if wrong := _wrong(answer, shortest[size], exact=False):
                yield f"at N = {size}: {wrong}"
    if command.engine in SURE:
        yield from _of_sure(answer, at, shortest, wanted)


def _of_sure(
    answer: Answer, at: Mapping[int, Truth], shortest: Mapping[int, float | None], wanted: tuple[int, ...]
) -> Iterator[str]:
    """What is not hit is decided, where there is something to decide and time for it; without a size any size hits it."""
    looked_at = wanted or SMALL_SIZES
    if isinstance(answer, Unknown):
        if any(at[size].starts for size in looked_at) and "out of time" not in answer.reason:
            yield f"not decided: {answer.reason}"
    elif any(shortest[size] is not None for size in looked_at):
        yield f"a run of one of these sizes hits it: {dict(shortest)}"


def _of_faults(finding: Finding, truths: Truths, command: Command) -> Iterator[str]:
    """The fewest faults, where they are told of one size."""
    if finding.fewest_faults is None or len(command.sizes) != 1:
        return
    options = {bool(result.options.get("o", False)) for result in finding.results}
    fewest = [truths[command.sizes[0], option].faults.get(finding.name) for option in options]
    true = min((number for number in fewest if number is not None), default=None)
    if true is not None and finding.fewest_faults != true:
        yield f"{finding.fewest_faults} faults, truly {true}"


def _sizes(extent: Any) -> tuple[int, ...] | None:
    """The sizes that an extent says; None: any."""
    size = extent.get("N", ())
    return (size,) if isinstance(size, int) else size
