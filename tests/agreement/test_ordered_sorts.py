"""Ordered sorts: what the order is to each reader of a spec, and what a proof for any number of members may make of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from strategies.systems import typed

from hamodel.engines import Budget
from hamodel.engines.any_number.induction import images
from hamodel.engines.any_number.lifting import lift
from hamodel.engines.any_number.search import any_number
from hamodel.engines.explicit.packing import reducible_sorts
from hamodel.engines.explicit.search import explore
from hamodel.engines.question import OfProperty, ProofRequest
from hamodel.follow.orbits import SymmetricStates
from hamodel.ground.instance import instantiate
from hamodel.model.expr import BOOL, Apply, Const
from hamodel.model.invariant import CellRef, Clause, Literal
from hamodel.model.scope import Scope
from hamodel.model.semantics import evaluate
from hamodel.model.symmetry import symmetric_sorts, told_apart
from hamodel.model.system import System
from hamodel.model.verdict import AnyNumber, Unreachable
from hamodel.proofs.certificate import Certificate, verify, write
from hamodel.proofs.digest import canonical, digest, sha256
from hamodel.proofs.manifest import MANIFEST
from hamodel.report.invariants import wording

CLIMB = """
spec climb
sort Epoch ordered
var at           : Epoch
var seen[Epoch]  : bool = false
initially all e: Epoch. at <= e
step climb(e: Epoch) when e > at { at := e  seen[e] := true }
invariant behind = all e: Epoch. seen[e] => e <= at
"""

NO_MORE_THAN_FIVE = "a < b and b < c and c < d and d < e and e < f"
CLAIMS = f"""
spec claims
sort Epoch ordered
invariant total      = all a: Epoch, b: Epoch. exactly one c: 0..2. c = 0 and a < b or c = 1 and a = b or c = 2 and b < a
invariant transitive = all a: Epoch, b: Epoch, c: Epoch where a < b and b <= c. not (c <= a) and max(a, b, c) = c
invariant last       = some a: Epoch. all b: Epoch. b <= a
invariant five       = all a: Epoch, b: Epoch, c: Epoch, d: Epoch, e: Epoch, f: Epoch. not ({NO_MORE_THAN_FIVE})
invariant dense      = all a: Epoch, b: Epoch where a < b. some c: Epoch. a < c and c < b
"""


def climb() -> System:
    return typed(CLIMB)


# --- at a scope ------------------------------------------------------------------------------------------------------


def test_members_are_in_the_order_of_their_numbers() -> None:
    """Also where there are so many that their names are not."""
    [sort] = climb().sorts
    scope = Scope({"Epoch": 12})
    members = scope.domain(sort)
    for (i, one), (j, other) in product(enumerate(members), repeat=2):
        args = (Const(one, sort), Const(other, sort))
        assert evaluate(Apply("<", args, BOOL), {}, {}, scope) == (i < j)
        assert evaluate(Apply("<=", args, BOOL), {}, {}, scope) == (i <= j)


def test_the_lowest_member_is_the_first() -> None:
    """From it the run goes up: each subset of the other ten can be seen."""
    instance = instantiate(climb(), Scope({"Epoch": 11}))
    assert explore(instance, [], symmetry=False).states == 2**10


def test_no_two_members_are_exchanged() -> None:
    system, scope = climb(), Scope({"Epoch": 3})
    assert (symmetric_sorts(system), told_apart(system)) == ((), {})
    assert reducible_sorts(instantiate(system, scope)) == ()
    assert SymmetricStates(system, scope, ()).trivial
    free = typed("spec s\nsort Epoch\nvar on[Epoch] : bool = false\nstep go(e: Epoch) { on[e] := true }\n")
    assert symmetric_sorts(free) == free.sorts
    assert not SymmetricStates(free, scope, ()).trivial


# --- clauses ---------------------------------------------------------------------------------------------------------


def seen(member: str, value: bool) -> Literal:
    return Literal(CellRef("seen", (member,)), (value,))


def test_a_lifted_clause_keeps_the_order_of_the_members() -> None:
    instance = instantiate(climb(), Scope({"Epoch": 3}))
    up, also_up, down = (
        Clause((seen(one, True), seen(other, False))) for one, other in (("e0", "e1"), ("e0", "e2"), ("e1", "e0"))
    )
    rises, falls = lift(instance, [up, also_up, down], instance.system.sorts)
    for lifted, ground in ((rises, (up, also_up)), (falls, (down,))):
        every = [frozenset(image.literals) for image in images(lifted, instance.scope)]
        assert len(every) == 3
        assert all(frozenset(each.literals) in every for each in ground)
    assert wording(climb(), [rises]) != wording(climb(), [falls])
    assert all(line.startswith("all e: Epoch, f: Epoch where e < f. ") for line in wording(climb(), [rises, falls]))


# --- proofs ----------------------------------------------------------------------------------------------------------


def proved(system: System) -> Mapping[str, AnyNumber]:
    properties = system.properties
    wanted = tuple(OfProperty(property.name) for property in properties)
    asked = ProofRequest(system, properties, wanted, {"Epoch": 2}, {}, None)
    found = {str(each.question): each.answer for each in any_number(asked, Budget(), lambda _: None)}
    return {
        name: answer.proof
        for name, answer in found.items()
        if isinstance(answer, Unreachable) and isinstance(answer.proof, AnyNumber)
    }


def test_an_invariant_that_needs_the_order() -> None:
    proof = proved(climb())["behind"]
    assert proof.clauses
    assert proof.sorts == ("Epoch",)


@pytest.mark.heavy
def test_what_is_true_of_every_order_is_proved_and_nothing_else() -> None:
    """That there is a last one is true at every scope, but not of any number; that there are no six, of the sizes looked at."""
    assert {*proved(typed(CLAIMS))} == {"total", "transitive"}


# --- certificates ----------------------------------------------------------------------------------------------------


AXIOMS = (
    "(assert (forall ((x1 Epoch)) (not (before_Epoch x1 x1))))\n",
    """(assert
  (forall ((x1 Epoch) (x2 Epoch) (x3 Epoch))
    (=> (and (before_Epoch x1 x2) (before_Epoch x2 x3)) (before_Epoch x1 x3))))
