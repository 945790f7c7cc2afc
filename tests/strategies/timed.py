"""Small specs with timers: what the engines say of them, and what the exact semantics says at every step of time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

from hamodel.check.pipeline import check
from hamodel.check.request import Request
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import parse
from hamodel.model.expr import Value
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds
from hamodel.model.system import Property, System
from hamodel.source import Source
from hamodel.timing.exact import Exact, Instant, LimitWatch

MOST_MOMENTS = 60_000


def timed(text: str) -> System:
    """The system of a spec without its first line."""
    return elaborate(parse(Source("timed.ha", f"spec timed\n{text}")))


def verdicts(system: System, engine: str = "explicit", options: Mapping[str, Value] | None = None) -> dict[str, str]:
    """What an engine says of each property, and of run-time errors."""
    plain = engine in ("explicit", "zones")
    report = check(system, Request(options=options or {}, engine=engine, quality=False, run_time=plain, seconds=60))
    assert not report.disagreement
    return {finding.name: finding.verdict for finding in report.findings}


def judged(system: System, finer: int = 1) -> dict[str, str] | None:
    """What the exact semantics says of each property, where time passes in parts of the unit; None: too much to look at."""
    timing = system.timing
    assert timing is not None
    assert timing.written is not None
    assert timing.unit is not None
    found: dict[str, str] = {}
    for property in timing.written.properties:
        limit = next((each for each in timing.limits if each.property == property.name), None)
        exact = Exact(timing.written, Scope(), [property])
        watch = None if limit is None else LimitWatch(exact, limit)
        bad = _searched(exact, property, watch, timing.unit / finer)
        if bad is None:
            return None
        words = ("reached", "unreachable") if property.kind == "reachable" else ("violated", "proved")
        found[property.name] = words[0] if bad else words[1]
    return found


def _searched(exact: Exact, property: Property, watch: LimitWatch | None, step: Fraction) -> bool | None:
    seen: set[object] = set()
    todo: list[tuple[Instant, dict[tuple[Value, ...], Fraction]]] = []

    def meet(moment: Instant, open_: dict[tuple[Value, ...], Fraction]) -> bool:
        now = {} if watch is None else watch.seen(moment, open_)
        key = moment.key, tuple(sorted(now.items(), key=repr))
        if key in seen:
            return False
        seen.add(key)
        todo.append((moment, now))
        if watch is not None:
            return watch.broken(now)
        return holds(property.formula, {}, moment.state, exact.scope) is (property.kind == "reachable")

    if any(meet(moment, {}) for moment in exact.starts()):
        return True
    while todo:
        if len(seen) > MOST_MOMENTS:
            return None
        moment, open_ = todo.pop()
        for _, _, after in exact.moves(moment):
            if isinstance(after, Instant) and meet(after, open_):
                return True
        later = exact.later(moment, step)
        if later is not None and meet(later, {args: time + step for args, time in open_.items()}):
            return True
    return False


# --- random specs ----------------------------------------------------------------------------------------------------


def random_spec(seed: int) -> str:
    """A few timers, some with intervals and guards, a step that may wait or is immediate, and claims of states and of time."""
    chosen = random.Random(seed)
    timers = [f"t{number}" for number in range(chosen.randint(1, 3))]
    flags = ["a", "b"]

    def length() -> str:
        low = chosen.randint(0, 4)
        if chosen.random() < 0.5:
            return f"= {max(low, 1) if chosen.random() < 0.9 else low} s"
        return f"within [{low} s, {low + chosen.randint(0, 3)} s]"

    def condition() -> str:
        asked = [*flags, *(f"running({timer})" for timer in timers), *(f"expired({timer})" for timer in timers)]
        one = chosen.choice(asked)
        return f"not {one}" if chosen.random() < 0.5 else one

    def body() -> str:
        free, said = [*timers], list[str]()
        for _ in range(chosen.randint(1, 3)):
            if free and chosen.random() < 0.6:
                timer = free.pop(chosen.randrange(len(free)))
                said.append(f"start {timer} {length()}" if chosen.random() < 0.8 else f"stop {timer}")
        said += [f"{flag} := {chosen.choice(['true', 'false', f'not {flag}'])}" for flag in flags if chosen.random() < 0.5]
        text = "  ".join(said)
        return f"if {condition()} {{ {text} }}" if chosen.random() < 0.3 else text

    lines = [f"var {flag} : bool = false" for flag in flags] + [f"timer {', '.join(timers)}"]
    lines += [f"initially start {timer} {length()}" for timer in timers if chosen.random() < 0.7]
    for timer in timers:
        if chosen.random() < 0.85:
            guard = f" when {condition()}" if chosen.random() < 0.4 else ""
            lines.append(f"on expiry {timer}{guard} {{ {body()} }}")
    if chosen.random() < 0.4:
        lines.append(f"input hit when {condition()} {{ {body()} }}")
    if chosen.random() < 0.5:
        low = chosen.randint(0, 2)
        lines.append(f"step work within [{low} s, {low + chosen.randint(1, 2)} s] when {condition()} {{ {body()} }}")
    if chosen.random() < 0.3:
        lines.append(f"immediate step now when a and not b {{ b := true  {'stop t0' if chosen.random() < 0.5 else ''} }}")
    lines += ["invariant never = not (a and b)", f"reachable met = {condition()} and {condition()}"]
    lines.append(f"property lasting = {condition()} lasts at most {chosen.randint(0, 6)} s")
    lines.append(f"property answered = {condition()} leads to {condition()} within {chosen.randint(0, 6)} s")
    if chosen.random() < 0.5:
        named = next((line.split()[1] for line in lines if line.startswith(("input", "step"))), None)
        lines += [f"property remembered = did {named} leads to a within 2 s"] if named is not None else []
    return "\n".join(lines) + "\n"


def random_pair(seed: int) -> str:
    """Two boxes with a timer each, a step with a deadline, lengths that depend on the state, faults, and limits of each box."""
    chosen = random.Random(seed)

    def length() -> str:
        low = chosen.randint(0, 3)
        counted = chosen.choice(["", "", " + n * 1 s", " + skew(b)"])
        if chosen.random() < 0.4:
            return f"= {low + 1} s{counted}"
        return f"within [{low} s, {low + chosen.randint(0, 2)} s{counted}]"

    def condition() -> str:
        one = chosen.choice(
            ["on[b]", "running(t[b])", "expired(t[b])", "running(u)", "n > 0", "on[x] = on[y]", "some c: Box. on[c]"]
        )
        return f"not ({one})" if chosen.random() < 0.4 else f"({one})"

    def body() -> str:
        said = []
        if chosen.random() < 0.6:
            said.append(f"start t[b] {length()}" if chosen.random() < 0.8 else "stop t[b]")
        if chosen.random() < 0.3:
            said.append(f"start u = {chosen.randint(0, 3)} s" if chosen.random() < 0.7 else "stop u")
        if chosen.random() < 0.6:
            said.append(f"on[b] := {chosen.choice(['true', 'false', 'not on[b]'])}")
        if chosen.random() < 0.3:
            said.append(f"n := {chosen.choice(['0', '1', '1 - n'])}")
        text = "  ".join(said)
        if said and chosen.random() < 0.2:
            return f"either {{ {text} }} or {{ }}"
        return text

    lines = [
        "node Box { x, y }",
        "def skew(b: Box) = if b = x then 1 s else 0 s",
        "var on[Box] : bool = false",
        "var n : 0..1 = 0",
    ]
    lines += ["timer t[Box], u", "initially start t[x] within [1 s, 2 s]", "initially start u = 2 s"]
    lines.append(
        f"on expiry t[b] when {condition()} {{ {body()} }}" if chosen.random() < 0.5 else f"on expiry t[b] {{ {body()} }}"
    )
    lines.append("on expiry u { n := 1 - n }" if chosen.random() < 0.6 else "on expiry u { }")
    if chosen.random() < 0.7:
        low, more = chosen.randint(0, 2), chosen.choice(["", " + skew(b)"])
        window = f"within [{low} s, {low + chosen.randint(1, 2)} s{more}]"
        lines.append(f"step work(b: Box) {window} when {condition()} {{ {body()} }}")
    lines.append(f"fault crash(b: Box) when {condition()} {{ {body()} }}")
    lines.append(f"faults {chosen.randint(0, 2)}")
    lines += ["invariant apart = not (on[x] and on[y])", f"reachable met = some b: Box. {condition()} and {condition()}"]
    lines.append(f"property lasting = all b: Box. {condition()} lasts at most {chosen.randint(0, 5)} s")
    lines.append(f"property answered = all b: Box. {condition()} leads to {condition()} within {chosen.randint(0, 5)} s")
    return "\n".join(lines) + "\n"


def compared(seeds: range) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    """For each seed what the engine says and what the exact semantics says, where all of it was looked at."""
    for seed in seeds:
        system = timed(random_spec(seed))
        expected = judged(system, finer=1 + seed % 3)
        if expected is not None:
            yield seed, verdicts(system), expected
