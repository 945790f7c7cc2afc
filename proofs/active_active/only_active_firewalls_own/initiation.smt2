; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(define-fun owner_fw0_is_none ((x1 Session)) Bool (not (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1))))
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun mode_fw0_is_active_secondary () Bool)
(define-fun clause_3 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(define-fun clause_4 () Bool
  (forall ((S Session)) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not (owner_fw1_is_fw1 S)))))

; what is true of every state
(assert (not (and mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
(assert (not (and mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))

(assert (forall ((x1 Session)) (not (sync_opened_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw0_fw0 x1))))
(assert mode_fw0_is_active_primary)
(assert (forall ((x1 Session)) (owner_fw0_is_none x1)))
(assert mode_fw1_is_active_secondary)
(assert (forall ((x1 Session)) (owner_fw1_is_none x1)))
; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))

; one of the clauses does not hold
(assert (not (and clause_1 clause_2 clause_3 clause_4)))
(check-sat)
