; fenced: every initial state has the clauses
(set-logic UF)

; one of the clauses does not hold
(assert false)
(check-sat)
