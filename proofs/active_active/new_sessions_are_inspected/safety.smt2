; active_active: no transition from a state with the clauses is against `new_sessions_are_inspected`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun phase_is_opening (Session) Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun phase_is_over (Session) Bool)
(define-fun phase_is_idle ((x1 Session)) Bool (not (or (phase_is_opening x1) (phase_is_live x1) (phase_is_over x1))))
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun mode_fw0_is_tentative () Bool)
(declare-fun sees_fw0 () Bool)
(declare-fun nat_is_device_bound () Bool)
(declare-fun nat_is_duplicated () Bool)
(define-fun nat_is_not_needed () Bool (not (or nat_is_device_bound nat_is_duplicated)))
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(declare-fun translation_is_pool_port (Session) Bool)
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun ha3 () Bool)
(declare-fun relay_first_fw0_fw1 (Session) Bool)
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
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(declare-fun decoder_fw0 (Session) Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(declare-fun decoder_fw1 (Session) Bool)
(declare-fun sees_fw1 () Bool)
(declare-fun relay_first_fw1_fw0 (Session) Bool)
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
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(declare-fun relay_first_fw0_fw0 (Session) Bool)
(declare-fun relay_first_fw1_fw1 (Session) Bool)
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(define-fun owner_fw0_is_none ((x1 Session)) Bool (not (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1))))
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(declare-fun end_logs_is_2 (Session) Bool)
(declare-fun sync_closed_fw0_fw1 (Session) Bool)
(declare-fun sync_closed_fw1_fw0 (Session) Bool)
(declare-fun sync_closed_fw0_fw0 (Session) Bool)
(declare-fun sync_closed_fw1_fw1 (Session) Bool)
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
(declare-fun ha1 () Bool)
(declare-fun synchronisation_is_early () Bool)
(declare-fun reverts () Bool)
(declare-fun home_is_fw1 (Session) Bool)
(declare-fun home_is_fw0 (Session) Bool)

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
(assert (not (and nat_is_device_bound nat_is_duplicated)))
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
(assert (not (and synchronisation_is_early synchronisation_is_one_way)))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (home_is_fw0 x1) (home_is_fw1 x1)))))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))

(push 1)
; input first_packet(s, fw0)
(declare-fun s () Session)
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
(define-fun decoder_fw0_next ((x1 Session)) Bool
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
     (decoder_fw0 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw0), another way
(declare-fun s () Session)
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
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (owner_fw0_is_fw0 x1)))
(define-fun decoder_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw0)))
     (decoder_fw0 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
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
(define-fun decoder_fw1_next ((x1 Session)) Bool
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
     (decoder_fw1 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
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
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
     (owner_fw1_is_fw1 x1)))
(define-fun decoder_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (not (and (not owner_selection_is_primary_device) (not session_setup_is_first_packet) sees_fw1)))
     (decoder_fw1 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw0, fw0)
(declare-fun s () Session)
(declare-fun all () Bool)
(declare-fun all_2 () Bool)
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
(define-fun decoder_fw0_next ((x1 Session)) Bool
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
     (decoder_fw0 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw0, fw1)
(declare-fun s () Session)
(declare-fun all_3 () Bool)
(declare-fun all_4 () Bool)
(define-fun phase_is_live_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_3))
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       sees_fw1
       (or nat_is_not_needed all_4))
     (phase_is_live x1)))
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       sees_fw1
       (or nat_is_not_needed all_4))
     (owner_fw0_is_fw0 x1)))
(define-fun decoder_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       sees_fw1
       (or nat_is_not_needed all_4))
     (decoder_fw0 x1)))
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_3))
     (and
       (not
         (and
           (= x1 s)
           (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
           (not owner_selection_is_primary_device)
           (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
           sees_fw1
           (or nat_is_not_needed all_4)))
       (owner_fw1_is_fw1 x1))))
(define-fun decoder_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
       (not (or mode_fw1_is_tentative (and owner_selection_is_primary_device mode_fw1_is_active_secondary)))
       (or nat_is_not_needed (not nat_is_duplicated) all_3))
     (decoder_fw1 x1)))
