; active_active: no state with the clauses is against `nobody_owns_what_both_know`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun sync_closed_fw0_fw0 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_closed_fw0_fw0 S))))
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun relay_first_fw0_fw0 (Session) Bool)
(define-fun clause_3 () Bool (forall ((S Session)) (not (relay_first_fw0_fw0 S))))
(declare-fun relay_first_fw1_fw1 (Session) Bool)
(define-fun clause_4 () Bool (forall ((S Session)) (not (relay_first_fw1_fw1 S))))
(declare-fun relay_first_fw0_fw1 (Session) Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
(define-fun clause_5 () Bool (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0 S)))))
(declare-fun phase_is_opening (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(define-fun clause_6 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_7 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_8 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(define-fun clause_9 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_10 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_11 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(define-fun clause_12 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_13 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1 S)))))
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(define-fun clause_14 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun sees_fw1 () Bool)
(define-fun clause_15 () Bool (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not sees_fw1)))
(declare-fun reverts () Bool)
(declare-fun sees_fw0 () Bool)
(define-fun clause_16 () Bool
  (forall ((S Session))
     (or
       (owner_fw0_is_fw0 S)
       (not (phase_is_live S))
       reverts
       (not sees_fw0)
       (not sees_fw1)
       (not (sync_opened_fw0_fw1 S)))))
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
(define-fun clause_17 () Bool (forall ((S Session)) (or (not mode_fw0_is_initial) (not (sync_opened_fw1_fw0 S)))))
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(define-fun clause_18 () Bool (forall ((S Session)) (or (not mode_fw0_is_initial) (not (owner_fw0_is_fw1 S)))))
(define-fun clause_19 () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw0_is_fw1 S))
       reverts
       sees_fw0)))
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
(define-fun clause_20 () Bool (forall ((S Session)) (or (not mode_fw1_is_initial) (not (sync_opened_fw0_fw1 S)))))
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(define-fun clause_21 () Bool (forall ((S Session)) (or (not mode_fw1_is_initial) (not (owner_fw1_is_fw0 S)))))
(define-fun clause_22 () Bool
  (forall ((S Session))
     (or (not (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)) (not (owner_fw1_is_fw0 S)) sees_fw1)))
(define-fun clause_23 () Bool
  (forall ((S Session))
     (or
       (owner_fw0_is_fw0 S)
       (not (owner_fw1_is_fw0 S))
       reverts
       (not sees_fw0)
       (not sees_fw1)
       (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_24 () Bool
  (forall ((S Session))
     (or (not (owner_fw0_is_fw1 S)) (not (owner_fw1_is_fw0 S)) reverts (not sees_fw0) (not sees_fw1))))
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)

; what is true of every state
(assert
  (forall ((x1 Session))
    (and
      (not (and (phase_is_opening x1) (phase_is_live x1)))
      (not (and (phase_is_opening x1) (phase_is_over x1)))
      (not (and (phase_is_live x1) (phase_is_over x1))))))
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

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: sync(count, closed, s)[fw0, fw0] is 0
(assert clause_1)
; clause 2: all s: sync(count, opened, s)[fw0, fw0] is 0
(assert clause_2)
; clause 3: all s: relay(count, first, s)[fw0, fw0] is 0
(assert clause_3)
; clause 4: all s: relay(count, first, s)[fw1, fw1] is 0
(assert clause_4)
; clause 5: all s: relay(count, first, s)[fw0, fw1] is 0 or relay(count, first, s)[fw1, fw0] is 0
(assert clause_5)
; clause 6: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw0, fw1] is 0
(assert clause_6)
; clause 7: all s: phase[s] is one of opening, over or relay(count, first, s)[fw0, fw1] is 0
(assert clause_7)
; clause 8: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw1, fw0] is 0
(assert clause_8)
; clause 9: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_9)
; clause 10: all s: phase[s] is one of live, over or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_10)
; clause 11: all s: phase[s] is one of opening, over or relay(count, first, s)[fw1, fw0] is 0
(assert clause_11)
; clause 12: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_12)
; clause 13: all s: phase[s] is one of live, over or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_13)
; clause 14: all s: mode[fw0] is one of active_primary, active_secondary or owner[fw0, s] is not fw0
(assert clause_14)
; clause 15: mode[fw1] is one of active_primary, active_secondary or sees[fw1] is false
(assert clause_15)
; clause 16: all s: owner[fw0, s] is fw0 or phase[s] is not live or reverts is true or sees[fw0] is false or sees[fw1] is false or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_16)
; clause 17: all s: mode[fw0] is not initial or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_17)
; clause 18: all s: mode[fw0] is not initial or owner[fw0, s] is not fw1
(assert clause_18)
; clause 19: all s: mode[fw0] is none of active_primary, active_secondary or owner[fw0, s] is not fw1 or reverts is true or sees[fw0] is true
(assert clause_19)
; clause 20: all s: mode[fw1] is not initial or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_20)
; clause 21: all s: mode[fw1] is not initial or owner[fw1, s] is not fw0
(assert clause_21)
; clause 22: all s: mode[fw1] is none of active_primary, active_secondary or owner[fw1, s] is not fw0 or sees[fw1] is true
(assert clause_22)
; clause 23: all s: owner[fw0, s] is fw0 or owner[fw1, s] is not fw0 or reverts is true or sees[fw0] is false or sees[fw1] is false or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_23)
; clause 24: all s: owner[fw0, s] is not fw1 or owner[fw1, s] is not fw0 or reverts is true or sees[fw0] is false or sees[fw1] is false
(assert clause_24)

; `nobody_owns_what_both_know` is violated
(assert
  (not
    (or
      reverts
      (forall ((s_54 Session))
        (=>
          (and sees_fw0 (owner_fw0_is_fw1 s_54) sees_fw1 (owner_fw1_is_fw0 s_54))
          (or (sync_handed_back_fw0_fw1 s_54) (sync_handed_back_fw1_fw0 s_54)))))))
(check-sat)
