; lock_server: no state with the clauses is against `one_grant`
(set-logic UF)
(declare-sort Client 0)
(declare-fun free () Bool)
(declare-fun granted (Client) Bool)
(define-fun clause_1 () Bool (forall ((C Client)) (or (not free) (not (granted C)))))
(declare-fun holds (Client) Bool)
(define-fun clause_2 () Bool (forall ((C Client)) (or (not (granted C)) (not (holds C)))))
(define-fun clause_3 () Bool (forall ((C Client)) (or (not free) (not (holds C)))))
(declare-fun released (Client) Bool)
(define-fun clause_4 () Bool (forall ((C Client)) (or (not (granted C)) (not (released C)))))
(define-fun clause_5 () Bool (forall ((C Client)) (or (not (holds C)) (not (released C)))))
(define-fun clause_6 () Bool (forall ((C Client)) (or (not free) (not (released C)))))
(define-fun clause_7 () Bool
  (forall ((C Client) (D Client)) (=> (not (= C D)) (or (not (granted C)) (not (granted D))))))
(define-fun clause_8 () Bool (forall ((C Client) (D Client)) (=> (not (= C D)) (or (not (holds C)) (not (holds D))))))
(define-fun clause_9 () Bool
  (forall ((C Client) (D Client)) (=> (not (= C D)) (or (not (granted C)) (not (holds D))))))
(define-fun clause_10 () Bool
  (forall ((C Client) (D Client)) (=> (not (= C D)) (or (not (released C)) (not (released D))))))
(define-fun clause_11 () Bool
  (forall ((C Client) (D Client)) (=> (not (= C D)) (or (not (granted C)) (not (released D))))))
(define-fun clause_12 () Bool
  (forall ((C Client) (D Client)) (=> (not (= C D)) (or (not (holds C)) (not (released D))))))

; clause 1: all c: free is false or granted[c] is false
(assert clause_1)
; clause 2: all c: granted[c] is false or holds[c] is false
(assert clause_2)
; clause 3: all c: free is false or holds[c] is false
(assert clause_3)
; clause 4: all c: granted[c] is false or released[c] is false
(assert clause_4)
; clause 5: all c: holds[c] is false or released[c] is false
(assert clause_5)
; clause 6: all c: free is false or released[c] is false
(assert clause_6)
; clause 7: all c, d: granted[c] is false or granted[d] is false
(assert clause_7)
; clause 8: all c, d: holds[c] is false or holds[d] is false
(assert clause_8)
; clause 9: all c, d: granted[c] is false or holds[d] is false
(assert clause_9)
; clause 10: all c, d: released[c] is false or released[d] is false
(assert clause_10)
; clause 11: all c, d: granted[c] is false or released[d] is false
(assert clause_11)
; clause 12: all c, d: holds[c] is false or released[d] is false
(assert clause_12)

; `one_grant` is violated
(assert (not (forall ((c_3 Client) (c_3_2 Client)) (=> (and (granted c_3) (granted c_3_2)) (= c_3 c_3_2)))))
(check-sat)
