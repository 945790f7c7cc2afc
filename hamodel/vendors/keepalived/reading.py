"""keepalived and conntrackd: `keepalived.conf`, the files that it includes, `conntrackd.conf`, and the notify script of both.

They are one vendor: a member is what keepalived and conntrackd do together. A file in which lines start with `@name` is about as
many members as there are names. Paths are as in the files; the blocks of conntrackd's channels have numbers (`Sync/UDP/1/Port`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hamodel.source import Source
from hamodel.vendors.device import Device
from hamodel.vendors.forms import braces
from hamodel.vendors.keepalived import files, notify_script
from hamodel.vendors.keepalived.parameters import filled
from hamodel.vendors.keepalived.table import TABLE
from hamodel.vendors.statement import ConfigWord, Statement
from hamodel.vendors.vendor import Vendor

SIGNS = (
    (r"^[ \t]*(?:@\S+[ \t]+)?vrrp_(?:instance|sync_group)[ \t]+\S[^\n{]*\n?[ \t]*\{", 90),
    (r"^[ \t]*Sync[ \t]*\{\s*(?:#[^\n]*\n\s*)*Mode[ \t]+\w+", 90),
    (r"^[ \t]*(?:@\S+[ \t]+)?(?:vrrp_script|vrrp_track_process|track_file)[ \t]+\S+[ \t]*\{", 85),
    (r"^[ \t]*(?:global_defs|virtual_ipaddress|unicast_peer|track_script|track_interface)\s{0,20}\{", 80),
    (r"^[ \t]*(?:@\S+[ \t]+)?virtual_router_id[ \t]+\S+[ \t]*$", 60),
    (r"^[ \t]*virtual_server[ \t]+\S+[ \t]+\S+[ \t]*\{", 60),
)
CONFIGURATION = braces.Signs(comments=("#", "!"), long_comments=False, backslash_joins=False)
ONE_ID = re.compile(r"@\^?[\w.-]+")
CHANNELS = ("UDP", "TCP", "Multicast")
DAEMON = {word.lower(): word for setting in TABLE.settings if setting.words[0] in ("Sync", "General") for word in setting.words}
"""The words of conntrackd as the table has them."""


def recognises(text: str) -> int:
    """By blocks that nobody else has; of a script, by its calls of conntrackd."""
    return _sure(text) or (70 if notify_script.is_script(text) else 0)


def read(source: Source) -> Iterable[Statement]:
    """The statements of a configuration, or the calls of a script."""
    if not _sure(source.text) and notify_script.is_script(source.text):
        return notify_script.read(source)
    return braces.read(source, CONFIGURATION)


def _sure(text: str) -> int:
    head = text[:2_000_000]
    return next((sure for pattern, sure in SIGNS if re.search(pattern, head, re.MULTILINE | re.IGNORECASE)), 0)


def parts(statements: Iterable[Statement]) -> Iterator[tuple[str, Iterable[Statement]]]:
    """One member, or one for each name that lines start with. Where there is but one such name, the other member has another."""
    said = list(statements)
    ids = list(dict.fromkeys(word.text.lstrip("@^") for each in said for word in each.words[:-1] if ONE_ID.fullmatch(word.text)))
    if len(ids) == 1:
        ids.append("")
    for name in ids or [""]:
        own = (kept for each in said if (kept := _kept(each, name)) is not None)
        yield name, _placed(filled(own))


def joined(devices: Sequence[Device]) -> list[Device]:
    """The members whose files these are."""
    return files.joined(devices, read, parts)


def _kept(statement: Statement, name: str) -> Statement | None:
    """The statement without `@name`; None if it is for others, or says nothing else."""
    words = []
    if ONE_ID.fullmatch(statement.words[-1].text) is not None:
        return None  # the `}` of a block of theirs
    for word in statement.words[:-1]:
        if ONE_ID.fullmatch(word.text) is None:
            words.append(word)
        elif (word.text.lstrip("@^") == name) == word.text.startswith("@^"):
            return None
    return replace(statement, words=(*words, statement.words[-1]))


def _placed(statements: Iterable[Statement]) -> Iterator[Statement]:
    channels = dict.fromkeys(CHANNELS, 0)
    for statement in statements:
        texts = [word.text for word in statement.words]
        if texts[0].lower() in ("sync", "general"):
            yield _of_daemon(statement, channels)
        elif repeats := next((at for at, text in enumerate(texts) if text.startswith("~")), None):
            # a line that is repeated with other values: not read, and told
            yield replace(statement, words=(*statement.words[:1], *statement.words[repeats:]))
        elif texts[0].startswith("~"):
            yield replace(statement, words=(_as("~", statement.words[0]), *statement.words))
        elif len(texts) > 1 and texts[-2] in files.INCLUDES:
            yield replace(statement, words=(*statement.words[:-2], _as("include", statement.words[-2]), statement.words[-1]))
        elif texts[0] == "vrrp_sync_group" and texts[2:3] == ["group"] and len(texts) > 4:
            yield from (replace(statement, words=(*statement.words[:3], word)) for word in statement.words[3:])
        elif texts[0] == "vrrp_instance" and texts[2:3] == ["unicast_peer"] and len(texts) > 4:
            yield from _peers(statement)
        else:
            yield statement


def _peers(statement: Statement) -> Iterator[Statement]:
    """`unicast_peer { 192.0.2.1 min_ttl 255 }`: the address, and what else is said of it."""
    block, (address, *rest) = statement.words[:3], statement.words[3:]
    yield replace(statement, words=(*block, address))
    options = (*block[:2], _as("unicast_peer_options", block[2]), address)
    at = 0
    while at < len(rest):
        if rest[at].text in ("min_ttl", "max_ttl"):
            yield replace(statement, words=(*options, *rest[at : at + 2]))
            at += 2
        else:
            yield replace(statement, words=(*block, rest[at]))
            at += 1


def _of_daemon(statement: Statement, channels: dict[str, int]) -> Statement:
    """A statement of conntrackd with its words as the table has them, channels with their numbers."""
    words = [_as(DAEMON.get(word.text.lower(), word.text), word) for word in statement.words]
    words[2:] = (
        old if new.text in CHANNELS else new for old, new in zip(statement.words[2:], words[2:], strict=True)
    )  # the names of protocols
    texts = [word.text for word in words]
    if texts[0] == "Sync" and len(texts) > 1 and texts[1] in CHANNELS:
        kind, default = texts[1], texts[2:3] == ["Default"]
        if len(texts) == 2 + default:
            channels[kind] += 1
        number = _as(str(channels[kind]), words[1])
        words = [*words[:2], number, *words[2 + (default and len(texts) > 3) :]]
    elif texts[:3] == ["General", "Filter", "From"] and len(texts) > 4:
        words = [*words[:2], *words[4:]]
    texts = [word.text for word in words]
    if texts[1:3] == ["Filter", "State"] and "for" in texts[4:]:
        words = words[: texts.index("for")]
    return replace(statement, words=tuple(words))


def _as(text: str, word: ConfigWord) -> ConfigWord:
    return ConfigWord(text, word.start, word.end)


KEEPALIVED = Vendor(
    "keepalived",
    "keepalived and conntrackd",
    TABLE,
    recognises,
    read,
    parts,
    own=(
        "vrrp_instance/*/unicast_src_ip",
        "vrrp_instance/*/mcast_src_ip",
        *(f"Sync/{kind}/*/IPv{version}_address" for kind in ("UDP", "TCP") for version in (4, 6)),
        "Sync/Multicast/*/IPv4_interface",
    ),
    peers=(
        "vrrp_instance/*/unicast_peer",
        *(f"Sync/{kind}/*/IPv{version}_Destination_Address" for kind in ("UDP", "TCP") for version in (4, 6)),
    ),
    joined=joined,
)
