; ring_election: no state with the clauses is against `home_if_greatest`
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

; `home_if_greatest` is violated
(assert (not (forall ((a_7 Node)) (forall ((b_7 Node)) (=> (sent a_7 a_7) (le b_7 a_7))))))
(check-sat)
