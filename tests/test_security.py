"""SECURITY.md: behind each promise stands a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
TESTS = {name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)}


def promises() -> list[str]:
    """The items under what never happens."""
    never = TEXT.split("## What it never causes")[1].split("\n## ")[0]
    return [" ".join(item.split()) for item in re.split(r"^- ", never, flags=re.M)[1:]]


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise[:50])
def test_each_promise_has_a_test(promise: str) -> None:
    named = re.findall(r"`(test_\w+)`", promise)
    assert named, "no test is named"
    assert not set(named) - TESTS, "there is no such test"


def test_each_name_in_the_text_is_one() -> None:
    assert len(promises()) >= 18
    assert set(re.findall(r"`(test_\w+)`", TEXT)) <= TESTS
    assert all((ROOT / name).exists() for name in re.findall(r"`(tests/\w+\.py)`", TEXT))
