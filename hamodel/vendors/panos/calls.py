"""Calls of PAN-OS's API in a script or a log: `xpath=/config/...&element=<a><b>c</b></a>` says what the path and the element say.

Of a script one sees what it would write, not whether it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hamodel.source import Source
from hamodel.vendors.statement import ConfigWord, Statement

CALL = re.compile(r"\bxpath=(?P<path>/config/[^&\"\n]{0,2000})&element=(?P<element><[^\"\n]{0,50000}>)")
STEP = re.compile(r"/(?P<word>[\w.-]+)(?:\[@name=(?P<quote>['\"]?)(?P<name>[^\]'\"]*)(?P=quote)\])?")
PART = re.compile(r"<(?P<ends>/?)(?P<tag>[\w.-]+)(?P<rest>[^<>]*?)(?P<empty>/?)>|(?P<text>[^<\s][^<]*)")
NAME = re.compile(r"\bname=['\"]([^'\"]*)['\"]")


def read(source: Source) -> Iterator[Statement]:
    """The statements of all calls, in the order of the text; what a call deletes is such as removes."""
    for call in CALL.finditer(source.text):
        path: list[ConfigWord] = []
        for step in STEP.finditer(source.text, call.start("path"), call.end("path")):
            part = "word" if step["name"] is None else "name"
            path.append(ConfigWord(step[part], step.start(part), step.end(part)))
        removes = "action=delete" in re.split(r"[\s\"']", source.text[max(call.start() - 200, 0) : call.start()])[-1]
        for words in _said(source, call.start("element"), call.end("element")):
            yield Statement(source, (*path, *words), removes)


def _said(source: Source, start: int, end: int) -> Iterator[tuple[ConfigWord, ...]]:
    """The words of each element that has no other inside."""
    open_: list[tuple[ConfigWord, ...]] = []
    leaf = False
    for part in PART.finditer(source.text, start, end):
        if part["text"] is not None:
            word = ConfigWord(part["text"].strip(), part.start(), part.start() + len(part["text"].rstrip()))
            yield (*(word for words in open_ for word in words), word)
            leaf = False
        elif part["ends"]:
            if leaf:
                yield tuple(word for words in open_ for word in words)
            leaf = False
            if open_:
                open_.pop()
        else:
            open_.append(_words(part))
            leaf = True
            if part["empty"]:
                yield tuple(word for words in open_ for word in words)
                open_.pop()
                leaf = False


def _words(part: re.Match[str]) -> tuple[ConfigWord, ...]:
    """Of an element: its name, the name of an entry, or nothing for a member of a list."""
    if part["tag"] == "entry" and (name := NAME.search(part["rest"])):
        start = part.start("rest") + name.start(1)
        return (ConfigWord(name[1], start, start + len(name[1])),)
    return () if part["tag"] == "member" else (ConfigWord(part["tag"], part.start("tag"), part.end("tag")),)
