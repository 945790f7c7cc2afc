"""One function for each message that the author of a spec can meet: what happened in, a Diagnostic out."""

from hamodel.language.errors import channels, files, instances, matching, names, properties, scenarios, text, timing, types, words

__all__ = ["channels", "files", "instances", "matching", "names", "properties", "scenarios", "text", "timing", "types", "words"]
