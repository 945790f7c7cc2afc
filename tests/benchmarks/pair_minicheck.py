"""specs/benchmarks/pair.ha for minicheck: `python pair_minicheck.py 8` explores it and prints how many states there are.

Written for speed: a state is a tuple of integers, first the two modes, then owner, origin and layer 7 of each session.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import minicheck

ACTIVE_PRIMARY, ACTIVE_SECONDARY, FAILED = range(3)
NONE = 2
OFF, INSPECTING, LOST = range(3)

State = tuple[int, ...]


def transitions(state: State) -> Iterator[tuple[str, State]]:
    failed = state[:2].index(FAILED) if FAILED in state[:2] else None
    for place in range(2, len(state), 3):
        if state[place] != NONE:
            yield "close", (*state[:place], NONE, NONE, OFF, *state[place + 3 :])
        else:
            for d in range(2):
                if d != failed:
                    yield "first_packet", (*state[:place], d, d, INSPECTING, *state[place + 3 :])
    if failed is None:
        for d in range(2):
            modes = (FAILED, ACTIVE_PRIMARY) if d == 0 else (ACTIVE_PRIMARY, FAILED)
            moved = list(state[2:])
            for place in range(0, len(moved), 3):
                if moved[place] == d:
                    moved[place] = 1 - d
                    if moved[place + 2] == INSPECTING:
                        moved[place + 2] = LOST
            yield "fail", (*modes, *moved)
    else:
        back = list(state)
        back[failed] = ACTIVE_SECONDARY
        for place in range(2, len(back), 3):
            if back[place + 1] == failed:
                back[place] = failed
        yield "recover", tuple(back)


def main() -> None:
    sessions = int(sys.argv[1])
    fields = ("mode0", "mode1", *(f"{name}{s}" for s in range(sessions) for name in ("owner", "origin", "l7")))
    pair = minicheck.Protocol(
        name="pair",
        candidate=False,
        fields=fields,
        initial=(ACTIVE_PRIMARY, ACTIVE_SECONDARY, *(NONE, NONE, OFF) * sessions),
        transitions=transitions,
        invariants={},
    )
    print(minicheck.check_safety(pair, max_states=10**9)["reachable_states"])


if __name__ == "__main__":
    main()
