; vrrp: every initial state has the clauses
(set-logic UF)
(declare-sort Router 0)
(declare-fun heard (Router Router) Bool)
(declare-fun at_least (Router Router) Bool)
(declare-fun above (Router Router) Bool)
(define-fun clause_1 () Bool
  (forall ((R Router) (S Router)) (=> (not (= R S)) (or (at_least R S) (not (heard R S))))))
(define-fun clause_2 () Bool
  (forall ((R Router) (S Router)) (=> (not (= R S)) (or (not (above R S)) (not (at_least R S)) (not (heard S R))))))

(assert (forall ((x1 Router) (x2 Router)) (not (heard x1 x2))))
; initially
(assert
  (and
    (forall ((a_2 Router)) (forall ((b_2 Router)) (or (at_least a_2 b_2) (at_least b_2 a_2))))
    (forall ((a_3 Router))
      (forall ((b_3 Router)) (forall ((c Router)) (=> (and (at_least a_3 b_3) (at_least b_3 c)) (at_least a_3 c)))))
    (forall ((a_4 Router)) (forall ((b_4 Router)) (=> (not (= a_4 b_4)) (or (above a_4 b_4) (above b_4 a_4)))))
    (forall ((a_5 Router)) (forall ((b_5 Router)) (not (and (above a_5 b_5) (above b_5 a_5)))))
    (forall ((a_6 Router))
      (forall ((b_6 Router)) (forall ((c_2 Router)) (=> (and (above a_6 b_6) (above b_6 c_2)) (above a_6 c_2)))))))
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

; one of the clauses does not hold
(assert (not (and clause_1 clause_2)))
(check-sat)
