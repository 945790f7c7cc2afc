"""The path of a spec as it is written -> the file that is meant: the specs of the library come with hamodel.

A path that starts with `@` names a spec of the library, wherever hamodel is installed: `@panos/active_active.ha`. So it is
written in commands and imports, and so it is shown in reports, which therefore say the same on every machine. A file whose
name starts with `@` is `./@name`.

An import is looked for from the folder of the file that has it, then, unless it starts with `./` or `../`, in the library.
What is there under the first name, readable or not, hides the library: nobody gets a spec that is not the one next to theirs.
`@` hides nothing and is not hidden.
"""

from __future__ import annotations

import os
import posixpath
from difflib import get_close_matches
from pathlib import Path

SIGN = "@"
MESSAGES = f"{SIGN}messages"
"""The folder of specs that are wrong, one for each message."""


def folder() -> Path:
    """Where the specs of the library are: in an installation beside the modules, in a checkout beside the package."""
    package = Path(__file__).parent.parent
    installed = package / "specs"
    return installed if installed.is_dir() else package.parent / "specs"


def is_ours(path: str) -> bool:
    """Does the path name something in the library?"""
    return path.startswith(SIGN)


def on_disk(path: str) -> str:
    """The path to open for a path as it is written. Nothing leads out of the library."""
    if not is_ours(path):
        return path
    return f"{_root(path)}{_inside(path)}"


def _inside(path: str) -> str:
    return posixpath.normpath("/" + path.removeprefix(SIGN).lstrip("/"))


def _root(path: str) -> Path:
    """The folder that the path is in. Specs that are wrong stand in another one: who asks for the whole library does not mean
    them."""
    if _inside(path).split("/")[1] != MESSAGES.removeprefix(SIGN):
        return folder()
    package = Path(__file__).parent.parent
    return package if (package / "messages").is_dir() else package.parent / "tests/language"


def places(written: str, importing: str) -> list[str]:
    """The paths that an import may mean, the first choice first; `importing` is the path of the file that has it."""
    if is_ours(written):
        return [SIGN + posixpath.normpath(written.removeprefix(SIGN))]
    if is_ours(importing):
        inside = posixpath.join(posixpath.dirname(importing.removeprefix(SIGN)), written)
        found = [inside] if written.startswith(("./", "../")) else [inside, written]
        return [SIGN + posixpath.normpath(path) for path in found]
    beside = file(Path(importing).parent / written)
    if Path(written).is_absolute() or written.startswith(("./", "../")):
        return [beside]
    return [beside, SIGN + posixpath.normpath(written)]


def file(path: Path) -> str:
    """The path of a file as it is written: one that starts with `@` would be one of the library."""
    return f"./{path}" if is_ours(str(path)) else str(path)


def chosen(places: list[str]) -> str:
    """The first of these places where something is; else the first."""
    return next((place for place in places if _taken(place)), places[0])


def specs(below: str = SIGN) -> list[str]:
    """The specs of the library in a folder of it, as one would write them, sorted."""
    return sorted(SIGN + path.relative_to(_root(below)).as_posix() for path in Path(on_disk(below)).rglob("*.ha"))


def folders() -> list[str]:
    """The folders of the specs that come with hamodel, each once."""
    return list(dict.fromkeys(posixpath.dirname(spec) for spec in specs()))


def close_to(path: str) -> str:
    """A spec of the library that the path could have meant, or nothing."""
    wanted = path.removeprefix(SIGN)
    known = specs()
    if SIGN + wanted in known:
        return SIGN + wanted
    named = [each for each in known if posixpath.basename(each) == posixpath.basename(wanted)]
    return next(iter(named or get_close_matches(SIGN + wanted, known, n=1, cutoff=0.75)), "")


def _taken(path: str) -> bool:
    """Is there something, or could there be something that may not be seen?"""
    try:
        os.lstat(on_disk(path))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True
