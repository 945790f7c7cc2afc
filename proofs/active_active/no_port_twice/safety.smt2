; active_active: no state with the clauses is against `no_port_twice`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun nat_is_device_bound () Bool)
(declare-fun nat_is_duplicated () Bool)
(define-fun nat_is_not_needed () Bool (not (or nat_is_device_bound nat_is_duplicated)))
(declare-fun translation_is_pool_port (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or (not nat_is_not_needed) (not (translation_is_pool_port S)))))
(declare-fun phase_is_live (Session) Bool)

; what is true of every state
(assert (not (and nat_is_device_bound nat_is_duplicated)))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: nat is not not_needed or translation[s] is not pool_port
(assert clause_1)

; `no_port_twice` is violated
(assert
  (not
    (or
      (not nat_is_not_needed)
      (forall ((s_63 Session) (s_63_2 Session))
        (=>
          (and
            (phase_is_live s_63)
            (translation_is_pool_port s_63)
            (phase_is_live s_63_2)
            (translation_is_pool_port s_63_2))
          (= s_63 s_63_2))))))
(check-sat)
