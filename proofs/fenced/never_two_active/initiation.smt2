; fenced: every initial state has the clauses
(set-logic UF)
(declare-fun mode_left_is_active () Bool)
(declare-fun mode_right_is_active () Bool)
(declare-fun mode_right_is_crashed () Bool)
(define-fun mode_right_is_standby () Bool (not (or mode_right_is_active mode_right_is_crashed)))
(declare-fun fencing () Bool)
(define-fun clause_1 () Bool (or (not fencing) (not mode_left_is_active) (not mode_right_is_active)))

; what is true of every state
(assert (not (and mode_right_is_active mode_right_is_crashed)))

(assert mode_left_is_active)
(assert mode_right_is_standby)

; one of the clauses does not hold
(assert (not clause_1))
(check-sat)
