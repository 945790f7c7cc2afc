"""regular(path, most): the content of a regular file, up to a size; a pipe, a device or (if so asked) a link is refused."""

from __future__ import annotations

import errno
import os
import stat

KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a symbolic link",
}
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def regular(path: str | os.PathLike[str], most: int, links: bool = True) -> bytes:
    """At most this many bytes of the file, and one more if there are more.

    Raises OSError, at once, where there is no regular file; `links` False: also where there is a symbolic link to one. Raises
    ValueError for what no path can be.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if links else NO_LINK))
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ELOOP, errno.EMLINK):  # a socket; a link
            _refuse(os.stat(path, follow_symlinks=links))
        raise
    try:
        _refuse(os.fstat(number))
        with open(number, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(number)


def _refuse(status: os.stat_result) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if kind != stat.S_IFREG:
        raise OSError(errno.EINVAL, f"it is {KINDS.get(kind, 'something else')}, not a regular file")
