"""The files of members -> the members: what a file includes stands where it is included, and conntrackd.conf and the notify
script belong to the keepalived.conf that they lie beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import PurePath

from hamodel.source import Source
from hamodel.vendors.device import Device, device
from hamodel.vendors.keepalived.table import TABLE
from hamodel.vendors.statement import Statement

INCLUDES = ("include", "includer", "includem", "includew", "includeb", "includea")
OF_MAIN_FILES = ("global_defs", "vrrp_instance", "vrrp_sync_group")
TELL_NOTHING = frozenset(["conf", "cfg", "txt", "sh", "etc", "keepalived", "conntrackd", "script", "notify", "vrrp", "ha"])
"""Words in the names of files by which no member is told from another."""

DEEPEST = 10


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    """`wanted`: what it includes. `folders`, `told`: of its path, the words in its name."""

    source: Source
    statements: list[Statement]
    wanted: list[str] = field(init=False)
    folders: tuple[str, ...] = field(init=False)
    told: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        path = PurePath(self.source.path)
        object.__setattr__(self, "wanted", [each.words[-1].text for each in self.statements if _includes(each)])
        object.__setattr__(self, "folders", path.parent.parts)
        object.__setattr__(self, "told", _told_by(path.name))

    @property
    def main(self) -> bool:
        """Whether it is the file that a member starts from, unless it is included."""
        return any(word.text in OF_MAIN_FILES for statement in self.statements for word in statement.words[:2])

    def wants(self, other: _File) -> bool:
        """Whether it includes another file: by its name, and by its folder where the name is a pattern."""
        path = PurePath(other.source.path)
        for text in self.wanted:
            pattern = PurePath(text)
            folder = "*" not in pattern.name or path.parent.name == pattern.parent.name
            if other is not self and fnmatch(path.name, pattern.name) and folder:
                return True
        return False

    def near(self, other: _File) -> tuple[int, int]:
        """How close two files lie: folders that they have in common, words in their names."""
        folders = zip(self.folders, other.folders, strict=False)
        least = min(len(self.folders), len(other.folders))
        return next((at for at, (a, b) in enumerate(folders) if a != b), least), len(self.told & other.told)


def joined(
    devices: Sequence[Device],
    read: Callable[[Source], Iterable[Statement]],
    parts: Callable[[Iterable[Statement]], Iterable[tuple[str, Iterable[Statement]]]],
) -> list[Device]:
    """The members that the files of these devices are about. A file that could belong to one member as well as to another stays
    by itself."""
    cuts = [cut for each in devices for cut in each.cuts]
    files = [
        _File(source, [each for each in read(source) if not each.cut])
        for source in dict.fromkeys(source for each in devices for source in each.sources)
    ]
    wanting = [file for file in files if file.wanted]
    included = [file for file in files if any(other.wants(file) for other in wanting)]
    mains = [file for file in files if file.main and file not in included]
    others: dict[_File, list[_File]] = {main: [] for main in mains}
    for file in files:
        nearest = _nearest(file, mains)
        if nearest is not None and file not in mains and file not in included:
            others[nearest].append(file)
    found: list[Device] = []
    for main in mains:
        members = [(name, list(said)) for name, said in parts(_whole(main, files, 0))]
        for name, said in members:
            beside = [file for file in others[main] if len(members) == 1 or name in _told_by(file.source.path)]
            more = [statement for file in beside for _, statements in parts(file.statements) for statement in statements]
            found.append(_device(name, [*said, *more], [main.source, *(file.source for file in beside)]))
    for file in files:
        if all(file.source not in member.sources for member in found):
            found += [_device(name, said, [file.source]) for name, said in parts(_whole(file, files, 0))]
    return [replace(one, cuts=tuple(cut for cut in cuts if cut.source in one.sources)) for one in found] if cuts else found


def _device(name: str, statements: Iterable[Statement], sources: list[Source]) -> Device:
    said = list(statements)
    return device("keepalived", name, TABLE, said, list(dict.fromkeys([*sources, *(each.source for each in said)])))


def _whole(file: _File, files: list[_File], depth: int) -> Iterator[Statement]:
    """The statements of a file, with those of a file that it includes where it does; of several such files those that lie
    nearest."""
    for statement in file.statements:
        one = _File(file.source, [statement])
        inside = [other for other in files if other is not file and one.wants(other)] if one.wanted else []
        closest = max((file.near(other) for other in inside), default=None)
        inside = [other for other in inside if file.near(other) == closest]
        if not inside or depth == DEEPEST:
            yield statement
        for other in inside if depth < DEEPEST else []:
            for each in _whole(other, files, depth + 1):
                yield replace(each, words=(*statement.words[:-2], *each.words))


def _nearest(file: _File, mains: Sequence[_File]) -> _File | None:
    """The one that lies nearest; None if two do."""
    best = max((main.near(file) for main in mains), default=None)
    nearest = [main for main in mains if main.near(file) == best]
    return nearest[0] if len(nearest) == 1 else None


def _includes(statement: Statement) -> bool:
    return len(statement.words) > 1 and statement.words[-2].text in INCLUDES


def _told_by(path: str) -> frozenset[str]:
    return frozenset(re.split(r"[^A-Za-z0-9]+", path.lower())) - TELL_NOTHING - {""}
