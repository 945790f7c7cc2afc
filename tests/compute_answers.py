"""The answers that come with hamodel, computed anew: `python tests/compute_answers.py [pairs/fgcp.ha ...]`, all if none is named.

Of each spec it tells how far it is, and writes its file when all of it is known; what was written stays when it is interrupted.
`--changed` leaves out those whose file is about the spec as it is.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from hamodel.audit.hazards.answers import VERSION, folder
from hamodel.audit.hazards.computing import NotDecided, answers_of, text_of
from hamodel.audit.hazards.models.known import MODELS
from hamodel.check.variables.claims import CannotFree
from hamodel.engines import Progress
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.proofs.digest import digest

EVERY = 5.0
"""Seconds between two lines about one spec."""


def compute(spec: str, changed: bool) -> bool:
    """Were its answers found, or are there some?"""
    started = told = time.monotonic()
    system = elaborate(load(SIGN + spec))
    path = folder().joinpath(spec).with_suffix(".json")
    if changed and path.exists():
        said = json.loads(path.read_text(encoding="utf-8"))
        if (said.get("version"), said["digest"]) == (VERSION, digest(system)):
            print(f"{spec}: as it was")
            return True

    def tell(progress: Progress) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= EVERY:
            told = now
            what = {"variables": "cubes", "pdr": "clauses"}.get(progress.engine, "clauses")
            print(
                f"{spec}: {now - started:.0f} s, {progress.engine}, depth {progress.depth}, {progress.open} open, "
                f"{progress.clauses} {what}",
                flush=True,
            )

    try:
        found = answers_of(system, spec, tell)
    except (NotDecided, CannotFree) as why:
        print(f"{spec}: no answers: {why}", file=sys.stderr)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text_of(found), encoding="utf-8")
    part.replace(path)
    cubes = sum(len(claim["violated"]) for claim in found["claims"])
    print(f"{spec}: {cubes} cubes of {len(found['claims'])} claims, {time.monotonic() - started:.0f} s", flush=True)
    return True


def main(arguments: Sequence[str]) -> int:
    """0: all were found."""
    specs = [each for each in arguments if not each.startswith("-")] or list(dict.fromkeys(model.spec for model in MODELS))
    try:
        found = [compute(spec, "--changed" in arguments) for spec in specs]
        return 0 if all(found) else 1
    except KeyboardInterrupt:
        print("interrupted: what was written stays", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
