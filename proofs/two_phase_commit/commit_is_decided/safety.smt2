; two_phase_commit: no state with the clauses is against `commit_is_decided`
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_commit () Bool)
(declare-fun outcome_is_commit (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or decided_is_commit (not (outcome_is_commit P)))))

; clause 1: all p: decided is commit or outcome[p] is not commit
(assert clause_1)

; `commit_is_decided` is violated
(assert (not (forall ((p_4 Participant)) (=> (outcome_is_commit p_4) decided_is_commit))))
(check-sat)
