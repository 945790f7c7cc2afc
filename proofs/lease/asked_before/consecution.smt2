; lease: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Server 0)
(declare-fun lead_is_0 (Server) Bool)
(declare-fun lead_is_1 (Server) Bool)
(define-fun lead_is_minus_1 ((x1 Server)) Bool (not (or (lead_is_0 x1) (lead_is_1 x1))))
(declare-fun left_is_2 (Server) Bool)
(define-fun clause_1 () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2 S)))))
(declare-fun role_is_asking (Server) Bool)
(declare-fun role_is_offered (Server) Bool)
(declare-fun role_is_primary (Server) Bool)
(define-fun role_is_backup ((x1 Server)) Bool
  (not (or (role_is_asking x1) (role_is_offered x1) (role_is_primary x1))))
(declare-fun left_is_1 (Server) Bool)
(define-fun left_is_0 ((x1 Server)) Bool (not (or (left_is_1 x1) (left_is_2 x1))))
(declare-fun waits_is_1 () Bool)
(declare-fun waits_is_2 () Bool)
(declare-fun waits_is_3 () Bool)
(define-fun waits_is_0 () Bool (not (or waits_is_1 waits_is_2 waits_is_3)))

; what is true of every state
(assert (forall ((x1 Server)) (not (and (lead_is_0 x1) (lead_is_1 x1)))))
(assert (forall ((x1 Server)) (not (and (left_is_1 x1) (left_is_2 x1)))))
(assert
  (forall ((x1 Server))
    (and
      (not (and (role_is_asking x1) (role_is_offered x1)))
      (not (and (role_is_asking x1) (role_is_primary x1)))
      (not (and (role_is_offered x1) (role_is_primary x1))))))
(assert (and (not (and waits_is_1 waits_is_2)) (not (and waits_is_1 waits_is_3)) (not (and waits_is_2 waits_is_3))))

; clause 1: all s: lead[s] is not minus_1 or left[s] is not 2
(assert clause_1)

(push 1)
; step ask(s)
(declare-fun s () Server)
(define-fun lead_is_minus_1_next ((x1 Server)) Bool (and (not (= x1 s)) (lead_is_minus_1 x1)))
(define-fun left_is_2_next ((x1 Server)) Bool (or (= x1 s) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1_next S)) (not (left_is_2_next S)))))
; it can happen
(assert (role_is_backup s))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step tick(s)
(declare-fun s () Server)
(define-fun lead_is_minus_1_next ((x1 Server)) Bool (ite (= x1 s) (lead_is_0 s) (lead_is_minus_1 x1)))
(define-fun left_is_2_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1_next S)) (not (left_is_2_next S)))))
; it can happen
(assert
  (and
    (or (left_is_1 s) (left_is_2 s))
    (or (lead_is_0 s) (lead_is_1 s))
    (not (left_is_0 s))
    (not (lead_is_minus_1 s))))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step tick_arbiter
(define-fun lead_is_minus_1_next ((x1 Server)) Bool
  (and (not (or (left_is_1 x1) (left_is_2 x1))) (lead_is_minus_1 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1_next S)) (not (left_is_2 S)))))
; it can happen
(assert
  (and
    (forall ((s_3 Server)) (=> (or (left_is_1 s_3) (left_is_2 s_3)) (or (lead_is_minus_1 s_3) (lead_is_0 s_3))))
    (not (and (or waits_is_1 waits_is_2 waits_is_3) waits_is_0))
    (forall ((s_4 Server)) (=> (or (left_is_1 s_4) (left_is_2 s_4)) (not (lead_is_1 s_4))))))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; fault lose(s)
(declare-fun s () Server)
(define-fun left_is_2_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2_next S)))))
; it can happen
(assert (or (role_is_asking s) (role_is_offered s)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; fault crash(s)
(declare-fun s () Server)
(define-fun left_is_2_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2_next S)))))
; it can happen
(assert (role_is_primary s))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)
