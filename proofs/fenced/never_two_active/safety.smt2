; fenced: no state with the clauses is against `never_two_active`
(set-logic UF)
(declare-fun fencing () Bool)
(declare-fun mode_left_is_active () Bool)
(declare-fun mode_right_is_active () Bool)
(define-fun clause_1 () Bool (or (not fencing) (not mode_left_is_active) (not mode_right_is_active)))

; clause 1: fencing is false or mode[left] is not active or mode[right] is not active
(assert clause_1)

; `never_two_active` is violated
(assert (not (or (not fencing) (not (and mode_left_is_active mode_right_is_active)))))
(check-sat)
