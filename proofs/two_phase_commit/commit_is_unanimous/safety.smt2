; two_phase_commit: no state with the clauses is against `commit_is_unanimous`
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_commit () Bool)
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or (not decided_is_commit) (voted_yes P))))

; clause 1: all p: decided is not commit or voted_yes[p] is true
(assert clause_1)

; `commit_is_unanimous` is violated
(assert (not (forall ((p_6 Participant)) (=> decided_is_commit (voted_yes p_6)))))
(check-sat)
