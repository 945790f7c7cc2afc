"""Manifest: what a certificate says of itself, as JSON that is read back; `certificate_of` believes nothing that does not fit."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from hamodel.model.expr import Bound, Type, Value
from hamodel.model.invariant import Clause, Literal, Member, Place
from hamodel.model.liveness.formula import looked_at
from hamodel.model.system import Property, System
from hamodel.proofs.cases import members
from hamodel.proofs.digest import Json, canonical, digest, sha256

FORMAT = 1
MANIFEST = "manifest.json"
PARTS = ("initiation", "consecution", "safety")
"""The files of the formulas, without their ending."""


class Unreadable(Exception):
    """A folder holds no certificate that can be read, and why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved, and by which invariant.

    `spec`: the path of its file. `property` None: that no run-time mistake can be made, by actions or by the formulas of
    `claims`. Options in `options` have these values, others any; sorts in `sizes` so many members, others any number; at
    most so many `faults`, None: any number.
    """

    spec: str
    property: str | None
    clauses: tuple[Clause, ...]
    claims: tuple[str, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    faults: int | None = None
    engine: str = ""


def manifest_of(certificate: Certificate, system: System, files: Mapping[str, str]) -> dict[str, Json]:
    """What the manifest says."""
    claim = next((each for each in system.properties if each.name == certificate.property), None)
    any_number = [sort.name for sort in system.sorts if sort.name not in certificate.sizes]
    said: dict[str, Json] = {
        "format": FORMAT,
        "spec": certificate.spec,
        "system": system.name,
        "digest": digest(system),
        "property": certificate.property,
        "says": _says(claim),
        "claims": list(certificate.claims),
        "options": dict(certificate.options),
        "any value": [option.name for option in system.options if option.name not in certificate.options],
        "sizes": dict(certificate.sizes),
        "any number": list(any_number),
        "faults": certificate.faults,
        "engine": certificate.engine,
        "versions": versions(),
        "files": {name: sha256(text) for name, text in files.items()},
        "invariant": [_clause_json(clause) for clause in certificate.clauses],
    }
    return {**said, "seal": sha256(canonical(said))}


def versions() -> dict[str, Json]:
    """Of the programs that make and check proofs."""
    found: dict[str, Json] = {"python": platform.python_version()}
    for name, package in (("hamodel", "hamodel"), ("z3", "z3-solver"), ("cvc5", "cvc5")):
        try:
            found[name] = version(package)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def load(path: Path, system: System) -> Certificate:
    """The certificate in a folder. Raises Unreadable."""
    return certificate_of(read(path), system)


def read(path: Path) -> dict[str, Any]:
    """The manifest in a folder, complete and unedited. Raises Unreadable."""
    try:
        said = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"`{MANIFEST}` cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise Unreadable(f"`{MANIFEST}` is not JSON") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Unreadable(f"`{MANIFEST}` is none of format {FORMAT}")
    seal = said.pop("seal", None)
    if seal != sha256(canonical(said)):
        raise Unreadable(f"`{MANIFEST}` was edited")
    return said


# --- JSON ------------------------------------------------------------------------------------------------------------


def _says(claim: Property | None) -> str:
    if claim is None:
        return "no run-time mistake can be made"
    span = getattr(claim.formula, "span", None)
    return " ".join(span.text.split()) if span is not None else claim.name


def text_of(manifest: Mapping[str, Json]) -> str:
    """JSON with a line for each thing that it says, and for each clause."""
    rows = []
    for name, value in manifest.items():
        text = json.dumps(value)
        if name == "invariant" and isinstance(value, list) and value:
            text = "[\n  " + ",\n  ".join(json.dumps(clause) for clause in value) + "\n ]"
        rows.append(f" {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _clause_json(clause: Clause) -> Json:
    return {
        "for all": [[binder.name, str(binder.type)] for binder in clause.binders],
        "one of": [
            {
                "variable": literal.place.variable,
                "indices": [_member_json(member) for member in literal.place.indices],
                **({"part": [_member_json(member) for member in literal.place.part]} if literal.place.part else {}),
                "among" if literal.among else "not among": [_member_json(member) for member in literal.values],
            }
            for literal in clause.literals
        ],
    }


def _member_json(member: Member) -> Json:
    return {"member": member.name} if isinstance(member, Bound) else member


def certificate_of(said: Mapping[str, Any], system: System) -> Certificate:
    """The manifest's certificate. Whatever else it says has no bearing on the proof."""
    try:
        certificate = Certificate(
            spec=_text(said["spec"]),
            property=None if said["property"] is None else _text(said["property"]),
            clauses=tuple(_clause(each, system) for each in said["invariant"]),
            claims=tuple(map(_text, said["claims"])),
            options={_text(name): _value(value) for name, value in said["options"].items()},
            sizes={_text(name): int(size) for name, size in said["sizes"].items()},
            faults=None if said["faults"] is None else int(said["faults"]),
            engine=_text(said["engine"]),
        )
        tables = isinstance(said["files"], dict) and isinstance(said["versions"], dict)
    except (KeyError, TypeError, ValueError, AttributeError):
        tables = False
    if not tables:
        raise Unreadable(f"`{MANIFEST}` lacks something, or has it in another form")
    if not _speaks_of(certificate, system):
        raise Unreadable(f"`{MANIFEST}` speaks of what the spec does not have")
    return certificate


def claims_of(system: System) -> dict[str, Property]:
    """The claims that a proof may be about: of runs without end only that what they say has a value."""
    asked = [claim for claim in system.properties if claim.kind != "assume"]
    about = [looked_at(claim) if claim.liveness else claim for claim in asked]
    return {claim.name: claim for claim in about}


def _speaks_of(certificate: Certificate, system: System) -> bool:
    """Does the system have these claims, options with these values, and sorts that can have so many members?"""
    options = {option.name: option.type for option in system.options}
    claims = claims_of(system)
    sizes = certificate.sizes
    return (
        {certificate.property, *certificate.claims} <= {None, *claims}
        and all(name in options and _is_one(value, options[name]) for name, value in certificate.options.items())
        and set(sizes) <= {sort.name for sort in system.sorts}
        and all(size > 0 for size in sizes.values())
        and (certificate.faults is None or certificate.faults >= 0)
    )


def _is_one(value: Value, of: Type) -> bool:
    return any(type(value) is type(member) and value == member for member in members(of, {}))


def _clause(said: Any, system: System) -> Clause:
    sorts = {sort.name: sort for sort in system.sorts}
    binders = {name: Bound(_text(name), sorts[sort]) for name, sort in said["for all"]}
    literals = []
    for each in said["one of"]:
        among = "among" in each
        values = each["among"] if among else each["not among"]
        place = Place(
            _text(each["variable"]),
            tuple(_member(member, binders) for member in each["indices"]),
            tuple(_member(member, binders) for member in each.get("part", ())),
        )
        literals.append(Literal(place, tuple(_member(member, binders) for member in values), among))
    return Clause(tuple(literals), tuple(binders.values()))


def _member(said: Any, binders: Mapping[str, Bound]) -> Member:
    return binders[said["member"]] if isinstance(said, dict) else _value(said)


def _value(said: Any) -> Value:
    if said is None or isinstance(said, bool | int | str):
        return said
    raise TypeError(f"{said!r} is no value")


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError(f"{said!r} is no text")
    return said
