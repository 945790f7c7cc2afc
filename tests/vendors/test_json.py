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
