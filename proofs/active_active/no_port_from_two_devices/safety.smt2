; active_active: no state with the clauses is against `no_port_from_two_devices`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun home_is_fw0 (Session) Bool)
(declare-fun nat_is_duplicated () Bool)
(declare-fun translation_is_pool_port (Session) Bool)
(define-fun clause_1 () Bool
  (forall ((S Session)) (or (home_is_fw0 S) nat_is_duplicated (not (translation_is_pool_port S)))))
(declare-fun phase_is_live (Session) Bool)
(declare-fun home_is_fw1 (Session) Bool)
(define-fun home_is_none ((x1 Session)) Bool (not (or (home_is_fw0 x1) (home_is_fw1 x1))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (home_is_fw0 x1) (home_is_fw1 x1)))))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: home[s] is fw0 or nat is duplicated or translation[s] is not pool_port
(assert clause_1)

; `no_port_from_two_devices` is violated
(assert
  (not
    (or
      nat_is_duplicated
      (forall ((s_62 Session))
        (forall ((t_2 Session))
          (=>
            (and
              (phase_is_live s_62)
              (translation_is_pool_port s_62)
              (phase_is_live t_2)
              (translation_is_pool_port t_2))
            (or
              (and (home_is_none s_62) (home_is_none t_2))
              (and (home_is_fw0 s_62) (home_is_fw0 t_2))
              (and (home_is_fw1 s_62) (home_is_fw1 t_2)))))))))
(check-sat)
