; two_phase_commit: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Participant 0)
(declare-fun voted_no (Participant) Bool)
(declare-fun voted_yes (Participant) Bool)
(define-fun clause_1 () Bool (forall ((P Participant)) (or (not (voted_no P)) (not (voted_yes P)))))

; clause 1: all p: voted_no[p] is false or voted_yes[p] is false
(assert clause_1)

(push 1)
; step vote_yes(p)
(declare-fun p () Participant)
(define-fun voted_yes_next ((x1 Participant)) Bool (or (= x1 p) (voted_yes x1)))
(define-fun clause_1_next () Bool (forall ((P Participant)) (or (not (voted_no P)) (not (voted_yes_next P)))))
; it can happen
(assert (and (not (voted_yes p)) (not (voted_no p))))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step vote_no(p)
(declare-fun p () Participant)
(define-fun voted_no_next ((x1 Participant)) Bool (or (= x1 p) (voted_no x1)))
(define-fun clause_1_next () Bool (forall ((P Participant)) (or (not (voted_no_next P)) (not (voted_yes P)))))
; it can happen
(assert (and (not (voted_yes p)) (not (voted_no p))))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)
