; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0 S))))
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1 S))))
(declare-fun reverts () Bool)
(define-fun clause_3 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_4 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0 S)))))

(assert (forall ((x1 Session)) (not (sync_handed_back_fw0_fw0 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw1_fw0 x1))))
; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))

; one of the clauses does not hold
(assert (not (and clause_1 clause_2 clause_3 clause_4)))
(check-sat)
