"""Certificate: a proof by invariant in a folder, which others can check with solvers of their own; `verify` does.

    proofs/SYSTEM/PROPERTY/manifest.json        what was proved, of which spec, by whom; the clauses of the invariant
                           initiation.smt2      each question in these files must be answered `unsat`
                           consecution.smt2
                           safety.smt2

The manifest is the proof: the three texts are made from the spec and its clauses, the same to the byte each time. They may be
left out, and `write_formulas` makes them again. Nobody who verifies has to believe the files: the texts are made again, and
must be what the manifest names by a hash, and what lies in the folder, if they do; then two solvers, each in its own process,
are asked. The seal is no signature: it tells an edited manifest, not a forged one, and a forged one proves nothing that its
clauses do not.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from hamodel.host.printable import printable
from hamodel.host.regular import regular
from hamodel.model.system import Property, System
from hamodel.model.transform import for_all_options
from hamodel.proofs.digest import digest, sha256
from hamodel.proofs.manifest import (
    MANIFEST,
    PARTS,
    Certificate,
    UnreadableCertificate,
    at_its_durations,
    certificate_of,
    load,
    manifest_of,
    properties_of,
    read,
    text_of,
)
from hamodel.proofs.obligations import Obligations, OutsideFragment, obligations
from hamodel.proofs.solver_process import SEPARATOR
from hamodel.proofs.solvers import SOLVERS, NoAnswer, ask, proved, questions

__all__ = [
    "CannotWrite",
    "Certificate",
    "Examination",
    "Flaw",
    "UnreadableCertificate",
    "find",
    "folder",
    "load",
    "refuse_links",
    "verify",
    "write",
    "write_formulas",
]

LARGEST_PART = 32_000_000
"""Bytes of a file of formulas."""

RUN_TIME = "run-time"
"""The folder of the proof that no run-time error can happen."""


class CannotWrite(Exception):
    """A certificate could not be written into a folder, and why."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"cannot write a proof to `{folder}`: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a certificate is not accepted. `undecided`: a solver did not know, which speaks neither for nor against it."""

    what: str
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """What came of verifying a certificate: accepted if there are no problems. `seconds`: that each solver took. `certificate`:
    what was read and judged, where it could be; whoever reads the files again may read something else."""

    problems: tuple[Flaw, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    certificate: Certificate | None = None

    @property
    def accepted(self) -> bool:
        """Is nothing wrong?"""
        return not self.problems


# --- what is proved --------------------------------------------------------------------------------------------------


def derive(certificate: Certificate, system: System) -> Obligations:
    """The three texts, from the spec and the clauses alone. Raises `OutsideFragment`, and KeyError for what is not there."""
    properties = properties_of(system)
    names = certificate.properties if certificate.property is None else (certificate.property,)
    named = [properties[name] for name in names]
    freed = for_all_options(system, named, certificate.faults, certificate.options)
    if freed is None:
        raise OutsideFragment(None, "an initial value needs an option and may have no value")
    ready, shown = freed
    wanted: Property | None = None if certificate.property is None else shown[0]
    fallible = named if certificate.property is None else ()
    return obligations(ready, wanted, certificate.clauses, certificate.sizes, certificate.options, fallible)


# --- files -----------------------------------------------------------------------------------------------------------


def folder(root: Path, system: System, certificate: Certificate) -> Path:
    """Where below `root` the certificate belongs."""
    fixed = "".join(f",{name}={value}" for name, value in sorted({**certificate.options, **certificate.lengths}.items()))
    return root / safe_name(system.name) / (safe_name((certificate.property or RUN_TIME) + fixed))


def safe_name(name: str) -> str:
    """A name as one of a folder: a word stays as it is, other characters are written as numbers."""
    spelled = "".join(c if c.isascii() and (c.isalnum() or c in "_-,=") else f"%{ord(c):x}" for c in name)
    return spelled if 0 < len(spelled) <= 100 else f"{spelled[:80]}%{sha256(name)[:12]}"


def write(root: Path, system: System, certificate: Certificate) -> Path:
    """Writes the certificate into its folder below `root`, which is returned; each file whole or not at all, the manifest
    last. Raises CannotWrite, or OutsideFragment."""
    files = _files(derive(certificate, system))
    target = folder(root, system, certificate)
    manifest = manifest_of(certificate, system, files)
    try:
        refuse_links(target, root)
        target.mkdir(parents=True, exist_ok=True)
    except UnreadableCertificate as error:
        raise CannotWrite(target, str(error)) from None
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from None
    _put(target, {**files, MANIFEST: text_of(manifest)})
    return target


def write_formulas(path: Path, system: System) -> tuple[Flaw, ...]:
    """Writes the three texts beside the manifest in a folder, in the place of any that are there; or says why they are not what
    the manifest speaks of, and writes nothing. Raises CannotWrite."""
    try:
        _, texts = _made_again(path, system)
    except _Refused as refused:
        return refused.problems
    _put(path, _files(texts))
    return ()


def _files(texts: Obligations) -> dict[str, str]:
    return {f"{part}.smt2": getattr(texts, part) for part in PARTS}


def _put(target: Path, files: Mapping[str, str]) -> None:
    try:
        for name, text in files.items():
            _replace(target / name, text)
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from None


def find(root: Path) -> list[Path]:
    """The folders at or below `root` that hold a certificate, or a part of one. No link is followed, but those are named that
    lead to one."""
    names = (MANIFEST, *(f"{part}.smt2" for part in PARTS))
    found: set[Path] = set()
    for folder, folders, files in os.walk(root):
        links = [Path(folder, name) for name in folders if Path(folder, name).is_symlink()]
        found.update(link for link in links if any(os.path.lexists(link / name) for name in names))
        if not set(names).isdisjoint([*files, *folders]):
            found.add(Path(folder))
    return sorted(found)


def refuse_links(path: Path, root: Path) -> None:
    """Raises UnreadableCertificate where a folder on the way from `root` to `path` is a symbolic link: it could lead anywhere."""
    for folder in (path, *path.parents):
        if folder == root:
            return
        if folder.is_symlink():
            raise UnreadableCertificate(f"`{printable(folder.name)}` is a symbolic link")


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


# --- verifying -------------------------------------------------------------------------------------------------------


def verify(path: Path, system: System, seconds: float = 60.0, stop: Event | None = None) -> Examination:
    """Is the certificate in the folder a proof of what it says about this system, as both solvers see it?

    `seconds`: for each solver and file. Once `stop` is set, no solver is waited for any more.
    """
    try:
        certificate, texts = _made_again(path, system, kept=True)
    except _Refused as refused:
        return Examination(refused.problems)
    return replace(_asked(texts, seconds, stop), certificate=certificate)


class _Refused(Exception):
    """A certificate is not accepted, whatever solvers say."""

    def __init__(self, *problems: Flaw) -> None:
        self.problems = problems


def _made_again(path: Path, system: System, kept: bool = False) -> tuple[Certificate, Obligations]:
    """The certificate in a folder, and its formulas, from the spec and the clauses alone; they are those that the manifest
    speaks of. `kept`: those in the folder are, too. Raises _Refused."""
    try:
        said = read(path)
        system = at_its_durations(said, system)
        if said["digest"] != digest(system):
            raise _Refused(Flaw("the spec has changed since"))
        certificate = certificate_of(said, system)
    except UnreadableCertificate as error:
        raise _Refused(Flaw(str(error))) from None
    problems = list(_edited(path, said)) if kept else []
    if _extent(said) != _extent(manifest_of(certificate, system, {})):
        problems.append(Flaw(f"`{MANIFEST}` does not say what its clauses are about"))
    if problems:
        raise _Refused(*problems)
    try:
        texts = derive(certificate, system)
    except OutsideFragment as outside:
        raise _Refused(Flaw(f"it cannot be put into formulas: {outside.reason}")) from None
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError, StopIteration, AssertionError):
        raise _Refused(Flaw("its clauses do not fit the spec")) from None
    made = printable(str(said["versions"].get("hamodel")))[:20]
    others = [name for name, text in _files(texts).items() if sha256(text) != said["files"].get(name)]
    if others:
        why = f"is not what follows from the spec and the clauses (hamodel {made} made it)"
        raise _Refused(*(Flaw(f"`{name}` {why}") for name in others))
    return certificate, texts


def _extent(said: Mapping[str, Any]) -> list[Any]:
    """What people read, and no formula is made of."""
    return [said.get(name) for name in ("system", "says", "any value", "any number")]


def _edited(path: Path, said: Mapping[str, Any]) -> Iterator[Flaw]:
    """What is wrong with the files of formulas in the folder; nothing if there is none of them."""
    names = [f"{part}.smt2" for part in PARTS]
    for name in names if any(os.path.lexists(path / name) for name in names) else ():
        try:
            content = regular(path / name, LARGEST_PART, links=False)
        except OSError as error:
            yield Flaw(f"`{name}` cannot be read: {error.strerror or error}")
        else:
            if len(content) > LARGEST_PART:
                yield Flaw(f"`{name}` is larger than {LARGEST_PART // 1_000_000} MB")
            elif sha256(content) != said["files"].get(name):
                yield Flaw(f"`{name}` was edited")


def _asked(texts: Obligations, seconds: float, stop: Event | None) -> Examination:
    """What the solvers say: each is asked everything at once and, if it does not accept that, part by part."""
    problems: list[Flaw] = []
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
    together = SEPARATOR.join(getattr(texts, part) for part in PARTS)
    try:
        return proved(together, ask(solver, together, seconds, stop))
    except NoAnswer:
        return False


def _judged(solver: str, part: str, text: str, seconds: float, stop: Event | None) -> Flaw | None:
    try:
        answers = ask(solver, text, seconds, stop)
    except NoAnswer as error:
        return Flaw(f"`{part}.smt2`: {error}", undecided=True)
    if proved(text, answers):
        return None
    if "sat" in answers:
        place = answers.index("sat") + 1
        return Flaw(f"`{part}.smt2`: {solver} finds question {place} of {questions(text)} satisfiable: this is no proof")
    if set(answers) <= {"unsat", "unknown"} and len(answers) == questions(text):
        return Flaw(f"`{part}.smt2`: {solver} does not know", undecided=True)
    return Flaw(f"`{part}.smt2`: {solver} failed: {' '.join(answers)[:200]}", undecided=True)
