; pair: no state with the clauses is against `one_survivor`
(set-logic UF)
(declare-sort Session 0)
(declare-fun mode_fw0_is_failed () Bool)
(declare-fun mode_fw1_is_failed () Bool)
(define-fun clause_1 () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_failed)))

; clause 1: mode[fw0] is not failed or mode[fw1] is not failed
(assert clause_1)

; `one_survivor` is violated
(assert (not (or (not mode_fw0_is_failed) (not mode_fw1_is_failed))))
(check-sat)
