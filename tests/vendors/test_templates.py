"""Signs of templates: what stands under a condition is not decided, and what is not known is shown without its value."""

from __future__ import annotations

import pytest

from hamodel.source import Source
from hamodel.vendors.device import Device, device
from hamodel.vendors.forms.templates import before_value
from hamodel.vendors.known import VENDORS

SIGNS = [
    ("{% if first %}", "{% else %}", "{% endif %}"),
    ("{%- if first -%}", "{%- elif second -%}", "{%- endif -%}"),
    ("%{ if first }", "%{ else }", "%{ endif }"),
    ("{{- if .First }}", "{{- else }}", "{{- end }}"),
]


def member(text: str) -> Device:
    vendor = VENDORS["keepalived"]
    ((name, statements),) = vendor.parts(vendor.read(Source("conf", text)))
    return device("keepalived", name, vendor.table, statements, ())


@pytest.mark.parametrize(("opens", "turns", "closes"), SIGNS)
def test_both_ways_of_a_condition_are_marked(opens: str, turns: str, closes: str) -> None:
    """In lines of their own or between words; what stands behind is not."""
    for between in ("\n", " "):
        lines = ["vrrp_instance lan {", opens, "priority 150", turns, "priority 100", closes, "advert_int 2\n}\n"]
        one = member(between.join(lines))
        assert [leaf.value for leaf in one.all("vrrp_instance/*/priority")] == [f"100 {turns}"]
        assert one.value("vrrp_instance/*/advert_int", ["lan"]) == "2"
        assert one.unknown == ()


def test_conditions_stand_in_conditions() -> None:
    text = "vrrp_instance lan {\n{% if a %}\n{% for b in c %}\nnopreempt\n{% endfor %}\npriority 7\n{% endif %}\n}\n"
    one = member(text)
    assert one.value("vrrp_instance/*/nopreempt", ["lan"]) == "{% for b in c %}"
    assert one.value("vrrp_instance/*/priority", ["lan"]) == "7 {% if a %}"


@pytest.mark.parametrize("line", ["auth_passs hunter2", "{% if a %}\nauth_passs hunter2\n{% endif %}"])
def test_an_unknown_statement_is_shown_without_its_value(line: str) -> None:
    (unknown,) = member(f"vrrp_instance lan {{\n{line}\n}}\n").unknown
    assert before_value(unknown) == ("vrrp_instance", "lan", "auth_passs")


def test_a_block_may_begin_on_a_line_of_its_own() -> None:
    one = member("vrrp_instance lan # here\n\n{\n    track_interface\n    {\n        eth7\n    }\n}\n")
    assert one.names("vrrp_instance/*/track_interface/*") == [("lan", "eth7")]
