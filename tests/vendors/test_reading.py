"""Readers: what each configuration in `configurations/` says, leaf by leaf with its place, and what the table does not know."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from hamodel.audit.conditions import placeholder
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS

FOLDER = Path(__file__).parent / "configurations"
FILES = sorted(path for path in FOLDER.glob("*/*") if path.suffix != ".leaves")


def shown(device: Device) -> str:
    """The member, its leaves, and its unknown statements, a line each."""
    lines = [f"{device.vendor} {device.name}".rstrip()]
    for leaf in device.leaves:
        assert leaf.span is not None
        lines.append(f"{leaf.span.line}:{leaf.span.column} {leaf.name} = {leaf.value}")
    lines += [f"{each.span.line}:{each.span.column} unknown: {each.text}" for each in device.unknown]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER)) for path in FILES])
def test_what_a_configuration_says(path: Path, golden: Callable[[Path, str], None]) -> None:
    """Its vendor is recognised, not told."""
    source = Source(path.name, path.read_text())
    assert reading.recognised(source).name == path.parent.name
    golden(path.with_suffix(".leaves"), "".join(map(shown, reading.devices(source))))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER)) for path in FILES])
def test_a_leaf_stands_where_it_is_said(path: Path) -> None:
    """The text at its place is its value, or the word that says it."""
    for device in reading.devices(Source(path.name, path.read_text())):
        for leaf in device.leaves:
            assert leaf.span is not None
            text = unescape(leaf.span.text).strip("\"'")
            said = text in (leaf.value, leaf.path[-1]) or text in leaf.value.split() or leaf.value in ("yes", "no")
            said = said or (device.table.abbreviated and leaf.value.startswith(text)) or _bare(text) == _bare(leaf.value)
            assert said or placeholder(text) or placeholder(leaf.value), leaf


def _bare(text: str) -> str:
    """Without spaces, and what stands for them and for quotes in a quoted text."""
    return re.sub(r"\\_|[\\\s]", "", text)


@pytest.mark.parametrize("vendor", VENDORS)
def test_tables_say_each_leaf_once(vendor: str) -> None:
    table = VENDORS[vendor].table
    paths = [setting.path for setting in table.settings]
    assert len(paths) == len(set(paths))
    assert all(setting.meaning for setting in table.settings)
    for setting in table.settings:
        if setting.values and setting.default is not None:
            assert setting.default in setting.values, setting.path


def test_there_is_a_configuration_of_each_vendor() -> None:
    assert {path.parent.name for path in FILES} == set(VENDORS)


@pytest.mark.parametrize("text", ["\n" * 20_000, " " * 20_000, "set " * 20_000, "a {\n" * 20_000, "<a>" * 20_000])
@pytest.mark.parametrize("vendor", VENDORS)
def test_nobody_ponders_over_a_text(vendor: str, text: str) -> None:
    """Whose a text is is found out in one pass over it: a second is ten times what that takes."""
    started = time.process_time()
    VENDORS[vendor].recognises(text)
    assert time.process_time() - started < 1
