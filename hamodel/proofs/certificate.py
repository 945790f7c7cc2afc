"""Certificate: a proof by invariant in a folder, which others can check with solvers of their own; `verify` does.

    proofs/SYSTEM/PROPERTY/initiation.smt2      each question in these files must be answered `unsat`
                           consecution.smt2
                           safety.smt2
                           manifest.json        what was proved, of which spec, by whom; the clauses of the invariant

Nobody who verifies has to believe the files: the three texts are made again from the spec and the clauses of the manifest,
and must be the same to the byte; then two solvers, each in its own process, are asked. The seal is no signature: it tells an
edited manifest, not a forged one, and a forged one proves nothing that its clauses do not.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Event
from typing import Any

from hamodel.model.expr import Bound, Type, Value
from hamodel.model.invariant import Clause, Literal, Member, Place
from hamodel.model.system import Property, System
from hamodel.model.transform import for_all_options
from hamodel.proofs.cases import members
from hamodel.proofs.digest import Json, canonical, digest, sha256
from hamodel.proofs.obligations import Obligations, OutsideFragment, obligations
from hamodel.proofs.solvers import SOLVERS, Unanswered, ask, proved, questions

FORMAT = 1
MANIFEST = "manifest.json"
PARTS = ("initiation", "consecution", "safety")
RUN_TIME = "run-time"
"""The folder of the proof that no run-time mistake can be made."""


class CannotWrite(Exception):
    """A certificate could not be written, and why."""


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


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a certificate is not accepted. `undecided`: a solver did not know, which speaks neither for nor against it."""

    what: str
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """What came of verifying a certificate: accepted if there are no problems. `seconds`: that each solver took."""

    problems: tuple[Problem, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        return not self.problems


# --- what is proved --------------------------------------------------------------------------------------------------


def derive(certificate: Certificate, system: System) -> Obligations:
    """The three texts, from the spec and the clauses alone. Raises `OutsideFragment`, and KeyError for what is not there."""
    claims = {claim.name: claim for claim in system.properties}
    names = certificate.claims if certificate.property is None else (certificate.property,)
    named = [claims[name] for name in names]
    freed = for_all_options(system, named, certificate.faults, certificate.options)
    if freed is None:
        raise OutsideFragment(None, "an initial value needs an option and may have no value")
    ready, shown = freed
    wanted: Property | None = None if certificate.property is None else shown[0]
    slippery = named if certificate.property is None else ()
    return obligations(ready, wanted, certificate.clauses, certificate.sizes, certificate.options, slippery)


# --- files -----------------------------------------------------------------------------------------------------------


def folder(root: Path, system: System, certificate: Certificate) -> Path:
    """Where below `root` the certificate belongs."""
    fixed = "".join(f",{name}={value}" for name, value in sorted(certificate.options.items()))
    return root / safe_name(system.name) / (safe_name((certificate.property or RUN_TIME) + fixed))


def safe_name(name: str) -> str:
    """A name as one of a folder: a word stays as it is, other characters are written as numbers."""
    spelled = "".join(c if c.isascii() and (c.isalnum() or c in "_-,=") else f"%{ord(c):x}" for c in name)
    return spelled if 0 < len(spelled) <= 100 else f"{spelled[:80]}%{sha256(name)[:12]}"


def write(root: Path, system: System, certificate: Certificate) -> Path:
    """Writes the certificate into its folder below `root`, which is returned; each file whole or not at all, the manifest
    last. Raises CannotWrite, or OutsideFragment."""
    texts = derive(certificate, system)
    target = folder(root, system, certificate)
    files = {f"{part}.smt2": getattr(texts, part) for part in PARTS}
    manifest = manifest_of(certificate, system, files)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in (*files.items(), (MANIFEST, _printed(manifest))):
            _replace(target / name, text)
    except OSError as error:
        raise CannotWrite(f"cannot write a proof to `{target}`: {error.strerror or error}") from None
    return target


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
    return _certificate(read_manifest(path), system)


def read_manifest(path: Path) -> dict[str, Any]:
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


def find(root: Path) -> list[Path]:
    """The folders at or below `root` that hold a certificate, or a part of one."""
    found = {path.parent for name in (MANIFEST, *(f"{part}.smt2" for part in PARTS)) for path in root.rglob(name)}
    return sorted(found)


# --- verifying -------------------------------------------------------------------------------------------------------


def verify(path: Path, system: System, seconds: float = 60.0, stop: Event | None = None) -> Examination:
    """Is the certificate in the folder a proof of what it says about this system, as both solvers see it?

    `seconds`: for each solver and file. Once `stop` is set, no solver is waited for any more.
    """
    try:
        said = read_manifest(path)
        if said.get("digest") != digest(system):
            return _refused("the spec has changed since")
        certificate = _certificate(said, system)
    except Unreadable as error:
        return _refused(str(error))
    problems = _edited(path, said)
    if _extent(said) != _extent(manifest_of(certificate, system, {})):
        problems.append(Problem(f"`{MANIFEST}` does not say what its clauses are about"))
    if problems:
        return Examination(tuple(problems))
    try:
        texts = derive(certificate, system)
    except OutsideFragment as outside:
        return _refused(f"it cannot be put into formulas: {outside.reason}")
    except (KeyError, IndexError, TypeError, ValueError, StopIteration, AssertionError):
        return _refused("its clauses do not fit the spec")
    for part in PARTS:
        if (path / f"{part}.smt2").read_bytes() != getattr(texts, part).encode():
            made = said["versions"].get("hamodel")
            problems.append(Problem(f"`{part}.smt2` is not what follows from the spec and the clauses (hamodel {made} made it)"))
    return Examination(tuple(problems)) if problems else _asked(texts, seconds, stop)


def _extent(said: Mapping[str, Any]) -> list[Any]:
    """What people read, and no formula is made of."""
    return [said.get(name) for name in ("system", "says", "any value", "any number")]


def _edited(path: Path, said: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for part in PARTS:
        name = f"{part}.smt2"
        try:
            text = (path / name).read_bytes().decode()
        except OSError as error:
            problems.append(Problem(f"`{name}` cannot be read: {error.strerror or error}"))
        except UnicodeDecodeError:
            problems.append(Problem(f"`{name}` was edited"))
        else:
            if sha256(text) != said["files"].get(name):
                problems.append(Problem(f"`{name}` was edited"))
    return problems


def _asked(texts: Obligations, seconds: float, stop: Event | None) -> Examination:
    """What the solvers say: each is asked everything at once and, if it does not accept that, part by part."""
    problems: list[Problem] = []
    taken: dict[str, float] = {}
    for solver in SOLVERS:
        started = time.monotonic()
        if not _accepts(solver, texts, seconds, stop):
            judged = (_judged(solver, part, getattr(texts, part), seconds, stop) for part in PARTS)
            problem = next((problem for problem in judged if problem is not None), None)
            problems += [] if problem is None else [problem]
        taken[solver] = time.monotonic() - started
    return Examination(tuple(problems), taken)


def _accepts(solver: str, texts: Obligations, seconds: float, stop: Event | None) -> bool:
    together = "(reset)\n".join(getattr(texts, part) for part in PARTS)
    try:
        return proved(together, ask(solver, together, seconds, stop))
    except Unanswered:
        return False


def _judged(solver: str, part: str, text: str, seconds: float, stop: Event | None) -> Problem | None:
    try:
        answers = ask(solver, text, seconds, stop)
    except Unanswered as error:
        return Problem(f"`{part}.smt2`: {error}", undecided=True)
    if proved(text, answers):
        return None
    if "sat" in answers:
        place = answers.index("sat") + 1
        return Problem(f"`{part}.smt2`: {solver} finds question {place} of {questions(text)} satisfiable: this is no proof")
    if set(answers) <= {"unsat", "unknown"} and len(answers) == questions(text):
        return Problem(f"`{part}.smt2`: {solver} does not know", undecided=True)
    return Problem(f"`{part}.smt2`: {solver} failed: {' '.join(answers)[:200]}", undecided=True)


def _refused(what: str) -> Examination:
    return Examination((Problem(what),))


# --- JSON ------------------------------------------------------------------------------------------------------------


def _says(claim: Property | None) -> str:
    if claim is None:
        return "no run-time mistake can be made"
    span = getattr(claim.formula, "span", None)
    return " ".join(span.text.split()) if span is not None else claim.name


def _printed(manifest: Mapping[str, Json]) -> str:
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


def _certificate(said: Mapping[str, Any], system: System) -> Certificate:
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


def _speaks_of(certificate: Certificate, system: System) -> bool:
    """Does the system have these claims, options with these values, and sorts that can have so many members?"""
    options = {option.name: option.type for option in system.options}
    claims = {claim.name for claim in system.properties if claim.kind != "assume" and not claim.liveness}
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


def _replace(path: Path, text: str) -> None:
    """Writes a file: whole, or not at all."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mask = os.umask(0o077)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
