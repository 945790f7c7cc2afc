; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun home_is_fw0 (Session) Bool)
(declare-fun home_is_fw1 (Session) Bool)
(define-fun home_is_none ((x1 Session)) Bool (not (or (home_is_fw0 x1) (home_is_fw1 x1))))
(declare-fun translation_is_pool_port (Session) Bool)
(declare-fun translation_is_no_rule (Session) Bool)
(define-fun translation_is_not_translated ((x1 Session)) Bool
  (not (or (translation_is_pool_port x1) (translation_is_no_rule x1))))
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun nat_is_duplicated () Bool)
(define-fun clause_1 () Bool
  (forall ((S Session)) (or (home_is_fw0 S) nat_is_duplicated (not (translation_is_pool_port S)))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (home_is_fw0 x1) (home_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (translation_is_pool_port x1) (translation_is_no_rule x1)))))

(assert (forall ((x1 Session)) (home_is_none x1)))
(assert (forall ((x1 Session)) (translation_is_not_translated x1)))
; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
