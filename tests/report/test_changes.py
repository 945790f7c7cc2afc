"""What became of each message of a step: by what the step did, whatever the queues look like before and after. By hand."""

from __future__ import annotations

import pytest
from strategies.systems import typed

from hamodel.follow.script import play
from hamodel.report.changes import movements, with_states_before

ENDS = "\nspec moved\nnode Box { l, r }\nlink wire\n"

FIFO = """
channel c over wire from Box to Box carries hi, ho fifo 4 lossy duplicating
input say when true { send c hi from l to r }
input cry when true { send c ho from l to r }
input both when true { send c hi from l to r  send c hi from l to r }
input empty { drop c from l to r }
input renew { drop c from l to r  send c hi from l to r }
input vain { send c hi from l to r  drop c from l to r }
on c hi from a to b { }
on c ho from a to b { send c hi from a to b }
"""

BAG = FIFO.replace("fifo 4", "unordered 2")


def told(channels: str, script: str) -> list[str]:
    """What became of the messages in the last step of a script."""
    system = typed(f"{ENDS}{channels}\nscenario s {{ {script} }}")
    played = play(system, system.scenarios[0])
    assert played.failure is None
    assert played.trace is not None
    before, step = list(with_states_before(played.trace))[-1]
    left, entered = movements(system, played.scope, before, step)
    return [f"{movement.fate} {movement.message[0]}" for movement in (*left, *entered)]


@pytest.mark.parametrize(
    ("channels", "script", "expected"),
    [
        (FIFO, "say cry duplicate c", ["duplicated hi"]),  # hi ho -> hi hi ho
        (FIFO, "say say duplicate c", ["duplicated hi"]),
        (FIFO, "say say lose c", ["lost hi"]),  # hi hi -> hi
        (FIFO, "say cry lose c", ["lost hi"]),
        (FIFO, "say say deliver c", ["delivered hi"]),
        (FIFO, "cry say say deliver c", ["delivered ho", "sent hi"]),
        (FIFO, "cry deliver c", ["delivered ho", "sent hi"]),
        (FIFO, "say say cry empty", ["dropped hi", "dropped hi", "dropped ho"]),
        (FIFO, "say renew", ["dropped hi", "sent hi"]),  # hi -> hi: another one
        (FIFO, "say vain", ["dropped hi", "lost hi"]),
        (FIFO, "say both", ["sent hi", "sent hi"]),
        (FIFO, "say say both say", ["lost hi"]),  # there is no room for a fifth
        (FIFO, "say cry cut wire", ["lost hi", "lost ho"]),
        (FIFO, "cut wire say", ["lost hi"]),
        (BAG, "say duplicate c", ["duplicated hi"]),
        (BAG, "say say lose c", ["lost hi"]),
        (BAG, "say renew", ["dropped hi", "sent hi"]),
        (BAG, "say both", ["sent hi", "lost hi"]),  # two of a kind at most
        (BAG, "cry deliver c", ["delivered ho", "sent hi"]),
    ],
)
def test_what_became_of_each_message(channels: str, script: str, expected: list[str]) -> None:
    assert told(channels, script) == expected
