"""Some of all combinations of options to the shortest condition that is true of exactly them, as text: `hold < dead`.

Shortest as a person counts: the fewest comparisons, of these the fewest terms, then the smallest coefficients, then the fewest
characters. Up to three comparisons are searched for in every way of joining them by `and` and `or`; more of them only all by
`and`, all by `or`, case by case of an option, and in two halves. Where that finds nothing shorter, it is the fewest sets of
values that cover the combinations. What is shown was looked at in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, permutations
from operator import and_, or_
from typing import Literal, TypeAlias

from hamodel.model.alike import Ranges
from hamodel.model.expr import Value
from hamodel.report.when.combinations import condition
from hamodel.report.when.comparisons import Among, Bounded, Comparison, Cost, Family, equals, families, places, whole

MOST_COMPARISONS = 6
MOST_STEPS = 1_500_000
"""So many pairs of comparisons are looked at, however long that takes: the same on every machine."""

Word: TypeAlias = Literal["and", "or"]


@dataclass(frozen=True, slots=True)
class Joined:
    word: Word
    parts: tuple[Formula, ...]
    there: int


Formula: TypeAlias = "Comparison | Joined"
Row: TypeAlias = Mapping[str, Value]
Show: TypeAlias = Callable[[Value], str]


def shortest(
    rows: Sequence[Row],
    chosen: Sequence[int],
    free: Sequence[int],
    show: Show,
    sizes: Collection[str] = (),
    ranges: Ranges | None = None,
) -> str:
    """The condition that holds in the chosen of `rows` (all the rows that there are) and in no other, but maybe in `free` ones.

    Nothing, if nothing is chosen or everything is. `show` writes a value. `sizes`: what is no option but the size of a sort.
    `ranges`: of these options a row is an order, and stands for all of its combinations: nothing is said that tells them apart.
    """
    wanted = set(chosen)
    either = set(free) - wanted
    told = [number for number in range(len(rows)) if number not in either]
    inside = sum(1 << place for place, number in enumerate(told) if number in wanted)
    outside = whole(len(told)) & ~inside
    if not inside or not outside:
        return ""
    search = Separation([rows[number] for number in told], show, sizes, ranges)
    found = search.solve(inside, outside, 1)
    if found is None:
        sets = _of_sets(search, rows, chosen, free, told)
        most = min(MOST_COMPARISONS, _cost(sets)[0])
        several = (search.solve(inside, outside, count) for count in range(2, most + 1))
        found = next((each for each in several if each is not None), sets)
        found = min(sets, found, key=lambda each: _cost(each)[:3])
    assert not inside & ~found.there, "a combination is missing"
    assert not outside & found.there, "a combination is too much"
    return text_of(found)


class Separation:
    """Formulas of so many comparisons that tell some of the combinations, the inside, from others, the outside."""

    def __init__(self, rows: Sequence[Row], show: Show, sizes: Collection[str] = (), ranges: Ranges | None = None) -> None:
        self.families = families(rows, show, sizes, ranges)
        self.show, self.ranges = show, ranges
        self.all = whole(len(rows))
        self.options = list(rows[0])
        self.steps = 0
        self.most = MOST_STEPS * 1_000 // max(1_000, len(rows))
        self.known: dict[tuple[int, int, int], Formula | None] = {}

    def solve(self, inside: int, outside: int, count: int) -> Formula | None:
        key = inside, outside, count
        if key not in self.known:
            self.known[key] = min(self._solutions(inside, outside, count), key=_cost, default=None)
        return self.known[key]

    def _solutions(self, inside: int, outside: int, count: int) -> Iterator[Formula]:
        if not inside or not outside:
            return
        if count == 1:
            said = (family.between(inside, outside) for family in self.families)
            yield from (each for each in said if each is not None)
            return
        around, beside = self._around(inside, outside), self._beside(inside, outside)
        if count == 2:
            yield from self._all_of(around, inside, outside, 2)
            yield from self._any_of(beside, inside, outside, 2)
        elif count == 3:
            yield from self._one_and_more(around, inside, outside)
            yield from self._one_or_more(beside, inside, outside)
        else:
            yield from self._all_of(around, inside, outside, count)
            yield from self._any_of(beside, inside, outside, count)
            yield from self._by_cases(inside, outside, count)
            yield from self._by_halves(inside, outside, count)

    # --- comparisons that may be a part ---

    def _around(self, inside: int, outside: int) -> list[tuple[Family, int]]:
        """What is true of the inside, with what it leaves out of the outside; without what says no more and is no simpler."""
        found = ((family, outside & ~family.narrowest(inside)) for family in self.families)
        return _best(found)

    def _beside(self, inside: int, outside: int) -> list[tuple[Family, int]]:
        """What is false of the outside, with what it has of the inside."""
        return _best((family, inside & widest) for family in self.families for widest in family.widest(outside))

    # --- ways of joining them ---

    def _covers(self, parts: Sequence[tuple[Family, int]], all: int, count: int) -> Iterator[tuple[tuple[Family, int], ...]]:
        """So many of the parts that have everything together."""
        if count == 1:
            for part in parts:
                self.steps += 1
                if not all & ~part[1]:
                    yield (part,)
            return
        for number, part in enumerate(parts):
            if self.steps > self.most:
                return
            if left := all & ~part[1]:
                for more in self._covers(parts[number + 1 :], left, count - 1):
                    yield part, *more

    def _all_of(self, around: Sequence[tuple[Family, int]], inside: int, outside: int, count: int) -> Iterator[Formula]:
        for parts in self._fewest_terms(self._covers(around, outside, count)):
            for order in permutations(parts) if count == 2 else (parts,):
                left = [each[1] for each in order]
                said: list[Comparison] = []
                for number, (family, _) in enumerate(order):
                    others = sum_of(left[:number] + left[number + 1 :])
                    each = family.between(inside, outside & ~others)
                    if each is None:  # nothing is left for it to say
                        break
                    said.append(each)
                    left[number] = outside & ~each.there
                else:
                    yield self.joined("and", said)

    def _any_of(self, beside: Sequence[tuple[Family, int]], inside: int, outside: int, count: int) -> Iterator[Formula]:
        for parts in self._fewest_terms(self._covers(beside, inside, count)):
            for order in permutations(parts) if count == 2 else (parts,):
                has = [each[1] for each in order]
                said: list[Comparison] = []
                for number, (family, _) in enumerate(order):
                    others = sum_of(has[:number] + has[number + 1 :])
                    each = family.between(inside & ~others, outside)
                    if each is None:  # nothing is left for it to say
                        break
                    said.append(each)
                    has[number] = inside & each.there
                else:
                    yield self.joined("or", said)

    @staticmethod
    def _fewest_terms(
        covers: Iterator[tuple[tuple[Family, int], ...]],
    ) -> Iterator[tuple[tuple[Family, int], ...]]:
        """Those that may come to fewer terms than all before."""
        best: tuple[int, int] | None = None
        for parts in covers:
            ranks = [family.rank for family, _ in parts]
            rank = sum(terms for terms, _ in ranks), sum(weight for _, weight in ranks)
            if best is None or rank[0] <= best[0] + 1:
                best = rank if best is None else min(best, rank)
                yield parts

    def _one_and_more(self, around: Sequence[tuple[Family, int]], inside: int, outside: int) -> Iterator[Formula]:
        for family, without in around:
            if self.steps > self.most:
                return
            more = self.solve(inside, outside & ~without, 2)
            if more is not None:
                one = family.between(inside, outside & more.there)
                if one is not None:
                    yield self.joined("and", [one, more])

    def _one_or_more(self, beside: Sequence[tuple[Family, int]], inside: int, outside: int) -> Iterator[Formula]:
        for family, has in beside:
            if self.steps > self.most:
                return
            more = self.solve(inside & ~has, outside, 2)
            if more is not None:
                one = family.between(inside & ~more.there, outside)
                if one is not None:
                    yield self.joined("or", [one, more])

    def _by_cases(self, inside: int, outside: int, count: int) -> Iterator[Formula]:
        """`(mode = a and hold < dead) or (mode = b and limit <= 3)`: for some values of an option a condition of their own."""
        for family in self.families:
            if isinstance(family, Among):
                cases: dict[str, tuple[int, Formula | None]] = {}
                for there in family.places.values():
                    if not inside & there:
                        continue
                    inner = self._within(inside & there, outside & there)
                    if inner is None and outside & there:
                        break
                    text = "" if inner is None else text_of(inner)
                    cases[text] = cases.get(text, (0, None))[0] | there, inner
                else:
                    found = [self._case(family, there, inner) for there, inner in cases.values()]
                    if len(found) > 1 and sum(_cost(case)[0] for case in found) == count:
                        yield self.joined("or", found)

    def _by_halves(self, inside: int, outside: int, count: int) -> Iterator[Formula]:
        """`(hold < dead and limit <= 2) or (hold > dead and limit >= 7)`: a condition for a part of the inside, and one for the
        rest; or for parts of the outside. An option's being below a value makes the parts."""
        for half in self._halves():
            if self.steps > self.most:
                return
            low, high = self._within(inside & half, outside), self._within(inside & ~half, outside)
            if low is not None and high is not None and _cost(low)[0] + _cost(high)[0] == count:
                yield self.joined("or", [low, high])
            low, high = self._within(inside, outside & half), self._within(inside, outside & ~half)
            if low is not None and high is not None and _cost(low)[0] + _cost(high)[0] == count:
                yield self.joined("and", [low, high])

    def _halves(self) -> Iterator[int]:
        for family in self.families:
            if isinstance(family, Bounded) and len(family.about) == 1 and not family.above:
                yield from family.upto[1:-1]

    def _within(self, inside: int, outside: int) -> Formula | None:
        several = (self.solve(inside, outside, number) for number in (1, 2))
        return next((each for each in several if each is not None), None)

    def _case(self, family: Among, there: int, inner: Formula | None) -> Formula:
        which = self.of_one(family.about, there, self.all & ~there)
        assert which is not None, "any of the values can be named"
        return which if inner is None else self.joined("and", [which, inner])

    def joined(self, word: Word, parts: Sequence[Formula]) -> Formula:
        """One part is itself; what is joined by the same word already comes apart. Single options come first, in their order."""
        if len(parts) == 1:
            return parts[0]
        flat: list[Formula] = []
        for part in parts:
            flat += part.parts if isinstance(part, Joined) and part.word == word else [part]
        there = [part.there for part in flat]
        return Joined(word, tuple(sorted(flat, key=self._order)), reduce(and_ if word == "and" else or_, there))

    def _order(self, part: Formula) -> tuple[int, int]:
        """Sums behind single options, and what has parts itself behind both."""
        return (9, 0) if isinstance(part, Joined) else (len(part.options), self.options.index(part.options[0]))

    def of_one(self, about: tuple[str, ...], inside: int, outside: int) -> Formula | None:
        """The shortest comparison that tells the two from each other and is about this option alone."""
        said = (family.between(inside, outside) for family in self.families if family.about == about)
        return min((each for each in said if each is not None), key=_cost, default=None)


