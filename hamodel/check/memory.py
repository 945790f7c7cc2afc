"""What a check has found out -> what the next check of an edited spec need not ask again.

An answer is kept under a digest of all that it depends on. For a property that is the model (the system without properties,
scenarios, places and comments, but with its assumptions), the request, and the property; for a part of a guard or a premise, the
model, the request and the formula; for run-time errors, also every property that may make one. Time decides what is not known:
that is kept only while nothing at all has changed. Nothing is kept of a check that did not come to its end, nor where an answer
depends on more than is in the digest: certificates in a folder, or engines that are all to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from hamodel.check.knowledge import Fewest, Knowledge
from hamodel.check.plan import Plan, may_fail
from hamodel.check.request import Request
from hamodel.check.rows import Row
from hamodel.check.sizes.answers import Key
from hamodel.engines.question import AnyError, OfCover, OfError, OfProperty, OfScenario, Question
from hamodel.model.system import Property, System
from hamodel.model.temporal import looked_at
from hamodel.model.transform import looks
from hamodel.model.verdict import Inductive, Reached, Result, Unknown, Unreachable, reaches
from hamodel.proofs.digest import digest_of


@dataclass(frozen=True, slots=True)
class _Kept:
    """The end of a check, with digests of what it was about."""

    model: str
    everything: str
    fallible: str
    questions: Mapping[Question, str]
    covers: Mapping[OfCover, str]
    knowledge: Knowledge


class Memory:
    """What the last check of each spec has found out. `reused`: how many answers the last `recall` gave."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self.reused = 0

    def keep(self, knowledge: Knowledge) -> None:
        """Remembers what a check has found out that has come to its end."""
        system, request = knowledge.plan.system, knowledge.plan.request
        if not _depends_on_more(request):
            self._kept[_path(system)] = _Kept(
                _model(system, request),
                _everything(system, request),
                _fallible(system),
                _questions(system),
                _covers(knowledge.plan),
                knowledge,
            )

    def recall(self, plan: Plan) -> Knowledge:
        """What is known already of this spec, if it was asked like this before."""
        kept = self._kept.get(_path(plan.system))
        if kept is None or _depends_on_more(plan.request) or _is_about_else(kept, plan):
            self.reused = 0
            return Knowledge.of(plan)
        known = _still_true(kept, plan, kept.everything == _everything(plan.system, plan.request))
        self.reused = sum(_is_shown(question) for question, _ in known.recalled)
        return known


def _is_about_else(kept: _Kept, plan: Plan) -> bool:
    """Was it another model, or does a combination stand for others than before? A new property may tell some apart."""
    before, now = ([row.alike for row in rows] for rows in (kept.knowledge.plan.rows, plan.rows))
    return kept.model != _model(plan.system, plan.request) or before != now


def _is_shown(question: Question) -> bool:
    """Would a report show the answer?"""
    return question == AnyError() or not isinstance(question, OfError | AnyError)


def _still_true(kept: _Kept, plan: Plan, unchanged: bool) -> Knowledge:
    """What of it holds for a system with the same model."""
    old, known = kept.knowledge, Knowledge.of(plan)
    known.complete = unchanged and not old.errors
    results = old.results()
    same = {question for question, key in _questions(plan.system).items() if kept.questions.get(question) == key}
    run_time = not old.errors and kept.fallible == _fallible(plan.system)

    def holds(key: Key, result: Result) -> bool:
        question, number = key
        if isinstance(question, OfScenario):
            return question in same and isinstance(result.answer, Reached) and question.name in old.played
        if question not in same and not (isinstance(question, AnyError | OfError) and run_time):
            return False
        return known.complete or _stands_alone(result, plan.rows[number])

    left = {key: result for key, result in results.items() if holds(key, result)}
    for key, result in left.items():
        known.answers.conclude(key, result)
    known.recalled = frozenset(left)
    lost = {question for question, _ in results.keys() - left.keys()}
    asked = {question for question, _ in left} - lost
    known.fewest = Fewest(
        {question: faults for question, faults in old.fewest.faults.items() if question in asked},
        {question: trace for question, trace in old.fewest.traces.items() if question in asked},
        set(old.fewest.unclear) if known.complete else set(),
    )
    known.starts, known.starts_somewhere = dict(old.starts), set(old.starts_somewhere)
    known.answers.silent.update(old.answers.silent)
    known.played = {name: played for name, played in old.played.items() if OfScenario(name) in asked}
    known.unlifted = {why: [each for each in questions if each in asked] for why, questions in old.unlifted.items()}
    _recall_covers(kept, known)
    return known


def _recall_covers(kept: _Kept, known: Knowledge) -> None:
    """A cover knows its place, which an edit moves: only what it asks for counts."""
    answered: dict[str, list[OfCover]] = {}
    for cover, key in kept.covers.items():
        answered.setdefault(key, []).append(cover)
    moved: dict[OfCover, list[OfCover]] = {}
    for new, key in _covers(known.plan).items():
        for old in answered.get(key, ()):
            moved.setdefault(old, []).append(new)
    for old in kept.knowledge.reached:
        known.reached.update(_as_now(old, moved))
    for old, number in kept.knowledge.exhausted:
        known.exhausted.update((cover, number) for cover in _as_now(old, moved))


def _as_now(old: OfCover, moved: Mapping[OfCover, list[OfCover]]) -> list[OfCover]:
    return [replace(new, asking=old.asking) for new in moved.get(replace(old, asking=""), ())]


def _stands_alone(result: Result, row: Row) -> bool:
    """Does the answer need no other property, no more time and no larger scope?"""
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
    """Does it rest on other properties, too?"""
    proof = result.answer.proof if isinstance(result.answer, Unreachable) else None
    return isinstance(proof, Inductive) and bool(proof.along_with)


# --- what an answer depends on ---------------------------------------------------------------------------------------


def _depends_on_more(request: Request) -> bool:
    return request.proofs is not None or request.engine == "all"


def _path(system: System) -> str:
    return system.span.source.path if system.span else system.name


def _model(system: System, request: Request) -> str:
    assumed = system.assumptions
    return digest_of(replace(system, declared=assumed, scenarios=()), repr(request))


def _everything(system: System, request: Request) -> str:
    return digest_of(system, repr(request))


def _fallible(system: System) -> str:
    """The properties that can cause a run-time error."""
    return digest_of(*filter(may_fail, _looked_at(system)))


def _questions(system: System) -> dict[Question, str]:
    asked: dict[Question, str] = {
        OfProperty(property.name): digest_of(property) for property in (*_looked_at(system), *system.declared)
    }
    asked |= {OfProperty(look.name): digest_of(property) for property in system.declared for look in looks(property)}
    return asked | {OfScenario(scenario.name): digest_of(scenario) for scenario in system.scenarios}


def _covers(plan: Plan) -> dict[OfCover, str]:
    """A premise may read what its property remembers of the past, and that is told by the property."""
    properties = {property.name: property for property in plan.system.declared}
    keys = {}
    for cover in plan.covers:
        owner = properties[cover.question.owner] if cover.question.kind == "premise" else None
        keys[cover.question] = digest_of(cover.wanted, owner)
    return keys


def _looked_at(system: System) -> list[Property]:
    """The properties as a state or a transition is held against them."""
    return [looked_at(property) if property.liveness else property for property in system.declared]
