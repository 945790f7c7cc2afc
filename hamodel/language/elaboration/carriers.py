"""Links and channels as they are declared: their types, with records as they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.elaboration.types import AnyType
from hamodel.language.text import ast
from hamodel.model.expr import Bound, EnumType, SortType, Type

Report = Callable[[Diagnostic], None]


@dataclass(frozen=True, slots=True)
class Cable:
    """A link, or several with these indices."""

    indices: tuple[Type, ...]
    declaration: ast.Wire

    @property
    def name(self) -> str:
        return self.declaration.name.text

    @property
    def parameters(self) -> tuple[Bound, ...]:
        """Which of the links it is, in the words of the declaration."""
        unnamed = ["sender", "receiver"] if len(self.indices) == 2 else [type_word(type) for type in self.indices]
        said = [binder.name.text if binder.name else "" for binder in self.declaration.binders]
        words = (own or (f"{word}_" if word in said else word) for own, word in zip(said, unnamed, strict=True))
        return tuple(map(Bound, words, self.indices))


@dataclass(frozen=True, slots=True)
class Carrier:
    """A channel; `messages` gives the fields of each message as they are written, records included."""

    name: str
    sender: EnumType | SortType
    receiver: EnumType | SortType
    messages: dict[str, tuple[tuple[str, AnyType], ...]]
    capacity: int
    declaration: ast.Channel

    @property
    def fifo(self) -> bool:
        """Is it a queue with a head?"""
        return self.declaration.order == "fifo"

    def has(self, trait: str) -> bool:
        """Is the trait written (`fifo`, `lossy`)?"""
        return any(written.text == trait for written in self.declaration.traits)

    @property
    def drops(self) -> bool:
        """Is what is sent lost where there is no room? It is not where only so many may be lost, or where time is counted."""
        return self.has("lossy") and self.declaration.in_a_row is None and self.declaration.delay is None


def type_word(meaning: AnyType) -> str:
    """What a value of this type is called when the author gave it no name."""
    word = str(meaning).strip("?")
    return word[:1].lower() + word[1:] if word.isidentifier() else "value"


OPPOSITES = (
    ("reliable", "lossy"),
    ("waits when cut", "lost when cut"),
    ("merging", "duplicating"),
    ("delivers within", "duplicating"),
)


def check_traits(channel: ast.Channel, capacity: int, report: Report) -> None:
    """Reports what is wrong with the traits of a channel that holds so many messages."""
    seen: set[str] = set()
    for trait in channel.traits:
        others = [one for pair in OPPOSITES if trait.text in pair for one in pair if one != trait.text and one in seen]
        if trait.text in seen:
            report(errors.channels.trait_twice(trait))
        elif others:
            report(errors.channels.trait_conflict(trait, others[0]))
        elif trait.text.endswith("when cut") and not channel.over:
            report(errors.channels.cut_without_link(trait, channel.name.text))
        elif trait.text == "merging" and channel.order == "unordered" and capacity > 1:
            report(errors.channels.one_of_each(trait, channel.name.text))
        seen.add(trait.text)
