"""Pieces: an expression or a statement of the language as a text, and what it means as a Python function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

State = tuple[Any, ...]
"""A content for each variable: a value, or a tuple of values, member by member."""

NOTHING: Mapping[Any, Any] = {}


class At:
    """Where a piece is looked at. Members are the numbers below `size`; `names` are those of the binders around the piece.

    `memory`: what each operator on the past was worth in the state before; `did`: the action that led here.
    """

    __slots__ = ("did", "memory", "names", "option", "size", "state")

    def __init__(
        self,
        size: int,
        state: State,
        option: bool = False,
        names: Mapping[str, int] = NOTHING,
        memory: Mapping[Any, bool] = NOTHING,
        did: tuple[Any, ...] | None = None,
    ) -> None:
        self.size, self.state, self.option, self.names = size, state, option, names
        self.memory, self.did = memory, did

    @property
    def members(self) -> range:
        return range(self.size)

    def within(self, names: Mapping[str, int]) -> At:
        """The same with more names."""
        return At(self.size, self.state, self.option, {**self.names, **names}, self.memory, self.did)


@dataclass(frozen=True)
class Piece:
    """`past`: the operators on the past in it, which something has to remember; `acts`: the actions that it says `did` of."""

    text: str
    evaluate: Callable[[At], Any]
    past: tuple[Past, ...] = ()
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """An operator on the past, with the binders that it may know; `worth` is the value of it in a state."""

    number: int
    binders: tuple[str, ...]
    at_first: bool
    evaluate: Callable[[At], bool]

    def places(self, size: int) -> Iterator[tuple[int, ...]]:
        return product(range(size), repeat=len(self.binders))


Writes = dict[tuple[int, tuple[int, ...]], Any]
"""A variable by its number, the indices, and what is written."""


@dataclass(frozen=True)
class Doing:
    """A statement. `branches`: each branch to do it, with the names that are known behind it and all that is written so far."""

    text: str
    branches: Callable[[At, Writes], Iterator[tuple[At, Writes]]]


def combined(text: str, evaluate: Callable[..., Any], *pieces: Piece) -> Piece:
    """A piece of pieces, which are `{}` in the text; `evaluate` has the value of each. All of them are looked at."""
    return Piece(
        text.format(*(piece.text for piece in pieces)),
        lambda at: evaluate(*(piece.evaluate(at) for piece in pieces)),
        *_kept(*pieces),
    )


def quantified(word: str, body: Piece, *binders: str, where: Piece | None = None) -> Piece:
    """`all`, `some`, `exactly one`, `at most one` over combinations of members."""

    def truths(at: At) -> Iterator[bool]:
        for members in product(at.members, repeat=len(binders)):
            inside = at.within(dict(zip(binders, members, strict=True)))
            if where is None or where.evaluate(inside):
                yield bool(body.evaluate(inside))

    decide: Callable[[Iterator[bool]], bool] = {
        "all": all,
        "some": any,
        "exactly one": lambda each: sum(each) == 1,
        "at most one": lambda each: sum(each) <= 1,
    }[word]
    said = f" where {where.text}" if where else ""
    parts = [body] if where is None else [body, where]
    text = f"({word} {', '.join(f'{binder}: N' for binder in binders)}{said}. {body.text})"
    return Piece(text, lambda at: decide(truths(at)), *_kept(*parts))


def counted(binder: str, where: Piece) -> Piece:
    return Piece(
        f"(count {binder}: N where {where.text})",
        lambda at: sum(bool(where.evaluate(at.within({binder: member}))) for member in at.members),
        *_kept(where),
    )


def used(name: str, parameter: str | None, body: Piece, argument: str | None) -> Piece:
    """A definition where it is used."""
    if parameter is None or argument is None:
        return Piece(name, body.evaluate, *_kept(body))
    return Piece(f"{name}({argument})", lambda at: body.evaluate(at.within({parameter: at.names[argument]})), *_kept(body))


def _kept(*pieces: Piece) -> tuple[tuple[Past, ...], tuple[str, ...]]:
    return tuple(past for piece in pieces for past in piece.past), tuple(name for piece in pieces for name in piece.acts)
