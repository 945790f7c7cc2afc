"""python tests/benchmarks/audit_times.py: how long `hamodel audit` takes, and how much it has in memory, per format.

Each audit is a process of its own, as somebody starts it. One pair is small (a pair of the tests), one is large (its members
have thousands of rules and objects, as exports of PAN-OS do), and a folder has pairs of all vendors whose members name each
other, with names and addresses of their own. An audit has one thread: by the clock it takes what it is busy, where nobody else
works. What is busy longer than LONGEST, or has more in memory than MOST, ends it with 1.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from hamodel.audit.formats import FORMATS  # noqa: E402

PAIRS = ROOT / "tests" / "audit" / "pairs"
LONGEST = {"small": 2.0, "large": 2.0, "folder": 30.0}
"""Seconds of the processor."""

MOST = {"small": 300, "large": 300, "folder": 300}
"""MB."""

FILES: Sequence[Sequence[str]] = (
    ("panos/ap.a.xml", "panos/ap.b.xml"),
    ("fortios/fgsp.a.conf", "fortios/fgsp.b.conf"),
    ("panos/aa.a.xml", "panos/aa.b.xml"),
    ("keepalived/ap.a.keepalived.conf", "keepalived/ap.b.keepalived.conf"),
    ("vyos/ap.a.boot", "vyos/ap.b.boot"),
    ("opnsense/edge.a.xml", "opnsense/edge.b.xml"),
    ("junos/services.a.set", "junos/services.b.set"),
    ("pfsense/edge.a.xml", "pfsense/edge.b.xml"),
    ("kea/pair.a.json", "kea/pair.b.json"),
    ("ios/hsrp.a.cfg", "ios/hsrp.b.cfg"),
)
"""Pairs whose members are told by what they say."""

ADDRESS = re.compile(r"\b(?!0\.|127\.|22[4-9]\.|23\d\.|25[0-5]\.)\d{1,3}(\.\d{1,3}\.\d{1,3}\.\d{1,3})\b(?!\.)")
NAME = re.compile(r'(?<=<hostname>)|(?<=^hostname )|(?<=host-name )|(?<="this-server-name": ")|(?<="name": ")', re.M)


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and of the processor, MB at most, and the exit status."""

    seconds: float
    busy: float
    peak: float
    status: int


def main() -> int:
    parser = argparse.ArgumentParser(description="how long audits take, and how much they have in memory")
    parser.add_argument("--pairs", type=int, default=100, help="of the folder")
    parser.add_argument("--rules", type=int, default=6_000, help="of each member of the large pair; 6,000 make 5 MB")
    parser.add_argument("--only", choices=[*LONGEST], help="one of the three")
    parser.add_argument("--format", choices=[*FORMATS], help="one of them")
    asked = parser.parse_args()
    kept = True
    with tempfile.TemporaryDirectory() as name:
        texts = {
            "small": [(PAIRS / path).read_text() for path in FILES[0]],
            "large": [large((PAIRS / path).read_text(), asked.rules) for path in FILES[0]],
        }
        what = {}
        for kind, members in texts.items():
            paths = [Path(name, f"{kind}.{number}.xml") for number, _ in enumerate(members)]
            for path, text in zip(paths, members, strict=True):
                path.write_text(text)
            what[kind] = [str(path) for path in paths]
        what["folder"] = [folder(Path(name, "pairs"), asked.pairs)]
        for kind in [asked.only] if asked.only else LONGEST:
            size = sum(path.stat().st_size for each in what[kind] for path in _files(Path(each)))
            print(f"{kind}: {size / 2**20:.1f} MB, load {os.getloadavg()[0]:.1f}", flush=True)
            for format in [asked.format] if asked.format else FORMATS:
                found = audit(what[kind], format, Path(name, "report"))
                well = found.busy <= LONGEST[kind] and found.peak <= MOST[kind] and found.status in (0, 1, 3)
                kept &= well
                said = "" if well else "  NOT KEPT"
                much = f"{found.seconds:6.2f} s ({found.busy:.2f} s busy) {found.peak:5.0f} MB"
                print(f"  {format:9}{much}, exit {found.status}{said}", flush=True)
    return 0 if kept else 1


def audit(paths: Sequence[str], format: str, report: Path) -> Taken:
    """What an audit takes from the start of its process to its end."""
    command = [sys.executable, "-m", "hamodel", "audit", *paths, "--format", format, "--output", str(report)]
    started = time.monotonic()
    process = os.posix_spawn(
        sys.executable,
        command,
        {**os.environ, "PYTHONPATH": str(ROOT)},
        file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)],
    )
    _, ended, used = os.wait4(process, 0)
    took = time.monotonic() - started
    return Taken(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(ended))


def large(text: str, rules: int) -> str:
    """A configuration of PAN-OS with so many rules about traffic and objects that they name, and some NAT rules."""
    objects = "".join(
        f'<entry name="host-{at}"><ip-netmask>10.{at >> 8 & 255}.{at & 255}.1</ip-netmask>'
        f"<description>host {at}</description></entry>\n"
        for at in range(rules)
    )
    security = "".join(
        f'<entry name="rule {at}" uuid="{at:032x}"><to><member>outside</member></to><from><member>inside</member></from>\n'
        f"<source><member>host-{at}</member><member>host-{at * 7 % rules}</member></source>\n"
        "<destination><member>any</member></destination><source-user><member>any</member></source-user>\n"
        "<category><member>any</member></category><application><member>ssl</member><member>web-browsing</member></application><service><member>application-default</member>"
        "</service>\n<action>allow</action><log-end>yes</log-end></entry>\n"
        for at in range(rules)
    )
    nat = "".join(
        f'<entry name="nat {at}"><source-translation><dynamic-ip-and-port><interface-address><interface>ethernet1/1</interface>'
        "</interface-address></dynamic-ip-and-port></source-translation><to><member>outside</member></to>\n"
        "<from><member>inside</member></from><source><member>any</member></source><destination><member>any</member></destination>"
        "<service>any</service></entry>\n"
        for at in range(rules // 20)
    )
    rulebase = f"<rulebase><security><rules>{security}</rules></security><nat><rules>{nat}</rules></nat></rulebase>"
    system = f'<vsys><entry name="vsys1"><address>{objects}</address>{rulebase}</entry></vsys>'
    return text.replace("</deviceconfig>", f"</deviceconfig>{system}", 1)


def folder(where: Path, pairs: int) -> str:
    """A folder with so many pairs, each with names and addresses of its own, in a folder each."""
    for number in range(pairs):
        below = where / f"{number:03}"
        below.mkdir(parents=True)
        for path in FILES[number % len(FILES)]:
            (below / Path(path).name).write_text(own((PAIRS / path).read_text(), number))
    return str(where)


def own(text: str, number: int) -> str:
    """A configuration with other addresses, and other names of hosts."""
    return NAME.sub(f"n{number}-", ADDRESS.sub(lambda found: f"{number % 100 + 20}{found[1]}", text))


def _files(path: Path) -> list[Path]:
    return [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]


if __name__ == "__main__":
    sys.exit(main())
