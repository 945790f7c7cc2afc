"""Random specs in which the number of members decides: quorums, counts, "at least k", `the` only member, members that crash.

Text, not trees: what is asked is what somebody could have typed. The same seed gives the same spec.
"""

from __future__ import annotations

from random import Random


def quorum_spec(seed: int) -> str:
    """A spec over one sort, without a scope."""
    return _Maker(Random(seed)).spec()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random

    def one(self, *texts: str) -> str:
        return self.random.choice(texts)

    def k(self) -> int:
        return self.random.choice((0, 1, 1, 2, 2, 2, 3, 3, 4))

    def spec(self) -> str:
        lines = ["spec quorum", "sort N"]
        starts = [self.one("= false", "= false", "= true", "") for _ in range(2)]
        lines += [f"var {name}[N] : bool {start}" for name, start in zip("ab", starts, strict=True)]
        lines += ["var m : 0..3 = 0", "var done : bool = false", f"var who : N? {self.one('= none', '= none', '')}"]
        if self.random.random() < 0.5:
            lines.append(self.one("faults 0", "faults 1", "faults 2"))
        if "" in starts or self.random.random() < 0.2:
            lines.append(f"initially {self.condition(False)}")
        for number in range(self.random.randint(2, 4)):
            lines.append(self.action(number))
        for number in range(2):
            lines.append(f"invariant inv{number} = {self.condition(False, 2)}")
        lines.append(f"property moves = always ({self.count()} >= {self.k()} => next ({self.count()} >= {self.k()}))")
        lines.append(f"reachable seen = {self.condition(False, 2)}")
        lines.append(f"reachable size = (count x: N where true) = {self.k()}")
        if self.random.random() < 0.5:
            lines.append(f"property ends = eventually {self.condition(False)}")
        return "\n".join(lines) + "\n"

    def action(self, number: int) -> str:
        kind = self.one("step", "fair step", "fault", "input", "step")
        of_member = self.random.random() < 0.7
        guard = self.condition(of_member)
        writes = [self.write(of_member) for _ in range(self.random.randint(1, 2))]
        distinct = {write.split(" :=")[0].split("[")[0]: write for write in writes}
        return f"{kind} act{number}{'(n: N)' if of_member else ''} when {guard} {{ {' '.join(distinct.values())} }}"

    def write(self, of_member: bool) -> str:
        if of_member and self.random.random() < 0.7:
            return self.one("a[n] := true", "a[n] := false", "b[n] := true", "b[n] := a[n]", "a[n] := not a[n]", "who := n")
        counted = f"m := if {self.condition(of_member, 0)} then 2 else 0"
        return self.one("done := true", "done := not done", "m := 1", "m := 3", "who := none", counted)

    def count(self) -> str:
        return f"(count x: N where {self.one('a[x]', 'b[x]', 'not a[x]', 'a[x] and b[x]', 'a[x] or b[x]', 'who = x')})"

    def condition(self, of_member: bool, depth: int = 1) -> str:
        if depth and self.random.random() < 0.6:
            left, right = self.condition(of_member, depth - 1), self.condition(of_member, depth - 1)
            return self.one(f"({left} and {right})", f"({left} or {right})", f"({left} => {right})", f"not ({left})")
        member = ["a[n]", "not b[n]", "who = n", "not a[n]"] if of_member and self.random.random() < 0.5 else []
        return self.one(
            *member,
            f"{self.count()} >= {self.k()}",
            f"{self.count()} < {self.k()}",
            f"{self.count()} = {self.k()}",
            f"{self.count()} + {self.count()} > (count x: N where true)",
            f"(all x: N. {self.one('a[x]', 'b[x]', 'not a[x]', 'a[x] or b[x]')})",
            f"(some x: N. {self.one('a[x]', 'b[x]', 'not b[x]', 'a[x] and not b[x]')})",
            "(some x: N. some y: N. x != y and a[x] and a[y])",
            "(all x: N. all y: N. a[x] and a[y] => x = y)",
            f"m >= {self.random.randint(1, 3)}",
            "done",
            "who != none",
        )
