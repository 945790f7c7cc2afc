; pair: no state with the clauses is against `owned_or_pristine`
(set-logic UF)
(declare-sort Session 0)
(declare-fun l7_is_inspecting (Session) Bool)
(declare-fun owner_is_fw0 (Session) Bool)
(declare-fun owner_is_fw1 (Session) Bool)
(define-fun owner_is_none ((x1 Session)) Bool (not (or (owner_is_fw0 x1) (owner_is_fw1 x1))))
(define-fun clause_1 () Bool (forall ((S Session)) (or (not (l7_is_inspecting S)) (not (owner_is_none S)))))
(declare-fun origin_is_fw1 (Session) Bool)
(define-fun clause_2 () Bool (forall ((S Session)) (or (not (origin_is_fw1 S)) (not (owner_is_none S)))))
(declare-fun l7_is_lost (Session) Bool)
(define-fun clause_3 () Bool (forall ((S Session)) (or (not (l7_is_lost S)) (not (owner_is_none S)))))
(define-fun l7_is_off ((x1 Session)) Bool (not (or (l7_is_inspecting x1) (l7_is_lost x1))))
(declare-fun origin_is_fw0 (Session) Bool)
(define-fun clause_4 () Bool (forall ((S Session)) (or (not (l7_is_off S)) (not (origin_is_fw0 S)))))
(define-fun origin_is_none ((x1 Session)) Bool (not (or (origin_is_fw0 x1) (origin_is_fw1 x1))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (l7_is_inspecting x1) (l7_is_lost x1)))))
(assert (forall ((x1 Session)) (not (and (owner_is_fw0 x1) (owner_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (origin_is_fw0 x1) (origin_is_fw1 x1)))))

; clause 1: all s: l7[s] is not inspecting or owner[s] is not none
(assert clause_1)
; clause 2: all s: origin[s] is not fw1 or owner[s] is not none
(assert clause_2)
; clause 3: all s: l7[s] is not lost or owner[s] is not none
(assert clause_3)
; clause 4: all s: l7[s] is not off or origin[s] is not fw0
(assert clause_4)

; `owned_or_pristine` is violated
(assert (not (forall ((s_5 Session)) (=> (owner_is_none s_5) (and (origin_is_none s_5) (l7_is_off s_5))))))
(check-sat)
