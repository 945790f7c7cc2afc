"""Texts that nobody would write: read in no time, or refused with a message."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from strategies.patience import spent

from hamodel.diagnostics import SpecError
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.forms import xml
from hamodel.vendors.known import VENDORS

MANY = 20_000
TEXTS = {
    "empty lines": "\n" * MANY + "x {",
    "spaces": " \t" * MANY,
    "open braces": "deviceconfig {" + "a {" * MANY,
    "commands that never end": "tmsh modify cm device a { \n" * (MANY // 10),
    "one property": "tmsh create cm " + "{" * MANY,
    "one word": "set " * MANY,
    "paths": "xpath=/config/deviceconfig/high-availability/" * (MANY // 10),
    "braces in a line": "/interface vrrp\nadd " + "a={" * MANY,
    "quotes in a line": "/interface vrrp\nadd " + 'a="' * MANY,
    "names": "nameif x\n" * MANY,
    "prompts": "a#" * MANY,
}
VENDOR_OF = ("panos", "asa", "ios", "f5", "mikrotik")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("vendor", [None, *VENDOR_OF])
@pytest.mark.sampled
def test_it_takes_no_time(text: str, vendor: str | None) -> None:
    started = spent()
    with suppress(SpecError):
        reading.devices(Source("fw", text), VENDORS[vendor] if vendor is not None else None)
    assert spent() - started < 10


def test_a_text_of_too_many_lines_gets_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_LINES", 1_000)
    path = tmp_path / "fw.conf"
    path.write_text("config system ha\n" * 1_000)
    assert reading.load(str(path)).text
    path.write_text("config system ha\n" * 1_001)
    with pytest.raises(SpecError) as refused:
        reading.load(str(path))
    assert [each.headline for each in refused.value.diagnostics] == [f"`{path}` has more than 1,000 lines"]


def test_a_text_of_too_many_elements_gets_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are passed over do not count."""
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 1_000)
    around = '<config urldb="x"><shared><address>{}</address></shared><deviceconfig>{}</deviceconfig></config>'
    assert reading.devices(Source("fw", around.format("<b/>" * 2_000, "<b/>" * 900)))
    with pytest.raises(SpecError) as refused:
        reading.devices(Source("fw", around.format("", "<b/>" * 1_000)))
    assert [each.headline for each in refused.value.diagnostics] == ["`fw` has more than 1,000 elements"]


def test_elements_in_elements_are_too_deep_also_where_nobody_asks() -> None:
    text = '<config urldb="x"><shared><address>' + "<a>" * 5_000
    with pytest.raises(SpecError) as refused:
        reading.devices(Source("fw", text))
    assert [each.code for each in refused.value.diagnostics] == ["nested-too-deep"]
