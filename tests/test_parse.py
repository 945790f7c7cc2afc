"""Text becomes the tree that the reference promises, with exact places; what is wrong in it is told in one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hamodel.diagnostics import SpecError, render
from hamodel.language.parse import parse
from hamodel.source import Source

MESSAGES = Path(__file__).parent / "messages" / "parse"


def mistakes(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        parse(Source(path.name, path.read_text(encoding="utf-8")))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.ha")), ids=lambda path: path.stem)
def test_message(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), mistakes(path))
