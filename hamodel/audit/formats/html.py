"""An audit as one HTML page: each pair with a picture of it, its hazards with their runs to step through, findings, settings.

The page is `report/page/`, the data the objects of `audit/formats/json.py` and, beside each pair, what only a page shows.
See `report/html.py` for what keeps it safe: configurations, too, are text of others.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from hamodel.audit.effects import PairSetting, settings
from hamodel.audit.formats.json import pair_row
from hamodel.audit.formats.text import MARKS, how_sure, of_leaves, summary, text, who_is_who, whose
from hamodel.audit.hazards.applying import Hazard
from hamodel.audit.hazards.replaying import replayed
from hamodel.audit.pairs import PairReport
from hamodel.audit.picture import PairLink, facts, links
from hamodel.audit.rule import Finding, together
from hamodel.audit.showing import Showing
from hamodel.report.html import page, run_beside, spec_beside
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.results import ShownRun
from hamodel.report.results.json import run_row
from hamodel.report.style import Style
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS
from hamodel.vendors.schema import Leaf

SCRIPTS = ("making.js", "runs.js", "lanes.js", "timeline.js", "beside.js", "stepping.js", "frame.js", "pair.js", "audit.js")
"""In this order they are one script."""

LOOKS = ("explorer.css", "timeline.css", "audit.css")
MOST_SETTINGS = 500
MOST_UNKNOWN = 200
"""More of a pair are counted: the page says so, and where to find them."""

Json = dict[str, Any]


def html(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """A page that opens from disk."""
    runs = _Runs()
    rows = []
    for pair in pairs:
        row = pair_row(pair, showing)
        rows.append({**row, "beside": _beside(pair, row, showing, runs)})
    titles = [row["beside"]["title"] for row in rows]
    title = titles[0] if len(titles) == 1 else f"{len(titles)} pairs"
    data = {"svg": "http://www.w3.org/2000/svg", "title": title, "specs": runs.specs(), "pairs": rows}
    return page(title, text(pairs, showing, Style(unicode=False)), data, SCRIPTS, LOOKS)


class _Runs:
    """The runs of all hazards, each once: `number` tells where it stands."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[tuple[str, str], tuple[int, ShownRun, Hazard] | None]] = {}

    def number(self, spec: str, hazard: Hazard) -> list[int] | None:
        """The numbers of the spec and of the run in it; None where there is the text of the run alone."""
        kept = self.kept.setdefault(spec, {})
        key = hazard.claim.name, hazard.row.run
        if key not in kept:
            found = replayed(spec, hazard.options, hazard.row.run)
            kept[key] = None if found is None else (sum(each is not None for each in kept.values()), found, hazard)
        held = kept[key]
        return None if held is None else [list(self.kept).index(spec), held[0]]

    def specs(self) -> list[Json]:
        """What the scripts need of each spec and its runs."""
        return [_spec(spec, [held for held in kept.values() if held is not None]) for spec, kept in self.kept.items()]


def _spec(spec: str, kept: Sequence[tuple[int, ShownRun, Hazard]]) -> Json:
    """Runs in the words of a report, each as a finding of its claim."""
    findings = [
        {"property": hazard.claim.name, "kind": "invariant", "loop": run.trace.loop, "with": {}, **run_row(run)}
        for _, run, hazard in kept
    ]
    beside = spec_beside(kept[0][1].system, [run.trace for _, run, _ in kept]) if kept else {}
    return {
        "report": {"spec": f"@{spec}", "path": f"@{spec}", "findings": findings},
        "beside": {
            **beside,
            "sources": {},
            "actions": {},
            "findings": [{"mark": "hazard", **run_beside(run.system, (run.scope, run.trace))} for _, run, _ in kept],
        },
    }


def _beside(pair: PairReport, row: Json, showing: Showing, runs: _Runs) -> Json:
    """What stands beside the JSON of a pair: see `hamodel/report/page/audit.js`."""
    every = list(settings(pair))
    names = _names(pair, showing)
    found = []
    if pair.hazards is not None:
        found = [runs.number(pair.hazards.answers.spec, hazard) for hazard in pair.hazards.hazards]
    return {
        "title": " and ".join(names),
        "names": names,
        "vendor": VENDORS[pair.devices[0].vendor].title,
        "summary": summary(pair),
        "who": "" if pair.hazards is None else who_is_who(pair.hazards, showing),
        "since": pair.since and showing.text(pair.since),
        "cut": any(device.cuts for device in pair.devices),
        "facts": [facts(device, showing) for device in pair.devices],
        "links": [_link(link) for link in links(pair.devices, showing)],
        "groups": _groups(pair, showing),
        "runs": found,
        "settings": [_setting(setting, pair, showing) for setting in every[:MOST_SETTINGS]],
        "more_settings": max(0, len(every) - MOST_SETTINGS),
        "counts": [of_leaves(counts) for counts in pair.counts],
        "unknown": row["unknown"][:MOST_UNKNOWN],
        "more_unknown": max(0, len(row["unknown"]) - MOST_UNKNOWN),
    }


def _names(pair: PairReport, showing: Showing) -> list[str]:
    """Of the members; of those without, the names of their files, with the folders where they are alike."""
    paths = [device.sources[0].path for device in pair.devices]
    files = [os.path.basename(path) for path in paths]
    shown = paths if len(set(files)) < len(files) else files
    return [showing.host(device.name) or showing.text(path) for device, path in zip(pair.devices, shown, strict=True)]


def _link(link: PairLink) -> Json:
    return {
        "name": link.kind.name,
        "carries": link.kind.carries,
        "ports": [list(ports) for ports in link.ports],
        "rules": list(link.rules),
        "sure": link.sure,
    }


def _groups(pair: PairReport, showing: Showing) -> list[Json]:
    """The findings that are told together, by their numbers."""
    order = {id(finding): number for number, finding in enumerate(pair.findings)}
    return [
        {
            "findings": [order[id(finding)] for finding in group],
            "whose": whose(group, pair, showing),
            "unsure": how_sure(group).strip(" ()"),
            "fact": MARKS[group[0].rule.mark],
        }
        for group in together(pair.findings)
    ]


def _setting(setting: PairSetting, pair: PairReport, showing: Showing) -> Json:
    values = [sorted({leaf.value for leaf in leaves}) for leaves in setting.leaves]
    return {
        "leaf": showing.name(setting.evidence),
        "meaning": setting.setting.meaning,
        "effect": setting.effect,
        "unlike": values[0] != values[-1],
        "should": setting.setting.both,
        "written": setting.written,
        "found": list(dict.fromkeys(finding.rule.id for finding in pair.findings if _rests_on(finding, setting))),
        "members": [
            [_value(leaf, device, showing) for leaf in leaves]
            for device, leaves in zip(pair.devices, setting.leaves, strict=True)
        ],
    }


def _rests_on(finding: Finding, setting: PairSetting) -> bool:
    return any(leaf in leaves for each in finding.evidence if (leaf := each.leaf) is not None for leaves in setting.leaves)


def _value(leaf: Leaf, device: Device, showing: Showing) -> Json:
    """`place`: with the file where the member has several."""
    place = None
    if leaf.span is not None:
        place = f"line {leaf.span.line}" if len(device.sources) == 1 else f"{leaf.span.source.path}:{leaf.span.line}"
    return {"value": showing.value(leaf).removesuffix(" (default)"), "default": leaf.span is None, "place": place}
