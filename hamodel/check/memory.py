"""What a check has found out -> what the next check of an edited spec need not ask again.

An answer is kept under a digest of all that it depends on. For a claim that is the model (the system without claims,
scenarios, places and comments, but with its assumptions), the request, and the claim; for a part of a guard or a premise, the
model, the request and the formula; for run-time mistakes, also every claim that may make one. Time decides what is not known:
that is kept only while nothing at all has changed. Nothing is kept of a check that did not come to its end, nor where an answer
depends on more than is in the digest: certificates in a folder, or engines that are all to answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from hamodel.check.plan import Request, Row, may_slip
from hamodel.check.quality import MISTAKEN, UNBOUNDED, Cover
from hamodel.engines.question import RUN_TIME
from hamodel.model.scenario import Played
from hamodel.model.system import Property, System
from hamodel.model.temporal import looked_at
from hamodel.model.trace import Trace
from hamodel.model.transform import looks
from hamodel.model.verdict import Inductive, Reached, Result, Unknown, Unreachable, reaches
from hamodel.proofs.digest import digest_of

COVERS = ("", MISTAKEN, UNBOUNDED)
"""What is asked of a cover: whether it is reached, and why it is not."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of a spec, in the terms of `check`: results of questions by combination, covers by name.

    `complete`: nothing is left to ask but the scenarios that fail.
    """

    results: Mapping[tuple[str, int], Result] = field(default_factory=dict)
    fewest: Mapping[str, int] = field(default_factory=dict)
    with_fewest: Mapping[str, Trace] = field(default_factory=dict)
    unclear: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    exhausted: frozenset[tuple[str, int]] = frozenset()
    starts: Mapping[int, bool] = field(default_factory=dict)
    starts_somewhere: frozenset[int] = frozenset()
    silent: frozenset[tuple[int, tuple[tuple[str, int], ...]]] = frozenset()
    played: Mapping[str, Played] = field(default_factory=dict)
    unlifted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mistakes: bool = False
    complete: bool = False

    @property
    def answers(self) -> int:
        """How many answers there are that a report would show."""
        return sum(name == RUN_TIME or not name.startswith(RUN_TIME) for name, _ in self.results)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The end of a check, with digests of what it was about."""

    model: str
    everything: str
    slippery: str
    questions: Mapping[str, str]
    covers: Mapping[str, str]
    learned: Learned


class Memory:
    """What the last check of each spec has found out. `reused`: how many answers the last `recall` gave."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self.reused = 0

    def keep(self, system: System, request: Request, covers: Sequence[Cover], learned: Learned) -> None:
        if not _depends_on_more(request):
            self._kept[_path(system)] = _Kept(
                _model(system, request),
                _everything(system, request),
                _slippery(system),
                _questions(system),
                _covers(system, covers),
                learned,
            )

    def recall(self, system: System, request: Request, rows: Sequence[Row], covers: Sequence[Cover]) -> Learned:
        """What is known already of this spec, if it was asked like this before."""
        kept = self._kept.get(_path(system))
        if kept is None or _depends_on_more(request) or kept.model != _model(system, request):
            self.reused = 0
            return Learned()
        learned = _still_true(kept, system, rows, covers, kept.everything == _everything(system, request))
        self.reused = learned.answers
        return learned


def _still_true(kept: _Kept, system: System, rows: Sequence[Row], covers: Sequence[Cover], unchanged: bool) -> Learned:
    """What of it holds for a system with the same model."""
    old = kept.learned
    complete = unchanged and not old.mistakes
    same = {name for name, key in _questions(system).items() if kept.questions.get(name) == key}
    run_time = not old.mistakes and kept.slippery == _slippery(system)
    scenarios = {scenario.name for scenario in system.scenarios}

    def holds(key: tuple[str, int], result: Result) -> bool:
        name, number = key
        if name in scenarios:
            return name in same and isinstance(result.answer, Reached) and name in old.played
        if name not in same and not (name.startswith(RUN_TIME) and run_time):
            return False
        return complete or _stands_alone(result, rows[number])

    results = {key: result for key, result in old.results.items() if holds(key, result)}
    lost = {name for name, _ in old.results.keys() - results.keys()}
    known = {name for name, _ in results} - lost
    answered: dict[str, set[str]] = {}  # the names of covers hold places: only what they ask for counts
    for name, key in kept.covers.items():
        answered.setdefault(key, set()).add(name)
    renamed = [(old_name, name) for name, key in _covers(system, covers).items() for old_name in answered.get(key, ())]
    return Learned(
        results,
        {name: fewest for name, fewest in old.fewest.items() if name in known},
        {name: trace for name, trace in old.with_fewest.items() if name in known},
        old.unclear if complete else frozenset(),
        frozenset(kind + new for name, new in renamed for kind in COVERS if kind + name in old.reached),
        frozenset(
            (kind + new, number)
            for name, new in renamed
            for kind in COVERS
            for cover, number in old.exhausted
            if cover == kind + name
        ),
        old.starts,
        old.starts_somewhere,
        old.silent,
        {name: played for name, played in old.played.items() if name in known},
        {why: [name for name in names if name in known] for why, names in old.unlifted.items()},
        complete=complete,
    )


def _stands_alone(result: Result, row: Row) -> bool:
    """Does the answer need no other claim, no more time and no larger scope?"""
    match result.answer:
        case Reached():
            return True
        case Unreachable():
            return not any(map(_leans, result.shown_by)) and all(reaches(result.sizes, sizes) for sizes in row.sizes)
        case Unknown():
            return False
        case _:
            assert_never(result.answer)


def _leans(result: Result) -> bool:
    """Does it rest on other claims, too?"""
    proof = result.answer.proof if isinstance(result.answer, Unreachable) else None
    return isinstance(proof, Inductive) and bool(proof.along_with)


# --- what an answer depends on ---------------------------------------------------------------------------------------


def _depends_on_more(request: Request) -> bool:
    return request.proofs is not None or request.engine == "all"


def _path(system: System) -> str:
    return system.span.source.path if system.span else system.name


def _model(system: System, request: Request) -> str:
    assumed = tuple(claim for claim in system.properties if claim.kind == "assume")
    return digest_of(replace(system, properties=assumed, scenarios=()), repr(request))


def _everything(system: System, request: Request) -> str:
    return digest_of(system, repr(request))


def _slippery(system: System) -> str:
    """The claims that can make a run-time mistake."""
    return digest_of(*filter(may_slip, _looked_at(system)))


def _questions(system: System) -> dict[str, str]:
    asked = {claim.name: digest_of(claim) for claim in (*_looked_at(system), *system.properties)}
    asked |= {look.name: digest_of(claim) for claim in system.properties for look in looks(claim)}
    return asked | {scenario.name: digest_of(scenario) for scenario in system.scenarios}


def _covers(system: System, covers: Sequence[Cover]) -> dict[str, str]:
    """A premise may read what its claim remembers of the past, and that is told by the claim."""
    claims = {claim.name: claim for claim in system.properties}
    keys = {}
    for cover in covers:
        kind, _, rest = cover.name.partition(" ")
        keys[cover.name] = digest_of(cover.wanted, claims[rest.split(" ")[0]] if kind == "premise" else None)
    return keys


def _looked_at(system: System) -> list[Property]:
    """The claims as a state or a transition is held against them."""
    return [looked_at(claim) if claim.liveness else claim for claim in system.properties]
