"""Bytes -> text: what an editor or a Windows tool makes of an export is read as it is meant, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamodel.diagnostics import SpecError
from hamodel.vendors import reading

TEXT = "config system ha\n    set group-name \"Zürich\"\nend\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("latin-1"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode("utf-16-le"),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_one_text_in_many_encodings(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fw").write_bytes(content)
    (device,) = reading.devices(reading.load(str(tmp_path / "fw")))
    assert device.value("system/ha/group-name") == "Zürich"
    (leaf,) = device.all("system/ha/group-name")
    assert leaf.span is not None
    assert (leaf.span.line, leaf.span.column) == (2, 20)


def test_files_that_were_put_together_have_marks_in_the_middle(tmp_path: Path) -> None:
    (tmp_path / "fw").write_bytes("config system global\nend\n".encode("utf-8-sig") + TEXT.encode("utf-8-sig"))
    (device,) = reading.devices(reading.load(str(tmp_path / "fw")))
    assert device.value("system/ha/group-name") == "Zürich"


@pytest.mark.parametrize(
    "content", [TEXT.encode() + b"\0\0", b"\x7fELF\0\1", "\ufeff".encode("utf-16-le") + b"x\xd8\0", TEXT.encode("utf-16")[:-1]]
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fw").write_bytes(content)
    with pytest.raises(SpecError) as refused:
        reading.load(str(tmp_path / "fw"))
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.code == "cannot-read"
    assert "is 0" in diagnostic.headline or "goes on as something else" in diagnostic.headline
