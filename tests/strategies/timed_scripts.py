"""Random scripts in which time passes, and whether a run follows them: by the exact semantics, in parts of the unit."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from hamodel.timing.exact import Exact, Instant

MOST_MOMENTS = 4000

Line = tuple[str, str]
"""What an instruction is, and what of: `("wait", "5/2")`, `("until", "t0")`, `("do", "hit")`."""


class TooMany(Exception):
    """There is more to follow than is followed."""


def random_script(spec: str, seed: int) -> list[Line]:
    """A script for one of `random_spec`."""
    chosen = random.Random(f"script {seed}")
    words = [line.split() for line in spec.splitlines()]
    actions = [line[1] for line in words if line[0] in ("input", "step")] + [line[2] for line in words if line[0] == "immediate"]
    timers = [line[2] for line in words if line[:2] == ["on", "expiry"]]
    kinds = ["wait", "wait", "wait", "assert", "any", *(["do", "do", "blocked"] if actions else []), *(["until"] * bool(timers))]
    script: list[Line] = []
    for _ in range(chosen.randint(2, 5)):
        match chosen.choice(kinds):
            case "wait":
                script.append(("wait", chosen.choice(["0", "1", "1", "2", "3", "1/2", "5/2"])))
            case "assert":
                script.append(("assert", chosen.choice(["a", "b", "not a", "not b"])))
            case "any":
                script.append(("any", chosen.choice(["*", "*", ""])))
            case "until":
                script.append(("until", chosen.choice(timers)))
            case what:
                script.append((what, chosen.choice(actions)))
    return script


def written(script: Iterable[Line]) -> str:
    """The script as the language has it."""
    forms: dict[str, Callable[[str], str]] = {
        "wait": lambda of: f"wait {int(Fraction(of) * 1000)} ms",
        "assert": lambda of: f"assert {of}",
        "any": lambda of: f"any step{of}",
        "until": lambda of: f"wait until expiry {of}",
        "do": lambda of: f"{of}()",
        "blocked": lambda of: f"blocked {of}()",
    }
    return f"scenario s {{ {' '.join(forms[what](of) for what, of in script)} }}\n"


class ExactScript:
    """A script is followed where time passes in steps of `part`."""

    def __init__(self, exact: Exact, part: Fraction) -> None:
        self.exact, self.part = exact, part

    def followed(self, script: Iterable[Line]) -> bool:
        """Does a run follow it? Raises TooMany."""
        here = list(self.exact.starts())
        for line in script:
            here = self.different(self.after(line, here))
        return bool(here)

    def after(self, line: Line, here: list[Instant]) -> Iterable[Instant]:
        match line:
            case "wait", of:
                for _ in range(int(Fraction(of) / self.part)):
                    here = self.different(self.later(self.closed(here, time=False)))
                return self.closed(here, time=False)
            case "until", of:
                taken = f"expiry {of}"
                return [after for each in self.closed(here, but=taken) for name, after in self.own(each) if name == taken]
            case "any", "*":
                return self.closed(here)
            case "any", _:
                return [*self.later(here), *(after for each in here for _, after in self.own(each))]
            case "do", of:
                return [after for each in here for name, after in self.moves(each) if name == of]
            case "blocked", of:
                return [each for each in here if of not in {name for name, _, _ in self.exact.moves(each)}]
            case "assert", of:
                wanted = not of.startswith("not ")
                return [each for each in here if each.state[of.removeprefix("not "), ()] is wanted]
            case _:
                raise AssertionError(line)

    def closed(self, here: list[Instant], time: bool = True, but: str = "") -> list[Instant]:
        """These and all that comes by itself, with or without time, without an action."""
        found = {each.key: each for each in here}
        todo = [*found.values()]
        while todo:
            each = todo.pop()
            moves = [after for name, after in self.own(each) if name != but]
            for after in [*moves, *(self.later([each]) if time else [])]:
                if after.key not in found:
                    found[after.key] = after
                    todo.append(after)
            if len(found) > MOST_MOMENTS:
                raise TooMany
        return [*found.values()]

    def later(self, here: list[Instant]) -> list[Instant]:
        return [after for each in here if (after := self.exact.later(each, self.part)) is not None]

    def moves(self, here: Instant) -> Iterator[tuple[str, Instant]]:
        return ((name, after) for name, _, after in self.exact.moves(here) if isinstance(after, Instant))

    def own(self, here: Instant) -> Iterator[tuple[str, Instant]]:
        """What happens without the world."""
        for name, after in self.moves(here):
            if name.startswith("expire ") or self.exact.actions[name].kind in ("step", "delivery"):
                yield name, after

    def different(self, here: Iterable[Instant]) -> list[Instant]:
        return [*{each.key: each for each in here}.values()]
