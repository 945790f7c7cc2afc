"""An audit as JUnit XML: a suite a pair, a case for each rule that finds something; errors and warnings fail, notes pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hamodel.audit.formats.text import headline, how_sure, whose
from hamodel.audit.pairs import PairReport
from hamodel.audit.showing import Showing
from hamodel.report.ci.junit import FORBIDDEN
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.style import Style
from hamodel.report.words import counted


def junit(pairs: Sequence[PairReport], showing: Showing, style: Style, outcome: Outcome = NOTHING) -> str:
    """A pair without findings has one case, which passes."""
    suites = Element("testsuites", name="hamodel audit")
    for pair in pairs:
        suite = SubElement(suites, "testsuite", name=_plain(headline(pair, showing)))
        for finding in pair.findings:
            name = " ".join(filter(None, [finding.rule.id, whose([finding], pair, showing)]))
            case = SubElement(suite, "testcase", name=_plain(name), classname=f"{pair.devices[0].vendor}.{finding.rule.id}")
            places = [
                f"{each.span.source.path}:{each.span.line} {showing.name(each)} = {showing.value(each.leaf)}"
                for each in finding.evidence
                if each.span is not None
            ]
            unsure = how_sure([finding])
            said = _plain("\n".join([f"{finding.rule.why}{unsure}.", *places]))
            if finding.rule.severity == "note" or not finding.sure:
                SubElement(case, "system-out").text = said
            else:
                SubElement(case, "failure", type=finding.rule.severity, message=_plain(finding.rule.headline)).text = said
        for hazard in pair.hazards.hazards if pair.hazards is not None else ():
            case = SubElement(suite, "testcase", name=_plain(hazard.claim.name), classname=f"{pair.devices[0].vendor}.hazard")
            faults = "" if hazard.row.faults is None else f"{counted(hazard.row.faults, 'fault')}: "
            where = f"only where {hazard.where}" if hazard.where else ""
            where = ", ".join(filter(None, [where, hazard.unless and f"unless {hazard.unless}"]))
            said = "\n".join(filter(None, [faults + hazard.claim.doc, where, hazard.row.run]))
            SubElement(case, "system-out").text = _plain(said)
        if not suite.findall("testcase"):
            SubElement(suite, "testcase", name="rules", classname=pair.devices[0].vendor)
        suite.set("tests", str(len(suite.findall("testcase"))))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, encoding="unicode")


def _plain(text: str) -> str:
    return re.sub(FORBIDDEN, "\N{REPLACEMENT CHARACTER}", text)
