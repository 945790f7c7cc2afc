; active_active: every transition from a state with the clauses leads to one with them
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
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun clause_8 () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun relay_first_fw0_fw1 (Session) Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
(define-fun clause_9 () Bool (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0 S)))))
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(define-fun clause_10 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun phase_is_opening (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(define-fun clause_11 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(define-fun clause_14 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun clause_15 () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live S) (phase_is_over S))))
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(define-fun clause_16 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0 S)))))
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(define-fun clause_19 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun sync_closed_fw0_fw1 (Session) Bool)
(define-fun clause_22 () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(define-fun clause_23 () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0 S)))))
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(define-fun clause_24 () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(define-fun clause_25 () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26 () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1 S)))))
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(define-fun clause_27 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun sees_fw1 () Bool)
(define-fun clause_28 () Bool (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not sees_fw1)))
(declare-fun home_is_fw0 (Session) Bool)
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
(declare-fun sees_fw0 () Bool)
(define-fun clause_32 () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun mode_fw0_is_tentative () Bool)
(declare-fun nat_is_device_bound () Bool)
(declare-fun nat_is_duplicated () Bool)
(define-fun nat_is_not_needed () Bool (not (or nat_is_device_bound nat_is_duplicated)))
(declare-fun translation_is_pool_port (Session) Bool)
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
(define-fun owner_fw0_is_none ((x1 Session)) Bool (not (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1))))
(declare-fun decoder_fw1 (Session) Bool)
(declare-fun decoder_fw0 (Session) Bool)
(declare-fun end_logs_is_2 (Session) Bool)
(declare-fun sync_closed_fw1_fw0 (Session) Bool)
(declare-fun sync_closed_fw0_fw0 (Session) Bool)
(declare-fun ha1 () Bool)
(declare-fun synchronisation_is_early () Bool)
(declare-fun reverts () Bool)
(declare-fun home_is_fw1 (Session) Bool)

; what is true of every state
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
(assert
  (forall ((x1 Session))
    (and
      (not (and (phase_is_opening x1) (phase_is_live x1)))
      (not (and (phase_is_opening x1) (phase_is_over x1)))
      (not (and (phase_is_live x1) (phase_is_over x1))))))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))
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
(assert (forall ((x1 Session)) (not (and (home_is_fw0 x1) (home_is_fw1 x1)))))
(assert (not (and nat_is_device_bound nat_is_duplicated)))
(assert (not (and synchronisation_is_early synchronisation_is_one_way)))

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
; clause 8: all s: owner[fw0, s] is not fw1 or phase[s] is one of live, over
(assert clause_8)
; clause 9: all s: relay(count, first, s)[fw0, fw1] is 0 or relay(count, first, s)[fw1, fw0] is 0
(assert clause_9)
; clause 10: all s: owner[fw1, s] is not fw0 or phase[s] is one of live, over
(assert clause_10)
; clause 11: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw0, fw1] is 0
(assert clause_11)
; clause 12: all s: phase[s] is one of opening, over or relay(count, first, s)[fw0, fw1] is 0
(assert clause_12)
; clause 13: all s: phase[s] is one of idle, opening or relay(count, first, s)[fw1, fw0] is 0
(assert clause_13)
; clause 14: all s: phase[s] is one of live, over or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_14)
; clause 15: all s: owner[fw1, s] is not fw1 or phase[s] is one of live, over
(assert clause_15)
; clause 16: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_16)
; clause 17: all s: phase[s] is one of live, over or sync(count, opened, s)[fw1, fw0] is 0
(assert clause_17)
; clause 18: all s: phase[s] is one of opening, over or relay(count, first, s)[fw1, fw0] is 0
(assert clause_18)
; clause 19: all s: phase[s] is one of idle, live or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_19)
; clause 20: all s: phase[s] is one of live, over or sync(count, opened, s)[fw0, fw1] is 0
(assert clause_20)
; clause 21: all s: phase[s] is one of idle, live or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_21)
; clause 22: all s: phase[s] is one of live, over or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_22)
; clause 23: all s: phase[s] is one of idle, live or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_23)
; clause 24: all s: owner[fw0, s] is not fw0 or phase[s] is one of live, over
(assert clause_24)
; clause 25: all s: owner[fw1, s] is not none or phase[s] is one of opening, over or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_25)
; clause 26: all s: phase[s] is one of opening, over or sync(count, closed, s)[fw0, fw1] is 0
(assert clause_26)
; clause 27: all s: mode[fw0] is one of active_primary, active_secondary or owner[fw0, s] is not fw0
(assert clause_27)
; clause 28: mode[fw1] is one of active_primary, active_secondary or sees[fw1] is false
(assert clause_28)
; clause 29: all s: home[s] is fw0 or owner[fw1, s] is not fw0 or sees[fw1] is false or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_29)
; clause 30: all s: home[s] is not fw0 or mode[fw0] is none of active_primary, active_secondary or sees[fw1] is false or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_30)
; clause 31: all s: mode[fw0] is none of active_primary, active_secondary or owner[fw1, s] is not fw1 or sees[fw1] is false or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_31)
; clause 32: all s: owner[fw0, s] is not fw0 or sees[fw0] is false or sees[fw1] is false or session_setup is first_packet or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_32)

