"""A result to JUnit XML: a test suite with a case for each thing that was asked.

A case fails if it is not as it should be, and is an error if that is not known: whoever looks at the file alone sees a failure or
an error exactly if the exit status is not 0.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from hamodel.host.version import VERSION
from hamodel.model.scope import Scope
from hamodel.report import words
from hamodel.report.ci.junit import add_case, distinct, document, element, in_seconds, plain, xml_text
from hamodel.report.outcome import NOTHING, Outcome
from hamodel.report.results import CommandReport
from hamodel.report.results.text import text
from hamodel.report.style import Style

TAGS = {"bad": "failure", "open": "error"}


def junit(result: CommandReport, style: Style, outcome: Outcome = NOTHING) -> str:
    """What a build server counts."""
    root = Element("testsuites", name="hamodel")
    path = outcome.path(result.path) if result.path else ""
    place = {"file": path} if path else {}
    suite = element(root, "testsuite", name=result.system.name, **place, time=in_seconds(result.seconds))
    properties = SubElement(suite, "properties")
    for name, value in {"hamodel.version": VERSION, "exit_status": str(int(result.exit_status)), **result.properties}.items():
        element(properties, "property", name=name, value=value)
    whole = xml_text(text(result, plain(style)))
    for case, name in zip(result.cases, distinct([case.name for case in result.cases]), strict=True):
        found = add_case(suite, result.system.name, name, path, case.span or result.system.span, outcome)
        found.set("time", in_seconds(result.seconds / len(result.cases)))
        if case.standing != "good":
            told = whole if len(result.cases) == 1 else xml_text(case.message)
            element(found, TAGS[case.standing], case.type, message=case.message).text = told
    if len(result.cases) > 1 or result.cases[0].standing == "good":
        SubElement(suite, "system-out").text = whole
    return document(root, result.seconds, style)


def properties_of(scope: Scope) -> dict[str, str]:
    """The extent and the options, as a suite has them."""
    sizes = {f"scope.{sort}": str(size) for sort, size in scope.sizes.items()}
    return sizes | {f"set.{option}": words.value(value) for option, value in scope.options.items()}
