; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun sync_closed_fw1_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(declare-fun relay_first_fw0_fw0 (Session) Bool)
(declare-fun relay_first_fw1_fw1 (Session) Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(define-fun owner_fw0_is_none ((x1 Session)) Bool (not (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1))))
(declare-fun phase_is_opening (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(declare-fun relay_first_fw0_fw1 (Session) Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(declare-fun sync_closed_fw0_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun sees_fw1 () Bool)
(declare-fun home_is_fw0 (Session) Bool)
(declare-fun home_is_fw1 (Session) Bool)
(define-fun home_is_none ((x1 Session)) Bool (not (or (home_is_fw0 x1) (home_is_fw1 x1))))
(declare-fun sees_fw0 () Bool)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_closed_fw1_fw1 S))))
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0 S))))
(define-fun clause_3 () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1 S))))
(define-fun clause_4 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(define-fun clause_5 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(define-fun clause_6 () Bool (forall ((S Session)) (not (relay_first_fw0_fw0 S))))
(define-fun clause_7 () Bool (forall ((S Session)) (not (relay_first_fw1_fw1 S))))
(define-fun clause_8 () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_9 () Bool (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_10 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_11 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_16 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_19 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24 () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_25 () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(declare-fun mode_fw0_is_active_secondary () Bool)
(define-fun clause_27 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(define-fun clause_28 () Bool (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not sees_fw1)))
(define-fun clause_29 () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30 () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31 () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32 () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
(assert
  (forall ((x1 Session))
    (and
      (not (and (phase_is_opening x1) (phase_is_live x1)))
      (not (and (phase_is_opening x1) (phase_is_over x1)))
      (not (and (phase_is_live x1) (phase_is_over x1))))))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))
(assert (not (and mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
(assert (not (and mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
(assert (forall ((x1 Session)) (not (and (home_is_fw0 x1) (home_is_fw1 x1)))))

(assert (forall ((x1 Session)) (not (sync_closed_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw0_fw0 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw0_fw0 x1))))
(assert (forall ((x1 Session)) (not (relay_first_fw0_fw0 x1))))
(assert (forall ((x1 Session)) (not (relay_first_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (owner_fw0_is_none x1)))
(assert (forall ((x1 Session)) (phase_is_idle x1)))
(assert (forall ((x1 Session)) (not (relay_first_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (relay_first_fw1_fw0 x1))))
(assert (forall ((x1 Session)) (owner_fw1_is_none x1)))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw1_fw0 x1))))
(assert (forall ((x1 Session)) (not (sync_opened_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_closed_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (sync_handed_back_fw1_fw0 x1))))
(assert mode_fw0_is_active_primary)
(assert mode_fw1_is_active_secondary)
(assert sees_fw1)
(assert (forall ((x1 Session)) (home_is_none x1)))
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
      clause_12
      clause_13
      clause_14
      clause_15
      clause_16
      clause_17
      clause_18
      clause_19
      clause_20
      clause_21
      clause_22
      clause_23
      clause_24
      clause_25
      clause_26
      clause_27
      clause_28
      clause_29
      clause_30
      clause_31
      clause_32)))
(check-sat)
