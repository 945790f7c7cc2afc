"""Do the answers that come with hamodel say what a check says? Every claim in every combination of the options, once.

    .venv/bin/python tests/benchmarks/answers.py [pairs/fgcp.ha ...] [--from 0] [--every 1]

It takes a check for each combination, up to an hour for a spec: `--every 10` looks at each tenth. What differs is told, and is 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from strategies.answered import agree, checked, told

from hamodel.audit.hazards.answers import answers
from hamodel.audit.hazards.models.known import MODELS
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load


def differing(spec: str, first: int, every: int) -> int:
    """How many claims are told wrongly, each in one combination."""
    system, known, wrong = elaborate(load(SIGN + spec)), answers(spec), 0
    combinations = known.combinations({})[first::every]
    started = time.monotonic()
    for number, options in enumerate(combinations, 1):
        for claim, said in checked(system, options).items():
            if not agree(told(known.at(options, claim)), said):
                wrong += 1
                print(f"{spec}: {claim} with {options}: kept {told(known.at(options, claim))}, checked {said}", flush=True)
        print(f"{spec}: {number} of {len(combinations)}, {time.monotonic() - started:.0f} s, {wrong} differ", flush=True)
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("specs", nargs="*")
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    specs = asked.specs or list(dict.fromkeys(model.spec for model in MODELS))
    return 1 if sum(differing(spec, asked.first, asked.every) for spec in specs) else 0


if __name__ == "__main__":
    sys.exit(main())
