; two_phase_commit: no state with the clauses is against `agreement`
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_commit () Bool)
(declare-fun outcome_is_commit (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or decided_is_commit (not (outcome_is_commit P)))))
(declare-fun decided_is_abort () Bool)
(declare-fun outcome_is_abort (Participant) Bool)
(declare-fun voted_no (Participant) Bool)
(define-fun clause_2 () Bool (forall ((P Participant)) (or decided_is_abort (not (outcome_is_abort P)) (voted_no P))))
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_3 () Bool (forall ((P Participant)) (or (not decided_is_commit) (voted_yes P))))
(define-fun clause_4 () Bool (forall ((P Participant)) (or (not (voted_no P)) (not (voted_yes P)))))

; what is true of every state
(assert (not (and decided_is_commit decided_is_abort)))
(assert (forall ((x1 Participant)) (not (and (outcome_is_commit x1) (outcome_is_abort x1)))))

; clause 1: all p: decided is commit or outcome[p] is not commit
(assert clause_1)
; clause 2: all p: decided is abort or outcome[p] is not abort or voted_no[p] is true
(assert clause_2)
; clause 3: all p: decided is not commit or voted_yes[p] is true
(assert clause_3)
; clause 4: all p: voted_no[p] is false or voted_yes[p] is false
(assert clause_4)

; `agreement` is violated
(assert
  (not
    (forall ((p_3 Participant)) (forall ((q Participant)) (=> (outcome_is_commit p_3) (not (outcome_is_abort q)))))))
(check-sat)
