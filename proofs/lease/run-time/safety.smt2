; lease: no state with the clauses allows a run-time mistake
(set-logic UF)
(declare-sort Server 0)
(declare-fun left_is_1 (Server) Bool)
(declare-fun left_is_2 (Server) Bool)
(declare-fun lead_is_0 (Server) Bool)
(declare-fun lead_is_1 (Server) Bool)
(define-fun left_is_0 ((x1 Server)) Bool (not (or (left_is_1 x1) (left_is_2 x1))))
(define-fun lead_is_minus_1 ((x1 Server)) Bool (not (or (lead_is_0 x1) (lead_is_1 x1))))
(declare-fun waits_is_1 () Bool)
(declare-fun waits_is_2 () Bool)
(declare-fun waits_is_3 () Bool)
(define-fun waits_is_0 () Bool (not (or waits_is_1 waits_is_2 waits_is_3)))

; what is true of every state
(assert (forall ((x1 Server)) (not (and (left_is_1 x1) (left_is_2 x1)))))
(assert (forall ((x1 Server)) (not (and (lead_is_0 x1) (lead_is_1 x1)))))
(assert (and (not (and waits_is_1 waits_is_2)) (not (and waits_is_1 waits_is_3)) (not (and waits_is_2 waits_is_3))))

(push 1)
; step tick(s)
(declare-fun s () Server)
; it makes a mistake
(assert
  (and
    (or (left_is_1 s) (left_is_2 s))
    (or (lead_is_0 s) (lead_is_1 s))
    (not (and (not (left_is_0 s)) (not (lead_is_minus_1 s))))))
(check-sat)
(pop 1)

(push 1)
; step tick_arbiter
; it makes a mistake
(assert
  (and
    (forall ((s_3 Server)) (=> (or (left_is_1 s_3) (left_is_2 s_3)) (or (lead_is_minus_1 s_3) (lead_is_0 s_3))))
    (not
      (and
        (not (and (or waits_is_1 waits_is_2 waits_is_3) waits_is_0))
        (forall ((s_4 Server)) (=> (or (left_is_1 s_4) (left_is_2 s_4)) (not (lead_is_1 s_4))))))))
(check-sat)
(pop 1)