(push 1)
; input first_packet(s, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0))
     (owner_fw0_is_fw1 x1)))
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw0)
     (and
       (not
         (and
           (= x1 s)
           (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))))
       (phase_is_live x1))))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0))
     (not
       (and (= x1 s) (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun relay_first_fw0_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       ha3)
     (relay_first_fw0_fw1 x1)))
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1_next S)) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0))
     (not
       (and (= x1 s) (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0))
     (or
       (and (= x1 s) (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (phase_is_opening x1))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool
  (ite
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))
       (not mode_fw1_is_initial)
       (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
       ha2)
     (or
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0
         (not mode_fw1_is_initial)
         (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
         ha2)
       (sync_opened_fw0_fw1 x1)
       (and
         (not
           (and
             (= x1 s)
             (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
             (not owner_selection_is_primary_device)
             (not session_setup_is_first_packet)
             sees_fw0
             (not mode_fw1_is_initial)
             (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
             ha2))
         (not (sync_opened_fw0_fw1 x1))))
     (or
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0
         (not mode_fw1_is_initial)
         (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
         ha2)
       (sync_opened_fw0_fw1 x1))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw0)
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw0)
     (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
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
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_27_next
      clause_29_next
      clause_30_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw0), another way
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (owner_fw0_is_fw1 x1)))
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (and
       (not
         (and
           (= x1 s)
           (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
           (not owner_selection_is_primary_device)
           (not session_setup_is_first_packet)
           sees_fw0))
       (not
         (and
           (= x1 s)
           (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))))
       (phase_is_live x1))))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0))
     (not
       (and (= x1 s) (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun relay_first_fw0_fw1_next ((x1 Session)) Bool
  (ite
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw0
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       ha3)
     (or
       (and
         (= x1 s)
         (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         ha3)
       (relay_first_fw0_fw1 x1)
       (and
         (not
           (and
             (= x1 s)
             (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
             (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
             ha3))
         (not (relay_first_fw0_fw1 x1))))
     (or
       (and
         (= x1 s)
         (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         ha3)
       (relay_first_fw0_fw1 x1))))
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1_next S)) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0))
     (not
       (and (= x1 s) (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary))))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))
     (or
       (and
         (= x1 s)
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw0)
       (and (= x1 s) (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (phase_is_opening x1))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))
       (not mode_fw1_is_initial)
       (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
       ha2)
     (sync_opened_fw0_fw1 x1)))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
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
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_27_next
      clause_29_next
      clause_30_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw1)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw1)
     (and
       (not
         (and
           (= x1 s)
           (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))))
       (phase_is_live x1))))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (not
       (and (= x1 s) (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun relay_first_fw1_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       ha3)
     (relay_first_fw1_fw0 x1)))
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0_next S)))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (not
       (and (= x1 s) (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (or
       (and (= x1 s) (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (phase_is_opening x1))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw1)
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool
  (ite
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))
       (not mode_fw0_is_initial)
       (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
       ha2)
     (or
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1
         (not mode_fw0_is_initial)
         (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
         ha2)
       (sync_opened_fw1_fw0 x1)
       (and
         (not
           (and
             (= x1 s)
             (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
             (not owner_selection_is_primary_device)
             (not session_setup_is_first_packet)
             sees_fw1
             (not mode_fw0_is_initial)
             (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
             ha2))
         (not (sync_opened_fw1_fw0 x1))))
     (or
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1
         (not mode_fw0_is_initial)
         (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
         ha2)
       (sync_opened_fw1_fw0 x1))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
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
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_29_next
      clause_30_next
      clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw1), another way
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
     (and
       (not
         (and
           (= x1 s)
           (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
           (not owner_selection_is_primary_device)
           (not session_setup_is_first_packet)
           sees_fw1))
       (not
         (and
           (= x1 s)
           (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))))
       (phase_is_live x1))))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (not
       (and (= x1 s) (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun relay_first_fw1_fw0_next ((x1 Session)) Bool
  (ite
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not owner_selection_is_primary_device)
       (not session_setup_is_first_packet)
       sees_fw1
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       ha3)
     (or
       (and
         (= x1 s)
         (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         ha3)
       (relay_first_fw1_fw0 x1)
       (and
         (not
           (and
             (= x1 s)
             (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
             (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
             ha3))
         (not (relay_first_fw1_fw0 x1))))
     (or
       (and
         (= x1 s)
         (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         ha3)
       (relay_first_fw1_fw0 x1))))
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0_next S)))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1))
     (not
       (and (= x1 s) (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary))))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (or
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not owner_selection_is_primary_device)
         (not session_setup_is_first_packet)
         sees_fw1)
       (and (= x1 s) (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (phase_is_opening x1))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))
       (not mode_fw0_is_initial)
       (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
       ha2)
     (sync_opened_fw1_fw0 x1)))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))
     (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
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
        (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_29_next
      clause_30_next
      clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw0, fw0)
(declare-fun s () Session)
(declare-fun all () Bool)
(declare-fun all_2 () Bool)
(define-fun relay_first_fw0_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (relay_first_fw0_fw0 x1)))
(define-fun clause_6_next () Bool (forall ((S Session)) (not (relay_first_fw0_fw0_next S))))
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw0
         (or nat_is_not_needed all_2)))
     (owner_fw0_is_fw1 x1)))
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all))
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not owner_selection_is_primary_device)
       sees_fw0
       (or nat_is_not_needed all_2))
     (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw0
         (or nat_is_not_needed all_2)))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw0
         (or nat_is_not_needed all_2)))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw0
         (or nat_is_not_needed all_2)))
     (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all)
       (not mode_fw1_is_initial)
       (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
       ha2)
     (sync_opened_fw0_fw1 x1)))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all))
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not owner_selection_is_primary_device)
       sees_fw0
       (or nat_is_not_needed all_2))
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all))
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not owner_selection_is_primary_device)
       sees_fw0
       (or nat_is_not_needed all_2))
     (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
(assert (= all (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20))))))
(assert (= all_2 (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19))))))
; it can happen
(assert
  (and
    (relay_first_fw0_fw0 s)
    ha3
    (not
      (and
        (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
        (not
          (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
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
          (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
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
          (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19)))))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_6_next
      clause_8_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_27_next
      clause_29_next
      clause_30_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw0, fw1)
(declare-fun s () Session)
(declare-fun all_3 () Bool)
(declare-fun all_4 () Bool)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3)))
     (owner_fw0_is_fw1 x1)))
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_4))
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       sees_fw1
       (or nat_is_not_needed all_3))
     (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_4)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3)))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun relay_first_fw0_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (relay_first_fw0_fw1 x1)))
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1_next S)) (not (relay_first_fw1_fw0 S)))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_4)))
     (or
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3))
       (owner_fw1_is_fw0 x1))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_4)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3)))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_4)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3)))
     (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_4))
     (and
       (not
         (and
           (= x1 s)
           (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
           (not owner_selection_is_primary_device)
           (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
           sees_fw1
           (or nat_is_not_needed all_3)))
       (owner_fw1_is_fw1 x1))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_4)
       (not mode_fw0_is_initial)
       (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
       ha2)
     (sync_opened_fw1_fw0 x1)))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       sees_fw1
       (or nat_is_not_needed all_3))
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_4)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3)))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_4)))
     (or
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         sees_fw1
         (or nat_is_not_needed all_3))
       (home_is_fw0 x1))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
