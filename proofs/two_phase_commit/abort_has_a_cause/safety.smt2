; two_phase_commit: no state with the clauses is against `abort_has_a_cause`
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_abort () Bool)
(declare-fun outcome_is_abort (Participant) Bool)
(declare-fun voted_no (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or decided_is_abort (not (outcome_is_abort P)) (voted_no P))))

; clause 1: all p: decided is abort or outcome[p] is not abort or voted_no[p] is true
(assert clause_1)

; `abort_has_a_cause` is violated
(assert (not (forall ((p_5 Participant)) (=> (outcome_is_abort p_5) (or decided_is_abort (voted_no p_5))))))
(check-sat)
