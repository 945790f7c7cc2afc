; pair: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun mode_fw0_is_failed () Bool)
(define-fun mode_fw0_is_active_primary () Bool (not (or mode_fw0_is_active_secondary mode_fw0_is_failed)))
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun mode_fw1_is_failed () Bool)
(define-fun clause_1 () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_failed)))

; what is true of every state
(assert (not (and mode_fw0_is_active_secondary mode_fw0_is_failed)))
(assert (not (and mode_fw1_is_active_secondary mode_fw1_is_failed)))

(assert mode_fw0_is_active_primary)
(assert mode_fw1_is_active_secondary)

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
