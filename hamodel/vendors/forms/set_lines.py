"""One statement a line, each from the top: `set a b c value`, `delete a b`, `deactivate a b` (Junos, VyOS, PAN-OS)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hamodel.source import Source
from hamodel.vendors.statement import QUOTED, Statement, ends_open, split

REMOVING = ("delete", "deactivate", "unset")
SAYING = ("set", *REMOVING)
PROMPT = re.compile(r"\s*[\w.@:()~/-]+[#>$]\s+")


def read(source: Source, saying: Sequence[str] = SAYING) -> Iterator[Statement]:
    """The statements in the order of the lines. What does not start with a word of `saying` is a comment or prose, and says
    nothing; a prompt in front of it is left out. A quote that the last one leaves open is told."""
    last: tuple[int, str] | None = None
    for number, start in enumerate(source.starts, 1):
        line = source.line(number)
        prompt = PROMPT.match(line)
        at = prompt.end() if prompt else 0
        words = [word for word in split(line[at:], start + at) if word.text not in ("[", "]")]
        if len(words) > 1 and words[0].text in saying:
            yield Statement(source, tuple(words[1:]), words[0].text in REMOVING)
            last = start + at, line[at:]
    if last is not None and re.search(r'(?:^|\s)"(?:[^"\\]++|\\.)*+$', re.sub(QUOTED, "", last[1])):
        yield ends_open(source, last[0], last[0] + len(last[1]))
