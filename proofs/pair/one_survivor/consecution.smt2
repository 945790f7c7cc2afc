; pair: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Session 0)
(declare-fun mode_fw0_is_failed () Bool)
(declare-fun mode_fw1_is_failed () Bool)
(define-fun clause_1 () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_failed)))

; clause 1: mode[fw0] is not failed or mode[fw1] is not failed
(assert clause_1)

(push 1)
; fault fail(fw0)
(define-fun mode_fw0_is_failed_next () Bool true)
(define-fun mode_fw1_is_failed_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_failed_next)))
; it can happen
(assert (and (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; fault fail(fw1)
(define-fun mode_fw0_is_failed_next () Bool false)
(define-fun mode_fw1_is_failed_next () Bool true)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_failed_next)))
; it can happen
(assert (and (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step recover(fw0)
(define-fun mode_fw0_is_failed_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_failed)))
; it can happen
(assert mode_fw0_is_failed)
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step recover(fw1)
(define-fun mode_fw1_is_failed_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_failed_next)))
; it can happen
(assert mode_fw1_is_failed)
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)
