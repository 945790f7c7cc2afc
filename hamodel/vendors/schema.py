"""Setting, LeafTable: what a vendor's words mean: statements -> leaves, and the statements that the table does not know.

A path names a leaf with `/` between its words; `*` stands for one word that is a name (of an interface, an instance). What
follows a leaf's path in a statement is its value. The settings of a vendor stand in its `leaves.tsv`, a row each.
"""

from __future__ import annotations

import csv
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Literal, TypeAlias, cast

from hamodel.source import Span
from hamodel.vendors.forms.templates import before_value, is_sign
from hamodel.vendors.statement import ConfigWord, Statement

Both: TypeAlias = Literal["equal", "differ", "cross", "any"]
"""How the two members of a pair should have it: the same, not the same, each the other's address, or as they like."""

Mark: TypeAlias = Literal["D", "K", "I", "M", "X"]
"""Where a fact is from: the vendor's documents; people's reports; inferred from other facts; memory; sources that differ."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A leaf that a vendor's configuration may have. `default`: its value where nothing is said; None: there is none. `values`:
    what may be written, if there are few. `switch`: its name alone switches it on (value `yes`), `no` in front of it off.
    `many`: it may stand several times, each with a value. `effect`: whether anything that hamodel
    asks depends on it. `secret`: its value is never shown. `code`: a `$x` in its value is no placeholder, but has a meaning."""

    path: str
    meaning: str
    default: str | None = None
    values: tuple[str, ...] = ()
    both: Both = "any"
    switch: bool = False
    many: bool = False
    secret: bool = False
    effect: bool = True
    code: bool = False
    mark: Mark = "D"
    source: str = ""
    words: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Of the path."""
    starred: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Where names stand in the path."""

    def __post_init__(self) -> None:
        words = tuple(self.path.split("/"))
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "starred", tuple(at for at, word in enumerate(words) if word == "*"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that a configuration has, or the default that it leaves in place: then there is no `span`."""

    setting: Setting
    path: tuple[str, ...]
    value: str
    span: Span | None = None
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Those in the path."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple([self.path[at] for at in self.setting.starred]))

    @property
    def name(self) -> str:
        """The path as it is shown, names in brackets: `interface/[ethernet1/1]/ip`."""
        pairs = zip(self.path, self.setting.words, strict=True)
        return "/".join(f"[{word}]" if wanted == "*" else word for word, wanted in pairs)


@dataclass(slots=True)
class _Node:
    """Where the words lead: by a word, by any name (`*`), or to a setting that ends here."""

    children: dict[str, _Node] = field(default_factory=dict)
    setting: Setting | None = None


@dataclass(frozen=True, slots=True)
class LeafTable:
    """The settings of a vendor. `sections`: the paths below which every statement is about high availability, so that one that is
    not known there is told. `abbreviated`: words, and values of which there are few, may be cut as long as they mean one thing
    (`failover lan unit pri`). `same`: other words for a word."""

    settings: tuple[Setting, ...]
    sections: tuple[str, ...]
    abbreviated: bool = False
    same: Mapping[str, str] = field(default_factory=dict)
    root: _Node = field(init=False, repr=False, compare=False)
    by_path: Mapping[str, Setting] = field(init=False, repr=False, compare=False)
    _sections: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sections", tuple(tuple(section.split("/")) for section in self.sections))
        object.__setattr__(self, "by_path", {setting.path: setting for setting in self.settings})
        root = _Node()
        for setting in self.settings:
            node = root
            for word in setting.words:
                node = node.children.setdefault(word, _Node())
            node.setting = setting
        object.__setattr__(self, "root", root)

    def leaves(self, statement: Statement) -> list[Leaf]:
        """What a statement says; nothing if the table does not know it. `ip-address A netmask B` says two things: the words after
        a value may name a leaf beside the first."""
        found = self._found(self.root, statement.words, 0)
        if found is None:
            return []
        setting, path, rest = found
        if statement.removes:
            value = "no" if setting.switch else setting.default or ""
            return [Leaf(setting, path, value, statement.span)]
        if len(rest) > 2 and not setting.many and self._beside(path, rest[1]):
            at = len(path) - 1
            own = replace(statement, words=statement.words[: len(path) + 1])
            others = replace(statement, words=(*statement.words[:at], *rest[1:]))
            return [Leaf(setting, path, rest[0].text, own.span), *self.leaves(others)]
        if setting.many and rest:
            ends = next((at for at, word in enumerate(rest[:-1]) if at and self._beside(path, word)), len(rest))
            said = [Leaf(setting, path, word.text, Span(statement.source, word.start, word.end)) for word in rest[:ends]]
            others = replace(statement, words=(*statement.words[: len(path) - 1], *rest[ends:]))
            return said if ends == len(rest) else [*said, *self.leaves(others)]
        value = " ".join(word.text for word in rest) or ("yes" if setting.switch else "")
        return [Leaf(setting, path, self._whole(setting, value), statement.span)]

    def _whole(self, setting: Setting, value: str) -> str:
        """A value that was cut."""
        close = [each for each in setting.values if each.startswith(value)]
        return close[0] if self.abbreviated and value and len(close) == 1 else value

    def _beside(self, path: tuple[str, ...], word: ConfigWord) -> bool:
        """Whether a word names a leaf that stands beside the one of this path."""
        nodes = [self.root]
        for text in path[:-1]:
            nodes = [child for node in nodes for _, child in self._ways(node, text)]
        return any(self.same.get(word.text, word.text) in node.children for node in nodes)

    def _found(
        self, node: _Node, words: Sequence[ConfigWord], at: int
    ) -> tuple[Setting, tuple[str, ...], Sequence[ConfigWord]] | None:
        """The longest path that the words lead along, words of the table before names; what is left of them is the value."""
        if at < len(words) and node.children:
            for step, child in self._ways(node, words[at].text):
                if (found := self._found(child, words, at + 1)) is not None:
                    setting, path, rest = found
                    return setting, (step, *path), rest
        if node.setting is None or (node.setting.switch and node.children and at < len(words) and not is_sign(words[at].text)):
            return None  # what stands behind a switch that leaves stand below is one of them, or not known
        return node.setting, (), words[at:]

    def _ways(self, node: _Node, text: str) -> Sequence[tuple[str, _Node]]:
        word = self.same.get(text, text)
        child, named = node.children.get(word) if word != "*" else None, node.children.get("*")
        found = [(word, child)] if child is not None else []
        if child is None and self.abbreviated and text:
            close = sorted((each for each in node.children if each.startswith(word)), key=len)
            if close and all(each.startswith(close[0]) for each in close):  # `int` is `interface`, not `interface-policy`
                found.append((close[0], node.children[close[0]]))
        if named is not None:
            found.append((text, named))
        return found

    def is_block(self, statement: Statement) -> bool:
        """Whether the words only lead towards settings, or to one that may stand several times, and give none a value."""
        nodes = [self.root]
        for word in statement.words:
            nodes = [child for node in nodes for _, child in self._ways(node, word.text)]
        return any(node.children or (node.setting is not None and node.setting.many) for node in nodes)

    def beginning(self, statement: Statement, names: Container[str]) -> tuple[str, ...]:
        """Of a statement that is not known: its words as far as the table has them; of names these, and `*` for others. The first
        word that the table does not have may be a secret as well as those behind it: none of them is shown."""
        nodes, shown = [self.root], list[str]()
        for text in before_value(statement):
            ways = [(step, child, child is node.children.get("*")) for node in nodes for step, child in self._ways(node, text)]
            if not ways:
                break
            nodes = [child for _, child, _ in ways]
            word = next((step for step, _, is_name in ways if not is_name), None)
            shown.append(word if word is not None else text if text in names else "*")
        return tuple(shown)

    def in_section(self, statement: Statement) -> bool:
        """Whether a statement stands in one of the sections about high availability."""
        return any(self._begins(section, statement.words) for section in self._sections)

    def about_pairs(self, path: Sequence[str]) -> bool:
        """Whether a leaf's path is in one of the sections about high availability."""
        for section in self._sections:
            if len(path) >= len(section) and all(want in ("*", word) for want, word in zip(section, path, strict=False)):
                return True
        return False

    def _begins(self, section: Sequence[str], words: Sequence[ConfigWord]) -> bool:
        if len(words) < len(section):
            return False
        return all(
            wanted == "*" or wanted == self.same.get(word.text, word.text) or (self.abbreviated and wanted.startswith(word.text))
            for wanted, word in zip(section, words, strict=False)
        )


def settings(package: str) -> tuple[Setting, ...]:
    """The rows of the `leaves.tsv` of a vendor's package. Columns: path; default, `""` for an empty one; values that it may have,
    `both`, flags (`switch`, `many`, `secret`, `code`, and `idle` for what nothing depends on), mark, source, meaning."""
    rows = resources.files(package).joinpath("leaves.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_setting(row) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def _setting(row: Mapping[str, str]) -> Setting:
    flags = row["flags"].split()
    default = None if row["default"] == "" else "" if row["default"] == '""' else row["default"]
    return Setting(
        row["path"],
        row["meaning"],
        default,
        tuple(row["values"].split()),
        cast("Both", row["both"]),
        switch="switch" in flags,
        many="many" in flags,
        secret="secret" in flags,
        effect="idle" not in flags,
        code="code" in flags,
        mark=cast("Mark", row["mark"]),
        source=row["source"],
    )
