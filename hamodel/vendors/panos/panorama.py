"""Panorama: templates, stacks of them, and device groups -> the firewalls that they are about.

A firewall gets the templates of its stack, the first of which counts most, and what the stack has itself. Rules of device groups
are those of every firewall if there is one group, or if they are shared; which group a firewall is in is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hamodel.vendors.statement import ConfigWord, Statement

OWN = ""
SHARED = "shared"


@dataclass(slots=True)
class Panorama:
    """What has been read, by where it stands: a template or a stack (`template/NAME`), a device group (`group/NAME`), rules for
    all (`SHARED`), or in none of them (`OWN`): then it is a firewall, or Panorama itself."""

    found: dict[str, list[Statement]] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def taken(self, statement: Statement) -> tuple[str, Statement]:
        """Where a statement stands, and what it says there."""
        texts = [word.text for word in statement.words]
        for kind in ("template", "template-stack"):
            if kind in texts[:4] and len(texts) > texts.index(kind) + 2:
                at = texts.index(kind)
                name, inside = texts[at + 1], statement.words[at + 2 :]
                if kind == "template-stack":
                    self.stacks.setdefault(name, [])
                    if inside[0].text == "templates":
                        self.stacks[name] += [word.text for word in inside[1:]]
                return f"template/{name}", replace(statement, words=inside)
        if "device-group" in texts[:4] and len(texts) > texts.index("device-group") + 2:
            at = texts.index("device-group")
            return f"group/{texts[at + 1]}", replace(statement, words=statement.words[at + 2 :])
        return SHARED if "shared" in texts[:2] else OWN, statement

    def add(self, place: str, statement: Statement) -> None:
        """A statement with its path as the table has it. The number of a group is said once, however often it stands in paths."""
        if statement.words[-1].text and [word.text for word in statement.words[1:3]] == ["group", "group-id"]:
            said = (place, statement.words[-1].text)
            if said in self.seen:
                return
            self.seen.add(said)
        self.found.setdefault(place, []).append(statement)

    def members(self) -> list[tuple[str, list[Statement]]]:
        """The firewalls by their names, each with its own statements. One that has nothing about high availability is left out
        where another has."""
        shared = self.found.get(SHARED, [])
        groups = [statements for place, statements in self.found.items() if place.startswith("group/")]
        if len(groups) == 1:
            shared = [*shared, *groups[0]]
        templates = {place.partition("/")[2]: said for place, said in self.found.items() if place.startswith("template/")}
        names = [name for name in templates if name not in {one for several in self.stacks.values() for one in several}]
        names += [name for name in self.stacks if name not in names]
        members = [(name, self._of(name, templates, shared)) for name in names]
        members = [member for member in members if _about_pairs(member[1])] or members
        own = self.found.get(OWN, [])
        if not members:
            return [("", [*own, *shared])]
        first, statements = members[0]
        manager = [_not_a_firewall(statement) for statement in own if _about_pairs([statement])]
        return [(first, [*statements, *manager]), *members[1:]]

    def _of(self, name: str, templates: dict[str, list[Statement]], shared: list[Statement]) -> list[Statement]:
        stacked = [one for template in reversed(self.stacks.get(name, [])) for one in templates.get(template, [])]
        return [*stacked, *templates.get(name, []), *shared]


def _about_pairs(statements: list[Statement]) -> bool:
    return any(statement.words[0].text == "high-availability" for statement in statements)


def _not_a_firewall(statement: Statement) -> Statement:
    """What Panorama has for itself."""
    word = statement.words[0]
    return replace(statement, words=(ConfigWord("deviceconfig", word.start, word.end), *statement.words))
