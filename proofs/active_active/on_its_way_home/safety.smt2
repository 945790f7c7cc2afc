; active_active: no state with the clauses is against `on_its_way_home`
(set-logic UF)
(declare-sort Session 0)
(declare-fun owner_selection_is_primary_device () Bool)
(declare-fun session_setup_is_first_packet () Bool)
(declare-fun reverts () Bool)
(declare-fun sync_handed_back_fw0_fw1 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw0_fw1 S)))))
(declare-fun sync_handed_back_fw1_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (or reverts (not (sync_handed_back_fw1_fw0 S)))))

; assume set_up_is_chosen_only_with_first_packet
(assert (or (not owner_selection_is_primary_device) (not session_setup_is_first_packet)))
; clause 1: all s: reverts is true or sync(count, handed_back, s)[fw0, fw1] is 0
(assert clause_1)
; clause 2: all s: reverts is true or sync(count, handed_back, s)[fw1, fw0] is 0
(assert clause_2)

; `on_its_way_home` is reached
(assert (and (not reverts) (exists ((s_44 Session)) (or (sync_handed_back_fw0_fw1 s_44) (sync_handed_back_fw1_fw0 s_44)))))
(check-sat)
