; lease: every initial state has the clauses
(set-logic UF)
(declare-sort Server 0)
(declare-fun lead_is_0 (Server) Bool)
(declare-fun left_is_1 (Server) Bool)
(declare-fun left_is_2 (Server) Bool)
(define-fun left_is_0 ((x1 Server)) Bool (not (or (left_is_1 x1) (left_is_2 x1))))
(declare-fun lead_is_1 (Server) Bool)
(define-fun lead_is_minus_1 ((x1 Server)) Bool (not (or (lead_is_0 x1) (lead_is_1 x1))))
(define-fun clause_1 () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2 S)))))

; what is true of every state
(assert (forall ((x1 Server)) (not (and (lead_is_0 x1) (lead_is_1 x1)))))
(assert (forall ((x1 Server)) (not (and (left_is_1 x1) (left_is_2 x1)))))

(assert (forall ((x1 Server)) (lead_is_0 x1)))
(assert (forall ((x1 Server)) (left_is_0 x1)))

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
