; sharded_kv: every initial state has the clauses
(set-logic UF)
(declare-sort Server 0)
(declare-sort Key 0)
(declare-sort Value 0)
(declare-fun owns (Server Key) Bool)

; initially
(assert (forall ((a Server)) (forall ((b Server)) (forall ((k Key)) (=> (and (owns a k) (owns b k)) (= a b))))))

; one of the clauses does not hold
(assert false)
(check-sat)
