; sharded_kv: every initial state has the clauses
(set-logic UF)
(declare-sort Server 0)
(declare-sort Key 0)
(declare-sort Value 0)
(declare-fun moving (Server Key Value) Bool)
(declare-fun owns (Server Key) Bool)
(define-fun clause_1 () Bool
  (forall ((K Key) (S Server) (T Server)) (=> (not (= S T)) (or (not (owns S K)) (not (owns T K))))))
(define-fun clause_2 () Bool
  (forall ((K Key) (S Server) (T Server) (W Value) (X Value))
     (=> (and (not (= S T)) (not (= W X))) (or (not (moving S K W)) (not (moving T K X))))))
(define-fun clause_3 () Bool
  (forall ((K Key) (S Server) (W Value) (X Value)) (=> (not (= W X)) (or (not (moving S K W)) (not (moving S K X))))))
(define-fun clause_4 () Bool
  (forall ((K Key) (S Server) (T Server) (W Value))
     (=> (not (= S T)) (or (not (moving S K W)) (not (moving T K W))))))
(define-fun clause_5 () Bool
  (forall ((K Key) (S Server) (T Server) (W Value)) (=> (not (= S T)) (or (not (moving S K W)) (not (owns T K))))))
(define-fun clause_6 () Bool (forall ((K Key) (S Server) (W Value)) (or (not (moving S K W)) (not (owns S K)))))

(assert (forall ((x1 Server) (x2 Key) (x3 Value)) (not (moving x1 x2 x3))))
; initially
(assert (forall ((a Server)) (forall ((b Server)) (forall ((k Key)) (=> (and (owns a k) (owns b k)) (= a b))))))

; one of the clauses does not hold
(assert (not (and clause_1 clause_2 clause_3 clause_4 clause_5 clause_6)))
(check-sat)