(assert (= all_3 (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19))))))
(assert (= all_4 (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20))))))
; it can happen
(assert
  (and
    (relay_first_fw0_fw1 s)
    ha3
    (not
      (and
        (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
        (not
          (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
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
          (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
        (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
        (or
          nat_is_not_needed
          (not nat_is_duplicated)
          (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20)))))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_27_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw1, fw0)
(declare-fun s () Session)
(declare-fun all_5 () Bool)
(declare-fun all_6 () Bool)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all_5)))
     (or
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         sees_fw0
         (or nat_is_not_needed (not nat_is_duplicated) all_6))
       (owner_fw0_is_fw1 x1))))
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all_5))
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       sees_fw0
       (or nat_is_not_needed (not nat_is_duplicated) all_6))
     (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all_5)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         sees_fw0
         (or nat_is_not_needed (not nat_is_duplicated) all_6)))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun relay_first_fw1_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (relay_first_fw1_fw0 x1)))
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1 S)) (not (relay_first_fw1_fw0_next S)))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         sees_fw0
         (or nat_is_not_needed (not nat_is_duplicated) all_6)))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all_5)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         sees_fw0
         (or nat_is_not_needed (not nat_is_duplicated) all_6)))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
         (or nat_is_not_needed all_5)))
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         sees_fw0
         (or nat_is_not_needed (not nat_is_duplicated) all_6)))
     (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       sees_fw0
       (or nat_is_not_needed (not nat_is_duplicated) all_6))
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0_next S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all_5)
       (not mode_fw1_is_initial)
       (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
       ha2)
     (sync_opened_fw0_fw1 x1)))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all_5))
     (and
       (not
         (and
           (= x1 s)
           (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
           (not owner_selection_is_primary_device)
           (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
           sees_fw0
           (or nat_is_not_needed (not nat_is_duplicated) all_6)))
       (owner_fw0_is_fw0 x1))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
         (not owner_selection_is_primary_device)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         sees_fw0
         (or nat_is_not_needed (not nat_is_duplicated) all_6)))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all_5))
     (and
       (not
         (and
           (= x1 s)
           (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
           (not owner_selection_is_primary_device)
           (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
           sees_fw0
           (or nat_is_not_needed (not nat_is_duplicated) all_6)))
       (home_is_fw0 x1))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
(assert (= all_5 (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20))))))
(assert (= all_6 (forall ((s_19 Session)) (not (and (owner_fw1_is_fw1 s_19) (translation_is_pool_port s_19))))))
; it can happen
(assert
  (and
    (relay_first_fw1_fw0 s)
    ha3
    (not
      (and
        (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
        (not
          (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
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
          (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
        (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
        (or
          nat_is_not_needed
          (forall ((s_20 Session)) (not (and (owner_fw0_is_fw0 s_20) (translation_is_pool_port s_20)))))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_27_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw1, fw1)
(declare-fun s () Session)
(declare-fun all_7 () Bool)
(declare-fun all_8 () Bool)
(define-fun relay_first_fw1_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (relay_first_fw1_fw1 x1)))
(define-fun clause_7_next () Bool (forall ((S Session)) (not (relay_first_fw1_fw1_next S))))
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_7))
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       sees_fw1
       (or nat_is_not_needed (not nat_is_duplicated) all_8))
     (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_7)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw1
         (or nat_is_not_needed (not nat_is_duplicated) all_8)))
     (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_7)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw1
         (or nat_is_not_needed (not nat_is_duplicated) all_8)))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_7)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw1
         (or nat_is_not_needed (not nat_is_duplicated) all_8)))
     (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_7)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw1
         (or nat_is_not_needed (not nat_is_duplicated) all_8)))
     (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_7))
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       sees_fw1
       (or nat_is_not_needed (not nat_is_duplicated) all_8))
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_7)
       (not mode_fw0_is_initial)
       (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
       ha2)
     (sync_opened_fw1_fw0 x1)))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_7)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw1
         (or nat_is_not_needed (not nat_is_duplicated) all_8)))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool
  (and
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not
           (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
         (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
         (or nat_is_not_needed (not nat_is_duplicated) all_7)))
     (not
       (and
         (= x1 s)
         (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
         (not owner_selection_is_primary_device)
         sees_fw1
         (or nat_is_not_needed (not nat_is_duplicated) all_8)))
     (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(assert (= all_7 (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20))))))
