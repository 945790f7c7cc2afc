"""What the rules of OpenBSD's pf do to a packet of carp or pfsync: the last rule about it decides, or the first `quick` one.

A rule that may be about it or not (an address, a group of interfaces, an anchor) leaves it open; only what is blocked in any case
is said to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hamodel.vendors.device import Device
from hamodel.vendors.schema import Leaf

RULE, MACRO = "pf/rule", "pf/macro/*"
EVERYTHING = r"\b(?:all|from any|to any|quick|in|out|inet6?|keep state|no state|flags any)\b|\((?:no-sync|if-bound)[^)]*\)"
"""What a rule may say without being about fewer packets."""

NUMBERS = {"carp": "112", "pfsync": "240"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its macros replaced, and the leaf that it is."""

    text: str
    leaf: Leaf

    @property
    def of_the_pair(self) -> bool:
        """Whether it is about carp or pfsync themselves."""
        return re.search(r"\bproto\s+\{?[^}]*\b(?:carp|pfsync|112|240)\b", self.text) is not None


def rules_of(device: Device) -> list[Rule]:
    """The rules of a member in their order."""
    macros = {leaf.path[-1]: leaf.value.strip().strip("\"'") for leaf in device.all(MACRO)}
    return [Rule(_filled(leaf.value, macros), leaf) for leaf in device.all(RULE)]


def _filled(text: str, macros: dict[str, str]) -> str:
    text = " ".join(text.replace("\\\n", " ").split())
    for _ in range(5):
        filled = re.sub(r"\$(\w+)", lambda found: macros.get(found[1], found[0]), text)
        if filled == text or len(filled) > 20_000:
            break
        text = filled
    return text


def blocked(rules: list[Rule], protocol: str, interface: str, direction: str) -> Leaf | None:
    """The rule that blocks such a packet, if it is blocked in any case."""
    by: Leaf | None = None
    open_ = False
    for rule in rules:
        if (skip := re.match(r"set\s+skip\s+on\s+(.*)", rule.text)) and _on(skip[1], interface) is not False:
            return None
        sure = _about(rule.text, protocol, interface, direction)
        if sure is None:
            blocks = rule.text.startswith("block")
            open_ = open_ or not blocks  # it may pass it: for good if it is quick, else until a later one decides
            if not blocks and _quick(rule.text):
                return None
        elif sure:
            by, open_ = (rule.leaf, False) if rule.text.startswith("block") else (None, False)
            if _quick(rule.text):
                break
    return None if open_ else by


def _quick(text: str) -> bool:
    return re.search(r"\bquick\b", text) is not None or text.startswith(("anchor", "include", "load"))


def _about(text: str, protocol: str, interface: str, direction: str) -> bool | None:
    """Whether a rule decides about such a packet; None: it may."""
    found = re.match(r"(pass|block|anchor|include|load)\b(?:\s+(?:drop|return\S*|\([^)]*\)))*\s*(.*)", text)
    if found is None:
        return False
    if found[1] not in ("pass", "block"):
        return None
    rest = re.sub(r"\blog\b(?:\s*\([^)]*\))?", "", found[2])
    if (way := re.match(r"\s*(in|out)\b", rest)) and way[1] != direction:
        return False
    where = re.search(r"\bon\s+(!?\s*\{[^}]*\}|!?\s*\S+(?:\s+\d+(?=\s|$))?)", rest)
    on = _on(where[1], interface) if where else True
    which = re.search(r"\bproto\s+(\{[^}]*\}|\S+)", rest)
    of = {protocol, NUMBERS[protocol]} & set(re.findall(r"[\w-]+", which[1])) if which else {protocol}
    if on is False or not of:
        return False
    if re.search(r"\binet6\b", rest) and not re.search(r"\binet\b", rest):
        return None
    left = re.sub(EVERYTHING, "", rest)
    left = left.replace(where[0] if where else "", "").replace(which[0] if which else "", "").strip()
    return None if on is None or left or "$" in text else True


def _on(spec: str, interface: str) -> bool | None:
    """Whether a rule's interfaces have this one; None: a group of which nobody says who is in it."""
    if spec.lstrip().startswith("!"):
        inside = _on(spec.lstrip()[1:], interface)
        return None if inside is None else not inside
    answers = [_one(word, interface) for word in re.findall(r"[\w.$!-]+", spec)]
    return True if True in answers else None if None in answers else False


def _one(word: str, interface: str) -> bool | None:
    if word in (interface, "any"):
        return True
    if re.fullmatch(r"[a-z]+\d+", word) or word == "lo":
        return False
    return True if re.fullmatch(rf"{re.escape(word)}\d+", interface) else None
