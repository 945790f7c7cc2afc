"""Conditions on the leaves of a member or of a pair, as data: so that a rule tells which leaves it reads.

A value that is a placeholder (`${...}`) decides nothing: what depends on it is neither true nor false, but UNDECIDED.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

from hamodel.source import Span
from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

PLACEHOLDER = re.compile(
    r"\$\{[^}]*\}|\{\{.*?\}\}|\{%.*?%\}|%\{[^}]*\}|<[A-Za-z][\w .-]*>|\$\w+|%\w+%"
    r"|\{[A-Za-z][\w.-]*\}|\[[\w.-]+(?:\|[\w.-]+)+\]"  # as manuals and Python's texts write them: `{integer}`, `[enable|disable]`
)
CONDITIONAL = re.compile(r"%\{[~-]?\s*(?:if|else|for)\b|\{%[-+~]?\s*(?:if|el|for)|\{\{-?\s*(?:if|else|range|with)\b")


class Truth(Enum):
    """What there is to say of a condition."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A leaf that a condition looked at: of which member, its path and names, and the leaf; None where it has neither value nor
    default."""

    device: Device
    path: str
    names: tuple[str, ...]
    leaf: Leaf | None

    @property
    def span(self) -> Span | None:
        """Where the leaf is written; where it would be, if it is not."""
        if self.leaf is not None and self.leaf.span is not None:
            return self.leaf.span
        return self.device.near(self.path, self.names)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a condition holds, and the leaves that it looked at to find out."""

    truth: Truth
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """What conditions are asked of: the members, and the names that stand for each `*` of paths that begin with `each`; of other
    paths all names count. A member by itself is a pair of one. `place`: where the pair stands, if that was said."""

    devices: tuple[Device, ...]
    names: tuple[str, ...] = ()
    each: str = ""
    place: str | None = None

    def names_in(self, path: str) -> tuple[str, ...]:
        """The names that stand in this path."""
        inside = not self.each or path == self.each or path.startswith(f"{self.each}/")
        return self.names if inside else ()


@dataclass(frozen=True, slots=True)
class Is:
    """The leaf counts as one of these values, written or by default; of several names, that of one of them."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsWritten:
    """The leaf is written, whatever its value; one that is taken away, or empty, is not."""

    path: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The leaf counts as a value that this regular expression matches from its start."""

    path: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Below:
    """The leaf counts as a number lower than this."""

    path: str
    number: float


@dataclass(frozen=True, slots=True)
class Unlike:
    """Of two members: at least one of these leaves is not the same on both."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameOnBoth:
    """Of two members: each of these leaves has a value on both, the same one."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandsAt:
    """It was said that the pair stands there."""

    place: str


@dataclass(frozen=True, slots=True)
class Not:
    """The other condition does not hold."""

    of: Condition


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OnBoth:
    """The condition holds of each of the two members by itself."""

    of: Condition


@dataclass(frozen=True, slots=True)
class OnOne:
    """The condition holds of at least one member by itself."""

    of: Condition


@dataclass(frozen=True, slots=True)
class OnOnlyOne:
    """The condition holds of one member and not of the other."""

    of: Condition


@dataclass(frozen=True, slots=True)
class Judged:
    """What no other condition can say: `judge` gives the answer. `reads`: the leaves that it looks at."""

    reads: tuple[str, ...]
    judge: Callable[[Sides], Answer]


Condition: TypeAlias = (
    Is | IsWritten | Matches | Below | Unlike | SameOnBoth | StandsAt | Not | Every | Some | OnBoth | OnOne | OnOnlyOne | Judged
)


def ask(condition: Condition, pair: Sides) -> Answer:
    """Whether the condition holds of the pair.

    A condition about a leaf holds of a pair if it holds of each member.
    """
    match condition:
        case Is(path, values):
            return _of_leaf(path, pair, lambda value: _plain(value) in map(_plain, values))
        case Matches(path, pattern):
            return _of_leaf(path, pair, lambda value: re.match(pattern, value) is not None)
        case IsWritten(path):
            names = pair.names_in(path)
            return _conjunction(
                [
                    Answer(_written([leaf.value for leaf in device.all(path, names)]), _seen(device, path, names))
                    for device in pair.devices
                ]
            )
        case Below(path, number):
            return _of_leaf(path, pair, lambda value: (found := _number(value)) is not None and found < number)
        case Unlike(paths):
            return _disjunction([_negation(_equal(path, pair)) for path in paths])
        case SameOnBoth(paths):
            return _conjunction([*(_equal(path, pair) for path in paths), *(_has(path, pair) for path in paths)])
        case StandsAt(place):
            return Answer(_truth(pair.place == place))
        case Not(of):
            return _negation(ask(of, pair))
        case Every(of):
            return _conjunction([ask(each, pair) for each in of])
        case Some(of):
            return _disjunction([ask(each, pair) for each in of])
        case OnBoth(of):
            return _conjunction([ask(of, one) for one in _members(pair)])
        case OnOne(of):
            return _disjunction([ask(of, one) for one in _members(pair)])
        case OnOnlyOne(of):
            first, *others = [ask(of, one) for one in _members(pair)]
            if not others:
                return Answer(Truth.NO)
            return _disjunction(
                [
                    _conjunction([first, _negation(others[0])]),
                    _conjunction([_negation(first), others[0]]),
                ]
            )
        case Judged(judge=judge):
            return judge(pair)
        case _:
            assert_never(condition)


