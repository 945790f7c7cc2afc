; sharded_kv: every transition from a state with the clauses leads to one with them
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
(declare-fun stored (Server Key Value) Bool)

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

(push 1)
; step send_off(a, b, k, v)
(declare-fun a () Server)
(declare-fun b () Server)
(declare-fun k () Key)
(declare-fun v () Value)
(define-fun owns_next ((x1 Server) (x2 Key)) Bool (and (not (and (= x1 a) (= x2 k))) (owns x1 x2)))
(define-fun clause_1_next () Bool
  (forall ((K Key) (S Server) (T Server)) (=> (not (= S T)) (or (not (owns_next S K)) (not (owns_next T K))))))
(define-fun moving_next ((x1 Server) (x2 Key) (x3 Value)) Bool
  (or (and (= x1 b) (= x2 k) (= x3 v)) (moving x1 x2 x3)))
(define-fun clause_2_next () Bool
  (forall ((K Key) (S Server) (T Server) (W Value) (X Value))
     (=> (and (not (= S T)) (not (= W X))) (or (not (moving_next S K W)) (not (moving_next T K X))))))
(define-fun clause_3_next () Bool
  (forall ((K Key) (S Server) (W Value) (X Value))
     (=> (not (= W X)) (or (not (moving_next S K W)) (not (moving_next S K X))))))
(define-fun clause_4_next () Bool
  (forall ((K Key) (S Server) (T Server) (W Value))
     (=> (not (= S T)) (or (not (moving_next S K W)) (not (moving_next T K W))))))
(define-fun clause_5_next () Bool
  (forall ((K Key) (S Server) (T Server) (W Value))
     (=> (not (= S T)) (or (not (moving_next S K W)) (not (owns_next T K))))))
(define-fun clause_6_next () Bool
  (forall ((K Key) (S Server) (W Value)) (or (not (moving_next S K W)) (not (owns_next S K)))))
; it can happen
(assert (and (owns a k) (stored a k v) (not (= a b))))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next clause_6_next)))
(check-sat)
(pop 1)

(push 1)
; step arrive(s, k, v)
(declare-fun s () Server)
(declare-fun k () Key)
(declare-fun v () Value)
(define-fun owns_next ((x1 Server) (x2 Key)) Bool (or (and (= x1 s) (= x2 k)) (owns x1 x2)))
(define-fun clause_1_next () Bool
  (forall ((K Key) (S Server) (T Server)) (=> (not (= S T)) (or (not (owns_next S K)) (not (owns_next T K))))))
(define-fun moving_next ((x1 Server) (x2 Key) (x3 Value)) Bool
  (and (not (and (= x1 s) (= x2 k) (= x3 v))) (moving x1 x2 x3)))
(define-fun clause_2_next () Bool
  (forall ((K Key) (S Server) (T Server) (W Value) (X Value))
     (=> (and (not (= S T)) (not (= W X))) (or (not (moving_next S K W)) (not (moving_next T K X))))))
(define-fun clause_3_next () Bool
  (forall ((K Key) (S Server) (W Value) (X Value))
     (=> (not (= W X)) (or (not (moving_next S K W)) (not (moving_next S K X))))))
(define-fun clause_4_next () Bool
  (forall ((K Key) (S Server) (T Server) (W Value))
     (=> (not (= S T)) (or (not (moving_next S K W)) (not (moving_next T K W))))))
(define-fun clause_5_next () Bool
  (forall ((K Key) (S Server) (T Server) (W Value))
     (=> (not (= S T)) (or (not (moving_next S K W)) (not (owns_next T K))))))
(define-fun clause_6_next () Bool
  (forall ((K Key) (S Server) (W Value)) (or (not (moving_next S K W)) (not (owns_next S K)))))
; it can happen
(assert (moving s k v))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next clause_6_next)))
(check-sat)
(pop 1)
