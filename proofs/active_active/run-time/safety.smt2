; active_active: no state with the clauses allows a run-time mistake
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun sync_closed_fw1_fw1 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_closed_fw1_fw1 S))))
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0 S))))
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
(define-fun clause_3 () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1 S))))
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(define-fun clause_4 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(define-fun clause_5 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun relay_first_fw0_fw0 (Session) Bool)
(define-fun clause_6 () Bool (forall ((S Session)) (not (relay_first_fw0_fw0 S))))
(declare-fun relay_first_fw1_fw1 (Session) Bool)
(define-fun clause_7 () Bool (forall ((S Session)) (not (relay_first_fw1_fw1 S))))
(declare-fun relay_first_fw0_fw1 (Session) Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
(define-fun clause_8 () Bool (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0 S)))))
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun clause_9 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun phase_is_opening (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(define-fun clause_10 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_11 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(define-fun clause_13 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun clause_14 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(define-fun clause_15 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_16 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(define-fun clause_18 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_19 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun sync_closed_fw0_fw1 (Session) Bool)
(define-fun clause_21 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(define-fun clause_22 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(define-fun clause_23 () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(declare-fun end_logs_is_1 (Session) Bool)
(define-fun clause_25 () Bool (forall ((S Session)) (or (not (end_logs_is_1 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun sync_closed_fw1_fw0 (Session) Bool)
(define-fun clause_26 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw1_fw0 S)))))
(define-fun clause_27 () Bool
  (forall ((S Session)) (or (not (end_logs_is_1 S)) (phase_is_opening S) (phase_is_over S))))
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(define-fun clause_28 () Bool
  (forall ((S Session)) (or (not (end_logs_is_1 S)) (not (owner_fw0_is_fw0 S)) (not (owner_fw1_is_fw0 S)))))
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(define-fun clause_29 () Bool
  (forall ((S Session)) (or (not (end_logs_is_1 S)) (not (owner_fw0_is_fw1 S)) (not (owner_fw1_is_fw1 S)))))
(define-fun clause_30 () Bool
  (forall ((S Session)) (or (not (end_logs_is_1 S)) (not (owner_fw0_is_fw0 S)) (not (owner_fw1_is_fw1 S)))))
(define-fun clause_31 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw1_fw0 S)))))
(define-fun clause_32 () Bool (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (not (sync_closed_fw1_fw0 S)))))
(define-fun clause_33 () Bool (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (not (sync_closed_fw1_fw0 S)))))
(define-fun clause_34 () Bool
  (forall ((S Session)) (or (not (end_logs_is_1 S)) (not (owner_fw0_is_fw1 S)) (not (owner_fw1_is_fw0 S)))))
(declare-fun end_logs_is_2 (Session) Bool)
(define-fun clause_35 () Bool (forall ((S Session)) (or (not (end_logs_is_2 S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_36 () Bool
  (forall ((S Session)) (or (not (end_logs_is_2 S)) (phase_is_opening S) (phase_is_over S))))
(define-fun clause_37 () Bool (forall ((S Session)) (or (not (end_logs_is_2 S)) (not (owner_fw1_is_fw1 S)))))
(define-fun clause_38 () Bool (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_39 () Bool (forall ((S Session)) (or (not (end_logs_is_2 S)) (not (owner_fw0_is_fw1 S)))))
(define-fun clause_40 () Bool (forall ((S Session)) (or (not (end_logs_is_2 S)) (not (owner_fw0_is_fw0 S)))))
(define-fun clause_41 () Bool (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_42 () Bool
  (forall ((S Session)) (or (not (end_logs_is_2 S)) (not (owner_fw1_is_fw0 S)) (phase_is_idle S) (phase_is_live S))))
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun mode_fw0_is_tentative () Bool)
(declare-fun sees_fw0 () Bool)
(declare-fun nat_is_device_bound () Bool)
(declare-fun nat_is_duplicated () Bool)
(define-fun nat_is_not_needed () Bool (not (or nat_is_device_bound nat_is_duplicated)))
(declare-fun translation_is_pool_port (Session) Bool)
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun ha3 () Bool)
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
(declare-fun synchronisation_is_one_way () Bool)
(declare-fun ha2 () Bool)
(declare-fun sees_fw1 () Bool)
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

; what is true of every state
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))
(assert
  (forall ((x1 Session))
    (and
      (not (and (phase_is_opening x1) (phase_is_live x1)))
      (not (and (phase_is_opening x1) (phase_is_over x1)))
      (not (and (phase_is_live x1) (phase_is_over x1))))))
(assert (forall ((x1 Session)) (not (and (end_logs_is_1 x1) (end_logs_is_2 x1)))))
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
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
(assert (not (and nat_is_device_bound nat_is_duplicated)))
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
; clause 1: all s: sync(count, closed, s)[fw1, fw1] is 0
(assert clause_1)
; clause 2: all s: sync(count, handed_back, s)[fw0, fw0] is 0
(assert clause_2)
; clause 3: all s: sync(count, handed_back, s)[fw1, fw1] is 0
(assert clause_3)
; clause 4: all s: sync(count, opened, s)[fw1, fw1] is 0
(assert clause_4)
; clause 5: all s: sync(count, opened, s)[fw0, fw0] is 0
(assert clause_5)
; clause 6: all s: relay(count, first, s)[fw0, fw0] is 0
(assert clause_6)
; clause 7: all s: relay(count, first, s)[fw1, fw1] is 0
(assert clause_7)
; clause 8: all s: relay(count, first, s)[fw0, fw1] is 0 or relay(count, first, s)[fw1, fw0] is 0
(assert clause_8)
; clause 9: all s: owner[fw1, s] is not fw0 or phase[s] is one of live, over
(assert clause_9)
; clause 10: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw0, fw1] is 0
(assert clause_10)
; clause 11: all s: phase[s] is one of opening, over or relay(count, first, s)[fw0, fw1] is 0
(assert clause_11)
; clause 12: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw1, fw0] is 0
(assert clause_12)
; clause 13: all s: phase[s] is one of live, over or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_13)
; clause 14: all s: owner[fw1, s] is not fw1 or phase[s] is one of live, over
(assert clause_14)
; clause 15: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_15)
; clause 16: all s: phase[s] is one of live, over or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_16)
; clause 17: all s: phase[s] is one of opening, over or relay(count, first, s)[fw1, fw0] is 0
(assert clause_17)
; clause 18: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_18)
; clause 19: all s: phase[s] is one of live, over or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_19)
; clause 20: all s: phase[s] is one of idle, live or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_20)
; clause 21: all s: phase[s] is one of live, over or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_21)
; clause 22: all s: phase[s] is one of idle, live or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_22)
; clause 23: all s: owner[fw1, s] is not none or phase[s] is one of opening, over or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_23)
; clause 24: all s: phase[s] is one of opening, over or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_24)
; clause 25: all s: end_logs[s] is not 1 or phase[s] is one of live, over
(assert clause_25)
; clause 26: all s: phase[s] is one of live, over or sync(count, closed, s)[fw1, fw0] is 0
(assert clause_26)
; clause 27: all s: end_logs[s] is not 1 or phase[s] is one of opening, over
(assert clause_27)
; clause 28: all s: end_logs[s] is not 1 or owner[fw0, s] is not fw0 or owner[fw1, s] is not fw0
(assert clause_28)
; clause 29: all s: end_logs[s] is not 1 or owner[fw0, s] is not fw1 or owner[fw1, s] is not fw1
(assert clause_29)
; clause 30: all s: end_logs[s] is not 1 or owner[fw0, s] is not fw0 or owner[fw1, s] is not fw1
(assert clause_30)
; clause 31: all s: phase[s] is one of opening, over or sync(count, closed, s)[fw1, fw0] is 0
(assert clause_31)
; clause 32: all s: owner[fw1, s] is not fw0 or sync(count, closed, s)[fw1, fw0] is 0
(assert clause_32)
; clause 33: all s: owner[fw1, s] is not fw1 or sync(count, closed, s)[fw1, fw0] is 0
(assert clause_33)
; clause 34: all s: end_logs[s] is not 1 or owner[fw0, s] is not fw1 or owner[fw1, s] is not fw0
(assert clause_34)
; clause 35: all s: end_logs[s] is not 2 or phase[s] is one of live, over
(assert clause_35)
; clause 36: all s: end_logs[s] is not 2 or phase[s] is one of opening, over
(assert clause_36)
; clause 37: all s: end_logs[s] is not 2 or owner[fw1, s] is not fw1
(assert clause_37)
; clause 38: all s: owner[fw0, s] is not fw0 or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_38)
; clause 39: all s: end_logs[s] is not 2 or owner[fw0, s] is not fw1
(assert clause_39)
; clause 40: all s: end_logs[s] is not 2 or owner[fw0, s] is not fw0
(assert clause_40)
; clause 41: all s: owner[fw0, s] is not fw1 or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_41)
; clause 42: all s: end_logs[s] is not 2 or owner[fw1, s] is not fw0 or phase[s] is one of idle, live
(assert clause_42)

