"""What a text is made of: how often each construct of the language is used in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from hamodel.language.text import ast


def constructs(declarations: Iterable[ast.Declaration]) -> Counter[str]:
    found: Counter[str] = Counter()
    every = tuple(declarations)
    _count(every, found)
    sorts = {each.name.text for each in every if isinstance(each, ast.Sort)}
    ends = [(each.sender.text, each.receiver.text) for each in every if isinstance(each, ast.Channel)]
    records = {each.name.text for each in every if isinstance(each, ast.Record)}
    options = [each.type for each in every if isinstance(each, ast.Option)]
    found["option of a record"] += sum(isinstance(type, ast.NamedType) and type.name.text in records for type in options)
    found["a channel of a sort"] += sum(not sorts.isdisjoint(pair) for pair in ends)
    return found


def _count(thing: Any, found: Counter[str]) -> None:
    if isinstance(thing, tuple):
        for each in thing:
            _count(each, found)
        return
    fields = getattr(thing, "__dataclass_fields__", {})
    if not fields or isinstance(thing, ast.Name):
        return
    found[_called(thing)] += 1
    for more in _marks(thing):
        found[more] += 1
    for field in fields:
        if field != "span":
            _count(getattr(thing, field), found)


def _called(thing: Any) -> str:
    if isinstance(thing, ast.Operation | ast.Quantified):
        return thing.op
    if isinstance(thing, ast.Action | ast.Property):
        return thing.kind
    if isinstance(thing, ast.DidBuiltIn):
        return f"did {thing.event.verb}"
    if isinstance(thing, ast.Word) and thing.text in ("none", "true", "false"):
        return thing.text
    if isinstance(thing, ast.Pending) and thing.asked != "pending":
        return f"{thing.asked} of a queue"
    return type(thing).__name__


def _marks(thing: Any) -> list[str]:
    """What may or may not be written with a construct."""
    if isinstance(thing, ast.Channel):
        constant = ["capacity by a constant"] * isinstance(thing.capacity, ast.Word)
        constant += ["lossy when"] * (thing.lossy_when is not None)
        return [thing.order, *constant, *(trait.text for trait in thing.traits), *_paths(thing)]
    if isinstance(thing, ast.RangeType):
        low, high = _written(thing.low), _written(thing.high)
        marks = [*(["one value"] if low == high else []), *(["negative range"] if isinstance(thing.low, ast.Operation) else [])]
        return marks + ["range to a constant"] * any(isinstance(end, ast.Word) for end in (thing.low, thing.high))
    if isinstance(thing, ast.Size | ast.Faults):
        amount = thing.size if isinstance(thing, ast.Size) else thing.bound
        return ["size by a constant" if isinstance(thing, ast.Size) else "faults by a constant"] * isinstance(amount, ast.Word)
    if isinstance(thing, ast.Sort):
        return ["ordered"] * thing.ordered
    if isinstance(thing, ast.Enum):
        return ["node" if thing.acts else "enum", *(["one member"] if len(thing.members) == 1 else [])]
    if isinstance(thing, ast.Import):
        return ["instance"] if thing.instance or thing.givens else []
    if isinstance(thing, ast.Needs):
        return [f"needs {thing.kind}{' ordered' if thing.ordered else ''}", *(["default"] if thing.default else [])]
    if isinstance(thing, ast.Def):
        return ["open"] if thing.open else []
    if isinstance(thing, ast.Property):
        expected = [f"expect {thing.expect}{' when' if thing.when else ''}"] if thing.expect else []
        return [*expected, *(["hazard"] if thing.hazards else [])]
    if isinstance(thing, ast.Expect):
        return ["tagged expectation"] if thing.hazards else []
    if isinstance(thing, ast.Call) and thing.name.text in ("min", "max"):
        return [thing.name.text]
    if isinstance(thing, ast.Switch | ast.Mending):
        verb = thing.verb if isinstance(thing, ast.Switch) else "mend"
        return [f"on {verb}"] * isinstance(thing, ast.Switch) + [f"{thing.fairness} {verb}"] * bool(thing.fairness)
    if isinstance(thing, ast.Together):
        return [f"{thing.fairness} group"]
    if isinstance(thing, ast.Action | ast.On) and thing.fairness:
        return [thing.fairness]
    if isinstance(thing, ast.Quantified) and thing.where is not None and thing.body is not None:
        return ["where"]
    if isinstance(thing, ast.Wire) and thing.binders:
        return ["a link with two indices" if len(thing.binders) == 2 else "a link with an index"]
    if isinstance(thing, ast.OnLink) and thing.indices:
        return [thing.verb, "which link"]
    if isinstance(thing, ast.OnLink | ast.OnChannel):
        return [thing.verb, *(["blocked"] if thing.blocked else [])]
    if isinstance(thing, ast.Happen) and thing.blocked:
        return ["blocked"]
    if isinstance(thing, ast.AnySteps):
        return ["any step*" if thing.many else "any step"]
    if isinstance(thing, ast.Option):
        own = [*["default"] * (thing.default is not None), *["option of each member"] * bool(thing.binders)]
        return own + [thing.kind] * bool(thing.kind)
    if isinstance(thing, ast.Set):
        in_a_field = bool(thing.fields) or "." in thing.option.text
        return ["set of a member"] * bool(thing.indices) + ["set of a field"] * in_a_field
    return []


def _paths(channel: ast.Channel) -> list[str]:
    ends = any(isinstance(path, ast.Index) for path in channel.over)
    several = len(channel.over) > 1
    return ["over a link"] * bool(channel.over) + ["over several links"] * several + ["over a link between the ends"] * ends


def _written(amount: ast.Amount) -> str:
    return amount.span.text
