"""KnownAnswers of a spec: for each combination of its options, what becomes of each claim, and the run that shows it.

They are computed once for each spec (`computing`) and come with hamodel, since a check may take minutes and an audit should not.
The file tells the digest of the spec that it is about: a test computes it anew, and some of the answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hamodel.model.expr import Value

Options = Mapping[str, Value]


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
    """`options`: the values of each. `rows`: by the values of the options, in their order, and the claim's name. `faults`: runs
    have at most so many."""

    spec: str
    digest: str
    faults: int | None
    options: Mapping[str, tuple[Value, ...]]
    kinds: Mapping[str, str]
    claims: tuple[Claim, ...]
    rows: Mapping[tuple[tuple[Value, ...], str], ClaimAnswer]

    @property
    def of_hazards(self) -> tuple[Claim, ...]:
        """The claims that are about hazards: where the spec says so of some, the others compare settings; else all."""
        return tuple(claim for claim in self.claims if claim.hazards) or self.claims

    def at(self, options: Options, claim: str) -> ClaimAnswer:
        """What becomes of a claim with these options, all of which are given."""
        return self.rows[(tuple(options[name] for name in self.options), claim)]

    def among(self, options: Options, claim: str) -> ClaimAnswer | None:
        """The same; None where the spec leaves out this combination."""
        return self.rows.get((tuple(options[name] for name in self.options), claim))

    def combinations(self, given: Options) -> list[dict[str, Value]]:
        """All combinations that have these values, in the order of the file."""
        found: dict[tuple[Value, ...], None] = dict.fromkeys(values for values, _ in self.rows)
        every = [dict(zip(self.options, values, strict=True)) for values in found]
        return [options for options in every if all(options[name] == value for name, value in given.items())]


def folder() -> Path:
    """Where the answers are: in an installation beside the modules, in a checkout beside the package."""
    package = Path(__file__).parent.parent.parent
    installed = package / "answers"
    return installed if installed.is_dir() else package.parent / "answers"


@cache
def answers(spec: str) -> KnownAnswers:
    """Those about a spec of the library, by its path there: `pairs/fgcp.ha`."""
    said = json.loads(folder().joinpath(spec).with_suffix(".json").read_text(encoding="utf-8"))
    options = {name: tuple(values) for name, values in said["options"].items()}
    runs: Sequence[str] = said["runs"]
    rows = {
        (tuple(row["options"][name] for name in options), name): ClaimAnswer(
            found["verdict"],
            found["extent"],
            found.get("faults"),
            found.get("steps"),
            runs[found["run"]] if "run" in found else "",
        )
        for row in said["answers"]
        for name, found in row["claims"].items()
    }
    claims = tuple(Claim(row["name"], row["doc"], tuple(row["hazards"]), row["path"], row["line"]) for row in said["claims"])
    return KnownAnswers(spec, said["digest"], said["faults"], options, said["kinds"], claims, rows)