""",
    "(assert (forall ((x1 Epoch) (x2 Epoch)) (or (before_Epoch x1 x2) (= x1 x2) (before_Epoch x2 x1))))\n",
)


@pytest.fixture
def transitive(tmp_path: Path) -> Path:
    return write(tmp_path, typed(CLAIMS), Certificate("claims.ha", "transitive", ()))


def test_the_axioms_of_the_order_are_in_every_obligation(transitive: Path) -> None:
    assert verify(transitive, typed(CLAIMS)).accepted
    for part in ("initiation", "consecution", "safety"):
        text = (transitive / f"{part}.smt2").read_text()
        assert all(text.count(axiom) == 1 for axiom in AXIOMS)


@pytest.mark.parametrize("old", AXIOMS)
@pytest.mark.parametrize("new", ["", "(assert false)\n"])
def test_other_axioms_are_refused_also_under_a_manifest_that_fits(transitive: Path, old: str, new: str) -> None:
    path = transitive / "safety.smt2"
    path.write_text(path.read_text().replace(old, new))
    said = json.loads((transitive / MANIFEST).read_text())
    del said["seal"]
    said["files"][path.name] = sha256(path.read_text())
    (transitive / MANIFEST).write_text(json.dumps({**said, "seal": sha256(canonical(said))}))
    [problem] = verify(transitive, typed(CLAIMS)).problems
    assert problem.what.startswith("`safety.smt2` is not what follows from the spec and the clauses")


def test_a_wrong_claim_is_refused_by_both_solvers(tmp_path: Path) -> None:
    system = typed(CLAIMS)
    problems = verify(write(tmp_path, system, Certificate("claims.ha", "five", ())), system).problems
    assert sorted(problem.what.split(": ")[1].split(" ")[0] for problem in problems) == ["cvc5", "z3"]


def test_a_certificate_of_an_ordered_sort_is_none_of_another() -> None:
    """`ordered` is a part of what a spec means; one without it has the digest that it always had."""
    free = "spec s\nsort Epoch\nvar on[Epoch] : bool = false\ninvariant i = all e: Epoch. not on[e]\n"
    assert digest(typed(free)) != digest(typed(free.replace("sort Epoch", "sort Epoch ordered")))
