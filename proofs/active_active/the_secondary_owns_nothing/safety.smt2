; active_active: no state with the clauses is against `the_secondary_owns_nothing`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun sync_handed_back_fw0_fw0 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (not (sync_handed_back_fw0_fw0 S))))
(declare-fun sync_handed_back_fw1_fw1 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (not (sync_handed_back_fw1_fw1 S))))
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(define-fun clause_3 () Bool (forall ((S Session)) (not (sync_opened_fw1_fw1 S))))
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(define-fun clause_4 () Bool (forall ((S Session)) (not (sync_opened_fw0_fw0 S))))
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(define-fun clause_5 () Bool
  (forall ((S Session)) (or mode_fw0_is_active_primary mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 S)))))
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun clause_6 () Bool
  (forall ((S Session)) (or mode_fw1_is_active_primary mode_fw1_is_active_secondary (not (owner_fw1_is_fw1 S)))))
(declare-fun sees_fw1 () Bool)
(define-fun clause_7 () Bool (or (not mode_fw1_is_active_secondary) sees_fw1))
(declare-fun reverts () Bool)
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(define-fun clause_8 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
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
(declare-fun sees_fw0 () Bool)
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
; clause 1: all s: sync(count, handed_back, s)[fw0, fw0] is 0
(assert clause_1)
; clause 2: all s: sync(count, handed_back, s)[fw1, fw1] is 0
(assert clause_2)
; clause 3: all s: sync(count, opened, s)[fw1, fw1] is 0
(assert clause_3)
; clause 4: all s: sync(count, opened, s)[fw0, fw0] is 0
(assert clause_4)
; clause 5: all s: mode[fw0] is one of active_primary, active_secondary or owner[fw0, s] is not fw0
(assert clause_5)
; clause 6: all s: mode[fw1] is one of active_primary, active_secondary or owner[fw1, s] is not fw1
(assert clause_6)
; clause 7: mode[fw1] is not active_secondary or sees[fw1] is true
(assert clause_7)
; clause 8: all s: reverts is true or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_8)
; clause 9: all s: reverts is true or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_9)
; clause 10: all s: mode[fw1] is one of active_primary, initial, non_functional or owner[fw1, s] is not fw1 or owner_selection is first_packet or reverts is true
(assert clause_10)
; clause 11: mode[fw0] is not active_secondary or sees[fw0] is true
(assert clause_11)
; clause 12: all s: mode[fw0] is one of active_primary, initial, non_functional or owner[fw0, s] is not fw0 or owner_selection is first_packet or reverts is true
(assert clause_12)

; `the_secondary_owns_nothing` is violated
(assert
  (not
    (or
      (not owner_selection_is_primary_device)
      reverts
      (and
        (forall ((s_42 Session)) (=> mode_fw0_is_active_secondary (not (owner_fw0_is_fw0 s_42))))
        (forall ((s_42 Session)) (=> mode_fw1_is_active_secondary (not (owner_fw1_is_fw1 s_42))))))))
(check-sat)
