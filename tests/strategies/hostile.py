"""Configurations that somebody broke: mutants of those of this project, each by its number; what must never come of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from strategies.patience import spent

from hamodel.audit.formats import FORMATS
from hamodel.audit.pairs import audited
from hamodel.audit.rules.known import rules_of
from hamodel.audit.showing import Showing
from hamodel.diagnostics import SpecError
from hamodel.report.outcome import NOTHING
from hamodel.report.style import Style
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.device import Device
from hamodel.vendors.known import VENDORS

TESTS = Path(__file__).parent.parent
SECRET = "Zx9Winter2026"
"""What is planted, and shown nowhere."""

LONGEST = 10
"""Seconds of processor time that an audit of such a file may take: a hundred times what it does."""

SIGNS = (
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "</",
    '"',
    "'",
    "\\",
    ";",
    "#",
    "!",
    "$",
    "${",
    "{{",
    "%{ if x }",
    "\n",
    "\t",
    "/*",
    "--",
    "\0",
    "\ufeff",
    "é",
)
NOT_TRIED = (".leaves", ".toml")
TOLD = ("text", "json", "sarif", "junit", "markdown")


def seeds() -> list[tuple[str, Path]]:
    """Each configuration of the tests, with its vendor."""
    found = [*TESTS.glob("vendors/configurations/*/*"), *TESTS.glob("audit/pairs/*/*")]
    return [(path.parent.name, path) for path in sorted(found) if path.suffix not in NOT_TRIED and path.is_file()]


def mutant(number: int, every: list[tuple[str, Path]]) -> tuple[str, str, str]:
    """A vendor, the name of a file, and its text with one to four changes and a secret in place of a word."""
    chance = random.Random(number)
    vendor, path = chance.choice(every)
    text = path.read_text()
    for _ in range(chance.randint(1, 4)):
        text = _changed(text, chance, every)
    words = list(re.finditer(r"[\w.$/-]{2,}", text))
    if words:
        word = chance.choice(words)
        text = text[: word.start()] + SECRET + text[word.end() :]
    return vendor, path.name, text


def _changed(text: str, chance: random.Random, every: list[tuple[str, Path]]) -> str:
    start = chance.randrange(len(text) + 1)
    end = min(start + chance.choice((1, 3, 20, 200)), len(text))
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    match chance.randrange(9):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:start]
        case 2:
            return text[:start] + chance.choice(SIGNS) * chance.choice((1, 1, 2, 50)) + text[start:]
        case 3:
            return "\n".join([*lines[:at], *([lines[at]] * chance.choice((2, 30))), *lines[at + 1 :]])
        case 4:
            chance.shuffle(lines)
            return "\n".join(lines)
        case 5:
            other = chance.choice(every)[1].read_text()
            return text[:start] + other[chance.randrange(len(other) + 1) :][:300] + text[start:]
        case 6:
            return text[:start] + text[start:end] * 40 + text[end:]
        case 7:
            return text.replace(lines[at].strip() or "\n", chance.choice(("", "${x}", "no " + lines[at].strip())), 1)
        case _:
            return text.replace("\n", chance.choice(("\r\n", "\r", " ", "\n\n")))


def wrong(vendor: str, name: str, text: str, folder: Path) -> str:
    """What is wrong with how a file is taken, as a member beside itself: nothing, if it is read or refused in time, and what is
    said has no secret."""
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    started = spent()
    said = ""
    members: list[Device] = []
    try:
        for each in (VENDORS[vendor], None):
            read = reading.joined(reading.devices(reading.load(str(path)), each))
            members += read
            if read:
                said += "".join(_told((read[0], read[-1])))
    except SpecError as error:
        said += str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if spent() - started > LONGEST:
        return f"{spent() - started:.0f} s"
    if SECRET in said and not any(map(_may_be_shown, members)):
        return f"the secret is shown: {next(line for line in said.splitlines() if SECRET in line)[:200]}"
    return ""


def _told(pair: tuple[Device, Device]) -> Iterator[str]:
    report = audited(pair, rules_of(pair[0].vendor))
    for name in TOLD:
        yield FORMATS[name]([report], Showing(), Style(), NOTHING)


def _may_be_shown(device: Device) -> bool:
    """Whether it stands where a value or a name is known, and is no secret."""
    return SECRET in device.name or any(
        SECRET in word for leaf in device.leaves for word in (*leaf.path, "" if leaf.setting.secret else leaf.value)
    )


def planted() -> Iterator[tuple[str, str, str]]:
    """Each configuration with the secret in place of one value that its vendor's table says to be one."""
    for vendor, path in seeds():
        text = path.read_text()
        try:
            devices = reading.devices(Source(path.name, text), VENDORS[vendor])
        except SpecError:
            continue
        for device in devices:
            for leaf in device.leaves:
                if leaf.setting.secret and leaf.span is not None and leaf.span.text.strip("\"'") == leaf.value:
                    span = leaf.span
                    yield vendor, path.name, text[: span.start] + span.text.replace(leaf.value, SECRET) + text[span.end :]


DEEP = 5_000
ENTITIES = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 30))
HA, ENDS_HA = "<deviceconfig><high-availability>", "</high-availability></deviceconfig>"

