; active_active: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun reverts () Bool)
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0 S)))))
(declare-fun ha2 () Bool)
(declare-fun mode_fw0_is_active_primary () Bool)
(declare-fun mode_fw0_is_active_secondary () Bool)
(declare-fun mode_fw0_is_tentative () Bool)
(declare-fun mode_fw1_is_active_primary () Bool)
(declare-fun mode_fw1_is_active_secondary () Bool)
(declare-fun mode_fw1_is_tentative () Bool)
(declare-fun sees_fw0 () Bool)
(declare-fun phase_is_live (Session) Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(declare-fun home_is_fw1 (Session) Bool)
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
(declare-fun sees_fw1 () Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(declare-fun home_is_fw0 (Session) Bool)
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

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: reverts is true or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_1)
; clause 2: all s: reverts is true or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_2)

(push 1)
; delivery deliver sync handed_back(s, fw0, fw1)
(declare-fun s () Session)
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_handed_back_fw0_fw1 x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert (and (sync_handed_back_fw0_fw1 s) ha2))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; delivery deliver sync handed_back(s, fw1, fw0)
(declare-fun s () Session)
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool (and (not (= x1 s)) (sync_handed_back_fw1_fw0 x1)))
(define-fun clause_2_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0_next S)))))
; it can happen
(assert (and (sync_handed_back_fw1_fw0 s) ha2))
; one of the clauses does not hold any more
(assert (not clause_2_next))
(check-sat)
(pop 1)

(push 1)
; fault crash(fw0)
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_1_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_2_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0_next S)))))
; it can happen
(assert (or mode_fw0_is_active_primary mode_fw0_is_active_secondary mode_fw0_is_tentative))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)

(push 1)
; fault crash(fw1)
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_1_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_2_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0_next S)))))
; it can happen
(assert (or mode_fw1_is_active_primary mode_fw1_is_active_secondary mode_fw1_is_tentative))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)

(push 1)
; step hand_back(fw0)
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
(define-fun clause_1_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1_next S)))))
; it can happen
(assert
  (and
    reverts
    sees_fw0
    ha2
    (exists ((s_30 Session))
      (and (phase_is_live s_30) (owner_fw0_is_fw0 s_30) (home_is_fw1 s_30) (not (sync_handed_back_fw0_fw1 s_30))))))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step hand_back(fw1)
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
(define-fun clause_2_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0_next S)))))
; it can happen
(assert
  (and
    reverts
    sees_fw1
    ha2
    (exists ((s_30 Session))
      (and (phase_is_live s_30) (owner_fw1_is_fw1 s_30) (home_is_fw0 s_30) (not (sync_handed_back_fw1_fw0 s_30))))))
; one of the clauses does not hold any more
(assert (not clause_2_next))
(check-sat)
(pop 1)

(push 1)
; fault cut ha2
(define-fun sync_handed_back_fw0_fw1_next ((x1 Session)) Bool false)
(define-fun clause_1_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1_next S)))))
(define-fun sync_handed_back_fw1_fw0_next ((x1 Session)) Bool false)
(define-fun clause_2_next () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0_next S)))))
; it can happen
(assert ha2)
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)
