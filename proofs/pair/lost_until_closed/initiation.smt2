; pair: every initial state has the clauses
(set-logic UF)
(declare-sort Session 0)
(declare-fun l7_is_inspecting (Session) Bool)
(declare-fun l7_is_lost (Session) Bool)
(define-fun l7_is_off ((x1 Session)) Bool (not (or (l7_is_inspecting x1) (l7_is_lost x1))))
(declare-fun owner_is_fw0 (Session) Bool)
(declare-fun owner_is_fw1 (Session) Bool)
(define-fun owner_is_none ((x1 Session)) Bool (not (or (owner_is_fw0 x1) (owner_is_fw1 x1))))
(define-fun clause_1 () Bool (forall ((S Session)) (or (not (l7_is_lost S)) (not (owner_is_none S)))))

; what is true of every state
(assert (forall ((x1 Session)) (not (and (l7_is_inspecting x1) (l7_is_lost x1)))))
(assert (forall ((x1 Session)) (not (and (owner_is_fw0 x1) (owner_is_fw1 x1)))))

(assert (forall ((x1 Session)) (l7_is_off x1)))
(assert (forall ((x1 Session)) (owner_is_none x1)))

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
