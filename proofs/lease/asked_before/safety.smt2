; lease: no state with the clauses is against `asked_before`
(set-logic UF)
(declare-sort Server 0)
(declare-fun lead_is_0 (Server) Bool)
(declare-fun lead_is_1 (Server) Bool)
(define-fun lead_is_minus_1 ((x1 Server)) Bool (not (or (lead_is_0 x1) (lead_is_1 x1))))
(declare-fun left_is_2 (Server) Bool)
(define-fun clause_1 () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2 S)))))
(declare-fun left_is_1 (Server) Bool)
(define-fun left_is_0 ((x1 Server)) Bool (not (or (left_is_1 x1) (left_is_2 x1))))

; what is true of every state
(assert (forall ((x1 Server)) (not (and (lead_is_0 x1) (lead_is_1 x1)))))
(assert (forall ((x1 Server)) (not (and (left_is_1 x1) (left_is_2 x1)))))

; clause 1: all s: lead[s] is not minus_1 or left[s] is not 2
(assert clause_1)

; `asked_before` is violated
(assert
  (not
    (forall ((s_6 Server))
      (=>
        (or (left_is_1 s_6) (left_is_2 s_6))
        (or
          (and (left_is_0 s_6) (lead_is_minus_1 s_6))
          (and (left_is_0 s_6) (lead_is_0 s_6))
          (and (left_is_0 s_6) (lead_is_1 s_6))
          (and (left_is_1 s_6) (lead_is_minus_1 s_6))
          (and (left_is_1 s_6) (lead_is_0 s_6))
          (and (left_is_1 s_6) (lead_is_1 s_6))
          (and (left_is_2 s_6) (lead_is_0 s_6))
          (and (left_is_2 s_6) (lead_is_1 s_6)))))))
(check-sat)
