"""python tests/benchmarks/limits.py: are `--memory` and `--time` kept? Seen from outside, all processes of a command together.

Memory: a search of some twelve million states of a pair of firewalls, with as much as it likes, then with `--memory` at 120 % of
what it needed, where it has to end with the same answer, and at 80 %, where it has to say how far it came, and may have a tenth
more than the limit for a moment. Time: the PAN-OS spec with `--time 10s`; a tenth more is too late. A limit that is missed ends
it with exit status 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PAN_OS = ROOT / "specs" / "panos" / "active_active.ha"

PAIR = """
spec pair
node Firewall { fw0, fw1 }
sort Session
enum Mode { active, tentative, failed, suspended }
enum Phase { idle, opening, live, over }
link ha2
var mode[Firewall]             : Mode = active
var phase[Session]             : Phase = idle
var owner[Firewall, Session]   : Firewall? = none
var decoder[Firewall, Session] : bool = false

def peer(d: Firewall)    = if d = fw0 then fw1 else fw0
def carries(d: Firewall) = mode[d] in { active, tentative }

proc lose_all(d: Firewall) {
    for s: Session { owner[d, s] := none  decoder[d, s] := false }
}

input first_packet(s: Session) when phase[s] = idle { phase[s] := opening }
step set_up(s: Session, at: Firewall) when phase[s] = opening and mode[at] = active {
    phase[s]       := live
    owner[at, s]   := at
    decoder[at, s] := true
}
step synchronise(s: Session, d: Firewall) when up(ha2) and owner[d, s] = d and carries(peer(d)) { owner[peer(d), s] := d }
step take_over(s: Session, d: Firewall) when mode[d] = active and owner[d, s] = peer(d) and not carries(peer(d)) {
    owner[d, s] := d
}
input end(s: Session) when phase[s] = live { phase[s] := over }
step forget(s: Session, d: Firewall) when phase[s] = over { owner[d, s] := none  decoder[d, s] := false }
fault crash(d: Firewall) when mode[d] != failed { mode[d] := failed  lose_all(d) }
step boot(d: Firewall) when mode[d] = failed { mode[d] := tentative }
input suspend when mode[fw1] = active { mode[fw1] := suspended  lose_all(fw1) }
input resume when mode[fw1] = suspended { mode[fw1] := tentative }
step promote(d: Firewall) when mode[d] = tentative { mode[d] := active }

invariant begun = all s: Session, d: Firewall. decoder[d, s] => phase[s] in { live, over }
"""

EVERY = 0.02
"""Seconds between two looks at the processes."""

MARGIN = 1.1


@dataclass(frozen=True)
class Measured:
    status: int
    report: Any
    peak: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[2].split("\n\n")[0].strip())
    parser.add_argument("--sessions", type=int, default=5, help="of the search that is measured; five make 12 million states")
    parser.add_argument("--runs", type=int, default=3, help="how often time is measured")
    parser.add_argument("--only", choices=["memory", "time"])
    asked = parser.parse_args()
    kept = True
    if asked.only != "time":
        kept &= memory(asked.sessions)
    if asked.only != "memory":
        kept &= all(list(map(in_time, [10.0] * asked.runs)))
    return 0 if kept else 1


# --- memory ----------------------------------------------------------------------------------------------------------


def memory(sessions: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "pair.ha")
        spec.write_text(PAIR)
        search = [str(spec), "--engine", "explicit", "--symmetry", "off", "--scope", f"Session={sessions}", "--time", "1h"]
        free = measured([*search, "--memory", "64G"])
        print(f"memory: a search with as much as it likes has {mib(free.peak)} of it: {answer(free)}", flush=True)
        kept = free.status == 0
        for part in (120, 80):
            limit = free.peak * part // 100
            run = measured([*search, "--memory", f"{limit >> 10}K"])
            much = f"{mib(run.peak)}, {100 * run.peak / limit:.0f} % of it"
            print(f"  --memory at {part} %, {mib(limit)}: it has {much}: {answer(run)}", flush=True)
            kept &= run.peak <= limit * MARGIN and (answer(run) == answer(free) if part > 100 else stopped(run))
    print(f"memory: {'kept' if kept else 'NOT KEPT'}", flush=True)
    return kept


def answer(run: Measured) -> str:
    """What a report says of the property, without times."""
    found = result(run)
    said = f", {found['depth']} steps, {found['reason']}" if found["reason"] else f", {found['states']:,} states"
    return f"exit {run.status}, {found['verdict']}{said}"


def result(run: Measured) -> dict[str, Any]:
    """That of the property: it has one row."""
    (property,) = (finding for finding in run.report["findings"] if finding["property"] == "begun")
    (found,) = property["options"]
    return dict(found)


def stopped(run: Measured) -> bool:
    """Does it say that it ended for want of memory, and how far it came?"""
    found = result(run)
    far = found["verdict"] == "holds to depth" and found["depth"] > 0
    return run.status == 3 and far and "out of memory" in found["reason"]


def mib(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MiB"


# --- time ------------------------------------------------------------------------------------------------------------


def in_time(seconds: float) -> bool:
    """From the start of the command until it has ended. Nobody looks at its processes meanwhile, which would take time, too."""
    command = [sys.executable, "-m", "hamodel", "check", str(PAN_OS), "--time", f"{seconds:g}s", "--format", "json"]
    started = time.monotonic()
    status = subprocess.run(command, stdout=subprocess.DEVNULL, cwd=ROOT).returncode
    took = time.monotonic() - started
    kept = took <= seconds * MARGIN
    said = "kept" if kept else "NOT KEPT"
    print(f"time: {took:.2f} s of {seconds:g}, exit {status}, load {os.getloadavg()[0]:.1f}: {said}", flush=True)
    return kept


# --- from outside ----------------------------------------------------------------------------------------------------


def measured(arguments: Sequence[str]) -> Measured:
    """Runs a check, and looks at its processes until it ends."""
    command = [sys.executable, "-m", "hamodel", "check", *arguments, "--format", "json"]
    with tempfile.TemporaryFile() as out:
        peak = 0
        process = subprocess.Popen(command, stdout=out, cwd=ROOT)
        while process.poll() is None:
            peak = max(peak, sum(map(proportional, family(process.pid))))
            time.sleep(EVERY)
        out.seek(0)
        return Measured(process.returncode, json.loads(out.read()), peak)


def family(process: int) -> Iterator[int]:
    """A process, those that it has started, and theirs."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def proportional(process: int) -> int:
    """Bytes in memory; pages that it shares with others count in parts."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) << 10 for row in rows if row.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
