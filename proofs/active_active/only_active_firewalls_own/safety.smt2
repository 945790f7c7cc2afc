; active_active: no state with the clauses is against `only_active_firewalls_own`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(define-fun clause_3 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun clause_4 () Bool
  (forall ((S Session)) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not (owner_fw1_is_fw1 S)))))

; what is true of every state
(assert (not (and mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
(assert (not (and mode_fw1_is_active_primary mode_fw1_is_active_secondary)))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: sync(count, opened, s)[fw1, fw1] is 0
(assert clause_1)
; clause 2: all s: sync(count, opened, s)[fw0, fw0] is 0
(assert clause_2)
; clause 3: all s: mode[fw0] is one of active_primary, active_secondary or owner[fw0, s] is not fw0
(assert clause_3)
; clause 4: all s: mode[fw1] is one of active_primary, active_secondary or owner[fw1, s] is not fw1
(assert clause_4)

; `only_active_firewalls_own` is violated
(assert
  (not
    (and
      (forall ((s_34 Session))
        (=> (owner_fw0_is_fw0 s_34) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary)))
      (forall ((s_34 Session))
        (=> (owner_fw1_is_fw1 s_34) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary))))))
(check-sat)
