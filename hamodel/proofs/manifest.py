"""Manifest: what a certificate says of itself, as JSON that is read back; `certificate_of` believes nothing that does not fit."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from hamodel.host.printable import printable
from hamodel.host.regular import regular
from hamodel.host.strict_json import NoNumber, SaidTwice, no_number, strict
from hamodel.model.expr import Bound, Type, Value
from hamodel.model.invariant import CellRef, Clause, Literal, Member
from hamodel.model.system import MOST_FAULTS, Property, System
from hamodel.model.temporal import looked_at
from hamodel.model.timing import duration_text, read_duration
from hamodel.model.transform import at_home
from hamodel.proofs.cases import members
from hamodel.proofs.digest import Json, canonical, digest, sha256
from hamodel.timing.digitise import digitised
from hamodel.timing.measure import UnfitLength

FORMAT = 1
MANIFEST = "manifest.json"
PARTS = ("initiation", "consecution", "safety")
"""The files of the formulas, without their ending."""


LARGEST = 4_000_000
"""Bytes of a manifest; those that hamodel writes have some thousands."""

LONGEST_TEXT = 10_000
MOST_MEMBERS, MOST_CLAUSES, MOST_PARTS = 64, 2_000, 1_000
"""Of a sort; of an invariant; of a clause, binders and literals."""


class UnreadableCertificate(Exception):
    """A folder holds no certificate that can be read, and why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved, and by which invariant.

    `spec`: the path of its file. `property` None: that no run-time error can happen, by actions or by the formulas of
    `properties`. Options in `options` have these values, others any; those that are durations have these `lengths`, others their
    defaults; sorts in `sizes` so many members, others any number; at most so many `faults`, None: any number.
    """

    spec: str
    property: str | None
    clauses: tuple[Clause, ...]
    properties: tuple[str, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    faults: int | None = None
    engine: str = ""
    lengths: Mapping[str, str] = field(default_factory=dict)


def manifest_of(certificate: Certificate, system: System, files: Mapping[str, str]) -> dict[str, Json]:
    """What the manifest says."""
    property = next((each for each in system.declared if each.name == certificate.property), None)
    any_number = [sort.name for sort in system.sorts if sort.name not in certificate.sizes]
    said: dict[str, Json] = {
        "format": FORMAT,
        "spec": certificate.spec,
        "system": system.name,
        "digest": digest(system),
        "property": certificate.property,
        "says": _says(property),
        "properties": list(certificate.properties),
        "options": {**certificate.options, **certificate.lengths},
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
    said = read(path)
    return certificate_of(said, at_its_durations(said, system))


def read(path: Path) -> dict[str, Any]:
    """The manifest in a folder: complete, unedited, and of the right form. Raises Unreadable."""
    try:
        text = regular(path / MANIFEST, LARGEST, links=False)
    except OSError as error:
        raise UnreadableCertificate(f"`{MANIFEST}` cannot be read: {error.strerror or error}") from None
    if len(text) > LARGEST:
        raise UnreadableCertificate(f"`{MANIFEST}` is larger than {LARGEST // 1_000_000} MB")
    try:
        said = strict(text, parse_float=no_number)
        canonical(said)  # what can be read can be nested too deeply to be written
    except SaidTwice as key:
        raise UnreadableCertificate(f"`{MANIFEST}` has `{printable(str(key))[:60]}` twice") from None
    except NoNumber as number:
        raise UnreadableCertificate(f"`{MANIFEST}` has a number that no manifest has: {str(number)[:30]}") from None
    except RecursionError:
        raise UnreadableCertificate(f"`{MANIFEST}` is nested too deeply") from None
    except ValueError:
        raise UnreadableCertificate(f"`{MANIFEST}` is not JSON") from None
    if not isinstance(said, dict) or type(said.get("format")) is not int or said["format"] != FORMAT:
        raise UnreadableCertificate(f"`{MANIFEST}` is none of format {FORMAT}")
    seal = said.pop("seal", None)
    if seal != sha256(canonical(said)):
        raise UnreadableCertificate(f"`{MANIFEST}` was edited")
    odd_one = next((name for name in FORM if name not in said or not FORM[name](said[name])), None)
    odd_one = odd_one or next((name for name in said if name not in FORM), None)
    if odd_one is not None:
        raise UnreadableCertificate(f"`{MANIFEST}` lacks something, or has it in another form: `{printable(odd_one)[:60]}`")
    return said


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_number(value: object, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _is_table(value: object, kind: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and all(kind(each) for each in value.values())


FORM: Mapping[str, Callable[[object], bool]] = {
    "format": lambda value: value == FORMAT,
    "spec": _is_text,
    "system": _is_text,
    "digest": _is_text,
    "property": lambda value: value is None or _is_text(value),
    "says": _is_text,
    "properties": _are_texts,
    "options": lambda value: _is_table(value, lambda each: each is None or isinstance(each, bool | int | str)),
    "any value": _are_texts,
    "sizes": lambda value: _is_table(value, lambda each: _is_number(each, 1, MOST_MEMBERS)),
    "any number": _are_texts,
    "faults": lambda value: value is None or _is_number(value, 0, MOST_FAULTS),
    "engine": _is_text,
    "versions": lambda value: _is_table(value, _is_text),
    "files": lambda value: _is_table(value, _is_text),
    "invariant": lambda value: isinstance(value, list) and len(value) <= MOST_CLAUSES and _are_clauses(value),
}
"""What a manifest must have, and nothing else."""


def _are_clauses(value: list[Any]) -> bool:
    """Objects with at most so many binders and literals; what is in these `certificate_of` sees."""
    return all(
        isinstance(each, dict)
        and each.keys() == {"for all", "one of"}
        and all(isinstance(part, list) and len(part) <= MOST_PARTS for part in each.values())
        for each in value
    )


# --- JSON ------------------------------------------------------------------------------------------------------------


def _says(property: Property | None) -> str:
    if property is None:
        return "no run-time error can happen"
    span = getattr(property.formula, "span", None)
    return " ".join(span.text.split()) if span is not None else property.name


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
    """The manifest's certificate, of the system at its durations. Whatever else it says has no bearing on the proof."""
    lengths = system.timing.said if system.timing is not None else {}
    try:
        certificate = Certificate(
            spec=said["spec"],
            property=said["property"],
            clauses=tuple(_clause(each, system) for each in said["invariant"]),
            properties=tuple(said["properties"]),
            options={name: value for name, value in said["options"].items() if name not in lengths},
            sizes=dict(said["sizes"]),
            faults=said["faults"],
            engine=said["engine"],
            lengths=lengths,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UnreadableCertificate(f"`{MANIFEST}` lacks something, or has it in another form: `invariant`") from None
    if not _speaks_of(certificate, system):
        raise UnreadableCertificate(f"`{MANIFEST}` speaks of what the spec does not have")
    return certificate


def at_its_durations(said: Mapping[str, Any], system: System) -> System:
    """The system at the durations that a manifest says, and at the defaults of the others. Raises UnreadableCertificate."""
    if system.timing is None:
        return system
    given: dict[str, Fraction] = {}
    for option in system.timing.options:
        if option.name in said["options"]:
            value = said["options"][option.name]
            length = read_duration(value) if isinstance(value, str) else None
            if length is None or duration_text(length) != value or not option.allows(length):
                raise UnreadableCertificate(f"`{MANIFEST}` has a duration that the spec does not allow: `{option.name}`")
            given[option.name] = length
    try:
        return at_home(digitised(system.timing.written or system, given))
    except UnfitLength:
        raise UnreadableCertificate(f"`{MANIFEST}` has durations that do not go together in the spec") from None


def properties_of(system: System) -> dict[str, Property]:
    """The properties that a proof may be about: of runs without end only that what they say has a value."""
    asked = list(system.properties)
    about = [looked_at(property) if property.liveness else property for property in asked]
    return {property.name: property for property in about}


def _speaks_of(certificate: Certificate, system: System) -> bool:
    """Does the system have these properties, options with these values, and sorts that can have so many members?"""
    options = {option.name: option.type for option in system.options}
    properties = properties_of(system)
    sizes = certificate.sizes
    return (
        {certificate.property, *certificate.properties} <= {None, *properties}
        and all(name in options and _is_one(value, options[name]) for name, value in certificate.options.items())
        and set(sizes) <= {sort.name for sort in system.sorts}
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
        place = CellRef(
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
