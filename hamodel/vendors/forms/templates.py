"""The parts of a template that stand only under a condition, or once a turn of a loop: Terraform's `%{ if x }` ... `%{ endif }`,
Jinja's `{% if x %}` ... `{% endif %}`, Go's `{{ if .X }}` ... `{{ end }}`."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

DIRECTIVE = re.compile(
    r"%\{[~-]?\s*(?P<hcl>if|else|endif|for|endfor)\b[^}\n]*\}"
    r"|\{%[-+~]?\s*(?P<jinja>if|elif|else|endif|for|endfor)\b[^\n]*?%\}"
    r"|\{\{-?\s*(?P<go>if|else|range|with|end)\b[^\n]*?\}\}"
)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Where the text changes from one condition to another (`starts`), and which it is from there on; `""` is none."""

    starts: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    def at(self, offset: int) -> str:
        """The innermost directive that what stands here depends on; `""` if it stands in any case."""
        found = bisect_right(self.starts, offset) - 1
        return self.texts[found] if found >= 0 else ""


def conditions(text: str) -> Conditions:
    """Of a whole text. A directive that is never ended holds to the end of the text."""
    starts: list[int] = []
    texts: list[str] = []
    open_: list[str] = []
    for found in DIRECTIVE.finditer(text):
        word = found["hcl"] or found["jinja"] or found["go"]
        if word.startswith("end"):
            if open_:
                open_.pop()
        elif word in ("else", "elif"):
            if open_:
                open_[-1] = found[0]
        else:
            open_.append(found[0])
        starts.append(found.end())
        texts.append(open_[-1] if open_ else "")
    return Conditions(tuple(starts), tuple(texts))
