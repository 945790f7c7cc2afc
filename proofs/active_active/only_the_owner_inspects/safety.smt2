; active_active: no state with the clauses is against `only_the_owner_inspects`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun decoder_fw0 (Session) Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or (not (decoder_fw0 S)) (owner_fw0_is_fw0 S))))
(declare-fun decoder_fw1 (Session) Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (or (not (decoder_fw1 S)) (owner_fw1_is_fw1 S))))
(declare-fun sync_closed_fw0_fw0 (Session) Bool)
(define-fun clause_3 () Bool (forall ((S Session)) (not (sync_closed_fw0_fw0 S))))
(declare-fun sync_closed_fw1_fw1 (Session) Bool)
(define-fun clause_4 () Bool (forall ((S Session)) (not (sync_closed_fw1_fw1 S))))
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(define-fun clause_5 () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0 S))))
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
(define-fun clause_6 () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1 S))))
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(define-fun clause_7 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(define-fun clause_8 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun relay_first_fw0_fw0 (Session) Bool)
(define-fun clause_9 () Bool (forall ((S Session)) (not (relay_first_fw0_fw0 S))))
(declare-fun relay_first_fw1_fw1 (Session) Bool)
(define-fun clause_10 () Bool (forall ((S Session)) (not (relay_first_fw1_fw1 S))))
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun clause_11 () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun relay_first_fw0_fw1 (Session) Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
(define-fun clause_12 () Bool (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0 S)))))
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(define-fun clause_13 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun phase_is_opening (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(define-fun clause_14 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_15 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_16 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(define-fun clause_17 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_18 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(define-fun clause_19 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_20 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_21 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(define-fun clause_22 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_23 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_24 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun sync_closed_fw0_fw1 (Session) Bool)
(define-fun clause_25 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(define-fun clause_26 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_27 () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(define-fun clause_28 () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))
(assert
  (forall ((x1 Session))
    (and
      (not (and (phase_is_opening x1) (phase_is_live x1)))
      (not (and (phase_is_opening x1) (phase_is_over x1)))
      (not (and (phase_is_live x1) (phase_is_over x1))))))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: decoder[fw0, s] is false or owner[fw0, s] is fw0
(assert clause_1)
; clause 2: all s: decoder[fw1, s] is false or owner[fw1, s] is fw1
(assert clause_2)
; clause 3: all s: sync(count, closed, s)[fw0, fw0] is 0
(assert clause_3)
; clause 4: all s: sync(count, closed, s)[fw1, fw1] is 0
(assert clause_4)
; clause 5: all s: sync(count, handed_back, s)[fw0, fw0] is 0
(assert clause_5)
; clause 6: all s: sync(count, handed_back, s)[fw1, fw1] is 0
(assert clause_6)
; clause 7: all s: sync(count, opened, s)[fw1, fw1] is 0
(assert clause_7)
; clause 8: all s: sync(count, opened, s)[fw0, fw0] is 0
(assert clause_8)
; clause 9: all s: relay(count, first, s)[fw0, fw0] is 0
(assert clause_9)
; clause 10: all s: relay(count, first, s)[fw1, fw1] is 0
(assert clause_10)
; clause 11: all s: owner[fw0, s] is not fw1 or phase[s] is one of live, over
(assert clause_11)
; clause 12: all s: relay(count, first, s)[fw0, fw1] is 0 or relay(count, first, s)[fw1, fw0] is 0
(assert clause_12)
; clause 13: all s: owner[fw1, s] is not fw0 or phase[s] is one of live, over
(assert clause_13)
; clause 14: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw0, fw1] is 0
(assert clause_14)
; clause 15: all s: phase[s] is one of opening, over or relay(count, first, s)[fw0, fw1] is 0
(assert clause_15)
; clause 16: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw1, fw0] is 0
(assert clause_16)
; clause 17: all s: phase[s] is one of live, over or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_17)
; clause 18: all s: owner[fw1, s] is not fw1 or phase[s] is one of live, over
(assert clause_18)
; clause 19: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_19)
; clause 20: all s: phase[s] is one of live, over or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_20)
; clause 21: all s: phase[s] is one of opening, over or relay(count, first, s)[fw1, fw0] is 0
(assert clause_21)
; clause 22: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_22)
; clause 23: all s: phase[s] is one of live, over or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_23)
; clause 24: all s: phase[s] is one of idle, live or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_24)
; clause 25: all s: phase[s] is one of live, over or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_25)
; clause 26: all s: phase[s] is one of idle, live or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_26)
; clause 27: all s: owner[fw0, s] is not fw0 or phase[s] is one of live, over
(assert clause_27)
; clause 28: all s: owner[fw1, s] is not none or phase[s] is one of opening, over or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_28)
; clause 29: all s: phase[s] is one of opening, over or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_29)

; `only_the_owner_inspects` is violated
(assert
  (not
    (and
      (forall ((s_33 Session)) (=> (decoder_fw0 s_33) (owner_fw0_is_fw0 s_33)))
      (forall ((s_33 Session)) (=> (decoder_fw1 s_33) (owner_fw1_is_fw1 s_33))))))
(check-sat)
