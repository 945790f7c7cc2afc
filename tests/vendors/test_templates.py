"""Conditions of templates: what a place in a text depends on."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors.forms import blocks
from hamodel.vendors.forms.templates import conditions

TEXTS = [
    ("a %{ if x ~} b %{ else } c %{ endif ~} d", {"b": "%{ if x ~}", "c": "%{ else }"}),
    ("a {% if x %} b {% elif y %} c {%- endif -%} d", {"b": "{% if x %}", "c": "{% elif y %}"}),
    ("a {{ if .x }} b {{ else }} c {{ end }} d", {"b": "{{ if .x }}", "c": "{{ else }}"}),
    ("a %{ for x in y } b %{ if z } c %{ endif } %{ endfor } d", {"b": "%{ for x in y }", "c": "%{ if z }"}),
    ("a {{ x }} ${y} b c d", {}),
    ("a %{ endif } %{ else } b c d", {}),
]


@pytest.mark.parametrize(("text", "under"), TEXTS)
def test_what_a_place_depends_on(text: str, under: dict[str, str]) -> None:
    found = conditions(text)
    assert {word: found.at(text.index(f" {word} ") + 1) for word in "bc" if found.at(text.index(f" {word} ") + 1)} == under
    assert found.at(0) == found.at(len(text)) == ""


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
        ("config a b\nset c ${x[1]} {{ y | z }}", ["a b c ${x[1]} {{ y | z }}"]),
    ],
)
def test_blocks(text: str, statements: list[str]) -> None:
    """Ends that are left out or that end two blocks, lists, quotes over lines, prompts, prose and comments."""
    assert said(text) == statements
