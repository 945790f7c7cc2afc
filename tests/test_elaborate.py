"""Elaboration: what a spec becomes, and the message that each mistake earns."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path

import pytest

from hamodel.diagnostics import Diagnostic, SpecError, render
from hamodel.language import errors
from hamodel.language.elaborate import elaborate
from hamodel.language.parse import parse
from hamodel.model.system import System
from hamodel.source import Source

MESSAGES = Path(__file__).parent / "messages" / "elaborate"


def typed(text: str) -> System:
    return elaborate(parse(Source("test.ha", "spec test\n" + text)))


def mistakes(path: Path) -> str:
    with pytest.raises(SpecError) as caught:
        elaborate(parse(Source(path.name, path.read_text(encoding="utf-8"))))
    return "\n\n".join(render(diagnostic) for diagnostic in caught.value.diagnostics)


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.ha")), ids=lambda path: path.stem)
def test_message(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), mistakes(path))
