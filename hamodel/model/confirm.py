"""Disagreement: two who should say the same do not."""

from __future__ import annotations


class Disagreement(Exception):  # noqa: N818
    """An engine's evidence is wrong, or two engines contradict each other: never a verdict."""