(assert (= all_8 (forall ((s_19 Session)) (not (and (owner_fw1_is_fw1 s_19) (translation_is_pool_port s_19))))))
; it can happen
(assert
  (and
    (relay_first_fw1_fw1 s)
    ha3
    (not
      (and
        (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
        (not
          (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
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
          (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
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
          (forall ((s_19 Session)) (not (and (owner_fw1_is_fw1 s_19) (translation_is_pool_port s_19)))))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_7_next
      clause_8_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_29_next
      clause_30_next
      clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; input try_again(s)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool (or (= x1 s) (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
; it can happen
(assert (and (phase_is_opening s) (not (or (relay_first_fw0_fw1 s) (relay_first_fw1_fw0 s)))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next)))
(check-sat)
(pop 1)

(push 1)
; input other_direction(s, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (or (= x1 s) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    session_setup_is_first_packet
    (phase_is_live s)
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
    (owner_fw0_is_none s)
    (owner_fw1_is_fw1 s)
    (decoder_fw1 s)))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; input other_direction(s, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (or (= x1 s) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert
  (and
    session_setup_is_first_packet
    (phase_is_live s)
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
    (owner_fw1_is_none s)
    (owner_fw0_is_fw0 s)
    (decoder_fw0 s)))
; one of the clauses does not hold any more
(assert (not (and clause_10_next clause_15_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; input finish(s)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool (or (= x1 s) (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (phase_is_live s)
    (not (or (sync_opened_fw0_fw1 s) (sync_opened_fw1_fw0 s)))
    (not (or (sync_handed_back_fw0_fw1 s) (sync_handed_back_fw1_fw0 s)))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next)))
(check-sat)
(pop 1)

(push 1)
; step end_session(fw0, s)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_closed_fw0_fw1_next ((x1 Session)) Bool
  (or
     (and (= x1 s) (not mode_fw1_is_initial) (or (not synchronisation_is_one_way) mode_fw0_is_active_primary) ha2)
     (sync_closed_fw0_fw1 x1)))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (phase_is_over s)
    (owner_fw0_is_fw0 s)
    (not (end_logs_is_2 s))
    (not
      (and
        (not mode_fw1_is_initial)
        (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
        ha2
        (sync_closed_fw0_fw1 s)))))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_22_next clause_24_next clause_26_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step end_session(fw1, s)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (or (= x1 s) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert
  (and
    (phase_is_over s)
    (owner_fw1_is_fw1 s)
    (not (end_logs_is_2 s))
    (not
      (and
        (not mode_fw0_is_initial)
        (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
        ha2
        (sync_closed_fw1_fw0 s)))))
; one of the clauses does not hold any more
(assert (not (and clause_10_next clause_15_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw0, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_fw0 s))) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_fw0 s))) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (sync_closed_fw0_fw0 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw0, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_fw0 s))) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_fw0 s))) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_closed_fw0_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_closed_fw0_fw1 x1)))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (or (and (= x1 s) (owner_fw1_is_fw0 s)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and (sync_closed_fw0_fw1 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_10_next clause_15_next clause_22_next clause_25_next clause_26_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw1, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_fw1 s))) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_fw1 s))) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (sync_closed_fw1_fw0 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw1, fw1)
(declare-fun s () Session)
(define-fun sync_closed_fw1_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_closed_fw1_fw1 x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (not (sync_closed_fw1_fw1_next S))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_fw1 s))) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_fw1 s))) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (or (and (= x1 s) (owner_fw1_is_fw1 s)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and (sync_closed_fw1_fw1 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_10_next clause_15_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; step age_out(fw0, s)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (phase_is_over s) (owner_fw0_is_fw1 s) (not (owner_fw1_is_fw1 s)) (not (sync_closed_fw1_fw0 s))))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step age_out(fw1, s)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (or (= x1 s) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and (phase_is_over s) (owner_fw1_is_fw0 s) (not (owner_fw0_is_fw0 s)) (not (sync_closed_fw0_fw1 s))))
; one of the clauses does not hold any more
(assert (not (and clause_10_next clause_15_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; input forget(s)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_live x1)))
(define-fun phase_is_over_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_over x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun phase_is_idle_next ((x1 Session)) Bool (or (= x1 s) (phase_is_idle x1)))
(define-fun phase_is_opening_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_opening x1)))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw0_fw1 S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_opening_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw1_fw0 S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (relay_first_fw1_fw0 S)))))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_opened_fw0_fw1 S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle_next S) (phase_is_live_next S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0 S)) (phase_is_live_next S) (phase_is_over_next S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none S))
       (phase_is_opening_next S)
       (phase_is_over_next S)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening_next S) (phase_is_over_next S) (not (sync_closed_fw0_fw1 S)))))
