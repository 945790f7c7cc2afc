"""Certificates of a spec that has too many combinations of options for a check: `python tests/compute_certificates.py
panos/configured_pair.ha`.

`hamodel check SPEC --proofs proofs` writes those of the others. Here, too, each is a proof for any number of members and every
combination in which the spec does not say `violated`; it is written, then Z3 and cvc5 are asked, and what one of them does not
accept is taken back. It ends with 1 where a claim that is to hold somewhere has no certificate; claims about runs without end
have none.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from hamodel.audit.hazards.computing import KINDS
from hamodel.check.any_number import PROVER
from hamodel.check.plan import by_memory
from hamodel.check.rows import largest
from hamodel.engines import PROVERS, Budget
from hamodel.engines.question import OfProperty, ProofAnswer, ProofRequest
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.system import System
from hamodel.model.verdict import AnyNumber, Unreachable
from hamodel.proofs.certificate import Certificate, verify, write

ROOT = Path(__file__).parent.parent
SECONDS = 300.0
"""For each solver and file."""


def compute(spec: str) -> bool:
    """Has every claim that holds somewhere a certificate now?"""
    path = f"specs/{spec}"
    system = elaborate(load(path))
    claims = [each for each in system.properties if each.kind in KINDS and not each.liveness]
    never = {each.name for each in claims if each.expect_violated and each.expected is None}
    missing = [each.name for each in claims if each.name not in never]
    for members in by_memory(claims).values():
        wanted = tuple(OfProperty(each.name) for each in members if each.name not in never)
        request = ProofRequest(system, tuple(members), wanted, largest(system, {}), {}, system.faults)
        for found in PROVERS[PROVER](request, Budget(None, None), lambda progress: None) if wanted else ():
            if isinstance(found.question, OfProperty) and _written(found, path, system):
                missing.remove(found.question.name)
    for name in missing:
        print(f"{spec}: {name} has no certificate", file=sys.stderr)
    return not missing


def _written(found: ProofAnswer, path: str, system: System) -> bool:
    if not isinstance(found.answer, Unreachable) or not isinstance(found.answer.proof, AnyNumber):
        return False
    assert isinstance(found.question, OfProperty)
    started = time.monotonic()
    sizes = {sort: size for sort, size in found.extent.items() if isinstance(size, int)}
    certificate = Certificate(path, found.question.name, found.answer.proof.clauses, (), {}, sizes, found.faults, PROVER)
    folder = write(ROOT / "proofs", system, certificate)
    came = verify(folder, system, SECONDS)
    if not came.accepted:
        shutil.rmtree(folder)
    said = "accepted" if came.accepted else came.problems[0].what
    print(f"{found.question.name}: {said}, {time.monotonic() - started:.0f} s", flush=True)
    return came.accepted


if __name__ == "__main__":
    found = [compute(spec) for spec in sys.argv[1:]]
    sys.exit(0 if all(found) else 1)
