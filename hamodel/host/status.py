"""Exit: with what status a command ends, whichever it is."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of every command. Those above 100 are what shells have for a program that a signal ended."""

    GOOD = 0
    """Everything is as the spec says; for other commands: what was asked for was done."""
    DIFFERS = 1
    """Something is not as the spec says; a program differs from it; a mutant survives; a file would change."""
    WRONG = 2
    """The spec or the command is wrong."""
    UNDECIDED = 3
    """Not decided, or something is missing that would be needed for that."""
    QUALITY = 4
    """The spec says less than it seems to."""
    INTERNAL = 70
    """An error of hamodel: engines disagree, or what nobody expected."""
    INTERRUPTED = 130
    """By Ctrl-C, SIGTERM or SIGHUP."""
    UNREAD = 141
    """Who was to read the output has closed the pipe."""
