; sharded_kv: no state with the clauses is against `one_owner`
(set-logic UF)
(declare-sort Server 0)
(declare-sort Key 0)
(declare-sort Value 0)
(declare-fun owns (Server Key) Bool)
(define-fun clause_1 () Bool
  (forall ((K Key) (S Server) (T Server)) (=> (not (= S T)) (or (not (owns S K)) (not (owns T K))))))
(declare-fun moving (Server Key Value) Bool)
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

; clause 1: all k, s, t: owns[s, k] is false or owns[t, k] is false
(assert clause_1)
; clause 2: all k, s, t, w, x: moving[s, k, w] is false or moving[t, k, x] is false
(assert clause_2)
; clause 3: all k, s, w, x: moving[s, k, w] is false or moving[s, k, x] is false
(assert clause_3)
; clause 4: all k, s, t, w: moving[s, k, w] is false or moving[t, k, w] is false
(assert clause_4)
; clause 5: all k, s, t, w: moving[s, k, w] is false or owns[t, k] is false
(assert clause_5)
; clause 6: all k, s, w: moving[s, k, w] is false or owns[s, k] is false
(assert clause_6)

; `one_owner` is violated
(assert
  (not
    (forall ((a_4 Server))
      (forall ((b_4 Server)) (forall ((k_4 Key)) (=> (and (owns a_4 k_4) (owns b_4 k_4)) (= a_4 b_4)))))))
(check-sat)
