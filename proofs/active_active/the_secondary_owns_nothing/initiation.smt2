; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
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
(declare-fun sees_fw1 () Bool)
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(declare-fun sees_fw0 () Bool)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0 S))))
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1 S))))
(define-fun clause_3 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(define-fun clause_4 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun mode_fw0_is_active_secondary () Bool)
(define-fun clause_5 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(define-fun clause_6 () Bool
  (forall ((S Session)) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not (owner_fw1_is_fw1 S)))))
(define-fun clause_7 () Bool (or (not mode_fw1_is_active_secondary) sees_fw1))
(declare-fun reverts () Bool)
(define-fun clause_8 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_9 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0 S)))))
(declare-fun mode_fw1_is_tentative () Bool)
(declare-fun mode_fw1_is_non_functional () Bool)
(declare-fun mode_fw1_is_suspended () Bool)
(define-fun mode_fw1_is_initial () Bool
  (not
     (or
       mode_fw1_is_tentative
       mode_fw1_is_active_primary
       mode_fw1_is_active_secondary
       mode_fw1_is_non_functional
       mode_fw1_is_suspended)))
(define-fun clause_10 () Bool
  (forall ((S Session))
     (or
       mode_fw1_is_active_primary
       mode_fw1_is_initial
       mode_fw1_is_non_functional
       (not (owner_fw1_is_fw1 S))
       (not owner_selection_is_primary_device)
       reverts)))
(define-fun clause_11 () Bool (or (not mode_fw0_is_active_secondary) sees_fw0))
(declare-fun mode_fw0_is_tentative () Bool)
(declare-fun mode_fw0_is_non_functional () Bool)
(declare-fun mode_fw0_is_suspended () Bool)
(define-fun mode_fw0_is_initial () Bool
  (not
     (or
       mode_fw0_is_tentative
       mode_fw0_is_active_primary
       mode_fw0_is_active_secondary
       mode_fw0_is_non_functional
       mode_fw0_is_suspended)))
(define-fun clause_12 () Bool
  (forall ((S Session))
     (or
       mode_fw0_is_active_primary
       mode_fw0_is_initial
       mode_fw0_is_non_functional
       (not (owner_fw0_is_fw0 S))
       (not owner_selection_is_primary_device)
       reverts)))

; what is true of every state
(assert
  (and
    (not (and mode_fw0_is_tentative mode_fw0_is_active_primary))
    (not (and mode_fw0_is_tentative mode_fw0_is_active_secondary))
    (not (and mode_fw0_is_tentative mode_fw0_is_non_functional))
    (not (and mode_fw0_is_tentative mode_fw0_is_suspended))
    (not (and mode_fw0_is_active_primary mode_fw0_is_active_secondary))
    (not (and mode_fw0_is_active_primary mode_fw0_is_non_functional))
    (not (and mode_fw0_is_active_primary mode_fw0_is_suspended))
    (not (and mode_fw0_is_active_secondary mode_fw0_is_non_functional))
    (not (and mode_fw0_is_active_secondary mode_fw0_is_suspended))
    (not (and mode_fw0_is_non_functional mode_fw0_is_suspended))))
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
(assert
  (and
    (not (and mode_fw1_is_tentative mode_fw1_is_active_primary))
    (not (and mode_fw1_is_tentative mode_fw1_is_active_secondary))
    (not (and mode_fw1_is_tentative mode_fw1_is_non_functional))
    (not (and mode_fw1_is_tentative mode_fw1_is_suspended))
    (not (and mode_fw1_is_active_primary mode_fw1_is_active_secondary))
    (not (and mode_fw1_is_active_primary mode_fw1_is_non_functional))
    (not (and mode_fw1_is_active_primary mode_fw1_is_suspended))
    (not (and mode_fw1_is_active_secondary mode_fw1_is_non_functional))
    (not (and mode_fw1_is_active_secondary mode_fw1_is_suspended))
    (not (and mode_fw1_is_non_functional mode_fw1_is_suspended))))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))

(assert (forall ((x1 Session)) (not (sync_handed_back_fw0_fw0 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw0_fw0 x1))))
(assert mode_fw0_is_active_primary)
(assert (forall ((x1 Session)) (owner_fw0_is_none x1)))
(assert mode_fw1_is_active_secondary)
(assert (forall ((x1 Session)) (owner_fw1_is_none x1)))
(assert sees_fw1)
(assert (forall ((x1 Session)) (not (sync_handed_back_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw1_fw0 x1))))
(assert sees_fw0)
; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))

; one of the clauses does not hold
(assert
  (not
    (and
      clause_1
      clause_2
      clause_3
      clause_4
      clause_5
      clause_6
      clause_7
      clause_8
      clause_9
      clause_10
      clause_11
      clause_12)))
(check-sat)
