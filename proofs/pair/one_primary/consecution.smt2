; pair: every transition from a state with the clauses leads to one with them
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

(push 1)
; fault fail(fw0)
(define-fun mode_fw0_is_failed_next () Bool true)
(define-fun mode_fw1_is_failed_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_failed_next)))
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun clause_2_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_active_secondary_next)))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun mode_fw1_is_active_primary_next () Bool true)
(define-fun clause_3_next () Bool (or (not mode_fw0_is_active_primary_next) (not mode_fw1_is_active_primary_next)))
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_4_next () Bool
  (or (not mode_fw0_is_active_secondary_next) (not mode_fw1_is_active_secondary_next)))
(define-fun clause_5_next () Bool (or (not mode_fw0_is_active_secondary_next) (not mode_fw1_is_failed_next)))
; it can happen
(assert (and (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next)))
(check-sat)
(pop 1)

(push 1)
; fault fail(fw1)
(define-fun mode_fw0_is_failed_next () Bool false)
(define-fun mode_fw1_is_failed_next () Bool true)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_failed_next)))
(define-fun mode_fw1_is_active_secondary_next () Bool false)
(define-fun clause_2_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_active_secondary_next)))
(define-fun mode_fw0_is_active_primary_next () Bool true)
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun clause_3_next () Bool (or (not mode_fw0_is_active_primary_next) (not mode_fw1_is_active_primary_next)))
(define-fun mode_fw0_is_active_secondary_next () Bool false)
(define-fun clause_4_next () Bool
  (or (not mode_fw0_is_active_secondary_next) (not mode_fw1_is_active_secondary_next)))
(define-fun clause_5_next () Bool (or (not mode_fw0_is_active_secondary_next) (not mode_fw1_is_failed_next)))
; it can happen
(assert (and (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next)))
(check-sat)
(pop 1)

(push 1)
; step recover(fw0)
(define-fun mode_fw0_is_failed_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_failed)))
(define-fun clause_2_next () Bool (or (not mode_fw0_is_failed_next) (not mode_fw1_is_active_secondary)))
(define-fun mode_fw0_is_active_primary_next () Bool false)
(define-fun clause_3_next () Bool (or (not mode_fw0_is_active_primary_next) (not mode_fw1_is_active_primary)))
(define-fun mode_fw0_is_active_secondary_next () Bool true)
(define-fun clause_4_next () Bool (or (not mode_fw0_is_active_secondary_next) (not mode_fw1_is_active_secondary)))
(define-fun clause_5_next () Bool (or (not mode_fw0_is_active_secondary_next) (not mode_fw1_is_failed)))
; it can happen
(assert mode_fw0_is_failed)
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next)))
(check-sat)
(pop 1)

(push 1)
; step recover(fw1)
(define-fun mode_fw1_is_failed_next () Bool false)
(define-fun clause_1_next () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_failed_next)))
(define-fun mode_fw1_is_active_secondary_next () Bool true)
(define-fun clause_2_next () Bool (or (not mode_fw0_is_failed) (not mode_fw1_is_active_secondary_next)))
(define-fun mode_fw1_is_active_primary_next () Bool false)
(define-fun clause_3_next () Bool (or (not mode_fw0_is_active_primary) (not mode_fw1_is_active_primary_next)))
(define-fun clause_4_next () Bool (or (not mode_fw0_is_active_secondary) (not mode_fw1_is_active_secondary_next)))
(define-fun clause_5_next () Bool (or (not mode_fw0_is_active_secondary) (not mode_fw1_is_failed_next)))
; it can happen
(assert mode_fw1_is_failed)
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next)))
(check-sat)
(pop 1)
