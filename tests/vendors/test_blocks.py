"""Blocks: what is said, whoever wrote the text and however it was copied."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors.forms import blocks


def said(text: str) -> list[str]:
    return [statement.text for statement in blocks.read(Source("x", text)) if len(statement.words) > 3]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("config a b\nedit 1\nset c 1\nend\nset d 1\nconfig a e\nset f 1 2\nend", ["a b 1 c 1", "a e f 1 2"]),
        ("config system a\nset c 1\nconfig system b\nset d 1\n", ["system a c 1", "system b d 1"]),
        ("config a b\nset c 1 2\nappend c 3\nset c 4", ["a b c 1 2", "a b c 1 2 3", "a b c 4"]),
        ('config a b\nset c "x\ny" z\nset d "open\nset e 1', ["a b c x\ny z", "a b d open", "a b e 1"]),
        ('prose with one "\nset c "d"\nconfig a b\n# e f\nfw (b) # set g h # why\nfw (b) $ set i #j', ["a b g h", "a b i #j"]),
        ("config a b\n%{ if x }\nset c 1\n%{ endif }\nset d 2", ["a b c 1 %{ if x }", "a b d 2"]),
        ("config a b\nset c ${x[1]} {{ y | z }}", ["a b c ${x[1]} {{ y | z }}"]),
    ],
)
def test_blocks(text: str, statements: list[str]) -> None:
    """Ends that are left out or that end two blocks, lists, quotes over lines, prompts, prose and comments."""
    assert said(text) == statements
