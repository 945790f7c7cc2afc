; first_steps: no transition from a state with the clauses is against `no_shortcut`
(set-logic UF)
(declare-fun mode_left_is_crashed () Bool)
(declare-fun mode_right_is_crashed () Bool)
(declare-fun mode_right_is_active () Bool)
(declare-fun mode_left_is_active () Bool)
(define-fun mode_left_is_standby () Bool (not (or mode_left_is_active mode_left_is_crashed)))
(define-fun mode_right_is_standby () Bool (not (or mode_right_is_active mode_right_is_crashed)))

; what is true of every state
(assert (not (and mode_left_is_active mode_left_is_crashed)))
(assert (not (and mode_right_is_active mode_right_is_crashed)))

(push 1)
; fault crash(left)
(define-fun mode_left_is_active_next () Bool false)
; it can happen
(assert (and (not mode_left_is_crashed) (not mode_right_is_crashed)))
; `no_shortcut` is violated
(assert
  (not
    (and
      (=> mode_left_is_crashed (not mode_left_is_active_next))
      (=> mode_right_is_crashed (not mode_right_is_active)))))
(check-sat)
(pop 1)

(push 1)
; fault crash(right)
(define-fun mode_right_is_active_next () Bool false)
; it can happen
(assert (and (not mode_left_is_crashed) (not mode_right_is_crashed)))
; `no_shortcut` is violated
(assert
  (not
    (and
      (=> mode_left_is_crashed (not mode_left_is_active))
      (=> mode_right_is_crashed (not mode_right_is_active_next)))))
(check-sat)
(pop 1)

(push 1)
; step take_over(left)
(define-fun mode_left_is_active_next () Bool true)
; it can happen
(assert (and mode_left_is_standby mode_right_is_crashed))
; `no_shortcut` is violated
(assert
  (not
    (and
      (=> mode_left_is_crashed (not mode_left_is_active_next))
      (=> mode_right_is_crashed (not mode_right_is_active)))))
(check-sat)
(pop 1)

(push 1)
; step take_over(right)
(define-fun mode_right_is_active_next () Bool true)
; it can happen
(assert (and mode_right_is_standby mode_left_is_crashed))
; `no_shortcut` is violated
(assert
  (not
    (and
      (=> mode_left_is_crashed (not mode_left_is_active))
      (=> mode_right_is_crashed (not mode_right_is_active_next)))))
(check-sat)
(pop 1)

(push 1)
; step repair(left)
(define-fun mode_left_is_active_next () Bool false)
; it can happen
(assert mode_left_is_crashed)
; `no_shortcut` is violated
(assert
  (not
    (and
      (=> mode_left_is_crashed (not mode_left_is_active_next))
      (=> mode_right_is_crashed (not mode_right_is_active)))))
(check-sat)
(pop 1)

(push 1)
; step repair(right)
(define-fun mode_right_is_active_next () Bool false)
; it can happen
(assert mode_right_is_crashed)
; `no_shortcut` is violated
(assert
  (not
    (and
      (=> mode_left_is_crashed (not mode_left_is_active))
      (=> mode_right_is_crashed (not mode_right_is_active_next)))))
(check-sat)
(pop 1)