BOMBS: dict[str, tuple[str, str, str, str]] = {
    "entities of entities": (
        "panos",
        f'<!DOCTYPE a [<!ENTITY a0 "x">{ENTITIES}]><config urldb="x">{HA}&a29;{ENDS_HA}</config>',
        "",
        "",
    ),
    "a file from outside": (
        "panos",
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><config urldb="x">{HA}&x;{ENDS_HA}</config>',
        "",
        "",
    ),
    "a definition from outside": ("opnsense", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><opnsense/>', "", ""),
    "elements in elements": ("panos", f'<config urldb="x">{HA}{"<a>" * DEEP}{"</a>" * DEEP}{ENDS_HA}</config>', "", ""),
    "elements in what is passed over": ("panos", '<config urldb="x"><shared><address>', "<a>", ""),
    "braces in braces": ("junos", "version 21.2R1;\n" + "chassis {\n" * DEEP + "}\n" * DEEP, "", ""),
    "objects in objects": ("kea", '{"Dhcp4": ' * DEEP + "1" + "}" * DEEP, "", ""),
    "blocks in blocks": ("fortios", "config system ha\n" + "config a\nedit 1\n" * DEEP, "", ""),
    "commands in commands": ("f5", "tmsh modify cm device a " + "{ a " * DEEP, "", ""),
    "one line": ("fortios", "config system ha\nset group-name ", "x", ""),
    "one quote": ("fortios", 'config system ha\nset group-name "', "x\n", ""),
    "many blocks": (
        "fortios",
        "config system ha\nset mode a-p\nend\nconfig firewall policy\n",
        "edit 1\nset nat enable\nnext\n",
        "",
    ),
    "many set lines": (
        "junos",
        "set chassis cluster reth-count 2\n",
        "set interfaces ge-0/0/1 unit 0 family inet address 192.0.2.1/32\n",
        "",
    ),
    "one set line": ("vyos", "set high-availability vrrp group a address ", "192.0.2.1/24 ", ""),
    "one group in many set lines": ("panos", "", "set deviceconfig high-availability group group-id 1\n", ""),
    "many elements": ("panos", f'<config urldb="x">{HA}<enabled>yes</enabled>{ENDS_HA}<a>', "<b>c</b>", "</a></config>"),
    "one element": ("panos", f'<config urldb="x">{HA}<group><description>', "x", f"</description></group>{ENDS_HA}</config>"),
    "one attribute": ("opnsense", '<opnsense a="', "x", '"><hasync/></opnsense>'),
    "one comment": ("pfsense", "<pfsense><!--", "x", "--><hasync><pfsyncenabled>on</pfsyncenabled></hasync></pfsense>"),
    "many addresses": (
        "opnsense",
        "<opnsense><virtualip>",
        "<vip><mode>carp</mode><interface>wan</interface><vhid>1</vhid></vip>",
        "</virtualip></opnsense>",
    ),
    "one string": ("kea", '{"Dhcp4": {"a": "', "x", '"}}'),
    "many items": ("checkpoint", '{"type": "simple-cluster", "cluster-members": [', '{"name": "a"},', '{"name": "b"}]}'),
    "one line of commands": ("mikrotik", "/interface vrrp\nadd name=a ", "vrid=1 ", ""),
    "many lines of rules": ("openbsd", "carpdev em0\n", "pass in on em0 proto carp keep state\n", ""),
    "many commands": ("ios", "interface Vlan1\n", " standby 1 ip 192.0.2.1\n", ""),
    "many lists": ("asa", "failover lan unit primary\n", "access-list a extended permit tcp any any\n", ""),
    "many braces": ("keepalived", "vrrp_instance a {\n", "track_script {\n x\n}\n", "}\n"),
    "no text": ("panos", "", "\x00\x01\x02\x7f<config urldb=", ""),
    "any signs": ("junos", "", "".join(map(chr, random.Random(1).choices(range(1, 255), k=1000))), ""),
    "empty lines": ("f5", "cm device a {\n", " \n", "}\n"),
}
"""Texts that are, or mean to be, far too long: a vendor, how one begins, what is then repeated, and how it ends."""

OPEN = {
    "asa": "failover lan unit primary\ninterface GigabitEthernet0/1\n description ",
    "checkpoint": "set cluster member mvc on\nset hostname ",
    "f5": "cm device a { description ",
    "fortios": "config system ha\nset group-name ",
    "ios": "interface Vlan1\n standby 1 name ",
    "junos": "set chassis cluster reth-count 2\nset system host-name ",
    "keepalived": "vrrp_instance a {\ninterface ",
    "mikrotik": "/interface vrrp\nadd name=",
    "openbsd": "vhid 1 carpdev ",
    "panos": "set deviceconfig high-availability group ",
    "vyos": "set high-availability vrrp group a interface ",
}
"""What a value may follow."""

ENDLESS = {
    "one word": "x",
    "words": "x ",
    "quotes": '"x\n',
    "other quotes": "'x' ",
    "braces": "{ ",
    "backslashes": "\\",
    "ends": "\\\n",
}
"""What may be repeated behind any of them."""

AFTER_ANY = {f"{kind} of {name}": (name, begins, sign, "") for name, begins in OPEN.items() for kind, sign in ENDLESS.items()}


def bomb(name: str, size: int) -> tuple[str, str]:
    """The vendor, and a text of about that many bytes."""
    vendor, begins, repeated, ends = (BOMBS | AFTER_ANY)[name]
    return vendor, begins + repeated * (size // max(len(repeated.encode()), 1)) + ends
