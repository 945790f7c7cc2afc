; two_phase_commit: every initial state has the clauses
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_commit () Bool)
(declare-fun decided_is_abort () Bool)
(define-fun decided_is_undecided () Bool (not (or decided_is_commit decided_is_abort)))
(declare-fun outcome_is_commit (Participant) Bool)
(declare-fun outcome_is_abort (Participant) Bool)
(define-fun outcome_is_undecided ((x1 Participant)) Bool (not (or (outcome_is_commit x1) (outcome_is_abort x1))))
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or decided_is_commit (not (outcome_is_commit P)))))
(define-fun clause_2 () Bool (forall ((P Participant)) (or (not decided_is_commit) (voted_yes P))))

; what is true of every state
(assert (not (and decided_is_commit decided_is_abort)))
(assert (forall ((x1 Participant)) (not (and (outcome_is_commit x1) (outcome_is_abort x1)))))

(assert decided_is_undecided)
(assert (forall ((x1 Participant)) (outcome_is_undecided x1)))
(assert (forall ((x1 Participant)) (not (voted_yes x1))))

; one of the clauses does not hold
(assert (not (and clause_1 clause_2)))
(check-sat)
