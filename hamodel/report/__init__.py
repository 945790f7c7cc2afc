"""Reports to text and JSON: one file a format, one `FORMATS` table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from hamodel.check import Report
from hamodel.report.json import json
from hamodel.report.style import Style
from hamodel.report.text import text

Format: TypeAlias = Callable[[Sequence[Report], Style], str]

FORMATS: dict[str, Format] = {"text": text, "json": json}
"""By the name that `--format` gives."""