def sum_of(sets: Sequence[int]) -> int:
    return reduce(or_, sets, 0)


def _best(parts: Iterator[tuple[Family, int]] | Sequence[tuple[Family, int]]) -> list[tuple[Family, int]]:
    """Those that have something, and are not simpler or have more than all before; the simplest first."""
    kept: list[tuple[Family, int]] = []
    for family, has in parts:
        if has and not any(not has & ~more for _, more in kept):
            kept.append((family, has))
    return kept


# --- sets of values --------------------------------------------------------------------------------------------------


def _of_sets(
    search: Separation, rows: Sequence[Row], chosen: Sequence[int], free: Sequence[int], told: Sequence[int]
) -> Formula:
    """The fewest boxes: what stays where no comparison says it in fewer words."""
    about: dict[str, tuple[str, ...]] = {option: (option,) for option in rows[0]}
    if search.ranges:
        rows, about = _by_order(rows, search.ranges)
    columns = {name: places([rows[number][name] for number in told]) for name in about}
    boxes: list[Formula] = []
    for box in condition(rows, chosen, free):
        parts: list[Formula] = []
        for name, values in box.items():
            where = {value: columns[name][value] for value in values if value in columns[name]}
            inside = sum(where.values())
            one = search.of_one(about[name], inside, search.all & ~inside)
            parts.append(one or search.joined("or", [_one_of(search, about[name], value, each) for value, each in where.items()]))
        boxes.append(search.joined("and", parts))
    return search.joined("or", boxes)


