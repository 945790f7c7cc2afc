"""FORMATS: what an audit is written as, one file each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamodel.host.lazy import lazy

FORMATS: Mapping[str, lazy] = MappingProxyType(
    {
        "text": lazy("hamodel.audit.formats.text:text", "for people"),
        "json": lazy("hamodel.audit.formats.json:json", "for programs"),
        "html": lazy("hamodel.audit.formats.html:html", "a page for people"),
        "sarif": lazy("hamodel.audit.formats.sarif:sarif", "findings at their lines"),
        "junit": lazy("hamodel.audit.formats.junit:junit", "for test reports"),
        "markdown": lazy("hamodel.audit.formats.markdown:markdown", "for comments"),
    }
)
"""Each is a function of the pairs, how values are shown, the style, and the folder from which files are named."""
