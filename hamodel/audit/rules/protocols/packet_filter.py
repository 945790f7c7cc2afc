"""What the rules of OpenBSD's pf do to a packet of carp or pfsync: the last rule about it decides, or the first `quick` one.

A rule that may be about it or not (an address, a group of interfaces, an anchor) leaves it open; only what is blocked in any case
is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

RULE, MACRO = "pf/rule", "pf/macro/*"
NUMBERS = {"carp": "112", "pfsync": "240"}
EVERYTHING = r"\b(?:all|from any|to any|quick|in|out|inet6?|keep state|no state|flags any)\b|\((?:no-sync|if-bound)[^)]*\)"
"""What a rule may say without being about fewer packets."""

FULL = re.compile(r"(pass|block|anchor|include|load)\b(?:\s+(?:drop|return\S*|\([^)]*\)))*\s*(.*)")
MOST = 2_000_000
"""Questions to rules: of more of them nobody waits for the answers."""


@dataclass(frozen=True, slots=True)
class FilterRule:
    """A rule with its macros replaced, and the leaf that it is. `action`: empty where it decides nothing about packets. `way`,
    `on`, `protocols`: what it is about, None for all. `only`: it is about fewer packets, nobody says which."""

    text: str
    leaf: Leaf
    action: str
    quick: bool
    way: str | None
    on: str | None
    protocols: frozenset[str] | None
    only: bool

    @property
    def of_the_pair(self) -> bool:
        """Whether it is about carp or pfsync themselves."""
        return self.protocols is not None and not self.protocols.isdisjoint({*NUMBERS, *NUMBERS.values()})


def rules_of(device: Device) -> list[FilterRule]:
    """The rules of a member in their order."""
    macros = {leaf.path[-1]: leaf.value.strip() for leaf in device.all(MACRO)}
    return [_rule(_filled(leaf.value, macros), leaf) for leaf in device.all(RULE)]


def _filled(text: str, macros: dict[str, str]) -> str:
    text = " ".join(text.replace("\\\n", " ").split())
    for _ in range(5):
        filled = re.sub(r"\$(\w+)", lambda found: macros.get(found[1], found[0]), text)
        if filled == text or len(filled) > 20_000:
            break
        text = filled
    return text


def _rule(text: str, leaf: Leaf) -> FilterRule:
    found = FULL.match(text)
    rest = re.sub(r"\blog\b(?:\s*\([^)]*\))?", "", found[2]) if found else ""
    way = re.match(r"\s*(in|out)\b", rest)
    where = re.search(r"\bon\s+(!?\s*\{[^}]*\}|!?\s*\S+)", rest)
    which = re.search(r"\bproto\s+(\{[^}]*\}|\S+)", rest)
    left = re.sub(EVERYTHING, "", rest)
    for part in (where, which):
        left = left.replace(part[0], "") if part else left
    six = re.search(r"\binet6\b", rest) is not None and re.search(r"\binet\b", rest) is None
    return FilterRule(
        text,
        leaf,
        found[1] if found else "",
        re.search(r"\bquick\b", text) is not None or text.startswith(("anchor", "include", "load")),
        way[1] if way else None,
        where[1] if where else None,
        frozenset(re.findall(r"[\w$-]+", which[1])) if which else None,
        six or bool(left.strip()) or "$" in text or (found is not None and found[1] not in ("pass", "block")),
    )


def blocked(rules: Sequence[FilterRule], protocol: str, interface: str, direction: str) -> Leaf | None:
    """The rule that blocks such a packet, if it is blocked in any case."""
    by: Leaf | None = None
    open_ = False
    for rule in rules:
        if (skip := re.match(r"set\s+skip\s+on\s+(.*)", rule.text)) and _on(skip[1], interface) is not False:
            return None
        sure = _about(rule, protocol, interface, direction)
        blocks = rule.action == "block"
        if sure is None:
            open_ = open_ or not blocks  # it may pass it: for good if it is quick, else until a later one decides
            if not blocks and rule.quick:
                return None
        elif sure:
            by, open_ = (rule.leaf if blocks else None), False
            if rule.quick:
                break
    return None if open_ else by


def _about(rule: FilterRule, protocol: str, interface: str, direction: str) -> bool | None:
    """Whether a rule decides about such a packet; None: it may."""
    if not rule.action or rule.way not in (None, direction):
        return False
    if rule.protocols is not None and rule.protocols.isdisjoint({protocol, NUMBERS[protocol]}):
        return None if any(word.startswith("$") for word in rule.protocols) else False
    on = True if rule.on is None else _on(rule.on, interface)
    return on if on is False else None if rule.only else on


def _on(spec: str, interface: str) -> bool | None:
    """Whether a rule's interfaces have this one; None: a group of which nobody says who is in it."""
    if spec.lstrip().startswith("!"):
        inside = _on(spec.lstrip()[1:], interface)
        return None if inside is None else not inside
    answers = [_one(word, interface) for word in re.findall(r"[\w.$-]+", spec)]
    return True if True in answers else None if None in answers or "!" in spec else False


def _one(word: str, interface: str) -> bool | None:
    if word in (interface, "any"):
        return True
    if re.fullmatch(r"[a-z]+\d+", word) or word == "lo":
        return False
    return True if re.fullmatch(rf"{re.escape(word)}\d+", interface) else None