(define-fun home_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (home_is_fw0 x1)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0_next S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0_next S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (phase_is_over s)
    (owner_fw0_is_none s)
    (not (sync_closed_fw0_fw1 s))
    (owner_fw1_is_none s)
    (not (sync_closed_fw1_fw0 s))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_29_next
      clause_30_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw0, fw0)
(declare-fun s () Session)
(define-fun sync_opened_fw0_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_opened_fw0_fw0 x1)))
(define-fun clause_5_next () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0_next S))))
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_none s))) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (or (and (= x1 s) (owner_fw0_is_none s)) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (sync_opened_fw0_fw0 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_5_next clause_8_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw0, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (ite
     (and (= x1 s) (owner_fw1_is_none s))
     (not (and (or mode_fw1_is_active_primary mode_fw1_is_active_secondary) (not sees_fw1)))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (ite
     (and (= x1 s) (owner_fw1_is_none s))
     (and (or mode_fw1_is_active_primary mode_fw1_is_active_secondary) (not sees_fw1))
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_opened_fw0_fw1 x1)))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_none s))) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and (sync_opened_fw0_fw1 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_10_next clause_15_next clause_19_next clause_20_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw1, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (ite
     (and (= x1 s) (owner_fw0_is_none s))
     (not (and (or mode_fw0_is_active_primary mode_fw0_is_active_secondary) (not sees_fw0)))
     (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_opened_fw1_fw0 x1)))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (ite
     (and (= x1 s) (owner_fw0_is_none s))
     (and (or mode_fw0_is_active_primary mode_fw0_is_active_secondary) (not sees_fw0))
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (sync_opened_fw1_fw0 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_16_next clause_17_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw1, fw1)
(declare-fun s () Session)
(define-fun sync_opened_fw1_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_opened_fw1_fw1 x1)))
(define-fun clause_4_next () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1_next S))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_none s))) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (or (and (= x1 s) (owner_fw1_is_none s)) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_none s))) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and (sync_opened_fw1_fw1 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_4_next clause_10_next clause_15_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw0, fw0)
(declare-fun s () Session)
(define-fun sync_handed_back_fw0_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_handed_back_fw0_fw0 x1)))
(define-fun clause_2_next () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0_next S))))
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (sync_handed_back_fw0_fw0 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_2_next clause_8_next clause_24_next clause_27_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw0, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_handed_back_fw0_fw1 x1)))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert (and (sync_handed_back_fw0_fw1 s) ha2))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_14_next
      clause_15_next
      clause_21_next
      clause_25_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw1, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_handed_back_fw1_fw0 x1)))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and (sync_handed_back_fw1_fw0 s) ha2))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_27_next
      clause_29_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw1, fw1)
(declare-fun s () Session)
(define-fun sync_handed_back_fw1_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_handed_back_fw1_fw1 x1)))
(define-fun clause_3_next () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1_next S))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and (sync_handed_back_fw1_fw1 s) ha2))
; one of the clauses does not hold any more
(assert (not (and clause_3_next clause_10_next clause_15_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; step synchronise(fw0, s)
(declare-fun s () Session)
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool (or (and (= x1 s) ha2) (sync_opened_fw0_fw1 x1)))
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1_next S)))))
; it can happen
(assert
  (and
    mode_fw1_is_tentative
    ha2
    (phase_is_live s)
    (owner_fw0_is_fw0 s)
    (owner_fw1_is_none s)
    (not mode_fw1_is_initial)
    (or (not synchronisation_is_one_way) mode_fw0_is_active_primary)
    (not (sync_opened_fw0_fw1 s))
    (not (and ha2 (sync_opened_fw0_fw1 s)))))
; one of the clauses does not hold any more
(assert (not (and clause_19_next clause_20_next)))
(check-sat)
(pop 1)

(push 1)
; step synchronise(fw1, s)
(declare-fun s () Session)
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool (or (and (= x1 s) ha2) (sync_opened_fw1_fw0 x1)))
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0_next S)))))
; it can happen
(assert
  (and
    mode_fw0_is_tentative
    ha2
    (phase_is_live s)
    (owner_fw1_is_fw1 s)
    (owner_fw0_is_none s)
    (not mode_fw0_is_initial)
    (or (not synchronisation_is_one_way) mode_fw1_is_active_primary)
    (not (sync_opened_fw1_fw0 s))
    (not (and ha2 (sync_opened_fw1_fw0 s)))))
; one of the clauses does not hold any more
(assert (not (and clause_16_next clause_17_next)))
(check-sat)
(pop 1)

(push 1)
; fault crash(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun relay_first_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun relay_first_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1_next S)) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0_next S)))))
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0_next S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_closed_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun sees_fw0_next () Bool false)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary mode_fw0_is_tentative))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_8_next
      clause_9_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_24_next
      clause_25_next
      clause_26_next
      clause_27_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault crash(fw1)
