; vrrp: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Router 0)
(declare-fun at_least (Router Router) Bool)
(declare-fun above (Router Router) Bool)
(declare-fun heard (Router Router) Bool)
(define-fun clause_1 () Bool
  (forall ((R Router) (S Router)) (=> (not (= R S)) (or (at_least R S) (not (heard R S))))))
(define-fun clause_2 () Bool
  (forall ((R Router) (S Router)) (=> (not (= R S)) (or (not (above R S)) (not (at_least R S)) (not (heard S R))))))
(declare-fun state_is_backup (Router) Bool)
(declare-fun advert (Router Router) Bool)
(declare-fun state_is_active (Router) Bool)

; what is true of every state
(assert (forall ((x1 Router)) (not (and (state_is_backup x1) (state_is_active x1)))))

; assume initially 0
(assert (forall ((a_2 Router)) (forall ((b_2 Router)) (or (at_least a_2 b_2) (at_least b_2 a_2)))))
; assume initially 1
(assert
  (forall ((a_3 Router))
    (forall ((b_3 Router)) (forall ((c Router)) (=> (and (at_least a_3 b_3) (at_least b_3 c)) (at_least a_3 c))))))
; assume initially 2
(assert (forall ((a_4 Router)) (forall ((b_4 Router)) (=> (not (= a_4 b_4)) (or (above a_4 b_4) (above b_4 a_4))))))
; assume initially 3
(assert (forall ((a_5 Router)) (forall ((b_5 Router)) (not (and (above a_5 b_5) (above b_5 a_5))))))
; assume initially 4
(assert
  (forall ((a_6 Router))
    (forall ((b_6 Router)) (forall ((c_2 Router)) (=> (and (above a_6 b_6) (above b_6 c_2)) (above a_6 c_2))))))
; clause 1: all r, s: at_least[r, s] is true or heard[r, s] is false
(assert clause_1)
; clause 2: all r, s: above[r, s] is false or at_least[r, s] is false or heard[s, r] is false
(assert clause_2)

(push 1)
; step time_out(r)
(declare-fun r () Router)
(define-fun heard_next ((x1 Router) (x2 Router)) Bool
  (and (not (and (= x2 r) (not (= x1 r)))) (not (and (= x1 r) (not (= x2 r)))) (heard x1 x2)))
(define-fun clause_1_next () Bool
  (forall ((R Router) (S Router)) (=> (not (= R S)) (or (at_least R S) (not (heard_next R S))))))
(define-fun clause_2_next () Bool
  (forall ((R Router) (S Router))
     (=> (not (= R S)) (or (not (above R S)) (not (at_least R S)) (not (heard_next S R))))))
; it can happen
(assert (state_is_backup r))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)

(push 1)
; step hear(a, b)
(declare-fun a () Router)
(declare-fun b () Router)
(define-fun heard_next ((x1 Router) (x2 Router)) Bool
  (or
     (and (= x1 b) (= x2 a) (state_is_active b) (not (or (not (at_least b a)) (and (at_least a b) (above a b)))))
     (heard x1 x2)))
(define-fun clause_1_next () Bool
  (forall ((R Router) (S Router)) (=> (not (= R S)) (or (at_least R S) (not (heard_next R S))))))
(define-fun clause_2_next () Bool
  (forall ((R Router) (S Router))
     (=> (not (= R S)) (or (not (above R S)) (not (at_least R S)) (not (heard_next S R))))))
; it can happen
(assert (advert a b))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)
