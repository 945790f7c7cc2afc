"""hamodel proofs: certificates to a line each: accepted by both solvers or refused, and why; or written out as formulas."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from hamodel.cli.asking import system_of
from hamodel.cli.output import complain, show, style_of
from hamodel.diagnostics import Diagnostic, SpecError
from hamodel.host import library
from hamodel.host.printable import printable
from hamodel.host.status import Exit

if TYPE_CHECKING:
    from concurrent.futures import Future

    from hamodel.model.system import System
    from hamodel.proofs.certificate import Examination
    from hamodel.report.style import Style

AT_ONCE = 2
"""Certificates that are looked at together."""

DEFAULT = "proofs"
LONGEST = 1_000_000


@click.group()
def proofs() -> None:
    """Certificates: proofs in files, which do not ask anyone to trust hamodel."""


_folder = click.argument("folder", metavar="[DIR]", default=DEFAULT, type=click.Path())
_specs = click.option("--spec", "specs", multiple=True, metavar="PATH", help="Where a spec is now; may be repeated.")


@proofs.command()
@_folder
@_specs
@click.option("--time", "seconds", default=60.0, metavar="SECONDS", show_default=True, help="For each solver and file.")
def check(folder: str, specs: tuple[str, ...], seconds: float) -> int:
    """Check the certificates in DIR (proofs/ unless named) and below it.

    The formulas are made again from each spec, and must be what the manifest says, and what lies beside it, if they do; then Z3
    and cvc5 are asked, each in a process of its own. A spec is looked for where the certificate says, from the current folder
    and from the one that holds DIR.

    Exit status: 0 all are accepted; 1 some are refused; 2 the command is wrong; 3 a solver does not know, or there are none.
    """
    if not 0 < seconds <= LONGEST:
        raise click.UsageError(f"`--time` is a number of seconds above 0, and at most {LONGEST:,}")
    root, found, named = _certificates(folder, specs)
    style = style_of(sys.stdout)
    statuses = [_told(root, path, examined, style) for path, examined in _examined(found, root, named, seconds)]
    return Exit.DIFFERS if Exit.DIFFERS in statuses else max(statuses, default=Exit.UNDECIDED)


@proofs.command()
@_folder
@_specs
def write(folder: str, specs: tuple[str, ...]) -> int:
    """Write the formulas of the certificates in DIR (proofs/ unless named) and below it.

    A certificate is its manifest. What it proves in SMT-LIB, three files for solvers of any kind, is made from the spec and the
    clauses of the manifest, to the byte as it was made first, and put beside it.

    Exit status: 0 all are written; 1 some are refused, and not written; 2 the command is wrong; 3 there are none.
    """
    from hamodel.proofs.certificate import CannotWrite, Examination, Flaw, write_formulas

    root, found, named = _certificates(folder, specs)
    style = style_of(sys.stdout)
    known: dict[str, System] = {}
    statuses = []
    for path in found:
        system = _spec_of(path, root, named, known)
        try:
            problems = (Flaw(system),) if isinstance(system, str) else write_formulas(path, system)
        except CannotWrite as error:
            problems = (Flaw(f"it cannot be written: {error.reason}"),)
        statuses.append(_told(root, path, Examination(problems), style))
    return max(statuses, default=Exit.UNDECIDED)


def _certificates(folder: str, specs: Sequence[str]) -> tuple[Path, list[Path], dict[str, System]]:
    """The folder, those with certificates in it, and the specs that are named, by the names of their systems."""
    from hamodel.proofs.certificate import find

    root = Path(folder)
    if not root.is_dir() and folder != DEFAULT:
        raise click.UsageError(f"there is no folder `{folder}`")
    found = find(root) if root.is_dir() else []
    if not found:
        complain([Diagnostic("no-proofs", None, f"there is no certificate in `{folder}` or below it")])
        return root, [], {}
    return root, found, {system.name: system for system in map(system_of, specs)}


def _examined(
    found: Sequence[Path], root: Path, named: Mapping[str, System], seconds: float
) -> Iterator[tuple[Path, Examination]]:
    """What came of each certificate, in their order."""
    from concurrent.futures import ThreadPoolExecutor

    stop = Event()
    known: dict[str, System] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            waiting: list[Future[Examination]] = []
            for path in found:
                waiting.append(pool.submit(_verified, path, _spec_of(path, root, named, known), seconds, stop))
            for path, future in zip(found, waiting, strict=True):
                yield path, future.result()
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _verified(path: Path, system: System | str, seconds: float, stop: Event) -> Examination:
    from hamodel.proofs.certificate import Examination, Flaw, verify

    if isinstance(system, str):
        return Examination((Flaw(system),))
    return verify(path, system, seconds, stop)


def _spec_of(path: Path, root: Path, named: Mapping[str, System], known: dict[str, System]) -> System | str:
    """The system that a certificate is about; or why there is none."""
    from hamodel.proofs.certificate import UnreadableCertificate, refuse_links
    from hamodel.proofs.manifest import read

    try:
        refuse_links(path, root)
        said = read(path)
    except UnreadableCertificate as error:
        return str(error)
    if said["system"] in named:
        return named[said["system"]]
    spec = said["spec"]
    if spec not in known:
        there = library.on_disk(spec), str(root.resolve().parent / spec)
        places = [place for place in there if _is_file(place)]
        if not places:
            return f"its spec `{spec}` is not here: `--spec` says where it is"
        try:
            known[spec] = system_of(places[0])
        except SpecError as error:
            why = f": {error.diagnostics[0].headline}" if library.is_ours(spec) or _below(places[0], root) else ""
            return f"its spec `{spec}` cannot be read{why}"
    return known[spec]


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _below(path: str, root: Path) -> bool:
    """Is the file where someone who looks at these certificates works? Of others nothing is shown: a certificate names them."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(folder)) for folder in (os.curdir, root.resolve().parent))


def _told(root: Path, path: Path, examined: Examination, style: Style) -> int:
    """A line about a certificate; its part of the exit status."""
    name = path.relative_to(root).as_posix() if path != root else path.name
    if examined.accepted:
        took = " and ".join(f"{solver} ({seconds:.1f} s)" for solver, seconds in examined.seconds.items())
        show(f"{style.paint(style.say('✓'), 'green')} {name}  {f'accepted by {took}' if took else 'written'}")
        return Exit.GOOD
    undecided = all(problem.undecided for problem in examined.problems)
    sign, colour, word = ("?", "magenta", "undecided") if undecided else ("✗", "red", "refused")
    why = "; ".join(problem.what for problem in examined.problems if problem.undecided == undecided)
    show(f"{style.paint(style.say(sign), colour)} {name}  {word}: {printable(why)}")
    return Exit.UNDECIDED if undecided else Exit.DIFFERS