def _one_of(search: Separation, about: tuple[str, ...], value: Value, there: int) -> Formula:
    """That an option has this value; or is in this interval, or stands so to another one."""
    if search.ranges is None or (len(about) == 1 and about[0] not in search.ranges.intervals):
        return equals(about[0], search.show(value), there)
    one = search.of_one(about, there, search.all & ~there)
    assert one is not None, "an interval, and how two options stand to each other, can be said"
    return one


def _by_order(rows: Sequence[Row], ranges: Ranges) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """For each order what tells it from the others: intervals, and how two options stand to each other; and what these are
    about."""
    about: dict[str, tuple[str, ...]] = {option: (option,) for option in rows[0]}
    about |= {f"{one} ? {other}": (one, other) for group in ranges.compared for one, other in combinations(group, 2)}
    told: list[Row] = []
    for row in rows:
        places: dict[str, Value] = {}
        for name, options in about.items():
            first, *others = (row[option] for option in options)
            if others:
                (second,) = others
                places[name] = (int(str(first)) > int(str(second))) - (int(str(first)) < int(str(second)))
            else:
                places[name] = ranges.interval(name, int(str(first)))[0] if name in ranges.intervals else first
        told.append(places)
    return told, about


# --- text ------------------------------------------------------------------------------------------------------------


