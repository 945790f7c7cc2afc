; two_phase_commit: no transition from a state with the clauses is against `final`
(set-logic UF)
(declare-sort Participant 0)
(declare-fun decided_is_commit () Bool)
(declare-fun outcome_is_commit (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or decided_is_commit (not (outcome_is_commit P)))))
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_2 () Bool (forall ((P Participant)) (or (not decided_is_commit) (voted_yes P))))
(declare-fun voted_no (Participant) Bool)
(declare-fun outcome_is_abort (Participant) Bool)
(define-fun outcome_is_undecided ((x1 Participant)) Bool (not (or (outcome_is_commit x1) (outcome_is_abort x1))))
(declare-fun coordinator_up () Bool)
(declare-fun decided_is_abort () Bool)
(define-fun decided_is_undecided () Bool (not (or decided_is_commit decided_is_abort)))

; what is true of every state
(assert (not (and decided_is_commit decided_is_abort)))
(assert (forall ((x1 Participant)) (not (and (outcome_is_commit x1) (outcome_is_abort x1)))))

; clause 1: all p: decided is commit or outcome[p] is not commit
(assert clause_1)
; clause 2: all p: decided is not commit or voted_yes[p] is true
(assert clause_2)

(push 1)
; step vote_yes(p)
(declare-fun p () Participant)
; it can happen
(assert (and (not (voted_yes p)) (not (voted_no p))))
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or (outcome_is_undecided p_8) (outcome_is_commit p_8) (outcome_is_abort p_8))))))
(check-sat)
(pop 1)

(push 1)
; step vote_no(p)
(declare-fun p () Participant)
(define-fun outcome_is_undecided_next ((x1 Participant)) Bool (and (not (= x1 p)) (outcome_is_undecided x1)))
(define-fun outcome_is_commit_next ((x1 Participant)) Bool (and (not (= x1 p)) (outcome_is_commit x1)))
(define-fun outcome_is_abort_next ((x1 Participant)) Bool (or (= x1 p) (outcome_is_abort x1)))
; it can happen
(assert (and (not (voted_yes p)) (not (voted_no p))))
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or
          (and (outcome_is_undecided_next p_8) (outcome_is_undecided p_8))
          (and (outcome_is_commit_next p_8) (outcome_is_commit p_8))
          (and (outcome_is_abort_next p_8) (outcome_is_abort p_8)))))))
(check-sat)
(pop 1)

(push 1)
; step decide_commit
; it can happen
(assert (and coordinator_up decided_is_undecided (forall ((p_2 Participant)) (voted_yes p_2))))
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or (outcome_is_undecided p_8) (outcome_is_commit p_8) (outcome_is_abort p_8))))))
(check-sat)
(pop 1)

(push 1)
; step decide_abort
; it can happen
(assert (and coordinator_up decided_is_undecided))
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or (outcome_is_undecided p_8) (outcome_is_commit p_8) (outcome_is_abort p_8))))))
(check-sat)
(pop 1)

(push 1)
; step learn(p)
(declare-fun p () Participant)
(define-fun outcome_is_undecided_next ((x1 Participant)) Bool
  (ite (= x1 p) decided_is_undecided (outcome_is_undecided x1)))
(define-fun outcome_is_commit_next ((x1 Participant)) Bool (ite (= x1 p) decided_is_commit (outcome_is_commit x1)))
(define-fun outcome_is_abort_next ((x1 Participant)) Bool (ite (= x1 p) decided_is_abort (outcome_is_abort x1)))
; it can happen
(assert (and (not decided_is_undecided) (outcome_is_undecided p) (voted_yes p)))
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or
          (and (outcome_is_undecided_next p_8) (outcome_is_undecided p_8))
          (and (outcome_is_commit_next p_8) (outcome_is_commit p_8))
          (and (outcome_is_abort_next p_8) (outcome_is_abort p_8)))))))
(check-sat)
(pop 1)

(push 1)
; fault crash
; it can happen
(assert coordinator_up)
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or (outcome_is_undecided p_8) (outcome_is_commit p_8) (outcome_is_abort p_8))))))
(check-sat)
(pop 1)

(push 1)
; input restart
; it can happen
(assert (not coordinator_up))
; `final` is violated
(assert
  (not
    (forall ((p_8 Participant))
      (=>
        (not (outcome_is_undecided p_8))
        (or (outcome_is_undecided p_8) (outcome_is_commit p_8) (outcome_is_abort p_8))))))
(check-sat)
(pop 1)
