"""Conditions on durations, in the words of the spec: `hold <= 3 * period + 200 ms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hamodel.check.values import Solution
from hamodel.model.timing import duration_text
from hamodel.timing.regions import Side


def conditions(solution: Solution, parts: Sequence[Sequence[Side]]) -> str:
    """One of these, of each all sides: `a <= b or (a <= c and d <= 2 s)`."""
    names = [option.name for option in solution.free]
    parts = sorted(parts, key=lambda sides: [names.index(_turned(_factors(solution, side))) for side in sides])
    said = [" and ".join(_texts(solution, sides)) for sides in parts]
    several = len(parts) > 1
    return " or ".join(f"({text})" if several and len(sides) > 1 else text for text, sides in zip(said, parts, strict=True))


def _texts(solution: Solution, sides: Sequence[Side]) -> Iterator[str]:
    """Of each side, or of two that are the same bound from both sides."""
    closed = {side.row for side in sides if not side.open}
    for side in sides:
        opposite = tuple(-part for part in side.row)
        if side.open or opposite not in closed:
            yield side_text(solution, side)
        elif side.row > opposite:
            yield side_text(solution, side, "=")


def side_text(solution: Solution, side: Side, word: str = "") -> str:
    """The option that somebody would turn stands on the left: the only one of its sign, else the first that is too short."""
    unit = solution.solved.rows.unit
    constant, known = side.row[0], _factors(solution, side)
    name = _turned(known)
    own = known.pop(name)
    rest = {other: -factor / own for other, factor in known.items()}
    word = word or f"{'>' if own > 0 else '<'}{'' if side.open else '='}"
    return f"{name} {word} {sum_text(rest, -constant * unit / own)}"


def _factors(solution: Solution, side: Side) -> dict[str, Fraction]:
    """How many times each option counts that does."""
    names = [option.name for option in solution.free]
    return {name: Fraction(factor) for name, factor in zip(names, side.row[1:], strict=True) if factor}


def _turned(known: dict[str, Fraction]) -> str:
    for wanted in (-1, 1):
        alone = [name for name, factor in known.items() if factor * wanted > 0]
        others = len(known) - len(alone)
        if len(alone) == 1 and others != 1:
            return alone[0]
    least = min(abs(factor) for factor in known.values())
    return min(known, key=lambda name: (known[name] > 0, abs(known[name]) != least))


def sum_text(factors: dict[str, Fraction], seconds: Fraction) -> str:
    """`3 * period + 200 ms`."""
    parts = [(factor, name if abs(factor) == 1 else f"{abs(factor)} * {name}") for name, factor in factors.items()]
    parts += [(seconds, duration_text(abs(seconds)))] if seconds or not parts else []
    parts.sort(key=lambda part: part[0] < 0)
    (first, text), *more = parts
    text = f"-{text}" if first < 0 else text
    return text + "".join(f" {'-' if factor < 0 else '+'} {said}" for factor, said in more)