(define-fun relay_first_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun relay_first_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1_next S)) (not (relay_first_fw1_fw0_next S)))))
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0_next S)))))
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0_next S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_closed_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool true)
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening S)
       (phase_is_over S)
       (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun sees_fw1_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary mode_fw1_is_tentative))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_9_next
      clause_10_next
      clause_11_next
      clause_12_next
      clause_13_next
      clause_14_next
      clause_15_next
      clause_16_next
      clause_17_next
      clause_18_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_25_next
      clause_26_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault monitor_fails(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun sees_fw0_next () Bool false)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault monitor_fails(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (or (owner_fw1_is_fw1 x1) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (and (not (owner_fw1_is_fw1 x1)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun sees_fw1_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_15_next
      clause_25_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault suspend(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun sees_fw0_next () Bool false)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault suspend(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (or (owner_fw1_is_fw1 x1) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (and (not (owner_fw1_is_fw1 x1)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun sees_fw1_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_15_next
      clause_25_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_down(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun sees_fw0_next () Bool false)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and mode_fw0_is_active_secondary (not ha3)))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_down(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (or (owner_fw1_is_fw1 x1) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (and (not (owner_fw1_is_fw1 x1)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun sees_fw1_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and mode_fw1_is_active_secondary (not ha3)))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_15_next
      clause_25_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step find_peer(fw0)
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and mode_fw0_is_initial ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
; one of the clauses does not hold any more
(assert (not (and clause_27_next clause_30_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; step find_peer(fw1)
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1)))
; it can happen
(assert (and mode_fw1_is_initial ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
; one of the clauses does not hold any more
(assert (not clause_28_next))
(check-sat)
(pop 1)

(push 1)
; step find_nobody(fw0)
(define-fun mode_fw0_is_active_primary_next () Bool true)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert
  (and
    mode_fw0_is_initial
    (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
    (not sees_fw1)))
; one of the clauses does not hold any more
(assert (not (and clause_27_next clause_30_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; step find_nobody(fw1)
(define-fun mode_fw1_is_active_primary_next () Bool true)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1)))
; it can happen
(assert
  (and
    mode_fw1_is_initial
    (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
    (not sees_fw0)))
; one of the clauses does not hold any more
(assert (not clause_28_next))
(check-sat)
(pop 1)

(push 1)
; input make_functional(fw0)
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert mode_fw0_is_suspended)
; one of the clauses does not hold any more
(assert (not (and clause_27_next clause_30_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; input make_functional(fw1)
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1)))
; it can happen
(assert mode_fw1_is_suspended)
; one of the clauses does not hold any more
(assert (not clause_28_next))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_back(fw0)
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
; it can happen
(assert (and mode_fw0_is_non_functional ha3))
; one of the clauses does not hold any more
(assert (not (and clause_27_next clause_30_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_back(fw1)
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1)))
; it can happen
(assert (and mode_fw1_is_non_functional ha3))
; one of the clauses does not hold any more
(assert (not clause_28_next))
(check-sat)
(pop 1)

(push 1)
; step hold_time_ends(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (and
     (not (and (owner_fw0_is_fw1 x1) (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))))
     (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and (owner_fw0_is_fw1 x1) (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))))
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun mode_fw0_is_active_primary_next () Bool
  (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))))
(define-fun mode_fw0_is_active_secondary_next () Bool
  (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun sees_fw0_next () Bool (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    mode_fw0_is_tentative
    (not sees_fw1)
    (not
      (or
        (exists ((session Session)) (sync_opened_fw0_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw0 session))
        (exists ((session Session)) (sync_closed_fw0_fw0 session))
        (exists ((session Session)) (sync_opened_fw0_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw1 session))
        (exists ((session Session)) (sync_closed_fw0_fw1 session))
        (exists ((session Session)) (sync_opened_fw1_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw0 session))
        (exists ((session Session)) (sync_closed_fw1_fw0 session))
        (exists ((session Session)) (sync_opened_fw1_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw1 session))
        (exists ((session Session)) (sync_closed_fw1_fw1 session))))
    (=>
      (and (not synchronisation_is_early) ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))
      (forall ((s_26 Session)) (=> (owner_fw1_is_fw1 s_26) (not (owner_fw0_is_none s_26)))))))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step hold_time_ends(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (and
     (not (and (owner_fw1_is_fw0 x1) (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and (owner_fw1_is_fw0 x1) (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))))
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not (and (owner_fw1_is_fw0 x1) (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun mode_fw1_is_active_primary_next () Bool
  (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))))
(define-fun mode_fw1_is_active_secondary_next () Bool
  (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
(define-fun sees_fw1_next () Bool (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    mode_fw1_is_tentative
    (not sees_fw0)
    (not
      (or
        (exists ((session Session)) (sync_opened_fw0_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw0 session))
        (exists ((session Session)) (sync_closed_fw0_fw0 session))
        (exists ((session Session)) (sync_opened_fw0_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw1 session))
        (exists ((session Session)) (sync_closed_fw0_fw1 session))
        (exists ((session Session)) (sync_opened_fw1_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw0 session))
        (exists ((session Session)) (sync_closed_fw1_fw0 session))
        (exists ((session Session)) (sync_opened_fw1_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw1 session))
        (exists ((session Session)) (sync_closed_fw1_fw1 session))))
    (=>
      (and (not synchronisation_is_early) ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
      (forall ((s_26 Session)) (=> (owner_fw0_is_fw0 s_26) (not (owner_fw1_is_none s_26)))))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_15_next
      clause_25_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step take_over(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (or (owner_fw0_is_fw1 x1) (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun mode_fw0_is_active_primary_next () Bool true)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun sees_fw0_next () Bool false)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
    (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
    (or sees_fw0 (exists ((s_28 Session)) (owner_fw0_is_fw1 s_28)))))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step take_over(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (and (not (owner_fw1_is_fw0 x1)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun mode_fw1_is_active_primary_next () Bool true)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun sees_fw1_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
    (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
    (or sees_fw1 (exists ((s_28 Session)) (owner_fw1_is_fw0 s_28)))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_15_next
      clause_25_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step hear_again(fw0)
(define-fun sees_fw0_next () Bool true)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
    (not sees_fw0)
    ha1
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
    (not
      (or
        (exists ((session Session)) (sync_opened_fw0_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw0 session))
        (exists ((session Session)) (sync_closed_fw0_fw0 session))
        (exists ((session Session)) (sync_opened_fw0_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw1 session))
        (exists ((session Session)) (sync_closed_fw0_fw1 session))
        (exists ((session Session)) (sync_opened_fw1_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw0 session))
        (exists ((session Session)) (sync_closed_fw1_fw0 session))
        (exists ((session Session)) (sync_opened_fw1_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw1 session))
        (exists ((session Session)) (sync_closed_fw1_fw1 session))))))
; one of the clauses does not hold any more
(assert (not clause_32_next))
(check-sat)
(pop 1)

(push 1)
; step hear_again(fw1)
(define-fun sees_fw1_next () Bool true)
(define-fun clause_28_next () Bool (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0 S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert
  (and
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
    (not sees_fw1)
    ha1
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
    (not
      (or
        (exists ((session Session)) (sync_opened_fw0_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw0 session))
        (exists ((session Session)) (sync_closed_fw0_fw0 session))
        (exists ((session Session)) (sync_opened_fw0_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw0_fw1 session))
        (exists ((session Session)) (sync_closed_fw0_fw1 session))
        (exists ((session Session)) (sync_opened_fw1_fw0 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw0 session))
        (exists ((session Session)) (sync_closed_fw1_fw0 session))
        (exists ((session Session)) (sync_opened_fw1_fw1 session))
        (exists ((session Session)) (sync_handed_back_fw1_fw1 session))
        (exists ((session Session)) (sync_closed_fw1_fw1 session))))))
; one of the clauses does not hold any more
(assert (not (and clause_28_next clause_29_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step hand_back(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool
  (or
     (and (phase_is_live x1) (owner_fw0_is_fw0 x1) (home_is_fw1 x1) (not (sync_handed_back_fw0_fw1 x1)))
     (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool
  (or
     (and
       (phase_is_live x1)
       (owner_fw0_is_fw0 x1)
       (home_is_fw1 x1)
       (not (sync_handed_back_fw0_fw1 x1))
       (not mode_fw1_is_initial)
       ha2)
     (sync_handed_back_fw0_fw1 x1)))
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw0_is_fw0 x1) (home_is_fw1 x1) (not (sync_handed_back_fw0_fw1 x1))))
     (owner_fw0_is_fw0 x1)))
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun clause_27_next () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert
  (and
    reverts
    sees_fw0
    ha2
    (exists ((s_30 Session))
      (and (phase_is_live s_30) (owner_fw0_is_fw0 s_30) (home_is_fw1 s_30) (not (sync_handed_back_fw0_fw1 s_30))))))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_14_next clause_21_next clause_24_next clause_27_next clause_30_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step hand_back(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool
  (or
     (and (phase_is_live x1) (owner_fw1_is_fw1 x1) (home_is_fw0 x1) (not (sync_handed_back_fw1_fw0 x1)))
     (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw1_is_fw1 x1) (home_is_fw0 x1) (not (sync_handed_back_fw1_fw0 x1))))
     (owner_fw1_is_fw1 x1)))
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool
  (or
     (and
       (phase_is_live x1)
       (owner_fw1_is_fw1 x1)
       (home_is_fw0 x1)
       (not (sync_handed_back_fw1_fw0 x1))
       (not mode_fw0_is_initial)
       ha2)
     (sync_handed_back_fw1_fw0 x1)))
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw1_is_fw1 x1) (home_is_fw0 x1) (not (sync_handed_back_fw1_fw0 x1))))
     (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw1_is_none_next S))
       (phase_is_opening S)
       (phase_is_over S)
       (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0_next S)))))
; it can happen
(assert
  (and
    reverts
    sees_fw1
    ha2
    (exists ((s_30 Session))
      (and (phase_is_live s_30) (owner_fw1_is_fw1 s_30) (home_is_fw0 s_30) (not (sync_handed_back_fw1_fw0 s_30))))))
; one of the clauses does not hold any more
(assert (not (and clause_10_next clause_15_next clause_23_next clause_25_next clause_29_next clause_31_next)))
(check-sat)
(pop 1)

(push 1)
; step yield(fw0)
(define-fun owner_fw0_is_fw1_next ((x1 Session)) Bool (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))
(define-fun clause_8_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun clause_24_next () Bool
  (forall ((S Session)) (or (not (owner_fw0_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_27_next () Bool
  (forall ((S Session))
     (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next (not (owner_fw0_is_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary_next mode_fw0_is_active_secondary_next))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun sees_fw0_next () Bool false)
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0_next S))
       (not sees_fw0_next)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and mode_fw0_is_active_primary mode_fw1_is_active_primary ha1))
; one of the clauses does not hold any more
(assert (not (and clause_8_next clause_24_next clause_27_next clause_30_next clause_31_next clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; step yield(fw1)
(define-fun owner_fw1_is_fw0_next ((x1 Session)) Bool (or (owner_fw1_is_fw1 x1) (owner_fw1_is_fw0 x1)))
(define-fun clause_10_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw0_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun clause_15_next () Bool
  (forall ((S Session)) (or (not (owner_fw1_is_fw1_next S)) (phase_is_live S) (phase_is_over S))))
(define-fun owner_fw1_is_none_next ((x1 Session)) Bool (and (not (owner_fw1_is_fw1 x1)) (owner_fw1_is_none x1)))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none_next S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun sees_fw1_next () Bool false)
(define-fun clause_28_next () Bool
  (or mode_fw1_is_active_primary_next mode_fw1_is_active_secondary_next (not sees_fw1_next)))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0_next S)) (not sees_fw1_next) (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1_next)
       (not (sync_handed_back_fw0_fw1 S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1_next S))
       (not sees_fw1_next)
       (not (sync_handed_back_fw1_fw0 S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1_next)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1 S)))))
