"""JSON as templates write it: placeholders are values, and what stands under a condition shows it."""

from __future__ import annotations

from hamodel.source import Source
from hamodel.vendors.forms import json

TEXT = """\
{ "a": {{ x | default("}") }}, "b": ${y}, // why
{% if z %} "c": 1, {% else %} "c": 2, {% endif %}
%{ if z ~} "d": "e ${f}", %{ endif ~}
"g": [ 1, { "h": null } ] }
"""


def test_placeholders_and_conditions() -> None:
    assert [statement.text for statement in json.read(Source("x", TEXT))] == [
        'a {{ x | default("}") }}',
        "b ${y}",
        "c 1 {% if z %}",
        "c 2 {% else %}",
        "d e ${f} %{ if z ~}",
        "g 1",
        "g 0 h null",
    ]


def test_escapes() -> None:
    """Those that are none stand for their letter, halves of a sign for none."""
    (statement,) = json.read(Source("x", r'{ "a": "\u12 \ud800 \u00e4 \n \"b\"" }'))
    assert statement.text == 'a u12 \ufffd ä \n "b"'
