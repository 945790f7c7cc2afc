"""`interface GigabitEthernet0/1` and, further right, what belongs to it (Cisco IOS and ASA, and what copies them)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.source import Source
from hamodel.vendors.statement import DOUBLE, ConfigWord, Statement, split

PROMPT = re.compile(r"[ \t]*[\w.-]+(?:/[\w.-]+)*(?:\([\w-]+\))?[#>][ \t]+")
"""Of a console: `asa/context(config-if)# `."""


def read(source: Source) -> Iterator[Statement]:
    """The statements; `no` in front of the last part is taken away and remembered. `!` starts a comment. What stands behind a
    prompt stands as far left as can be."""
    open_: list[tuple[int, tuple[ConfigWord, ...]]] = []
    for number, start in enumerate(source.starts, 1):
        line = source.line(number)
        if prompt := PROMPT.match(line):
            start, line = start + prompt.end(), line[prompt.end() :].lstrip()
        depth = len(line) - len(line.lstrip(" \t"))
        if line[depth : depth + 1] in ("", "!", "#", ":"):
            continue
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        words = tuple(split(line[depth:], start + depth, DOUBLE))
        removes = words[0].text == "no" and len(words) > 1
        own = words[1:] if removes else words
        yield Statement(source, (*(word for _, block in open_ for word in block), *own), removes)
        open_.append((depth, own))
