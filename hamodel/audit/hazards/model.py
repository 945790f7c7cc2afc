"""HazardModel: which spec a pair is an instance of, and what its leaves say of the spec's options.

An option whose value the files do not decide is explored: every value that is left counts, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from hamodel.audit.conditions import Condition
from hamodel.audit.rule import LeafChange
from hamodel.model.expr import Value


@dataclass(frozen=True, slots=True)
class OptionCase:
    """A value of an option: what the files must say for it, and what to write for it."""

    value: Value
    when: Condition
    write: tuple[LeafChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of the spec, by its cases, asked of each member by itself: the first that holds; if none does for sure, what is
    not excluded is explored. Where a member has it as no case does, the pair is none that the spec is about."""

    option: str
    cases: tuple[OptionCase, ...]


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
