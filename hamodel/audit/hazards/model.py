"""HazardModel: which spec a pair is an instance of, and what its leaves say of the spec's options.

An option whose value the files do not decide is explored: every value that is left counts, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.audit.conditions import Answer, Condition, Every, Judged, Sides, Truth
from hamodel.audit.rule import About, LeafChange
from hamodel.model.expr import Value


@dataclass(frozen=True, slots=True)
class OptionCase:
    """A value of an option: what the files must say for it, and what to write for it."""

    value: Value
    when: Condition
    write: tuple[LeafChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of the spec, by its cases: the first that holds; if none does for sure, what is not excluded is explored. `of`:
    asked of each member by itself, or of the two together. Where no case may hold, the pair is none that the spec is about."""

    option: str
    cases: tuple[OptionCase, ...]
    of: About = "member"


ALWAYS = Every(())
"""Of every pair."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A claim of the spec that is left out where `when` holds of the pair, which no option says: it cannot be violated there, or,
    if that is `ALWAYS`, there are no answers about it. `unless`: why, in words: where the files do not decide it."""

    claim: str
    when: Condition
    unless: str


@dataclass(frozen=True, slots=True)
class MemberWords:
    """What the spec's runs call the members. `path`: the leaf whose value says which is which, `values` those of each word;
    empty: nothing does, and either may be either. `role`: what the first of them is, in words."""

    words: tuple[str, str]
    role: str
    path: str = ""
    values: tuple[str, str] = ("0", "1")


@dataclass(frozen=True, slots=True)
class HazardModel:
    """`spec`: a path in the library. `when`: which pairs of the vendor it is about. `about`: what it takes such a pair to be.
    `assumes`: what it takes for granted, whatever the files say."""

    vendor: str
    spec: str
    when: Condition
    about: str
    assumes: tuple[str, ...]
    choices: tuple[Choice, ...]
    members: MemberWords
    excluded: tuple[Excluded, ...] = ()


def not_written(*paths: str) -> Judged:
    """Undecided where a member has none of these leaves: what counts there is not in the files. Else it does not hold."""

    def judge(pair: Sides) -> Answer:
        written = all(any(device.all(path) for path in paths) for device in pair.devices)
        return Answer(Truth.NO if written else Truth.UNDECIDED)

    return Judged(paths, judge)
