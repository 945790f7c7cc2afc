"""KnownAnswers of a spec: in which combinations of its options each claim is violated, and the run that shows it.

They are computed once for each spec (`computing`) and come with hamodel, since that takes minutes and an audit should not.
The file tells the digest of the spec that it is about: a test computes it anew, and some of the answers. A claim has cubes of
combinations, of which the first that has a combination tells of it; what no cube has is proved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hamodel.model.combinations import Combinations, OptionCube
from hamodel.model.expr import Value

Options = Mapping[str, Value]
VERSION = 2
"""Of the format of the files."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A property of the spec: `hazards` of a list that it is about, and where it stands."""

    name: str
    doc: str
    hazards: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What becomes of a claim with some options: `violated`, else as far as it holds. `faults`: the fewest with which it is
    violated; `steps` and `run`: of a shortest run with so many."""

    verdict: str
    extent: str
    faults: int | None
    steps: int | None
    run: str


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """`options`: the values of each. `possible`: the combinations that the spec allows. `faults`: runs have at most so many.
    `rows`: of each claim its answers, each with the combinations that it is of, in which no other is; those that take the fewest
    faults, and then steps, first."""

    spec: str
    digest: str
    faults: int | None
    options: Mapping[str, tuple[Value, ...]]
    kinds: Mapping[str, str]
    claims: tuple[Claim, ...]
    every: Combinations
    possible: int
    rows: Mapping[str, tuple[tuple[int, ClaimAnswer], ...]]

    @property
    def of_hazards(self) -> tuple[Claim, ...]:
        """The claims that are about hazards: where the spec says so of some, the others compare settings; else all."""
        return tuple(claim for claim in self.claims if claim.hazards) or self.claims

    def at(self, options: Options, claim: str) -> ClaimAnswer:
        """What becomes of a claim with these options, all of which are given."""
        bit = 1 << self.every.number(options)
        return next(answer for bits, answer in self.rows[claim] if bits & bit)

    def violated(self, claim: str, faults: int | None = None) -> int:
        """The combinations in which it is violated: with at most so many faults."""
        found = 0
        for bits, answer in self.rows[claim]:
            if answer.verdict == "violated" and (faults is None or answer.faults is None or answer.faults <= faults):
                found |= bits
        return found

    def worst(self, claim: str, among: int) -> tuple[Options, ClaimAnswer] | None:
        """Of these combinations the first with the fewest faults and steps that violate it, and its answer."""
        for bits, answer in self.rows[claim]:
            if answer.verdict == "violated" and bits & among:
                return self.every.first(bits & among), answer
        return None

    def left(self, values: Mapping[str, Sequence[Value]]) -> int:
        """The combinations in which each of these options has one of these values."""
        return self.possible & self.every.of(OptionCube({name: tuple(some) for name, some in values.items()}))

    def combinations(self, given: Options) -> list[dict[str, Value]]:
        """All combinations that have these values, in their order."""
        return list(self.every.members(self.left({name: (value,) for name, value in given.items()})))


def folder() -> Path:
    """Where the answers are: in an installation beside the modules, in a checkout beside the package."""
    package = Path(__file__).parent.parent.parent
    installed = package / "answers"
    return installed if installed.is_dir() else package.parent / "answers"


@cache
def answers(spec: str) -> KnownAnswers:
    """Those about a spec of the library, by its path there: `pairs/fgcp.ha`."""
    return of_json(json.loads(folder().joinpath(spec).with_suffix(".json").read_text(encoding="utf-8")))


def of_json(said: Mapping[str, Any]) -> KnownAnswers:
    """The answers as a file has them (see `computing`)."""
    assert said["version"] == VERSION, "answers are computed anew where their format changes"
    options = {name: tuple(values) for name, values in said["options"].items()}
    every = Combinations(options)
    possible = every.every
    for cube in said["left_out"]:
        possible &= ~every.of(_cube(cube))
    runs = ["\n".join(lines) for lines in said["runs"]]
    rows = {row["name"]: tuple(_rows(row, said["extent"], runs, every, possible)) for row in said["claims"]}
    claims = tuple(Claim(row["name"], row["doc"], tuple(row["hazards"]), row["path"], row["line"]) for row in said["claims"])
    return KnownAnswers(said["spec"], said["digest"], said["faults"], options, said["kinds"], claims, every, possible, rows)


def _rows(
    row: Mapping[str, Any], extent: str, runs: Sequence[str], every: Combinations, possible: int
) -> Iterator[tuple[int, ClaimAnswer]]:
    left = possible
    for found in row["violated"]:
        bits = left & every.of(_cube(found["where"]))
        left &= ~bits
        if bits:
            yield bits, ClaimAnswer("violated", extent, found["faults"], found["steps"], runs[found["run"]])
    if left:
        yield left, ClaimAnswer("proved", row["proved"], None, None, "")


def _cube(said: Mapping[str, Sequence[Value]]) -> OptionCube:
    return OptionCube({name: tuple(values) for name, values in said.items()})
