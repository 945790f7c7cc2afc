; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun relay_first_fw0_fw0 (Session) Bool)
(declare-fun relay_first_fw1_fw1 (Session) Bool)
(declare-fun relay_first_fw0_fw1 (Session) Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
(declare-fun phase_is_opening (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(declare-fun received_by_is_fw0 (Session) Bool)
(declare-fun received_by_is_fw1 (Session) Bool)
(define-fun received_by_is_none ((x1 Session)) Bool (not (or (received_by_is_fw0 x1) (received_by_is_fw1 x1))))
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (relay_first_fw0_fw0 S))))
(define-fun clause_2 () Bool (forall ((S Session)) (not (relay_first_fw1_fw1 S))))
(define-fun clause_3 () Bool (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_4 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_5 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_6 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_7 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_8 () Bool (forall ((S Session)) (or (not (received_by_is_fw0 S)) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_9 () Bool (forall ((S Session)) (or (not (received_by_is_fw1 S)) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_10 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (received_by_is_fw1 S)))))
(define-fun clause_11 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (received_by_is_fw1 S)))))
(define-fun clause_12 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (received_by_is_fw0 S)))))
(define-fun clause_13 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (received_by_is_fw0 S)))))

; what is true of every state
(assert
  (forall ((x1 Session))
    (and
      (not (and (phase_is_opening x1) (phase_is_live x1)))
      (not (and (phase_is_opening x1) (phase_is_over x1)))
      (not (and (phase_is_live x1) (phase_is_over x1))))))
(assert (forall ((x1 Session)) (not (and (received_by_is_fw0 x1) (received_by_is_fw1 x1)))))

(assert (forall ((x1 Session)) (not (relay_first_fw0_fw0 x1))))
(assert (forall ((x1 Session)) (not (relay_first_fw1_fw1 x1))))
(assert (forall ((x1 Session)) (not (relay_first_fw0_fw1 x1))))
(assert (forall ((x1 Session)) (not (relay_first_fw1_fw0 x1))))
(assert (forall ((x1 Session)) (phase_is_idle x1)))
(assert (forall ((x1 Session)) (received_by_is_none x1)))
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
      clause_13)))
(check-sat)
