; two_phase_commit: every initial state has the clauses
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_commit () Bool)
(declare-fun decided_is_abort () Bool)
(define-fun decided_is_undecided () Bool (not (or decided_is_commit decided_is_abort)))
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or (not decided_is_commit) (voted_yes P))))

; what is true of every state
(assert (not (and decided_is_commit decided_is_abort)))

(assert decided_is_undecided)
(assert (forall ((x1 Participant)) (not (voted_yes x1))))

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
