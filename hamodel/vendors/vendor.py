"""Vendor: how the configurations of one vendor are told apart, read, and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hamodel.source import Source
from hamodel.vendors.device import Device
from hamodel.vendors.schema import LeafTable
from hamodel.vendors.statement import Statement


@dataclass(frozen=True, slots=True)
class Vendor:
    """`recognises`: how sure a text is of this vendor, 0 (it is not) to 100. `read`: its text -> statements, in whichever form it
    is. `parts`: statements -> the same by the member that they are about, its name and its own statements, paths as the table
    has them; most texts have one member. `on`: the leaf that switches high availability on, and the values that do. `own`: paths
    of addresses and names that are this member's. `peers`: paths of the addresses by which it knows the other. `joined`: what was
    read from each file by itself -> the members, where the configuration of one stands in several files. `files`: a
    pattern of paths that only this vendor's files have. `pair`: a text that is about two members is about a pair. `xml`: whether
    its texts may be documents of XML."""

    name: str
    title: str
    table: LeafTable
    recognises: Callable[[str], int]
    read: Callable[[Source], Iterable[Statement]]
    parts: Callable[[Iterable[Statement]], Iterable[tuple[str, Iterable[Statement]]]]
    host: tuple[str, ...] = ()
    on: tuple[str, tuple[str, ...]] | None = None
    own: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    versions: tuple[str, ...] = field(default=())
    joined: Callable[[Sequence[Device]], list[Device]] | None = None
    files: str = ""
    pair: bool = False
    xml: bool = False


def one(statements: Iterable[Statement]) -> Iterable[tuple[str, Iterable[Statement]]]:
    """`parts` of a text that is about one member: all of it is."""
    return [("", statements)]
