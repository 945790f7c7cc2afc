"""What nobody asks for in a large export is passed over: nothing else is said, and what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.diagnostics import SpecError
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.forms import xml

PAIR = Path(__file__).parent.parent / "audit" / "pairs" / "panos" / "ap.a.xml"
RULES = (
    '<rulebase><security><rules><entry name="zone"><zone><entry name="z"><network><layer3><member>e1</member></layer3></network>'
    '</entry></zone></entry></rules></security><nat><rules><entry name="n"><disabled>yes</disabled>'
    "</entry></rules></nat></rulebase>"
)
OBJECTS = '<address><entry name="zone"><x><network><tap>e2</tap></network></x></entry></address>'


def said(text: str) -> list[tuple[str, str]]:
    (device,) = reading.devices(Source("fw.xml", text))
    return [(leaf.name, leaf.value) for leaf in device.leaves]


def test_an_element_that_is_not_asked_for_says_nothing() -> None:
    source = Source("a", "<a><b><c>1</c><d/></b><e>2</e><b/><f/></a>")
    found = [(each.text, each.span.text) for each in xml.read(source, lambda around, name: name != "b")]
    assert found == [("a e 2", "2"), ("a f", "f")]
    asked: list[tuple[list[str], str]] = []
    list(xml.read(source, lambda around, name: not asked.append(([*around], name))))
    assert asked == [
        ([], "a"), (["a"], "b"), (["a", "b"], "c"), (["a", "b"], "d"), (["a"], "e"), (["a"], "b"), (["a"], "f"),
    ]  # fmt: skip


def test_rules_about_traffic_and_objects_say_nothing_of_a_pair() -> None:
    text = PAIR.read_text()
    more = text.replace("</deviceconfig>", f'</deviceconfig><vsys><entry name="vsys1">{OBJECTS}{RULES}</entry></vsys>')
    assert said(more) == [*said(text), ("nat/[n]/disabled", "yes")]


@pytest.mark.parametrize(("where", "begins"), [("<x>", "address"), ("</address><zone>", "zone")])
def test_a_text_that_ends_inside_is_told(where: str, begins: str) -> None:
    text = PAIR.read_text().replace("</deviceconfig>", f'</deviceconfig><vsys><entry name="vsys1">{OBJECTS}')
    text = text[: text.index(where) + len(where)] if where == "<x>" else text[: text.index("</address>")] + where
    with pytest.raises(SpecError) as refused:
        reading.devices(Source("fw.xml", text))
    (told,) = refused.value.diagnostics
    assert told.code == "ends-open"
    assert told.span is not None
    assert told.span.text == begins
