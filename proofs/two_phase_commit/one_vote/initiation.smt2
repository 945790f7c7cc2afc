; two_phase_commit: every initial state has the clauses
(set-logic UF)
(declare-sort Participant 0)
(declare-fun voted_no (Participant) Bool)
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or (not (voted_no P)) (not (voted_yes P)))))

(assert (forall ((x1 Participant)) (not (voted_no x1))))
(assert (forall ((x1 Participant)) (not (voted_yes x1))))

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
