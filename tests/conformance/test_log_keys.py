"""A key that a line of a log does not have is answered with the one that is meant."""

from __future__ import annotations

import pytest

from hamodel.conformance.logs.keys import KEYS, OTHER_WORDS, instead


@pytest.mark.parametrize(
    ("key", "said", "meant"),
    [
        ("at", {"at"}, "time"),
        ("node", {"node"}, "from"),
        ("Timestamp", {"Timestamp"}, "time"),
        ("stat", {"stat"}, "state"),
        ("arguements", {"arguements"}, "arguments"),
        ("at", {"at", "time"}, ""),
        ("colour", {"colour"}, ""),
    ],
)
def test_a_word_of_other_logs_leads_to_the_key(key: str, said: set[str], meant: str) -> None:
    assert instead(key, said) == (f": `{meant}` perhaps" if meant else "")


def test_other_words_lead_to_keys_and_are_none() -> None:
    assert set(OTHER_WORDS.values()) <= set(KEYS)
    assert not set(OTHER_WORDS) & set(KEYS)
