"""One line for each entry of a traffic log, as the CSV reader of the standard library reads it."""

from __future__ import annotations

import csv

from hamodel.reference.panos.nat import Translation
from hamodel.reference.panos.packets import Flow
from hamodel.reference.panos.traffic_log import COLUMNS, TrafficLog

FLOW = Flow("trust", "tcp", "10.0.0.5", 40000, "192.0.2.80", 80)


def columns(entry: TrafficLog) -> dict[str, str]:
    (row,) = csv.reader([str(entry)])
    return dict(zip(COLUMNS, row, strict=True))


def test_an_entry_is_one_line_of_columns() -> None:
    pool = Translation("198.51.100.1", 5000, "pool of 0")
    entry = TrafficLog(61_000, 0, 7, "end", FLOW, pool, "http", ("eicar-test-file", "other"), 5120, 31, "tcp-fin", True)
    assert columns(entry) == {
        "time": "61000",
        "device": "0",
        "session": "7",
        "type": "end",
        "zone": "trust",
        "protocol": "tcp",
        "source": "10.0.0.5",
        "source port": "40000",
        "destination": "192.0.2.80",
        "destination port": "80",
        "translated source": "198.51.100.1",
        "translated port": "5000",
        "NAT rule": "pool of 0",
        "application": "http",
        "threats": "eicar-test-file;other",
        "bytes": "5120",
        "packets": "31",
        "end reason": "tcp-fin",
        "inspection": "inspected",
    }


def test_what_is_not_there_is_empty_and_names_may_hold_commas() -> None:
    entry = TrafficLog(0, 1, 1, "deny", FLOW, None, None, (), 40, 1, "policy-deny", False)
    assert {name for name, text in columns(entry).items() if not text} == {
        *("translated source", "translated port", "NAT rule", "application", "threats")
    }
    assert columns(entry)["inspection"] == "not-inspected"
    odd = TrafficLog(0, 1, 1, "end", FLOW, Translation("198.51.100.1", 1, 'a, "b"'), "dns", (), 40, 1, "aged-out", False)
    assert columns(odd)["NAT rule"] == 'a, "b"'
