"""What a claim about runs without end means, its reduction to "is a goal state reachable?", and how the evidence is checked.

NOTE(runs): a run is infinite. In every state it may pause, which is a transition that changes nothing (see `with_idle`); only
fair actions are obliged to happen, so a run that has come to its end pauses for ever. Fairness is per action and arguments,
all ways through its body together. It is enabled where some way of taking it leads somewhere: not to a run-time mistake, not
to a state that `assume` leaves out. `fair`: not enabled for ever from some point on without being taken. `strongly fair`: not
enabled again and again without being taken again and again. A claim holds if it is true of every fair run; a run on which
one of its predicates has no value somewhere does not count against it: that is a run-time mistake.

Two ways lead from a claim to a verdict, and share only `unfold`. `reduction` and `automaton` make an instance for the
engines; `replay` and `cycles` hold what these say against the reference semantics.
"""
