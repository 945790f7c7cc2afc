"""A pair whose hazards are known -> the text of its spec: the spec of such pairs, with the options that the files set.

It says the same as the audit, by a check: so one can go on from there, with claims of one's own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from hamodel.audit import errors
from hamodel.audit.conditions import Evidence
from hamodel.audit.formats.text import headline, who_is_who
from hamodel.audit.hazards.applying import Decided, HazardReport
from hamodel.audit.hazards.models.known import MODELS
from hamodel.audit.pairs import PairReport
from hamodel.audit.showing import Showing
from hamodel.diagnostics import SpecError
from hamodel.host.printable import printable
from hamodel.language.text.parse import known_terminals
from hamodel.report.words import value

WIDTH = 110


def pair_spec(pairs: Sequence[PairReport], showing: Showing, path: str) -> str:
    """The spec of a pair, to be written to this path. Raises SpecError where there are several pairs, or no spec
    of such a pair."""
    if len(pairs) != 1:
        raise SpecError([errors.spec_of_several(path, [headline(pair, showing) for pair in pairs])])
    (pair,) = pairs
    if pair.hazards is None:
        raise SpecError([errors.spec_of_none(path, pair.devices[0].vendor, [model.about for model in MODELS])])
    return "\n".join(_lines(pair, pair.hazards, showing, _name(path)))


def _lines(pair: PairReport, report: HazardReport, showing: Showing, name: str) -> Iterator[str]:
    members = printable(headline(pair, showing), kept="")
    yield from _comment(f"{report.model.about[:1].upper()}{report.model.about[1:]}: {members}.", "## ")
    yield f"spec {name}"
    yield ""
    yield f'import "@{report.answers.spec}"'
    yield ""
    yield from _comment(f"In its runs, {printable(who_is_who(report, showing), kept='')}.")
    for each in report.excluded:
        yield from _comment(f"{each.claim} is left out by the audit, and not here: {each.unless}.")
    yield "# That spec takes for granted, whatever the files say:"
    for taken in report.model.assumes:
        yield from _comment(f"- {taken}")
    for decided in report.decided:
        yield ""
        yield from _decided(decided, showing)
    for option, values in report.explored.items():
        yield ""
        kind = report.answers.kinds[option]
        said = f"{option}{f' ({kind})' if kind else ''}: not decided by the files"
        if len(values) < len(report.answers.options[option]):
            yield from _comment(f"{said}, but some values are excluded.")
            yield f"assume {option}_as_left = {' or '.join(f'{option} = {value(each)}' for each in values)}"
        else:
            yield from _comment(f"{said}, every value is explored. If you know it, say so:")
            yield f"# assume {option}_as_known = {option} = {value(values[0])}"
    yield ""
    yield from _comment(
        "Your own claims stand below. What the options of this pair leave unused in the imported spec is warned about (exit "
        "status 4); `hamodel check --own` checks only what is claimed here."
    )


def _decided(decided: Decided, showing: Showing) -> Iterator[str]:
    written = [each for each in decided.evidence if each.leaf is not None and each.leaf.span is not None]
    yield f"# {decided.option}: {'decided by the files' if written else 'the files say nothing else'}"
    for each in written or decided.evidence:
        yield f"# - {printable(_place(each, showing), kept='')}"
    yield f"assume {decided.option}_as_configured = {decided.option} = {value(decided.value)}"


def _place(evidence: Evidence, showing: Showing) -> str:
    """`fw-a.conf:9: system/ha/session-pickup = enable`; of what is not written, the member's file alone."""
    source = evidence.device.sources[0].path
    if evidence.leaf is not None and evidence.leaf.span is not None:
        span = evidence.leaf.span
        source = f"{span.source.path}:{span.line}"
    return f"{source}: {showing.name(evidence)} = {showing.value(evidence.leaf)}"


def _name(path: str) -> str:
    """What the spec is called: as its file, where that is a name."""
    name = re.sub(r"[^A-Za-z0-9_]+", "_", PurePath(path).stem).strip("_")
    return name if re.match(r"[A-Za-z]", name) and name not in known_terminals().words else f"pair_{name}".rstrip("_")


def _comment(text: str, sign: str = "# ") -> list[str]:
    return [f"{sign}{line}" for line in textwrap.wrap(text, WIDTH - len(sign), break_long_words=False)]
