; pair: no state with the clauses is against `one_primary`
(set-logic UF)
(declare-sort Session 0)
(declare-fun mode_fw0_is_failed () Bool)
(declare-fun mode_fw1_is_failed () Bool)
(define-fun clause_1 () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
(declare-fun mode_fw1_is_active_secondary () Bool)
(define-fun clause_2 () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_active_secondary)))
(declare-fun mode_fw0_is_active_secondary () Bool)
(define-fun mode_fw0_is_active_primary () Bool (not (or mode_fw0_is_active_secondary mode_fw0_is_failed)))
(define-fun mode_fw1_is_active_primary () Bool (not (or mode_fw1_is_active_secondary mode_fw1_is_failed)))
(define-fun clause_3 () Bool (or (not mode_fw0_is_active_primary) (not mode_fw1_is_active_primary)))
(define-fun clause_4 () Bool (or (not mode_fw0_is_active_secondary) (not mode_fw1_is_active_secondary)))
(define-fun clause_5 () Bool (or (not mode_fw0_is_active_secondary) (not mode_fw1_is_failed)))

; what is true of every state
(assert (not (and mode_fw0_is_active_secondary mode_fw0_is_failed)))
(assert (not (and mode_fw1_is_active_secondary mode_fw1_is_failed)))

; clause 1: mode[fw0] is not failed or mode[fw1] is not failed
(assert clause_1)
; clause 2: mode[fw0] is not failed or mode[fw1] is not active_secondary
(assert clause_2)
; clause 3: mode[fw0] is not active_primary or mode[fw1] is not active_primary
(assert clause_3)
; clause 4: mode[fw0] is not active_secondary or mode[fw1] is not active_secondary
(assert clause_4)
; clause 5: mode[fw0] is not active_secondary or mode[fw1] is not failed
(assert clause_5)

; `one_primary` is violated
(assert
  (not
    (and
      (or mode_fw0_is_active_primary mode_fw1_is_active_primary)
      (not (and mode_fw0_is_active_primary mode_fw1_is_active_primary)))))
(check-sat)
