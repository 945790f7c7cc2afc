"""No test depends on how busy the machine is: what waits for a fixed time is listed here, with the reason why that is enough.

What happens in another process is waited for by `strategies.patience.until`, and a test that must not take long is measured by
`strategies.patience.spent`, in processor time. A limit that ends what hangs is a minute at least.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parent
LEAST = 60.0
"""Seconds: a limit that is not lower ends only what hangs. What we start takes a few, so this is a margin of ten."""

SLEEPS = {
    "check/test_limits.py": {
        "sleep(60)": "never over: an engine that answers no more",
        "sleep(0.02)": "between two looks",
        "sleep(0.1)": "between two turns of a process that is killed",
        "sleep(0.3)": "the least that a process has lived; it may be any more",
    },
    "check/test_race.py": {
        "sleep(0.7)": "who answers last; the report is the same in any order",
        "sleep(0.01)": "between two looks",
    },
    "check/test_same_report.py": {"sleep(delay)": "who answers last; the report is the same in any order"},
    "check/test_watch.py": {"sleep(0.05)": "between two looks"},
    "cli/test_hostile_input.py": {
        "sleep(0.05)": "between two looks",
        "sleep(0.5)": "so that a search has begun; the report is right before that too",
    },
    "cli/test_left_behind.py": {
        "sleep(0.02)": "between two looks",
        "sleep(0.05)": "between two looks",
        "sleep(0.5)": "the life of a program; what is left of it is looked for later",
    },
    "conformance/test_conform.py": {
        "sleep(60)": "never over: a program that hangs",
        "sleep(0.01)": "between two looks, and between two signs of a line without end",
    },
    "conformance/test_replay.py": {
        "sleep(0.3)": "a writer that takes its time; there are 30 s",
        "sleep(1)": "two lines of a log, which take a hundredth of that",
    },
    "engines/test_any_number.py": {"sleep(1.0 if late else 0.0)": "who answers last; it is said in any order"},
    "host/test_loading.py": {"sleep(60)": "never over: a solver that is late"},
    "report/test_report_option.py": {
        "sleep(0.1)": "between two looks",
        "sleep(3)": "so that a search has begun, which takes minutes; the report is right before that too",
    },
    "strategies/patience.py": {"sleep(GLANCE)": "between two looks"},
    "test_benchmarks.py": {"sleep(60)": "never over: an input that hangs"},
}
"""Every wait for a fixed time, by file, with the reason."""

SHORT = {
    "agreement/test_agreement_any_number.py": {"spent() - started < LONGEST": "how many are looked at; few are enough"},
    "language/test_parse.py": {"spent() - started < 5": "hundredths of a second of processor time"},
    "proofs/test_certificates_hostile.py": {"spent() - started < 30": "tenths of a second of processor time"},
    "vendors/test_hostile.py": {"spent() - started < 10": "a second of processor time at most"},
    "check/test_limits.py": {"monotonic() - began < 50": "2 s; what hangs takes 60"},
    "cli/test_left_behind.py": {"monotonic() - began < 50": "half a second"},
    "conformance/test_conform.py": {"monotonic() - start < 50": "half a second; what hangs takes 60"},
}
"""Limits below a minute, with what is limited by them."""

SLEEP = re.compile(r"\bsleep\(.+?\)")
TIMEOUT = re.compile(r"\btimeout=([\d.]+)")
MEASURED = re.compile(r"(?:spent|monotonic|perf_counter)\(\) - \w+ < (\w+(?: / \d+)?)")


def sources() -> dict[str, str]:
    names = {path: path.relative_to(TESTS).as_posix() for path in sorted(TESTS.rglob("*.py"))}
    ours = {path: name for path, name in names.items() if path != Path(__file__) and "node_modules" not in path.parts}
    return {name: path.read_text() for path, name in ours.items() if not name.startswith("benchmarks/")}


def below_a_minute(number: str) -> bool:
    return not number.isdigit() or float(number) < LEAST


def test_every_sleep_has_its_reason() -> None:
    found = {name: set(SLEEP.findall(text)) for name, text in sources().items() if SLEEP.search(text)}
    assert found == {name: set(reasons) for name, reasons in SLEEPS.items()}


def test_what_ends_a_process_that_hangs_is_no_tight_limit() -> None:
    tight = [(name, limit) for name, text in sources().items() for limit in TIMEOUT.findall(text) if float(limit) < LEAST]
    assert tight == []


def test_every_short_limit_has_its_reason() -> None:
    found: dict[str, set[str]] = {}
    for name, text in sources().items():
        for each in MEASURED.finditer(text):
            if below_a_minute(each.group(1)):
                found.setdefault(name, set()).add(each.group().removesuffix(" / 2"))
    assert found == {name: set(reasons) for name, reasons in SHORT.items()}


def test_no_reason_is_empty() -> None:
    reasons = Counter(reason for table in (SLEEPS, SHORT) for each in table.values() for reason in each.values())
    assert all(reasons)
