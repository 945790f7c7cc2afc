; active_active: no state with the clauses is against `new_sessions_find_a_rule`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun nat_is_device_bound () Bool)
(declare-fun translation_is_no_rule (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or nat_is_device_bound (not (translation_is_no_rule S)))))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: nat is device_bound or translation[s] is not no_rule
(assert clause_1)

; `new_sessions_find_a_rule` is violated
(assert (not (or nat_is_device_bound (forall ((s_61 Session)) (not (translation_is_no_rule s_61))))))
(check-sat)
