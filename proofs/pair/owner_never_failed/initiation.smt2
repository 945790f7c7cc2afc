; pair: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun owner_is_fw0 (Session) Bool)
(declare-fun owner_is_fw1 (Session) Bool)
(define-fun owner_is_none ((x1 Session)) Bool (not (or (owner_is_fw0 x1) (owner_is_fw1 x1))))
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun mode_fw0_is_failed () Bool)
(define-fun mode_fw0_is_active_primary () Bool (not (or mode_fw0_is_active_secondary mode_fw0_is_failed)))
(declare-fun mode_fw1_is_failed () Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or (not mode_fw1_is_failed) (not (owner_is_fw1 S)))))
(define-fun clause_2 () Bool (forall ((S Session)) (or (not mode_fw0_is_failed) (not (owner_is_fw0 S)))))

; what is true of every state
(assert (not (and mode_fw1_is_active_secondary mode_fw1_is_failed)))
(assert (forall ((x1 Session)) (not (and (owner_is_fw0 x1) (owner_is_fw1 x1)))))
(assert (not (and mode_fw0_is_active_secondary mode_fw0_is_failed)))

(assert mode_fw1_is_active_secondary)
(assert (forall ((x1 Session)) (owner_is_none x1)))
(assert mode_fw0_is_active_primary)

; one of the clauses does not hold
(assert (not (and clause_1 clause_2)))
(check-sat)
