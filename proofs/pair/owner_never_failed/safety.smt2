; pair: no state with the clauses is against `owner_never_failed`
(set-logic UF)
(declare-sort Session 0)
(declare-fun mode_fw1_is_failed () Bool)
(declare-fun owner_is_fw1 (Session) Bool)
(define-fun clause_1 () Bool (forall ((S Session)) (or (not mode_fw1_is_failed) (not (owner_is_fw1 S)))))
(declare-fun mode_fw0_is_failed () Bool)
(declare-fun owner_is_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (or (not mode_fw0_is_failed) (not (owner_is_fw0 S)))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (owner_is_fw0 x1) (owner_is_fw1 x1)))))

; clause 1: all s: mode[fw1] is not failed or owner[s] is not fw1
(assert clause_1)
; clause 2: all s: mode[fw0] is not failed or owner[s] is not fw0
(assert clause_2)

; `owner_never_failed` is violated
(assert
  (not
    (forall ((s_4 Session))
      (and (=> (owner_is_fw0 s_4) (not mode_fw0_is_failed)) (=> (owner_is_fw1 s_4) (not mode_fw1_is_failed))))))
(check-sat)