def _cost(formula: Formula) -> Cost:
    """What is compared is added up; the text is that of the whole."""
    parts = [part.cost for part in _comparisons(formula)]
    text = text_of(formula)
    terms, coefficients, constants = (sum(numbers) for numbers in zip(*(part[1:4] for part in parts), strict=True))
    return len(parts), terms, coefficients, constants, len(text), text.count("!="), text


def _comparisons(formula: Formula) -> Iterator[Comparison]:
    if isinstance(formula, Comparison):
        yield formula
    else:
        for part in formula.parts:
            yield from _comparisons(part)


def text_of(formula: Formula, *, inside: bool = False) -> str:
    """As the language writes it; what is one of several parts has parentheses, if it has parts itself."""
    if isinstance(formula, Comparison):
        return formula.text
    parts = list(dict.fromkeys(_said(formula, part) for part in formula.parts))
    text = f" {formula.word} ".join(parts)
    return f"({text})" if inside and len(parts) > 1 else text


def _said(formula: Joined, part: Formula) -> str:
    """A part; but `limit = 1 or limit = 4` is `limit in { 1, 4 }`."""
    if isinstance(part, Joined):
        return text_of(part, inside=True)
    option, sign = part.options[0], "=" if formula.word == "or" else "!="
    alike = [each for each in formula.parts if isinstance(each, Comparison) and each.text == f"{option} {sign} {each.value}"]
    if len(alike) < 2 or part not in alike:
        return part.text
    return f"{option} {'in' if sign == '=' else 'not in'} {{ {', '.join(each.value for each in alike)} }}"
