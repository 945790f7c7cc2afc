"""Orbits: a cube goes in, its images under all permutations of interchangeable members come out.

A permutation moves cells (a member among the indices, or among the arguments of a message) and codes (a member as the value).
Each predicate is therefore known by its form, in which members are blanks, and by the members that fill these: an image is the
same forms filled with other members.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from math import perm, prod
from typing import TypeAlias

from hamodel.engines.clauses import Cube, Vocabulary
from hamodel.engines.packing import alike
from hamodel.model.expr import SortType, Type, Value
from hamodel.model.symmetry import sort_of, symmetric_sorts

MOST = 1500
"""The largest orbit that is made."""

Member: TypeAlias = tuple[int, int]
"""The number of the sort, and of the member in it."""


class Orbits:
    """The symmetry of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        instance = vocabulary.instance
        sizes = instance.scope.sizes
        sorts = [sort for sort in symmetric_sorts(instance.system) if sizes[sort.name] > 1 and alike(instance, sort)]
        self.sizes = [sizes[sort.name] for sort in sorts]
        self._number = {sort: number for number, sort in enumerate(sorts)}
        self._members = {
            (sort, member): (number, index)
            for sort, number in self._number.items()
            for index, member in enumerate(instance.scope.domain(sort))
        }
        forms: dict[tuple[object, ...], int] = {}
        self._forms: list[tuple[int, tuple[Member, ...]]] = [(0, ())]
        self._words: dict[tuple[int, tuple[Member, ...]], int] = {}
        for word in range(1, len(vocabulary.predicates) + 1):
            form, members = self._form(vocabulary, word)
            key = (forms.setdefault(form, len(forms)), members)
            self._forms.append(key)
            self._words[key] = word

    def _form(self, vocabulary: Vocabulary, word: int) -> tuple[tuple[object, ...], tuple[Member, ...]]:
        predicate = vocabulary.predicates[word - 1]
        instance = vocabulary.instance
        cell = instance.cells[predicate.cell]
        members: list[Member] = []

        def blank(type: Type, value: Value) -> object:
            sort = sort_of(type)
            if isinstance(sort, SortType) and (sort, value) in self._members:
                members.append(self._members[sort, value])
                return ("member", sort)
            return value

        part = cell.part[:2] if cell.part[:1] == ("count",) else cell.part
        values = tuple(blank(type, value) for type, value in zip(cell.index_types, cell.index_values, strict=True))
        said: object = predicate.bit
        if predicate.bit is None:
            said = (blank(cell.type, instance.grounder.value(cell.type, predicate.code)),)
        return (cell.variable, part, values, said), tuple(members)

    def images(self, cube: Cube) -> list[Cube] | None:
        """The cube and its images, each once; None if there are too many to list."""
        if not self.sizes:
            return [cube]
        parts = [(literal > 0, *self._forms[abs(literal)]) for literal in cube]
        mentioned: list[list[Member]] = [[] for _ in self.sizes]
        for member in dict.fromkeys(member for _, _, members in parts for member in members):
            mentioned[member[0]].append(member)
        if not any(mentioned):
            return [cube]
        if prod(perm(size, len(members)) for size, members in zip(self.sizes, mentioned, strict=True)) > MOST:
            return None
        found = {cube: None}
        choices = [permutations(range(size), len(members)) for size, members in zip(self.sizes, mentioned, strict=True)]
        for choice in product(*choices):
            to: dict[Member, Member] = {}
            for members, indices in zip(mentioned, choice, strict=True):
                to.update((member, (member[0], index)) for member, index in zip(members, indices, strict=True))
            found[self._image(parts, to)] = None
        return list(found)

    def _image(self, parts: Sequence[tuple[bool, int, tuple[Member, ...]]], to: dict[Member, Member]) -> Cube:
        image = []
        for positive, form, members in parts:
            word = self._words[form, tuple([to[member] for member in members])]
            image.append(word if positive else -word)
        return tuple(sorted(image))
