; two_phase_commit: no state with the clauses is against `one_vote`
(set-logic UF)
(declare-sort Participant 0)
(declare-fun voted_no (Participant) Bool)
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or (not (voted_no P)) (not (voted_yes P)))))

; clause 1: all p: voted_no[p] is false or voted_yes[p] is false
(assert clause_1)

; `one_vote` is violated
(assert (not (forall ((p_7 Participant)) (not (and (voted_yes p_7) (voted_no p_7))))))
(check-sat)
