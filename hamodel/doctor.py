"""What this installation has: a line for Python and each package, and what cannot be done without it."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata

from hamodel.host.extras import brings
from hamodel.host.installed import prepare_z3, stranger
from hamodel.host.version import VERSION


@dataclass(frozen=True, slots=True)
class Need:
    """A package (`distribution`) that is imported as `module`, the versions that will do, and what is lost `without` it.
    `extra`: that of ours which brings it; empty for what every installation has."""

    distribution: str
    module: str
    versions: str
    without: str
    extra: str


WITHOUT = {
    "click": ("click", "there is no command line"),
    "lark": ("lark", "no spec can be read"),
    "numpy": ("numpy", "no engine `explicit`: no spec can be searched completely"),
    "z3-solver": ("z3", "no engines `bmc` and `kinduction`: no proof by induction, nothing beyond complete search"),
    "python-sat": ("pysat", "no engine `pdr`: no proof by an invariant"),
    "cvc5": ("cvc5", "no proof for any number of members, and no certificate can be checked"),
    "defusedxml": ("defusedxml", "no configuration in XML can be read by `hamodel audit`"),
    "rich": ("rich", "no progress is shown on a terminal"),
    "dpkt": ("dpkt", "nothing can be played on the reference pair: no `hamodel run --on reference`"),
    "hypothesis": ("hypothesis", "no implementation can be tested by `hamodel.conformance.machine`"),
}
"""For each package that ours depends on: its module, and what cannot be done without it. In the order they are needed."""


OURS = ("docs", "test")
"""The extras with what the documents and the tests of hamodel itself need."""


def needs() -> tuple[Need, ...]:
    """What the installed package says that it depends on, and that its extras do, but for our own."""
    found = []
    for requirement in metadata.requires("hamodel") or []:
        wanted, _, marker = requirement.partition(";")
        name = re.match(r"[\w.-]+", wanted)
        assert name is not None
        extra = re.search(r"extra *== *[\"']([\w.-]+)", marker)
        if extra is None or extra[1] not in OURS:
            module, without = WITHOUT.get(name[0], (name[0].replace("-", "_"), "hamodel cannot be used in full"))
            found.append(Need(name[0], module, wanted[name.end() :].strip(), without, extra[1] if extra else ""))
    order = [*WITHOUT, *(need.distribution for need in found)]
    return tuple(sorted(found, key=lambda need: order.index(need.distribution)))


OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Line:
    """What was found: `version`, or `problem` and what that costs. `needed`: by a check."""

    name: str
    version: str
    problem: str = ""
    costs: str = ""
    needed: bool = True


def examine() -> tuple[Line, ...]:
    """A line for everything, in the order in which it is needed."""
    return tuple(_lines())


def _lines() -> Iterator[Line]:
    old = "" if sys.version_info >= OLDEST_PYTHON else f"older than {'.'.join(map(str, OLDEST_PYTHON))}"
    try:
        needed = needs()
        yield Line("hamodel", VERSION)
    except metadata.PackageNotFoundError:
        needed = ()
        yield Line("hamodel", VERSION, "run from its sources", "what it needs is known of an installation only")
    yield Line("python", platform.python_version(), old, "hamodel does not run" if old else "")
    for need in needed:
        version, problem = _found(need)
        costs = f"{need.without}; {brings(need.extra)}" if need.extra else need.without
        yield Line(need.distribution, version, problem, costs if problem else "", needed=not need.extra)
    yield _workers()


def _found(need: Need) -> tuple[str, str]:
    """The version, and what is wrong with it."""
    try:
        version = metadata.version(need.distribution)
    except metadata.PackageNotFoundError:
        return "", "not installed"
    for sign, bound in re.findall(r"(>=|<)\s*([\w.]+)", need.versions):
        if sign == ">=" and _numbers(version) < _numbers(bound):
            return version, f"older than {bound}"
        if sign == "<" and _numbers(version) >= _numbers(bound):
            return version, f"not older than {bound}"
    try:
        if need.module == "z3":
            prepare_z3()
        import_module(need.module)
        other = stranger(need.module, need.distribution)
    except (ImportError, OSError) as error:
        return version, f"cannot be imported: {' '.join(str(error).split())[:100]}"
    return version, f"`{other}` was found instead" if other else ""


def _workers() -> Line:
    """Engines run in child processes that are limited in memory."""
    try:
        import multiprocessing
        import resource
    except ImportError:
        return Line("workers", "", "this system has no resource limits", "no check can be run")
    if "fork" not in multiprocessing.get_all_start_methods():
        return Line("workers", "", "this system cannot fork", "no check can be run")
    assert resource.RLIMIT_AS
    return Line("workers", "fork, memory limits")


def _numbers(version: str) -> tuple[int, ...]:
    """Of a release that is being developed, the numbers of that release."""
    return tuple(int(number) for number in re.findall(r"\d+", version.partition(".dev")[0])[:3])
