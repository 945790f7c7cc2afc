; first_steps: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-fun mode_left_is_active () Bool)
(declare-fun mode_right_is_active () Bool)
(define-fun clause_1 () Bool (or (not mode_left_is_active) (not mode_right_is_active)))
(declare-fun mode_left_is_crashed () Bool)
(declare-fun mode_right_is_crashed () Bool)
(define-fun mode_left_is_standby () Bool (not (or mode_left_is_active mode_left_is_crashed)))
(define-fun mode_right_is_standby () Bool (not (or mode_right_is_active mode_right_is_crashed)))

; what is true of every state
(assert (not (and mode_left_is_active mode_left_is_crashed)))
(assert (not (and mode_right_is_active mode_right_is_crashed)))

; clause 1: mode[left] is not active or mode[right] is not active
(assert clause_1)

(push 1)
; fault crash(left)
(define-fun mode_left_is_active_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_left_is_active_next) (not mode_right_is_active)))
; it can happen
(assert (and (not mode_left_is_crashed) (not mode_right_is_crashed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; fault crash(right)
(define-fun mode_right_is_active_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_left_is_active) (not mode_right_is_active_next)))
; it can happen
(assert (and (not mode_left_is_crashed) (not mode_right_is_crashed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step take_over(left)
(define-fun mode_left_is_active_next () Bool true)
(define-fun clause_1_next () Bool (or (not mode_left_is_active_next) (not mode_right_is_active)))
; it can happen
(assert (and mode_left_is_standby mode_right_is_crashed))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step take_over(right)
(define-fun mode_right_is_active_next () Bool true)
(define-fun clause_1_next () Bool (or (not mode_left_is_active) (not mode_right_is_active_next)))
; it can happen
(assert (and mode_right_is_standby mode_left_is_crashed))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step repair(left)
(define-fun mode_left_is_active_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_left_is_active_next) (not mode_right_is_active)))
; it can happen
(assert mode_left_is_crashed)
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step repair(right)
(define-fun mode_right_is_active_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_left_is_active) (not mode_right_is_active_next)))
; it can happen
(assert mode_right_is_crashed)
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)
