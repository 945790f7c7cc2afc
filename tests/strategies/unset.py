"""Random specs with timers whose lengths are computed from options that are not set."""

from __future__ import annotations

import random
from fractions import Fraction

from strategies.timed import timed, verdicts

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.check.values import Solution
from hamodel.evidence.confirm import Disagreement
from hamodel.model.timing import duration_text
from hamodel.timing.regions import times


def random_unset(seed: int) -> str:
    """A few timers, some with intervals, a step that may wait, an input, and claims of states and of time."""
    chosen = random.Random(seed)
    timers = [f"t{number}" for number in range(chosen.randint(2, 3))]
    options = ["x", "y"][: chosen.randint(1, 2)]
    flags = ["a", "b"]

    def length() -> str:
        least = chosen.choice([*options, "2 s", "3 s", f"{chosen.choice(options)} + 1 s", f"2 * {chosen.choice(options)}"])
        if chosen.random() < 0.6:
            return f"= {least}"
        return f"within [{least}, {least} + {chosen.choice([*options, '1 s', '2 s'])}]"

    def condition() -> str:
        asked = [*flags, *(f"running({timer})" for timer in timers), *(f"expired({timer})" for timer in timers)]
        one = chosen.choice(asked)
        return f"not {one}" if chosen.random() < 0.5 else one

    def body() -> str:
        free, said = [*timers], list[str]()
        for _ in range(chosen.randint(1, 2)):
            timer = free.pop(chosen.randrange(len(free)))
            said.append(f"start {timer} {length()}" if chosen.random() < 0.75 else f"stop {timer}")
        said += [f"{flag} := {chosen.choice(['true', 'false', f'not {flag}'])}" for flag in flags if chosen.random() < 0.5]
        text = "  ".join(said)
        return f"if {condition()} {{ {text} }}" if chosen.random() < 0.3 else text

    lines = [f"option {option} : duration = {chosen.randint(1, 6)} s in 1 s..6 s" for option in options]
    lines += [f"var {flag} : bool = false" for flag in flags] + [f"timer {', '.join(timers)}"]
    lines += [f"initially start {timer} {length()}" for timer in timers if chosen.random() < 0.8]
    for timer in timers:
        if chosen.random() < 0.85:
            guard = f" when {condition()}" if chosen.random() < 0.4 else ""
            lines.append(f"on expiry {timer}{guard} {{ {body()} }}")
    if chosen.random() < 0.3:
        lines.append(f"input hit when {condition()} {{ {body()} }}")
    if chosen.random() < 0.4:
        least = chosen.choice(["0 s", "1 s", *options])
        most = f"{least} + {chosen.choice(['1 s', *options])}"
        lines.append(f"step work within [{least}, {most}] when {condition()} {{ {body()} }}")
    lines += ["invariant never = not (a and b)", f"reachable met = {condition()} and {condition()}"]
    lines.append(f"property lasting = {condition()} lasts at most {chosen.choice([*options, '3 s', '2 * x'])}")
    lines.append(f"property answered = {condition()} leads to {condition()} within {chosen.choice([*options, '3 s', 'x + 2 s'])}")
    return "\n".join(lines) + "\n"


def solutions(text: str) -> dict[str, Solution]:
    """For which values each claim of a spec is violated, each asked by a `solve`."""
    claims = ("never", "met", "lasting", "answered")
    report = check(
        timed(text + "".join(f"solve s_{claim} = {claim}\n" for claim in claims)),
        Request(properties=tuple(f"s_{claim}" for claim in claims), engine="zones", quality=False, run_time=False),
    )
    if report.disagreement:
        raise Disagreement(report.disagreement)
    return {solution.claim.name: solution for solution in report.solved}


def said(solution: Solution, values: dict[str, Fraction]) -> bool | None:
    """Is the claim violated (reached) there? None: it is not known."""
    found = solution.solved
    if found.unknown:
        return None
    point = found.rows.point(values)
    assert found.domain.holds(point), "any length fits"
    if any(all(times(side.row, point) > (0 if side.open else -1) for side in sides) for sides in solution.reached):
        return True
    return None if any(region.holds(point) for region in found.open) else False


def contradictions(seed: int, points: int, engine: str = "explicit") -> tuple[int, list[str]]:
    """Holds a random spec against an engine at some values: how many answers were compared, and what is wrong."""
    chosen, text = random.Random(seed), random_unset(seed)
    known = solutions(text)
    names = [option.name for option in next(iter(known.values())).free]
    wrong: list[str] = []
    count = 0
    for _ in range(points):
        values = {name: Fraction(chosen.randint(2, 12), 2) for name in names}
        found = verdicts(timed(text), engine, {name: duration_text(value) for name, value in values.items()})
        for name, solution in known.items():
            bad = said(solution, values)
            if bad is not None and found[name] != "unknown":
                count += 1
                if bad is not (found[name] in ("violated", "reached")):
                    wrong.append(f"{seed}: {name} at {values}: {engine} says {found[name]}")
    return count, wrong
