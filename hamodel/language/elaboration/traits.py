"""The traits of a channel, as they are written -> messages about those that contradict each other or say nothing."""

from __future__ import annotations

from collections.abc import Callable

from hamodel.diagnostics import Diagnostic
from hamodel.language import errors
from hamodel.language.text import ast

OPPOSITES = (("reliable", "lossy"), ("waits when cut", "lost when cut"), ("merging", "duplicating"))


def check_traits(channel: ast.Channel, capacity: int, report: Callable[[Diagnostic], None]) -> None:
    """Reports what is wrong with the traits of a channel that holds so many messages."""
    opposite = {one: other for pair in OPPOSITES for one, other in (pair, pair[::-1])}
    seen: set[str] = set()
    for trait in channel.traits:
        other = opposite.get(trait.text, "")
        if trait.text in seen:
            report(errors.trait_twice(trait))
        elif other in seen:
            report(errors.trait_conflict(trait, other))
        elif trait.text.endswith("when cut") and not channel.over:
            report(errors.cut_without_link(trait, channel.name.text))
        elif trait.text == "merging" and channel.order == "unordered" and capacity > 1:
            report(errors.one_of_each(trait, channel.name.text))
        seen.add(trait.text)
