"""What others make of our reports: readers that are not ours, and small ones written from what a format's owner documents."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import itf_py
import jsonschema
import junitparser
from fluidattacks_core.sarif import SarifLog
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
MERMAID = ROOT / "tests/report/mermaid"


def read_junit(text: str) -> junitparser.JUnitXml:
    found = junitparser.JUnitXml.fromstring(text.encode("utf-8", "strict"))
    assert isinstance(found, junitparser.JUnitXml)
    return found


def read_sarif(text: str) -> dict[str, Any]:
    """The run, if the whole fits the classes that were generated from the SARIF 2.1.0 schema, and what GitHub wants beside it."""
    said = json.loads(text)
    SarifLog.model_validate(said)
    (run,) = said["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["kind"] in ("fail", "open"), "GitHub makes an alert of every result"
        assert (result["level"] == "none") == (result["kind"] == "open"), "3.27.10 of the standard"
        assert result["locations"], "GitHub refuses a file with a result without a place"
        assert result["message"]["text"]
        related = result.get("relatedLocations", [])
        assert len({location["id"] for location in related}) == len(related), "3.28.2 of the standard"
        assert all(location["message"]["text"] for location in related), "GitHub shows what each is"
        for location in [*result["locations"], *related, *locations(result)]:
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            assert re.fullmatch(r"[\w.~/:%-]+", uri, re.A), "a URI is ASCII, everything else is %-encoded"
            assert uri.startswith("file:///") != ("uriBaseId" in place["artifactLocation"]) or uri.startswith("../")
            region = place["region"]
            assert region["startLine"] >= 1
            assert region.get("startColumn", 1) >= 1
            start = (region["startLine"], region.get("startColumn", 1))
            assert (region.get("endLine", 10**9), region.get("endColumn", 1)) >= start
        assert len(locations(result)) <= 10_000, "GitHub refuses a longer flow"
    return run  # type: ignore[no-any-return]


def locations(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of the code flow."""
    flows = [thread for flow in result.get("codeFlows", ()) for thread in flow["threadFlows"]]
    return [step["location"] for thread in flows for step in thread["locations"]]


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab documents of a code quality report: these properties are required, a path does not start with `./`."""


def read_gitlab(text: str) -> list[dict[str, Any]]:
    said = json.loads(text)
    jsonschema.Draft202012Validator(GITLAB).validate(said)
    prints = [issue["fingerprint"] for issue in said]
    assert len(set(prints)) == len(prints), "GitLab takes two of one fingerprint for one"
    return said  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    message: str


def read_github(text: str) -> tuple[list[Command], list[str]]:
    """The workflow commands, and the other lines, as the runner reads its log: a line that starts with `::`, blanks aside.

    `::name key=value,key=value::message`; %25, %0D, %0A stand for %, CR, LF, in a property also %3A and %2C for `:` and `,`.
    """
    commands, others = [], []
    for line in re.split(r"\r\n|\n|\r", text):
        stripped = line.lstrip()
        if not stripped.startswith("::"):
            assert "##[" not in line, "the older syntax of a command"
            others.append(line)
            continue
        head, separator, message = stripped[2:].partition("::")
        assert separator
        name, _, listed = head.partition(" ")
        properties = {}
        for pair in listed.split(","):
            key, equals, value = pair.partition("=")
            assert equals
            assert key not in properties
            assert ":" not in value
            properties[key] = _unescaped(value, {"%3A": ":", "%2C": ","})
        commands.append(Command(name, properties, _unescaped(message, {})))
    return commands, others


def _unescaped(text: str, more: dict[str, str]) -> str:
    escapes = {"%25": "%", "%0D": "\r", "%0A": "\n", **more}
    assert not re.search("%(?!25|0D|0A" + ("|3A|2C" if more else "") + ")", text), "a % that escapes nothing"
    return re.sub("%..", lambda found: escapes[found[0]], text)


def read_itf(text: str) -> list[dict[str, Any]]:
    """The values of each state, as itf-py has them."""
    trace = itf_py.trace_from_json(json.loads(text))
    assert trace.loop is None or 0 <= trace.loop < len(trace.states)
    return [dict(state.values) for state in trace.states]


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / "hamodel/report/json.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def read_json(text: str) -> Any:
    """The JSON report, if it fits the schema that is published."""
    said = json.loads(text)
    _validator().validate(said)
    return said


def fits_schema(said: Any) -> bool:
    return bool(_validator().is_valid(said))


def read_markdown(text: str) -> list[Token]:
    """Every token, those inside of others too, as a reader of GitHub's tables sees it."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [token for outer in tokens for token in (outer, *(outer.children or ()))]


# --- Mermaid ---------------------------------------------------------------------------------------------------------

TEXT = r"(?:[A-Za-z0-9 _.,()\[\]=/]|[^\W_]|#\d+;|<br/>)+"
STATEMENTS = {
    "participant": rf"participant p\d+ as {TEXT}",
    "note": rf"Note over p\d+(,p\d+)?: {TEXT}",
    "message": rf"p\d+(?:->>|--\)|--x)p\d+: {TEXT}",
    "open": r"(?:loop for ever|rect rgb\(\d+, \d+, \d+\))",
    "end": r"end",
}


def diagrams(text: str) -> list[str]:
    found: list[str] = [token.content for token in read_markdown(text) if token.type == "fence" and token.info == "mermaid"]
    return found


def read_mermaid(diagram: str) -> list[str]:
    """The texts of a sequence diagram, by the few statements that it needs: frames are closed, no text can be more than text."""
    first, *lines = diagram.rstrip("\n").split("\n")
    assert first == "sequenceDiagram"
    assert len(diagram) < 50_000, "Mermaid draws no larger one"
    depth, texts = 0, []
    for line in lines:
        (kind,) = (kind for kind, form in STATEMENTS.items() if re.fullmatch(f" +{form}", line))
        depth += {"open": 1, "end": -1}.get(kind, 0)
        assert depth >= 0
        assert not re.search(r"(?i)\b(end|style|classdef)\b", line) or kind == "end"
        if kind in ("participant", "note", "message"):
            texts.append(_drawn(line.partition(" as " if kind == "participant" else ": ")[2]))
    assert depth == 0
    return texts


def _drawn(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def mermaids_own(texts: Sequence[str]) -> list[dict[str, Any]] | None:
    """What Mermaid's parser finds in each diagram; None where `npm install --prefix tests/report/mermaid` was not run."""
    if shutil.which("node") is None or not (MERMAID / "node_modules/mermaid").is_dir():
        return None
    reader = ["node", "read.js"]
    done = subprocess.run(reader, cwd=MERMAID, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]