; it can happen
(assert (and mode_fw1_is_active_primary mode_fw0_is_active_primary ha1))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_10_next
      clause_15_next
      clause_25_next
      clause_28_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault cut ha2
(define-fun sync_closed_fw1_fw1_next ((x1 Session)) Bool false)
(define-fun clause_1_next () Bool (forall ((S Session)) (not (sync_closed_fw1_fw1_next S))))
(define-fun sync_handed_back_fw0_fw0_next ((x1 Session)) Bool false)
(define-fun clause_2_next () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0_next S))))
(define-fun sync_handed_back_fw1_fw1_next ((x1 Session)) Bool false)
(define-fun clause_3_next () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1_next S))))
(define-fun sync_opened_fw1_fw1_next ((x1 Session)) Bool false)
(define-fun clause_4_next () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1_next S))))
(define-fun sync_opened_fw0_fw0_next ((x1 Session)) Bool false)
(define-fun clause_5_next () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0_next S))))
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_14_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_opened_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_16_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun clause_17_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw1_fw0_next S)))))
(define-fun sync_opened_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_19_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_20_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_opened_fw0_fw1_next S)))))
(define-fun clause_21_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_closed_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_22_next () Bool
  (forall ((S Session)) (or (phase_is_live S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_23_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_live S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_25_next () Bool
  (forall ((S Session))
     (or (not (owner_fw1_is_none S)) (phase_is_opening S) (phase_is_over S) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_26_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (sync_closed_fw0_fw1_next S)))))
(define-fun clause_29_next () Bool
  (forall ((S Session))
     (or (home_is_fw0 S) (not (owner_fw1_is_fw0 S)) (not sees_fw1) (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_30_next () Bool
  (forall ((S Session))
     (or
       (not (home_is_fw0 S))
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not sees_fw1)
       (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun clause_31_next () Bool
  (forall ((S Session))
     (or
       (not (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
       (not (owner_fw1_is_fw1 S))
       (not sees_fw1)
       (not (sync_handed_back_fw1_fw0_next S)))))
(define-fun clause_32_next () Bool
  (forall ((S Session))
     (or
       (not (owner_fw0_is_fw0 S))
       (not sees_fw0)
       (not sees_fw1)
       session_setup_is_first_packet
       (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert ha2)
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_1_next
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_14_next
      clause_16_next
      clause_17_next
      clause_19_next
      clause_20_next
      clause_21_next
      clause_22_next
      clause_23_next
      clause_25_next
      clause_26_next
      clause_29_next
      clause_30_next
      clause_31_next
      clause_32_next)))
(check-sat)
(pop 1)

(push 1)
; fault cut ha3
(define-fun relay_first_fw0_fw0_next ((x1 Session)) Bool false)
(define-fun clause_6_next () Bool (forall ((S Session)) (not (relay_first_fw0_fw0_next S))))
(define-fun relay_first_fw1_fw1_next ((x1 Session)) Bool false)
(define-fun clause_7_next () Bool (forall ((S Session)) (not (relay_first_fw1_fw1_next S))))
(define-fun relay_first_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun relay_first_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_9_next () Bool
  (forall ((S Session)) (or (not (relay_first_fw0_fw1_next S)) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_11_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_12_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw0_fw1_next S)))))
(define-fun clause_13_next () Bool
  (forall ((S Session)) (or (phase_is_idle S) (phase_is_opening S) (not (relay_first_fw1_fw0_next S)))))
(define-fun clause_18_next () Bool
  (forall ((S Session)) (or (phase_is_opening S) (phase_is_over S) (not (relay_first_fw1_fw0_next S)))))
; it can happen
(assert ha3)
; one of the clauses does not hold any more
(assert (not (and clause_6_next clause_7_next clause_9_next clause_11_next clause_12_next clause_13_next clause_18_next)))
(check-sat)
(pop 1)
