; ring_election: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Node 0)
(declare-fun le (Node Node) Bool)
(declare-fun between (Node Node Node) Bool)
(declare-fun sent (Node Node) Bool)
(define-fun clause_1 () Bool
  (forall ((N Node) (O Node) (P Node))
     (=> (and (not (= N O)) (not (= N P)) (not (= O P))) (or (not (between N O P)) (not (le O P)) (not (sent O N))))))
(define-fun clause_2 () Bool (forall ((N Node) (O Node)) (=> (not (= N O)) (or (not (le N O)) (not (sent N N))))))

; assume initially 0
(assert (forall ((a Node)) (forall ((b Node)) (forall ((c Node)) (=> (and (le a b) (le b c)) (le a c))))))
; assume initially 1
(assert
  (forall ((a_2 Node))
    (forall ((b_2 Node)) (and (or (le a_2 b_2) (le b_2 a_2)) (=> (and (le a_2 b_2) (le b_2 a_2)) (= a_2 b_2))))))
; assume initially 2
(assert
  (forall ((a_3 Node))
    (forall ((b_3 Node))
      (forall ((c_2 Node)) (=> (between a_3 b_3 c_2) (and (between b_3 c_2 a_3) (not (between b_3 a_3 c_2))))))))
; assume initially 3
(assert
  (forall ((a_4 Node))
    (forall ((b_4 Node))
      (forall ((c_3 Node))
        (forall ((d Node)) (=> (and (between a_4 b_4 c_3) (between a_4 c_3 d)) (between a_4 b_4 d)))))))
; assume initially 4
(assert
  (forall ((a_5 Node))
    (forall ((b_5 Node))
      (forall ((c_4 Node))
        (=
          (and (not (= a_5 b_5)) (not (= b_5 c_4)) (not (= a_5 c_4)))
          (or (between a_5 b_5 c_4) (between b_5 a_5 c_4)))))))
; clause 1: all n, o, p: between[n, o, p] is false or le[o, p] is false or sent[o, n] is false
(assert clause_1)
; clause 2: all n, o: le[n, o] is false or sent[n, n] is false
(assert clause_2)

(push 1)
; step start(n, m)
(declare-fun n () Node)
(declare-fun m () Node)
(define-fun sent_next ((x1 Node) (x2 Node)) Bool (or (and (= x1 n) (= x2 m)) (sent x1 x2)))
(define-fun clause_1_next () Bool
  (forall ((N Node) (O Node) (P Node))
     (=>
       (and (not (= N O)) (not (= N P)) (not (= O P)))
       (or (not (between N O P)) (not (le O P)) (not (sent_next O N))))))
(define-fun clause_2_next () Bool
  (forall ((N Node) (O Node)) (=> (not (= N O)) (or (not (le N O)) (not (sent_next N N))))))
; it can happen
(assert (and (not (= m n)) (forall ((x_2 Node)) (=> (and (not (= x_2 m)) (not (= x_2 n))) (between n m x_2)))))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)

(push 1)
; step receive(i, n, m)
(declare-fun i () Node)
(declare-fun n () Node)
(declare-fun m () Node)
(define-fun sent_next ((x1 Node) (x2 Node)) Bool
  (or (and (= x1 i) (= x2 m) (not (= i n)) (le n i)) (and (not (and (= x1 i) (= x2 n))) (sent x1 x2))))
(define-fun clause_1_next () Bool
  (forall ((N Node) (O Node) (P Node))
     (=>
       (and (not (= N O)) (not (= N P)) (not (= O P)))
       (or (not (between N O P)) (not (le O P)) (not (sent_next O N))))))
(define-fun clause_2_next () Bool
  (forall ((N Node) (O Node)) (=> (not (= N O)) (or (not (le N O)) (not (sent_next N N))))))
; it can happen
(assert
  (and
    (sent i n)
    (not (= m n))
    (forall ((x_3 Node)) (=> (and (not (= x_3 m)) (not (= x_3 n))) (between n m x_3)))
    (not (and (= n m) (not (= i n)) (le n i)))))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next)))
(check-sat)
(pop 1)