(push 1)
; input first_packet(s, fw0)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (phase_is_idle s)
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary mode_fw0_is_tentative)
    (=>
      (and
        (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
        (not owner_selection_is_primary_device)
        (not session_setup_is_first_packet)
        sees_fw0)
      (or
        nat_is_not_needed
        (forall ((s_17 Session)) (not (and (owner_fw0_is_fw0 s_17) (translation_is_pool_port s_17))))))
    (=>
      (and
        (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
      (or
        nat_is_not_needed
        (forall ((s_18 Session)) (not (and (owner_fw0_is_fw0 s_18) (translation_is_pool_port s_18))))))
    (not
      (and
        (not
          (and
            (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            ha3
            (relay_first_fw0_fw1 s)))
        (not
          (and
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw0
            (not mode_fw1_is_initial)
            (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
            ha2
            (sync_opened_fw0_fw1 s)))
        (not
          (and
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))
            (not mode_fw1_is_initial)
            (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
            ha2
            (or
              (and
                (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
                (not owner_selection_is_primary_device)
                (not session_setup_is_first_packet)
                sees_fw0
                (not mode_fw1_is_initial)
                (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
                ha2)
              (sync_opened_fw0_fw1 s))))
        (not
          (and
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw0
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))))))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw0), another way
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (phase_is_idle s)
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary mode_fw0_is_tentative)
    (=>
      (and
        (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
      (or
        nat_is_not_needed
        (forall ((s_18 Session)) (not (and (owner_fw0_is_fw0 s_18) (translation_is_pool_port s_18))))))
    (not
      (and
        (not
          (and
            (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            ha3
            (relay_first_fw0_fw1 s)))
        (not
          (and
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw0
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            ha3
            (or
              (and
                (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
                (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
                ha3)
              (relay_first_fw0_fw1 s))))
        (not
          (and
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))
            (not mode_fw1_is_initial)
            (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
            ha2
            (sync_opened_fw0_fw1 s)))
        (not
          (and
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw0
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))))))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw1)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (phase_is_idle s)
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary mode_fw1_is_tentative)
    (or nat_is_not_needed (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
    (=>
      (and
        (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
        (not owner_selection_is_primary_device)
        (not session_setup_is_first_packet)
        sees_fw1)
      (or
        nat_is_not_needed
        (not nat_is_duplicated)
        (forall ((s_17 Session)) (not (and (owner_fw1_is_fw1 s_17) (translation_is_pool_port s_17))))))
    (=>
      (and
        (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
      (or
        nat_is_not_needed
        (not nat_is_duplicated)
        (forall ((s_18 Session)) (not (and (owner_fw1_is_fw1 s_18) (translation_is_pool_port s_18))))))
    (not
      (and
        (not
          (and
            (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            ha3
            (relay_first_fw1_fw0 s)))
        (not
          (and
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw1
            (not mode_fw0_is_initial)
            (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
            ha2
            (sync_opened_fw1_fw0 s)))
        (not
          (and
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))
            (not mode_fw0_is_initial)
            (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
            ha2
            (or
              (and
                (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
                (not owner_selection_is_primary_device)
                (not session_setup_is_first_packet)
                sees_fw1
                (not mode_fw0_is_initial)
                (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
                ha2)
              (sync_opened_fw1_fw0 s))))
        (not
          (and
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw1
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))))))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw1), another way
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (phase_is_idle s)
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary mode_fw1_is_tentative)
    (or nat_is_not_needed (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
    (=>
      (and
        (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
      (or
        nat_is_not_needed
        (not nat_is_duplicated)
        (forall ((s_18 Session)) (not (and (owner_fw1_is_fw1 s_18) (translation_is_pool_port s_18))))))
    (not
      (and
        (not
          (and
            (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            ha3
            (relay_first_fw1_fw0 s)))
        (not
          (and
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw1
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            ha3
            (or
              (and
                (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
                (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
                ha3)
              (relay_first_fw1_fw0 s))))
        (not
          (and
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))
            (not mode_fw0_is_initial)
            (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
            ha2
            (sync_opened_fw1_fw0 s)))
        (not
          (and
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (not owner_selection_is_primary_device)
            (not session_setup_is_first_packet)
            sees_fw1
            (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw0, fw0)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (relay_first_fw0_fw0 s)
    ha3
    (not
      (and
        (not
          (and
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (or
              nat_is_not_needed
              (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20)))))
            (not mode_fw1_is_initial)
            (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
            ha2
            (sync_opened_fw0_fw1 s)))
        (not
          (and
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            (not owner_selection_is_primary_device)
            sees_fw0
            (or
              nat_is_not_needed
              (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19)))))
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (or
              nat_is_not_needed
              (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20)))))))
        (not
          (and
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            (not owner_selection_is_primary_device)
            sees_fw0
            (or
              nat_is_not_needed
              (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19)))))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw0, fw1)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (relay_first_fw0_fw1 s)
    ha3
    (not
      (and
        (not
          (and
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20)))))
            (not mode_fw0_is_initial)
            (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
            ha2
            (sync_opened_fw1_fw0 s)))
        (not
          (and
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            (not owner_selection_is_primary_device)
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            sees_fw1
            (or
              nat_is_not_needed
              (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19)))))
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20)))))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw1, fw0)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (relay_first_fw1_fw0 s)
    ha3
    (not
      (and
        (not
          (and
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (or
              nat_is_not_needed
              (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20)))))
            (not mode_fw1_is_initial)
            (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
            ha2
            (sync_opened_fw0_fw1 s)))
        (not
          (and
            (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
            (not owner_selection_is_primary_device)
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            sees_fw0
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_19 Session)) (not (and (owner_fw1_is_fw1 s_19) (translation_is_pool_port s_19)))))
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
            (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
            (or
              nat_is_not_needed
              (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20)))))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw1, fw1)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (relay_first_fw1_fw1 s)
    ha3
    (not
      (and
        (not
          (and
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20)))))
            (not mode_fw0_is_initial)
            (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
            ha2
            (sync_opened_fw1_fw0 s)))
        (not
          (and
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            (not owner_selection_is_primary_device)
            sees_fw1
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_19 Session)) (not (and (owner_fw1_is_fw1 s_19) (translation_is_pool_port s_19)))))
            (not
              (and
                (not owner_selection_is_primary_device)
                (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
            (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20)))))))
        (not
          (and
            (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
            (not owner_selection_is_primary_device)
            sees_fw1
            (or
              nat_is_not_needed
              (not nat_is_duplicated)
              (forall ((s_19 Session)) (not (and (owner_fw1_is_fw1 s_19) (translation_is_pool_port s_19)))))))))))
(check-sat)
(pop 1)

(push 1)
; step end_session(fw0, s)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (phase_is_over s)
    (owner_fw0_is_fw0 s)
    (not
      (and
        (not (end_logs_is_2 s))
        (not
          (and
            (not mode_fw1_is_initial)
            (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
            ha2
            (sync_closed_fw0_fw1 s)))))))
(check-sat)
(pop 1)

(push 1)
; step end_session(fw1, s)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    (phase_is_over s)
    (owner_fw1_is_fw1 s)
    (not
      (and
        (not (end_logs_is_2 s))
        (not
          (and
            (not mode_fw0_is_initial)
            (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
            ha2
            (sync_closed_fw1_fw0 s)))))))
(check-sat)
(pop 1)
