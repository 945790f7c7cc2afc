"""Pages in Markdown: their blocks, and what of them is put in from other files."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
INCLUDED = re.compile(r"^--8<-- \"([\w/.]+?)(?::\w+)?\"\n", re.M)


def pages() -> list[Path]:
    return [README, *sorted(DOCS.rglob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of a page in this language, in their order; a line that puts in a file stands for its text."""
    found = [text for name, text in BLOCK.findall(page.read_text()) if name == language]
    return [INCLUDED.sub(lambda include: (ROOT / include[1]).read_text(), text) for text in found]


def prose(page: Path) -> str:
    """A page without its blocks."""
    return BLOCK.sub("", page.read_text())
