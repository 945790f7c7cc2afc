"""Device: one member of a pair as its configuration has it: leaves by their paths, defaults, and what nobody knew.

A path is written as in the table of the vendor (`interface/ha1/port`); a `*` in it may be given its name: `("ha", "port1")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hamodel.source import Source, Span
from hamodel.vendors.schema import Leaf, LeafTable, Setting
from hamodel.vendors.statement import Statement


@dataclass(frozen=True, slots=True, eq=False)
class Device:
    """`sources`: the files that it was read from. `unknown`: statements in sections about high availability that the table does
    not know. `cuts`: where its texts lack the end of something, or the beginning: what is not written may have been there."""

    vendor: str
    name: str
    sources: tuple[Source, ...]
    table: LeafTable
    leaves: tuple[Leaf, ...]
    unknown: tuple[Statement, ...] = ()
    cuts: tuple[Statement, ...] = ()
    by_path: dict[str, list[Leaf]] = field(init=False, repr=False, compare=False, default_factory=dict)
    by_name: dict[tuple[str, str], list[Leaf]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """By the path, and the first of its names; filled when first asked for."""
    known_names: set[str] = field(init=False, repr=False, compare=False, default_factory=set)
    """Those in the paths of leaves."""
    asked: dict[str, list[tuple[str, ...]]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The names of each path that was asked for."""
    places: dict[tuple[str, ...], Span | None] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Where what is absent was looked for."""

    def _fill(self) -> None:
        if self.by_path or not self.leaves:
            return
        for leaf in self.leaves:
            self.by_path.setdefault(leaf.setting.path, []).append(leaf)
            self.known_names.update(leaf.names)
            for name in leaf.names[:1]:
                self.by_name.setdefault((leaf.setting.path, name), []).append(leaf)

    def told(self, statement: Statement) -> tuple[str, ...]:
        """What may be shown of a statement that is not known: words of the table, and names that leaves have as well."""
        self._fill()
        return self.table.beginning(statement, self.known_names)

    def all(self, path: str, names: Sequence[str] = ()) -> list[Leaf]:
        """The leaves of this path that are written, of these names if there are any; the last of a name counts, unless it may
        have many."""
        self._fill()
        found: dict[tuple[object, ...], Leaf] = {}
        close = self.by_name.get((path, names[0]), []) if names else self.by_path.get(path, [])
        for number, leaf in enumerate(close):
            if leaf.names[: len(names)] == tuple(names):
                found[(leaf.path, number if leaf.setting.many else 0)] = leaf
        return list(found.values())

    def has_below(self, path: str) -> bool:
        """Whether a leaf is written whose path goes on from this one."""
        self._fill()
        return any(each.startswith(f"{path}/") for each in self.by_path)

    def leaf(self, path: str, names: Sequence[str] = ()) -> Leaf | None:
        """The leaf of this path that is written, or its default; None if it has neither."""
        written = self.all(path, names)
        if written:
            return written[-1]
        setting = self.setting(path)
        return None if setting.default is None else Leaf(setting, _filled(setting, names), setting.default)

    def value(self, path: str, names: Sequence[str] = ()) -> str | None:
        """The value that counts: what is written, or the default; None if there is neither."""
        leaf = self.leaf(path, names)
        return None if leaf is None else leaf.value

    def setting(self, path: str) -> Setting:
        """The table's row of this path. Raises KeyError if there is none: a rule names what no table has."""
        if path not in self.table.by_path:
            raise KeyError(f"{self.vendor} has no setting {path}")
        return self.table.by_path[path]

    def names(self, path: str) -> list[tuple[str, ...]]:
        """The names that stand for the `*` of a path, or of the beginning of paths, in the order in which they appear."""
        if path not in self.asked:
            self._fill()
            below = {each for each in self.by_path if each == path or each.startswith(f"{path}/")}
            count = path.split("/").count("*")
            found: dict[tuple[str, ...], None] = {}
            for leaf in self.leaves if below else ():
                if leaf.setting.path in below:
                    found.setdefault(leaf.names[:count])
            self.asked[path] = list(found)
        return self.asked[path]

    def near(self, path: str, names: Sequence[str] = ()) -> Span | None:
        """Where one would look for what is absent: the leaf that has most of the path's words in front, else the file's start."""
        wanted = _filled_words(path.split("/"), names)
        if wanted not in self.places:
            self.places[wanted] = self._near(wanted)
        return self.places[wanted]

    def _near(self, wanted: tuple[str, ...]) -> Span | None:
        best: tuple[int, Leaf] | None = None
        for leaf in self.leaves:
            alike = next(
                (at for at, (a, b) in enumerate(zip(wanted, leaf.path, strict=False)) if a != b), min(len(wanted), len(leaf.path))
            )
            if leaf.span is not None and (best is None or alike > best[0]):
                best = alike, leaf
        if best is not None:
            return best[1].span
        return Span(self.sources[0], 0, min(1, len(self.sources[0].text))) if self.sources else None


def device(
    vendor: str,
    name: str,
    table: LeafTable,
    statements: Iterable[Statement],
    sources: Sequence[Source],
    known: dict[int, tuple[Statement, list[Leaf]]] | None = None,
) -> Device:
    """What the statements of a member say, by the table of its vendor. `known`: what statements say that another member of the
    text has too, by their ids; this adds its own."""
    leaves: list[Leaf] = []
    unknown: list[Statement] = []
    before: Statement | None = None
    said: list[Leaf] = []
    for statement in statements:
        if before is not None and _begins(before, statement):  # a block: what it says is what stands in it
            if unknown and unknown[-1] is before:
                unknown.pop()
            if [leaf.value for leaf in said] == [""]:
                leaves.pop()
        one, said = (None, []) if known is None else known.get(id(statement), (None, []))
        if one is not statement:
            said = table.leaves(statement)
            if known is not None:
                known[id(statement)] = statement, said
        leaves += said
        if not said and table.in_section(statement) and not table.is_block(statement):
            unknown.append(statement)
        before = statement
    return Device(vendor, name, tuple(sources), table, tuple(leaves), tuple(unknown))


def together(parts: Sequence[Device]) -> Device:
    """One member, of what several files say of it; what two of them say alike is said once."""
    first = parts[0]
    leaves: list[Leaf] = []
    for part in parts:
        told = {(leaf.path, leaf.value) for leaf in leaves}
        leaves += [leaf for leaf in part.leaves if (leaf.path, leaf.value) not in told]
    return Device(
        first.vendor,
        next((part.name for part in parts if part.name), ""),
        tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        first.table,
        tuple(leaves),
        tuple(statement for part in parts for statement in part.unknown),
        tuple(dict.fromkeys(cut for part in parts for cut in part.cuts)),
    )


def by_member(devices: Iterable[Device], key: Callable[[Device], str]) -> list[Device]:
    """The members, each of all that has one key."""
    found: dict[str, list[Device]] = {}
    for one in devices:
        found.setdefault(key(one), []).append(one)
    return [together(parts) for parts in found.values()]


def _begins(block: Statement, statement: Statement) -> bool:
    """Whether the words of the first are the first words of the second, at the same places."""
    return len(block.words) < len(statement.words) and statement.words[: len(block.words)] == block.words


def _filled(setting: Setting, names: Sequence[str]) -> tuple[str, ...]:
    return _filled_words(setting.words, names)


def _filled_words(words: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    given = iter(names)
    return tuple(next(given, "*") if word == "*" else word for word in words)
