; ring_election: every initial state has the clauses
(set-logic UF)
(declare-sort Node 0)
(declare-fun le (Node Node) Bool)
(declare-fun between (Node Node Node) Bool)

; initially
(assert
  (and
    (forall ((a Node)) (forall ((b Node)) (forall ((c Node)) (=> (and (le a b) (le b c)) (le a c)))))
    (forall ((a_2 Node))
      (forall ((b_2 Node)) (and (or (le a_2 b_2) (le b_2 a_2)) (=> (and (le a_2 b_2) (le b_2 a_2)) (= a_2 b_2)))))
    (forall ((a_3 Node))
      (forall ((b_3 Node))
        (forall ((c_2 Node)) (=> (between a_3 b_3 c_2) (and (between b_3 c_2 a_3) (not (between b_3 a_3 c_2)))))))
    (forall ((a_4 Node))
      (forall ((b_4 Node))
        (forall ((c_3 Node))
          (forall ((d Node)) (=> (and (between a_4 b_4 c_3) (between a_4 c_3 d)) (between a_4 b_4 d))))))
    (forall ((a_5 Node))
      (forall ((b_5 Node))
        (forall ((c_4 Node))
          (=
            (and (not (= a_5 b_5)) (not (= b_5 c_4)) (not (= a_5 c_4)))
            (or (between a_5 b_5 c_4) (between b_5 a_5 c_4))))))))
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

; one of the clauses does not hold
(assert false)
(check-sat)
