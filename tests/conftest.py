"""`--bless` and `golden`: what a person would read is kept in a file, and the difference is the review."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("hamodel", deadline=None)  # a machine that is busy with something else makes no test wrong
settings.load_profile("hamodel")

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start many Pythons, each of which would compile everything again
sys.dont_write_bytecode = False

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what is in its background, with all that it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore_glob = ["*.ha"]
"""Specs here are what tests are about, some broken on purpose: they are no tests themselves, as hamodel's plugin has it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite golden files with what came out")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Two processes must not rewrite one file."""
    if config.getoption("--bless"):
        config.option.numprocesses = 0
        config.option.dist = "no"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test that is `sampled` all but every fourth are heavy, of those that are fast; --bless takes all of them."""
    if config.getoption("--bless"):
        return
    seen = Counter[str]()
    for item in items:
        if item.get_closest_marker("sampled") is not None and item.get_closest_marker("heavy") is None:
            name = item.nodeid.partition("[")[0]
            if seen[name] % 4:
                item.add_marker("heavy")
            seen[name] += 1


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, actual)`: the file says `actual`; with --bless it does from now on."""
    bless = request.config.getoption("--bless")

    def compare(path: Path, actual: str) -> None:
        actual = actual.rstrip("\n") + "\n"
        if bless:
            path.write_text(actual, encoding="utf-8")
        assert path.exists(), f"{path} is missing: pytest --bless writes it"
        assert actual == path.read_text(encoding="utf-8")

    return compare