(assert (= all_3 (forall ((s_20 Session)) (not (and (owner_fw1_is_fw1 s_20) (translation_is_pool_port s_20))))))
(assert (= all_4 (forall ((s_19 Session)) (not (and (owner_fw0_is_fw0 s_19) (translation_is_pool_port s_19))))))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw1, fw0)
(declare-fun s () Session)
(declare-fun all_5 () Bool)
(declare-fun all_6 () Bool)
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
(define-fun decoder_fw0_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not
         (and (not owner_selection_is_primary_device) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
       (not (or mode_fw0_is_tentative (and owner_selection_is_primary_device mode_fw0_is_active_secondary)))
       (or nat_is_not_needed all_5))
     (decoder_fw0 x1)))
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
(define-fun decoder_fw1_next ((x1 Session)) Bool
  (or
     (and
       (= x1 s)
       (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
       (not owner_selection_is_primary_device)
       (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
       sees_fw0
       (or nat_is_not_needed (not nat_is_duplicated) all_6))
     (decoder_fw1 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver relay first(s, fw1, fw1)
(declare-fun s () Session)
(declare-fun all_7 () Bool)
(declare-fun all_8 () Bool)
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
(define-fun decoder_fw1_next ((x1 Session)) Bool
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
     (decoder_fw1 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input try_again(s)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_live x1)))
; it can happen
(assert (and (phase_is_opening s) (not (or (relay_first_fw0_fw1 s) (relay_first_fw1_fw0 s)))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input other_direction(s, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (or (= x1 s) (owner_fw0_is_fw0 x1)))
(define-fun decoder_fw0_next ((x1 Session)) Bool (or (= x1 s) (decoder_fw0 x1)))
; it can happen
(assert
  (and
    session_setup_is_first_packet
    (phase_is_live s)
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
    (owner_fw0_is_none s)
    (owner_fw1_is_fw1 s)
    (decoder_fw1 s)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input other_direction(s, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (or (= x1 s) (owner_fw1_is_fw1 x1)))
(define-fun decoder_fw1_next ((x1 Session)) Bool (or (= x1 s) (decoder_fw1 x1)))
; it can happen
(assert
  (and
    session_setup_is_first_packet
    (phase_is_live s)
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
    (owner_fw1_is_none s)
    (owner_fw0_is_fw0 s)
    (decoder_fw0 s)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input finish(s)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_live x1)))
; it can happen
(assert
  (and
    (phase_is_live s)
    (not (or (sync_opened_fw0_fw1 s) (sync_opened_fw1_fw0 s)))
    (not (or (sync_handed_back_fw0_fw1 s) (sync_handed_back_fw1_fw0 s)))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step end_session(fw0, s)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw0 x1)))
(define-fun decoder_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (decoder_fw0 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step end_session(fw1, s)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw1 x1)))
(define-fun decoder_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (decoder_fw1 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw0, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_fw0 s))) (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (sync_closed_fw0_fw0 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw0, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_fw0 s))) (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (sync_closed_fw0_fw1 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw1, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw0_is_fw1 s))) (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (sync_closed_fw1_fw0 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync closed(s, fw1, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (and (not (and (= x1 s) (owner_fw1_is_fw1 s))) (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (sync_closed_fw1_fw1 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step age_out(fw0, s)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (phase_is_over s) (owner_fw0_is_fw1 s) (not (owner_fw1_is_fw1 s)) (not (sync_closed_fw1_fw0 s))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step age_out(fw1, s)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (phase_is_over s) (owner_fw1_is_fw0 s) (not (owner_fw0_is_fw0 s)) (not (sync_closed_fw0_fw1 s))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input forget(s)
(declare-fun s () Session)
(define-fun phase_is_live_next ((x1 Session)) Bool (and (not (= x1 s)) (phase_is_live x1)))
; it can happen
(assert
  (and
    (phase_is_over s)
    (owner_fw0_is_none s)
    (not (sync_closed_fw0_fw1 s))
    (owner_fw1_is_none s)
    (not (sync_closed_fw1_fw0 s))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live_next s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw0, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (or (and (= x1 s) (owner_fw0_is_none s)) (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (sync_opened_fw0_fw0 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw0, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (ite
     (and (= x1 s) (owner_fw1_is_none s))
     (and (or mode_fw1_is_active_primary mode_fw1_is_active_secondary) (not sees_fw1))
     (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (sync_opened_fw0_fw1 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw1, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (ite
     (and (= x1 s) (owner_fw0_is_none s))
     (and (or mode_fw0_is_active_primary mode_fw0_is_active_secondary) (not sees_fw0))
     (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (sync_opened_fw1_fw0 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync opened(s, fw1, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (or (and (= x1 s) (owner_fw1_is_none s)) (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (sync_opened_fw1_fw1 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw0, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)) (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (sync_handed_back_fw0_fw0 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw0, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)) (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (sync_handed_back_fw0_fw1 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw1, fw0)
(declare-fun s () Session)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)) (owner_fw0_is_fw0 x1)))
; it can happen
(assert (and (sync_handed_back_fw1_fw0 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw1, fw1)
(declare-fun s () Session)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or (and (= x1 s) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)) (owner_fw1_is_fw1 x1)))
; it can happen
(assert (and (sync_handed_back_fw1_fw1 s) ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step synchronise(fw0, s)
(declare-fun s () Session)
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step synchronise(fw1, s)
(declare-fun s () Session)
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault crash(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun decoder_fw0_next ((x1 Session)) Bool false)
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary mode_fw0_is_tentative))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault crash(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun decoder_fw1_next ((x1 Session)) Bool false)
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary mode_fw1_is_tentative))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault monitor_fails(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun decoder_fw0_next ((x1 Session)) Bool false)
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault monitor_fails(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun decoder_fw1_next ((x1 Session)) Bool false)
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault suspend(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun decoder_fw0_next ((x1 Session)) Bool false)
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault suspend(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun decoder_fw1_next ((x1 Session)) Bool false)
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_down(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun decoder_fw0_next ((x1 Session)) Bool false)
; it can happen
(assert (and mode_fw0_is_active_secondary (not ha3)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_down(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun decoder_fw1_next ((x1 Session)) Bool false)
; it can happen
(assert (and mode_fw1_is_active_secondary (not ha3)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step find_peer(fw0)
; it can happen
(assert (and mode_fw0_is_initial ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step find_peer(fw1)
; it can happen
(assert (and mode_fw1_is_initial ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step find_nobody(fw0)
; it can happen
(assert
  (and
    mode_fw0_is_initial
    (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
    (not sees_fw1)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step find_nobody(fw1)
; it can happen
(assert
  (and
    mode_fw1_is_initial
    (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
    (not sees_fw0)))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input make_functional(fw0)
; it can happen
(assert mode_fw0_is_suspended)
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input make_functional(fw1)
; it can happen
(assert mode_fw1_is_suspended)
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_back(fw0)
; it can happen
(assert (and mode_fw0_is_non_functional ha3))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step ha3_is_back(fw1)
; it can happen
(assert (and mode_fw1_is_non_functional ha3))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step hold_time_ends(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (or
     (and (owner_fw0_is_fw1 x1) (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))))
     (owner_fw0_is_fw0 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step hold_time_ends(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (or
     (and (owner_fw1_is_fw0 x1) (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary))))
     (owner_fw1_is_fw1 x1)))
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step take_over(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool (or (owner_fw0_is_fw1 x1) (owner_fw0_is_fw0 x1)))
; it can happen
(assert
  (and
    (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)
    (not (and ha1 (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)))
    (or sees_fw0 (exists ((s_28 Session)) (owner_fw0_is_fw1 s_28)))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0_next s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step take_over(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))
; it can happen
(assert
  (and
    (or mode_fw1_is_active_primary mode_fw1_is_active_secondary)
    (not (and ha1 (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
    (or sees_fw1 (exists ((s_28 Session)) (owner_fw1_is_fw0 s_28)))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1_next s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step hear_again(fw0)
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step hear_again(fw1)
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
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step hand_back(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw0_is_fw0 x1) (home_is_fw1 x1) (not (sync_handed_back_fw0_fw1 x1))))
     (owner_fw0_is_fw0 x1)))
(define-fun decoder_fw0_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw0_is_fw0 x1) (home_is_fw1 x1) (not (sync_handed_back_fw0_fw1 x1))))
     (decoder_fw0 x1)))
; it can happen
(assert
  (and
    reverts
    sees_fw0
    ha2
    (exists ((s_30 Session))
      (and (phase_is_live s_30) (owner_fw0_is_fw0 s_30) (home_is_fw1 s_30) (not (sync_handed_back_fw0_fw1 s_30))))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step hand_back(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw1_is_fw1 x1) (home_is_fw0 x1) (not (sync_handed_back_fw1_fw0 x1))))
     (owner_fw1_is_fw1 x1)))
(define-fun decoder_fw1_next ((x1 Session)) Bool
  (and
     (not (and (phase_is_live x1) (owner_fw1_is_fw1 x1) (home_is_fw0 x1) (not (sync_handed_back_fw1_fw0 x1))))
     (decoder_fw1 x1)))
; it can happen
(assert
  (and
    reverts
    sees_fw1
    ha2
    (exists ((s_30 Session))
      (and (phase_is_live s_30) (owner_fw1_is_fw1 s_30) (home_is_fw0 s_30) (not (sync_handed_back_fw1_fw0 s_30))))))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step yield(fw0)
(define-fun owner_fw0_is_fw0_next ((x1 Session)) Bool false)
(define-fun decoder_fw0_next ((x1 Session)) Bool false)
; it can happen
(assert (and mode_fw0_is_active_primary mode_fw1_is_active_primary ha1))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0_next s_37) (decoder_fw0_next s_37))
            (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; step yield(fw1)
(define-fun owner_fw1_is_fw1_next ((x1 Session)) Bool false)
(define-fun decoder_fw1_next ((x1 Session)) Bool false)
; it can happen
(assert (and mode_fw1_is_active_primary mode_fw0_is_active_primary ha1))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or
            (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37))
            (and (owner_fw1_is_fw1_next s_37) (decoder_fw1_next s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault cut ha1
; it can happen
(assert ha1)
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input mend ha1
; it can happen
(assert (not ha1))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault cut ha2
; it can happen
(assert ha2)
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input mend ha2
; it can happen
(assert (not ha2))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; fault cut ha3
; it can happen
(assert ha3)
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)

(push 1)
; input mend ha3
; it can happen
(assert (not ha3))
; `new_sessions_are_inspected` is violated
(assert
  (not
    (forall ((s_37 Session))
      (=>
        (not (phase_is_live s_37))
        (=>
          (phase_is_live s_37)
          (or (and (owner_fw0_is_fw0 s_37) (decoder_fw0 s_37)) (and (owner_fw1_is_fw1 s_37) (decoder_fw1 s_37))))))))
(check-sat)
(pop 1)
