"""Scenarios as tasks; and Failure -> Diagnostic: where one could not be followed, and what could have happened there instead."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

from hamodel.check.tasks import Reply, Task
from hamodel.diagnostics import Diagnostic
from hamodel.engines import Listener
from hamodel.engines.question import OfScenario, Question
from hamodel.follow.script import play
from hamodel.model.expr import Value
from hamodel.model.scenario import Failure
from hamodel.model.system import Assert, Scenario, System
from hamodel.model.verdict import Answer, Exhaustive, Reached, Unknown, Unreachable

SHOWN = 6
"""How many of the actions that are enabled are named."""


def rehearsal(
    system: System, scenario: Scenario, options: Mapping[str, Value], sizes: Sequence[Mapping[str, int]]
) -> Task[Question]:
    """A scenario as a task: played by the reference semantics."""
    question = OfScenario(scenario.name)

    def answers(who: str, questions: Sequence[Question], listen: Listener) -> Iterator[Reply[Question]]:
        started = time.monotonic()
        played = play(system, scenario, options, sizes)
        answer: Answer = Unreachable(Exhaustive(played.states))
        if played.failure is None:
            answer = Reached(played.trace)
        elif played.failure.unknown:
            answer = Unknown(played.failure.unknown)
        seconds = time.monotonic() - started
        yield Reply(question, answer, who, seconds, played.states, "played by the reference semantics", played)

    return Task(f"scenario {scenario.name}", (question,), ("scenario",), answers)


def message(scenario: Scenario, failure: Failure) -> Diagnostic:
    """The failure of a scenario as a message at its place."""
    instruction = failure.instruction
    span = scenario.span if instruction is None else getattr(instruction, "span", scenario.span)
    what = f"`{span.text}`"
    chosen = " and ".join(f"{name} = {_word(value)}" for name, value in failure.options.items())
    when = f" when {chosen}" if chosen else ""
    tried = "; what no one sets is tried at every value: `set` it in the script" if chosen else ""
    why = failure.why
    part = getattr(why.part, "span", None) if why is not None else None
    reason = f"`{part.text}` is {'true' if why and why.value else 'false'} here" if part is not None else ""
    match failure.reason:
        case "false":
            headline, help = f"{what} is false{when}", f"in every run that follows the script so far{when}{tried}"
        case "blocked":
            headline, help = f"{what} cannot happen here{when}", _instead(failure) + tried
        case "not blocked":
            headline, help = f"{what}: it can happen here{when}", f"the script says that it cannot{tried}"
        case "error":
            kinds = ", ".join(sorted({error.kind for error in failure.errors}))
            headline, help = f"{what} causes a run-time error{when}: {kinds}", "see the place that the check reports"
        case "too many":
            headline, help = f"{what} leads to more states than can be followed", "say more precisely what happens"
        case "too fine":
            headline = f"{what} takes too many steps of time"
            help = "a script is followed one step after the other: choose rounder durations"
        case "between steps":
            headline = f"no run in steps of time follows the script up to {what}{when}; one between them may"
            help = "say without `blocked` what takes time, or `wait` for a part of the unit: steps are finer then"
        case _:
            headline, help = f"no run starts{when}", "no state satisfies `initially` and `assume`"
    if isinstance(instruction, Assert) and failure.states > 1:
        reason = reason or f"none of the {failure.states} states that the run can be in satisfies it"
    return Diagnostic("scenario-fails", span, f"scenario `{scenario.name}`: {headline}", reason, help)


def _instead(failure: Failure) -> str:
    if not failure.enabled:
        return "nothing can happen here"
    named = [_call(action, [_word(argument) for argument in arguments]) for action, arguments in failure.enabled[:SHOWN]]
    more = len(failure.enabled) - len(named)
    return f"what can happen: {', '.join(named)}" + (f" and {more} more" if more else "")


def _call(action: str, arguments: Sequence[str]) -> str:
    """As an instruction says it; the names of what links and channels bring have more than one word."""
    if " " not in action:
        return f"{action}({', '.join(arguments)})"
    if len(arguments) > 1:
        *fields, sender, receiver = arguments
        inside = f"({', '.join(fields)})" if fields else ""
        return f"{action}{inside} from {sender} to {receiver}"
    return f"{action}[{arguments[0]}]" if arguments else action


def _word(value: Value) -> str:
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
