"""FORMATS: what an audit is written as, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "hamodel.audit.formats.text:text",
        "json": "hamodel.audit.formats.json:json",
        "sarif": "hamodel.audit.formats.sarif:sarif",
        "junit": "hamodel.audit.formats.junit:junit",
        "markdown": "hamodel.audit.formats.markdown:markdown",
    }
)
"""Where each is: a function of the pairs, how values are shown, the style, and the folder from which files are named."""
