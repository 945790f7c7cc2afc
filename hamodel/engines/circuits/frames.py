"""The frames of property-directed reachability, in a SAT solver: F[k] is what the cubes leave that are excluded from it.

A clause of F[k] is switched on by a literal of the frame; a frame contains the next one, so those of the later ones are, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hamodel.engines.circuits.clauses import Cube, CubeOrbits, Vocabulary
from hamodel.engines.circuits.cnf import Questions, Relation, Solver
from hamodel.evidence.confirm import Disagreement

RETIRED = 3000
"""Questions with a clause of their own, after which the solver starts anew without what is left of them."""


class Frames:
    """`excluded`: of each frame the cubes that it has beyond the next one, each with its images under the symmetry."""

    def __init__(self, vocabulary: Vocabulary, relation: Relation, questions: Questions) -> None:
        self.excluded: list[dict[Cube, list[Cube]]] = [{}]
        self._orbits, self._relation, self._questions = CubeOrbits(vocabulary), relation, questions
        self._closed = True  # is each frame closed under the symmetry?
        self._switches = [relation.initial]
        self._solver = Solver(relation.encoder.clauses, questions)
        self._variables, self._retired, self._last = relation.encoder.variables, 0, 0

    def images(self) -> Iterator[Cube]:
        """What is excluded from a frame, with all images."""
        return (image for frame in self.excluded for images in frame.values() for image in images)

    # --- questions ---

    def satisfiable(self, level: int, *assumed: int) -> bool:
        """Is this true of a state in F[level], with a step from it?"""
        return self._solver.satisfiable([*self._active(level), *assumed])

    def model(self) -> tuple[list[int], list[int]]:
        """State and inputs of the model that was found."""
        model = self._solver.model()
        return model[: self._relation.size], model[self._relation.first_input : self._relation.end_input]

    def unreached(self, cube: Cube, level: int) -> list[int] | None:
        """Literals of the cube with which it is clear that no step from F[level] without the cube leads into it; or None."""
        temporary = self._temporary()
        self._solver.add([-temporary, *(-literal for literal in cube)])
        after = self._relation.after(cube)
        if self._solver.satisfiable([temporary, *self._active(level), *after]):
            return None
        core = self._solver.core()
        return [literal for literal, there in zip(cube, after, strict=True) if there in core]

    # --- what is learned ---

    def learn(self, cube: Cube, level: int) -> None:
        """No state of the cube, or of its images, is in F[level]."""
        images = self._orbits.images(cube) if self._closed else [cube]
        if images is None:
            self._closed = False
            images = [cube]
        self._add(cube, images, level)

    def extend(self) -> list[Cube] | None:
        """One more frame, and clauses pushed as far forward as they go; or the cubes that an invariant excludes."""
        self.excluded.append({})
        self._switches.append(self._new_variable())
        for level in range(1, len(self.excluded) - 1):
            for cube in list(self.excluded[level]):
                images = self.excluded[level].get(cube)
                if images is None:
                    continue
                if not self.satisfiable(level, *self._relation.after(cube)):
                    del self.excluded[level][cube]
                    self._add(cube, images, level + 1)
            if not self.excluded[level]:
                return [image for frame in self.excluded[level + 1 :] for images in frame.values() for image in images]
        return None

    def _add(self, cube: Cube, images: list[Cube], level: int) -> None:
        sets = [frozenset(image) for image in images]
        for frame in self.excluded[1 : level + 1]:
            for other in list(frame):
                if len(other) >= len(cube) and any(image.issubset(other) for image in sets):
                    del frame[other]
        self.excluded[level][cube] = images
        switch = self._switches[level]
        for image in images:
            self._solver.add([-switch, *(-literal for literal in image)])

    # --- the solver ---

    def _active(self, level: int) -> list[int]:
        """What to assume so that the state is in F[level]."""
        return self._switches[:1] if level == 0 else self._switches[level:]

    def _temporary(self) -> int:
        """A name for a clause that is not needed any more when the next is."""
        if self._retired == RETIRED:
            self._retired = 0
            self._restart()
        if self._retired:
            self._solver.add([-self._last])
        self._retired += 1
        self._last = self._new_variable()
        return self._last

    def _new_variable(self) -> int:
        self._variables += 1
        return self._variables

    def _restart(self) -> None:
        self._variables = self._relation.encoder.variables
        self._solver = Solver(self._relation.encoder.clauses, self._questions)
        for level in range(1, len(self._switches)):
            self._switches[level] = self._new_variable()
        for level, frame in enumerate(self.excluded):
            for images in frame.values():
                for image in images:
                    self._solver.add([-self._switches[level], *(-literal for literal in image)])


class Lifter:
    """Which part of a state is enough for what comes of it."""

    def __init__(self, vocabulary: Vocabulary, relation: Relation, questions: Questions) -> None:
        self._vocabulary, self._relation = vocabulary, relation
        self._solver, self._variables = Solver(relation.encoder.clauses, questions), relation.encoder.variables

    def into(self, state: Sequence[int], inputs: Sequence[int], cube: Cube) -> Cube:
        """The part of the state that is enough for these inputs to lead into the cube."""
        self._variables += 1
        temporary = self._variables
        self._solver.add([-temporary, *(-literal for literal in self._relation.after(cube))])
        lifted = self.lifted(state, inputs, temporary)
        self._solver.add([-temporary])
        return lifted

    def lifted(self, state: Sequence[int], inputs: Sequence[int], never: int) -> Cube:
        """The part that is enough for `never` to be false. A second look, the other way round, finds less to be enough."""
        kept = state
        for _ in range(2):
            if self._solver.satisfiable([never, *inputs, *kept]):
                raise Disagreement("a step has two successors")
            core = self._solver.core()
            kept = [literal for literal in reversed(kept) if literal in core]
        return self._tidy(tuple(sorted(kept)))

    def _tidy(self, cube: Cube) -> Cube:
        """Without what follows from the other literals: which member a cell is not, where it is said which one it is."""
        predicates = self._vocabulary.predicates
        told = {predicates[literal - 1].cell for literal in cube if literal > 0 and predicates[literal - 1].bit is None}
        if not told:
            return cube
        return tuple(literal for literal in cube if literal > 0 or predicates[-literal - 1].cell not in told)
