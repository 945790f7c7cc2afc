"""The keys that a line of a log may have, and which of them another word stands for."""

from __future__ import annotations

from collections.abc import Container
from difflib import get_close_matches

KEYS = ("time", "from", "action", "arguments", "state", "options", "note")
OTHER_WORDS = {
    **dict.fromkeys(("at", "ts", "timestamp", "when", "t", "date", "datetime"), "time"),
    **dict.fromkeys(("node", "source", "host", "hostname", "device", "by", "who", "firewall"), "from"),
    **dict.fromkeys(("event", "do", "did", "step", "name", "type"), "action"),
    **dict.fromkeys(("args", "arg", "params", "parameters"), "arguments"),
    **dict.fromkeys(("cells", "values", "saw", "seen", "observed", "observation"), "state"),
    **dict.fromkeys(("option", "config", "configuration", "settings"), "options"),
    **dict.fromkeys(("comment", "message", "msg", "text", "#"), "note"),
}
"""What other logs call it -> the key that is meant."""


def instead(key: str, said: Container[str]) -> str:
    """For a message: which key may be meant by this one, if the line does not have it already (`said`: those that it has)."""
    word = key.lower()
    close = get_close_matches(word, KEYS, n=1, cutoff=0.75)
    meant = OTHER_WORDS.get(word) or next(iter(close), "")
    return f": `{meant}` perhaps" if meant and meant not in said else ""
