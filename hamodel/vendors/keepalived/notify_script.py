"""A notify script as far as it calls conntrackd -> what is asked of it on becoming primary, backup, or failed, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.source import Source
from hamodel.vendors.statement import ConfigWord, Statement, split

STATES = {"primary": "primary", "master": "primary", "backup": "backup", "secondary": "backup", "fault": "fault", "stop": "stop"}
ANY_STATE = "any"
PROGRAM = re.compile(r"^[ \t]*(?:export\s+|readonly\s+)?(\w+)=[\"']?[\w/.-]*conntrackd[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
LABEL = re.compile(r"^\s*\(?\s*((?:[\"']?[\w*-]+[\"']?)(?:\s*\|\s*[\"']?[\w*-]+[\"']?)*)\s*\)(?!\))")
PROSE = re.compile(r"\"[^\"\n]*\s[^\"\n]*\"|'[^'\n]*\s[^'\n]*'")
CALL = r"(?:^|[\s;&|(`!])(?:[\w/.-]*/)?conntrackd\b(?!\.)[\"']?\s+-\w"
ASKED = re.compile(r"^-[cfFRBntksdi]$")


def is_script(text: str) -> bool:
    """Whether a text is a program that calls conntrackd."""
    if re.search(r"\A\s*#!", text) is None and re.search(r"^[ \t]*case\b.*\bin\b", text, re.MULTILINE) is None:
        return False
    return PROGRAM.search(text) is not None or re.search(CALL, text, re.MULTILINE) is not None


def read(source: Source) -> Iterator[Statement]:
    """`script primary calls -c`, a statement a call. A call outside of a `case` with names of states counts for any state."""
    variables = (rf"\$\{{?{name}\}}?" for name in PROGRAM.findall(source.text))
    names = "|".join([r"(?:[\w/.-]*/)?conntrackd(?!\.)", *variables])
    call = re.compile(rf"(?:^|[\s;&|(`!])[\"']?(?:{names})[\"']?(?=\s)(?P<rest>[^;&|\n#`)]*)")
    state = ANY_STATE
    for number, start in enumerate(source.starts, 1):
        line = PROSE.sub(lambda found: " " * len(found[0]), source.line(number))
        if line.lstrip().startswith("#"):
            continue
        if (label := LABEL.match(line)) is not None:
            words = re.split(r"[|\s\"']+", label[1].lower().strip("\"' "))
            state = next((STATES[word] for word in words if word in STATES), "other")
        elif re.match(r"\s*esac\b", line):
            state = ANY_STATE
        for found in call.finditer(line):
            for word in split(found["rest"], start + found.start("rest")):
                if ASKED.match(word.text):
                    names_ = (ConfigWord(text, word.start, word.end) for text in ("script", state, "calls"))
                    yield Statement(source, (*names_, word))
