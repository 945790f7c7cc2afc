; pair: no state with the clauses is against `moved_is_uninspected`
(set-logic UF)
(declare-sort Session 0)
(declare-fun origin_is_fw1 (Session) Bool)
(declare-fun owner_is_fw0 (Session) Bool)
(declare-fun owner_is_fw1 (Session) Bool)
(define-fun owner_is_none ((x1 Session)) Bool (not (or (owner_is_fw0 x1) (owner_is_fw1 x1))))
(define-fun clause_1 () Bool (forall ((S Session)) (or (not (origin_is_fw1 S)) (not (owner_is_none S)))))
(declare-fun origin_is_fw0 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (or (not (origin_is_fw0 S)) (not (owner_is_none S)))))
(declare-fun l7_is_inspecting (Session) Bool)
(declare-fun l7_is_lost (Session) Bool)
(define-fun l7_is_off ((x1 Session)) Bool (not (or (l7_is_inspecting x1) (l7_is_lost x1))))
(define-fun clause_3 () Bool (forall ((S Session)) (or (not (l7_is_off S)) (not (origin_is_fw0 S)))))
(define-fun clause_4 () Bool (forall ((S Session)) (or (l7_is_lost S) (origin_is_fw1 S) (not (owner_is_fw1 S)))))
(define-fun clause_5 () Bool (forall ((S Session)) (or (not (l7_is_off S)) (not (owner_is_fw1 S)))))
(define-fun clause_6 () Bool (forall ((S Session)) (or (l7_is_lost S) (origin_is_fw0 S) (not (owner_is_fw0 S)))))
(define-fun origin_is_none ((x1 Session)) Bool (not (or (origin_is_fw0 x1) (origin_is_fw1 x1))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (origin_is_fw0 x1) (origin_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (owner_is_fw0 x1) (owner_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (l7_is_inspecting x1) (l7_is_lost x1)))))

; clause 1: all s: origin[s] is not fw1 or owner[s] is not none
(assert clause_1)
; clause 2: all s: origin[s] is not fw0 or owner[s] is not none
(assert clause_2)
; clause 3: all s: l7[s] is not off or origin[s] is not fw0
(assert clause_3)
; clause 4: all s: l7[s] is lost or origin[s] is fw1 or owner[s] is not fw1
(assert clause_4)
; clause 5: all s: l7[s] is not off or owner[s] is not fw1
(assert clause_5)
; clause 6: all s: l7[s] is lost or origin[s] is fw0 or owner[s] is not fw0
(assert clause_6)

; `moved_is_uninspected` is violated
(assert
  (not
    (forall ((s_6 Session))
      (=>
        (not
          (or
            (and (owner_is_none s_6) (origin_is_none s_6))
            (and (owner_is_fw0 s_6) (origin_is_fw0 s_6))
            (and (owner_is_fw1 s_6) (origin_is_fw1 s_6))))
        (l7_is_lost s_6)))))
(check-sat)