def reads(condition: Condition) -> frozenset[str]:
    """The paths that a condition looks at."""
    match condition:
        case Is(path=path) | IsWritten(path) | Matches(path=path) | Below(path=path):
            return frozenset([path])
        case Unlike(paths) | SameOnBoth(paths):
            return frozenset(paths)
        case StandsAt():
            return frozenset()
        case Not(of) | OnBoth(of) | OnOne(of) | OnOnlyOne(of):
            return reads(of)
        case Every(of) | Some(of):
            return frozenset[str]().union(*map(reads, of))
        case Judged(reads=paths):
            return frozenset(paths)
        case _:
            assert_never(condition)


def placeholder(value: str) -> bool:
    """Whether a value is still to be filled in."""
    return PLACEHOLDER.search(value) is not None


def _members(pair: Sides) -> list[Sides]:
    return [Sides((device,), pair.names, pair.each, pair.place) for device in pair.devices]


def _of_leaf(path: str, pair: Sides, holds: Callable[[str], bool]) -> Answer:
    """Whether the value of one of the leaves of this path is such; of each member."""
    answers = []
    for device in pair.devices:
        seen = _seen(device, path, pair.names_in(path))
        values = {each: each.leaf.value for each in seen if each.leaf is not None}
        met = tuple(each for each, value in values.items() if not placeholder(value) and holds(value))
        open_ = tuple(each for each, value in values.items() if placeholder(value))
        truth = Truth.YES if met else Truth.UNDECIDED if open_ else Truth.NO
        answers.append(Answer(truth, met or open_ or seen))
    return _conjunction(answers)


def _seen(device: Device, path: str, names: Sequence[str]) -> tuple[Evidence, ...]:
    """The leaves of this path that are written; else its default, or that there is nothing."""
    found: list[Leaf | None] = [*device.all(path, names)]
    return tuple(Evidence(device, path, tuple(names), leaf) for leaf in found or [device.leaf(path, names)])


def _equal(path: str, pair: Sides) -> Answer:
    """Whether two members have the same values of a leaf, of all names; `many` values in any order. What one has written and the
    other has not counts as the default there."""
    seen: list[Evidence] = []
    written: list[dict[tuple[str, ...], set[str]]] = []
    usual = pair.devices[0].setting(path).default
    default = set() if usual is None else {_plain(usual)}
    for device in pair.devices:
        shown = _seen(device, path, pair.names_in(path))
        seen += shown
        written.append({})
        for leaf in (each.leaf for each in shown if each.leaf is not None):
            if leaf.span is not None:
                written[-1].setdefault(leaf.path, set()).add(_plain(leaf.value))
    if any(placeholder(text) for each in seen if each.leaf is not None for text in (each.leaf.value, *each.leaf.path)):
        return Answer(Truth.UNDECIDED, tuple(seen))
    paths = {where for member in written for where in member}
    unlike = {where for where in paths if written[0].get(where, default) != written[-1].get(where, default)}
    if unlike:
        seen = [each for each in seen if each.leaf is None or each.leaf.path in unlike or each.leaf.span is None]
    return Answer(_truth(not unlike), tuple(seen))


def _has(path: str, pair: Sides) -> Answer:
    return _of_leaf(path, pair, lambda value: value != "")


def _written(values: Sequence[str]) -> Truth:
    """Whether there is a leaf with a value; what stands under a condition of a template, with its sign, may be there or not."""
    if any(map(CONDITIONAL.search, values)):
        return Truth.UNDECIDED
    return _truth(any(values))


def _plain(value: str) -> str:
    return " ".join(value.split()).lower()


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _truth(holds: bool) -> Truth:
    return Truth.YES if holds else Truth.NO


def _negation(answer: Answer) -> Answer:
    other = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNDECIDED: Truth.UNDECIDED}
    return Answer(other[answer.truth], answer.evidence)


def _conjunction(answers: Sequence[Answer]) -> Answer:
    """All of them; one that does not hold decides, and is the evidence."""
    for truth in (Truth.NO, Truth.UNDECIDED):
        if deciding := [answer for answer in answers if answer.truth is truth]:
            return Answer(truth, _together(deciding))
    return Answer(Truth.YES, _together(answers))


def _disjunction(answers: Sequence[Answer]) -> Answer:
    """One of them; those that hold are the evidence."""
    for truth in (Truth.YES, Truth.UNDECIDED):
        if deciding := [answer for answer in answers if answer.truth is truth]:
            return Answer(truth, _together(deciding))
    return Answer(Truth.NO, _together(answers))


def _together(answers: Iterable[Answer]) -> tuple[Evidence, ...]:
    found: dict[tuple[int, str, tuple[str, ...], Leaf | None], Evidence] = {}
    for answer in answers:
        for each in answer.evidence:
            found.setdefault((id(each.device), each.path, each.names, each.leaf), each)
    return tuple(found.values())
