"""Random small specs whose messages are some time on their way: queues and bags, links that are cut, guards, losses."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from strategies.timed import judged, random_pair, random_spec, timed, verdicts

from hamodel.model.system import System
from hamodel.model.transform import bound_faults


def random_delays(seed: int) -> str:
    """One or two senders, a channel of some kind, and claims of states and of time."""
    chosen = random.Random(seed)
    low = chosen.randint(0, 2)
    high = low + chosen.randint(0, 2)
    order = chosen.choice(["fifo 1", "fifo 2", "unordered", "unordered 2"])
    linked = chosen.random() < 0.4
    traits = [chosen.choice(["", "lossy", "lossy, at most 1 in a row"]), chosen.choice(["", "", "merging"])]
    if "2" in order and "unordered" in order:
        traits[1] = ""
    if linked:
        traits.append(chosen.choice(["waits when cut", "lost when cut"]))
    messages = chosen.choice([["m"], ["m", "n"], ["m(bool)"]])
    flags = ["a", "b"]

    def condition() -> str:
        asked = [*flags, "pending c m from x to y" if messages[0] == "m" else "pending c from x to y", "running(t)"]
        one = chosen.choice(asked)
        return f"not {one}" if chosen.random() < 0.5 else one

    def sent() -> str:
        message = chosen.choice(messages).replace("(bool)", f"({chosen.choice([*flags, 'true'])})")
        return f"send c {message} from x to y"

    def flips(most: int) -> str:
        return "  ".join(f"{flag} := {chosen.choice(['true', 'false', f'not {flag}'])}" for flag in flags[:most])

    lines = ["node N { x, y }", *(f"var {flag} : bool = false" for flag in flags)]
    lines += ["link l"] if linked else []
    over = " over l" if linked else ""
    carried = ", ".join(messages)
    written = " ".join(filter(None, traits))
    lines.append(f"channel c{over} from N to N carries {carried} {order} {written} delivers within [{low} s, {high} s]")
    period = chosen.randint(1, 3)
    lines += [f"timer t = {period} s", f"initially start t = {chosen.randint(0, 2)} s"]
    again = "start t" if chosen.random() < 0.7 else f"if {condition()} {{ start t }}"
    sending = sent() if chosen.random() < 0.7 else f"if {condition()} {{ {sent()} }}"
    lines.append(f"on expiry t {{ {again}  {sending}  {flips(chosen.randint(0, 1))} }}")
    for message in messages:
        named = message.replace("(bool)", "(v)")
        guard = f" when {condition()}" if chosen.random() < 0.4 else ""
        answer = sent() if chosen.random() < 0.25 and high > 0 else ""
        lines.append(f"on c {named} from s to r{guard} {{ {flips(chosen.randint(1, 2))}  {answer} }}")
    if chosen.random() < 0.4:
        lines.append(f"input flip when {condition()} {{ {flips(2)} }}")
    lines.append(chosen.choice(["faults 1", "faults 2, at least 2 s apart"]))
    lines += ["invariant never = not (a and b)", f"reachable met = {condition()} and {condition()}"]
    lines.append(f"property lasting = {condition()} lasts at most {chosen.randint(0, 6)} s")
    lines.append(f"property answered = {condition()} leads to {condition()} within {chosen.randint(0, 6)} s")
    lines.append(f"property under_way = (pending c from x to y) lasts at most {chosen.randint(1, 4)} s")
    return "\n".join(lines) + "\n"


def random_bag(seed: int) -> str:
    """Equal messages that are on their way at once, of which one may be lost, between faults that are apart; who is late tells
    which of them it was."""
    chosen = random.Random(seed)
    low = chosen.randint(1, 4)
    high = low + chosen.randint(0, 2)
    capacity = chosen.randint(2, 3)
    guard = chosen.choice(["", "", " when crashed or running(watch)"])
    lines = [
        "node N { x, y }",
        "var sent : 0..3 = 0",
        "var got : 0..3 = 0",
        "var crashed : bool = false",
        f"channel c from N to N carries m unordered {capacity} lossy delivers within [{low} s, {high} s]",
        f"timer t within [1 s, {chosen.randint(1, 2)} s], watch = {chosen.randint(2, 6)} s, seen = {chosen.randint(1, 4)} s",
        "initially start t = 0 s",
        "initially start watch",
        "initially start seen",
        f"on expiry t when sent < {capacity} {{ sent := sent + 1  send c m from x to y  start t }}",
        f"on c m from s to r{guard} {{ got := if got < 3 then got + 1 else 0 }}",
        "fault crash when expired(seen) and not crashed { crashed := true }",
        f"faults 2, at least {chosen.randint(1, 3)} s apart",
    ]
    for name in ("first", "second", "third"):
        parts = [f"got = {chosen.randint(0, 2)}", chosen.choice(["running(watch)", "not running(watch)", "expired(watch)"])]
        parts += [chosen.choice(["crashed", "sent = 2", "true"]), chosen.choice(["", "not "]) + "pending c from x to y"]
        lines.append(f"reachable {name} = {' and '.join(parts)}")
    lines.append(f"property under_way = (pending c from x to y) lasts at most {chosen.randint(1, 9)} s")
    lines.append(f"property crash_told = crashed leads to got > 0 within {chosen.randint(0, 5)} s")
    return "\n".join(lines) + "\n"


def random_assuming(seed: int) -> str:
    """A random spec that leaves out states: time may stop there."""
    chosen = random.Random(seed)
    kind = chosen.choice(["timers", "timers", "channels", "pair"])
    asked = ["a", "b", "running(t0)", "expired(t0)"]
    if kind == "channels":
        asked = ["a", "b", "pending c from x to y", "running(t)"]
    elif kind == "pair":
        asked = ["on[x]", "on[y]", "n > 0", "running(t[x])", "expired(u)"]
    made = {"timers": random_spec, "channels": random_delays, "pair": random_pair}[kind]
    parts = [f"{chosen.choice(['', 'not '])}({chosen.choice(asked)})" for _ in range(2)]
    return f"{made(seed)}assume left = {' or '.join(parts)}\n"


def bounded(system: System) -> System:
    """What it was made from has as many faults."""
    timing = system.timing
    assert timing is not None
    assert timing.written is not None
    assert system.faults is not None
    return replace(system, timing=replace(timing, written=bound_faults(timing.written, system.faults)))


def compared_delays(
    seeds: range, made: Callable[[int], str] = random_delays, engine: str = "explicit"
) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    """For each seed what the engine says and what the exact semantics says, where all of it was looked at."""
    for seed in seeds:
        system = timed(made(seed))
        expected = judged(bounded(system), finer=2 if seed % 4 == 0 else 1)
        if expected is not None:
            yield seed, verdicts(system, engine), expected
