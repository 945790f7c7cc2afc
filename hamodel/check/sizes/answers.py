"""Answers: what is known of each question, by the size of the system, and what that comes to for what was asked.

The size that was asked for decides. A trace of a smaller size counts where it is one of the asked size too; a proof counts
for the sizes that it is about. What comes out does not depend on the order in which answers come in.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TypeAlias

from hamodel.check.rows import Row, extent
from hamodel.engines.question import OfProperty, Question
from hamodel.evidence.confirm import Disagreement
from hamodel.model.system import Property
from hamodel.model.verdict import Extent, Reached, Result, Size, Unknown, Unreachable, reaches

Key: TypeAlias = tuple[Question, int]
"""A question, and the number of a row."""

Sizes: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Known:
    """Of one question in one row. `found` by search, by size: the result, with the place of the search in the order of all."""

    found: dict[Sizes, tuple[int, Result]] = field(default_factory=dict)
    embedded: dict[Sizes, tuple[int, Result]] = field(default_factory=dict)
    proofs: list[Result] = field(default_factory=list)
    shown: list[Mapping[str, int]] = field(default_factory=list)
    final: Result | None = None
    reason: Result | None = None


class Answers:
    """`rows`: what is asked of every question. `reachable`: those that ask for a witness, not for a counterexample. `looks`: the
    questions whether a property has a value wherever it is looked at, by that about the property."""

    def __init__(
        self, rows: Sequence[Row], reachable: Collection[Question], looks: Mapping[OfProperty, Sequence[Property]]
    ) -> None:
        self._rows, self._reachable, self._looks = rows, reachable, looks
        self._known: dict[Key, _Known] = {}
        self.silent: set[tuple[int, Sizes]] = set()  # rows, and the sizes at which no run starts: what holds there says nothing

    def __contains__(self, key: Key) -> bool:
        return key in self._known

    def __iter__(self) -> Iterator[Key]:
        return iter(self._known)

    # --- what comes in ---

    def searched(self, key: Key, sizes: Mapping[str, int], result: Result, order: int) -> None:
        """What a search at a size has found. Raises `Disagreement` if it shows what is proved not to be."""
        if isinstance(result.answer, Reached):
            self.show(key, sizes, result.engine)
        _keep(self._of(key).found, sizes, order, result)

    def embedded(self, key: Key, sizes: Mapping[str, int], result: Result, order: int) -> None:
        """A trace that was found at a smaller size (`sizes`), and is one of the size that was asked for."""
        _keep(self._of(key).embedded, sizes, order, result)

    def show(self, key: Key, sizes: Mapping[str, int], engine: str) -> None:
        """A trace shows it at this size."""
        known = self._of(key)
        known.shown.append(sizes)
        for proof in known.proofs:
            if reaches(proof.sizes, sizes):
                raise Disagreement(f"{key[0]}: {proof.engine} proves what {engine} shows to be wrong")

    def proved(self, key: Key, result: Result) -> None:
        """A proof that no search gave. Raises `Disagreement` if there is a trace of a size that it is about."""
        known = self._of(key)
        if any(reaches(result.sizes, sizes) for sizes in known.shown):
            raise Disagreement(f"{key[0]}: {result.engine} proves what a trace shows to be wrong")
        known.proofs.append(result)

    def unproved(self, key: Key, result: Result) -> None:
        """Nothing but a proof was looked for, and none was found."""
        self._of(key).reason = result

    def conclude(self, key: Key, result: Result) -> None:
        """This is what is to be told, whatever else comes."""
        self._of(key).final = result

    def _of(self, key: Key) -> _Known:
        return self._known.setdefault(key, _Known())

    # --- what it comes to ---

    def settled(self, key: Key, sizes: Mapping[str, int] | None = None) -> bool:
        """Is there nothing left to look for (at this size)?"""
        known = self._known.get(key)
        if known is None:
            return False
        targets = self._rows[key[1]].sizes
        asked = [sizes] if sizes is not None and dict(sizes) in [dict(target) for target in targets] else targets
        proved = all(any(reaches(proof.sizes, target) for proof in known.proofs) for target in asked)
        hit = any(isinstance(found.answer, Reached) for target in targets if (found := _at(known, target)))
        over = known.final is not None and not isinstance(known.final.answer, Unknown)
        return proved or hit or over or bool(known.embedded)

    def result(self, key: Key) -> Result | None:
        """What is to be told; None: nothing is known."""
        known = self._known.get(key)
        if known is None:
            return None
        if known.final is not None:
            return known.final
        if known.embedded:
            return known.embedded[min(known.embedded, key=_weight)][1]
        targets = self._rows[key[1]].sizes
        at = [_at(known, target) for target in targets]
        for place, found in enumerate(at):
            if found is not None and isinstance(found.answer, Reached):
                before = [answer for answer in at[:place] if answer is not None and self._says(key, answer)]
                return replace(found, held=_box([_sizes(answer.sizes) for answer in before])) if before else found
        proofs = [next((proof for proof in known.proofs if reaches(proof.sizes, target)), None) for target in targets]
        for proof in known.proofs:
            if all(reaches(proof.sizes, target) for target in targets):
                return proof
        answers = [proof or found for proof, found in zip(proofs, at, strict=True)]
        held = [answer for answer in answers if answer is not None and isinstance(answer.answer, Unreachable)]
        if len(held) == len(targets):
            any_faults = all(answer.any_faults for answer in held)
            said = [place for place, target in enumerate(targets) if not self._nothing_runs(key, target)]
            if not said or len(said) == len(targets):
                return replace(held[-1], sizes=_together(held), any_faults=any_faults, parts=_each_once(held))
            sizes = _box([tuple(targets[place].items()) for place in said])
            parts = _each_once([held[place] for place in said])
            return replace(held[said[-1]], sizes=sizes, any_faults=any_faults, parts=parts)
        return self._open(key, known, answers)

    def _says(self, key: Key, result: Result) -> bool:
        """Does it hold at the size of the result, where there are runs and it has a value in all of their states?"""
        sizes = dict(_sizes(result.sizes))
        if not isinstance(result.answer, Unreachable) or self._nothing_runs(key, sizes):
            return False
        looks = self._looks.get(key[0], ()) if isinstance(key[0], OfProperty) else ()
        valued = (self._known.get((OfProperty(look.name), key[1])) for look in looks)
        return all(known is not None and _holds(known, sizes) for known in valued)

    def _nothing_runs(self, key: Key, sizes: Mapping[str, int]) -> bool:
        return (key[1], tuple(sizes.items())) in self.silent

    def _open(self, key: Key, known: _Known, answers: Sequence[Result | None]) -> Result | None:
        """What is not decided: of the size of which least is known, with what is known of others."""
        row = self._rows[key[1]]
        target, found = min(zip(row.sizes, answers, strict=True), key=lambda pair: _how_much(pair[1]))
        held = [result for _, result in known.found.values() if self._says(key, result)]
        if found is None and known.reason is not None:
            return known.reason
        open_ = Unknown("not decided before the check ended")
        result = found or Result(row.options, target, open_, asked=row.asked, alike=row.alike)
        answer = result.answer
        assert isinstance(answer, Unknown)
        about = [other for other in answers if other is not None] if answer.asked else [result]  # of no other less is known
        if held:
            largest = max(held, key=lambda result: _weight(_sizes(result.sizes)))
            word = "not reached" if key[0] in self._reachable else "proved"
            answer = replace(answer, reason=f"{answer.reason}; {word} for {extent(largest.sizes)}")
        return replace(result, sizes=_together(about), answer=answer)


def _keep(known: dict[Sizes, tuple[int, Result]], sizes: Mapping[str, int], order: int, result: Result) -> None:
    """An answer outdoes none, and of two answers the one that was asked for first is kept."""
    there = known.get(tuple(sizes.items()))
    rank = (isinstance(result.answer, Unknown), order)
    if there is None or rank < (isinstance(there[1].answer, Unknown), there[0]):
        known[tuple(sizes.items())] = order, result


def _at(known: _Known, sizes: Mapping[str, int]) -> Result | None:
    found = known.found.get(tuple(sizes.items()))
    return None if found is None else found[1]


def _sizes(extent: Extent) -> Sizes:
    return tuple((sort, size) for sort, size in extent.items() if isinstance(size, int))


def _how_much(result: Result | None) -> tuple[int, int]:
    """How much is known: nothing, something up to a depth, that to the depth that was asked for, or everything."""
    match result:
        case None:
            return 0, -1
        case Result(answer=Unknown(depth=depth, asked=asked)):
            return 1 + asked, depth
        case _:
            return 3, 0


def _each_once(results: Sequence[Result]) -> tuple[Result, ...]:
    """A proof may be about several of the sizes."""
    return tuple(result for place, result in enumerate(results) if not any(result is other for other in results[:place]))


def _holds(known: _Known, sizes: Mapping[str, int]) -> bool:
    found = _at(known, sizes)
    at_size = found is not None and isinstance(found.answer, Unreachable)
    return at_size or any(reaches(proof.sizes, sizes) for proof in known.proofs)


def _weight(sizes: Sizes) -> tuple[int, Sizes]:
    """Smaller first."""
    return sum(size for _, size in sizes), sizes


def _together(results: Sequence[Result]) -> Extent:
    """The sizes of results that together are about everything that was asked for."""
    return {sort: _several(result.sizes[sort] for result in results) for sort in results[0].sizes}


def _box(every: Sequence[Sizes]) -> Extent:
    """Sizes of the sorts of which each combination is one of these: as many as can be said in a line."""
    best: list[tuple[int, ...]] = []
    most = 0
    there = {tuple(size for _, size in sizes) for sizes in every}
    for corner in sorted(there):
        inside = [sizes for sizes in there if all(size <= last for size, last in zip(sizes, corner, strict=True))]
        box = [tuple(sorted(set(sizes))) for sizes in zip(*inside, strict=True)]
        volume = math.prod(map(len, box))
        if volume > most and there.issuperset(product(*box)):
            best, most = box, volume
    best = best or [(size,) for size in min(there)]
    return {sort: sizes[0] if len(sizes) == 1 else sizes for (sort, _), sizes in zip(every[0], best, strict=True)}


def _several(sizes: Iterable[Size | None]) -> Size | None:
    numbers = sorted(set(_numbers(sizes)))
    return None if not numbers else numbers[0] if len(numbers) == 1 else tuple(numbers)


def _numbers(sizes: Iterable[Size | None]) -> Iterator[int]:
    for size in sizes:
        yield from () if size is None else (size,) if isinstance(size, int) else size
