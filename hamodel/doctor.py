"""What this installation has: a line for Python and each package, and what cannot be done without it."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata

from hamodel import __version__
from hamodel.installed import prepare_z3, stranger


@dataclass(frozen=True, slots=True)
class Need:
    """A package (`distribution`) that is imported as `module`, the version from which it will do, and what it is for."""

    distribution: str
    module: str
    lowest: str
    without: str
    required: bool = True


NEEDS = (
    Need("click", "click", "8.1", "there is no command line"),
    Need("lark", "lark", "1.3", "no spec can be read"),
    Need("numpy", "numpy", "2.0", "no engine `explicit`: no spec can be searched completely"),
    Need("z3-solver", "z3", "4.16", "no engines `bmc` and `kinduction`: no proof by induction, nothing beyond complete search"),
    Need("python-sat", "pysat", "1.8", "no engine `pdr`: no proof by an invariant"),
    Need("cvc5", "cvc5", "1.3", "no proof for any number of members, and no certificate can be checked"),
    Need("rich", "rich", "13", "no progress is shown on a terminal"),
    Need("hypothesis", "hypothesis", "6.100", "the tests cannot be run", required=False),
    Need("pytest", "pytest", "8.3", "the tests cannot be run", required=False),
)
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Line:
    """What was found: `version`, or `problem` and what that costs."""

    name: str
    version: str
    problem: str = ""
    costs: str = ""
    required: bool = True


def examine() -> tuple[Line, ...]:
    """A line for everything, in the order in which it is needed."""
    return tuple(_lines())


def _lines() -> Iterator[Line]:
    old = "" if sys.version_info >= OLDEST_PYTHON else f"older than {'.'.join(map(str, OLDEST_PYTHON))}"
    yield Line("hamodel", __version__)
    yield Line("python", platform.python_version(), old, "hamodel does not run" if old else "")
    for need in NEEDS:
        version, problem = _found(need)
        yield Line(need.distribution, version, problem, need.without if problem else "", need.required)
    yield _workers()


def _found(need: Need) -> tuple[str, str]:
    """The version, and what is wrong with it."""
    try:
        version = metadata.version(need.distribution)
    except metadata.PackageNotFoundError:
        return "", "not installed"
    if _numbers(version) < _numbers(need.lowest):
        return version, f"older than {need.lowest}"
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
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
