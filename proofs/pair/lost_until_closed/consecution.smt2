; pair: every transition from a state with the clauses leads to one with them
(set-logic UF)
(declare-sort Session 0)
(declare-fun l7_is_lost (Session) Bool)
(declare-fun owner_is_fw0 (Session) Bool)
(declare-fun owner_is_fw1 (Session) Bool)
(define-fun owner_is_none ((x1 Session)) Bool (not (or (owner_is_fw0 x1) (owner_is_fw1 x1))))
(define-fun clause_1 () Bool (forall ((S Session)) (or (not (l7_is_lost S)) (not (owner_is_none S)))))
(declare-fun mode_fw0_is_failed () Bool)
(declare-fun mode_fw1_is_failed () Bool)
(declare-fun l7_is_inspecting (Session) Bool)
(declare-fun origin_is_fw0 (Session) Bool)
(declare-fun origin_is_fw1 (Session) Bool)

; what is true of every state
(assert (forall ((x1 Session)) (not (and (l7_is_inspecting x1) (l7_is_lost x1)))))
(assert (forall ((x1 Session)) (not (and (owner_is_fw0 x1) (owner_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (origin_is_fw0 x1) (origin_is_fw1 x1)))))

; clause 1: all s: l7[s] is not lost or owner[s] is not none
(assert clause_1)

(push 1)
; input first_packet(s, fw0)
(declare-fun s () Session)
(define-fun l7_is_lost_next ((x1 Session)) Bool (and (not (= x1 s)) (l7_is_lost x1)))
(define-fun owner_is_none_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost_next S)) (not (owner_is_none_next S)))))
; it can happen
(assert (and (owner_is_none s) (not mode_fw0_is_failed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; input first_packet(s, fw1)
(declare-fun s () Session)
(define-fun l7_is_lost_next ((x1 Session)) Bool (and (not (= x1 s)) (l7_is_lost x1)))
(define-fun owner_is_none_next ((x1 Session)) Bool (and (not (= x1 s)) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost_next S)) (not (owner_is_none_next S)))))
; it can happen
(assert (and (owner_is_none s) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; fault fail(fw0)
(define-fun l7_is_lost_next ((x1 Session)) Bool (or (and (owner_is_fw0 x1) (l7_is_inspecting x1)) (l7_is_lost x1)))
(define-fun owner_is_none_next ((x1 Session)) Bool (and (not (owner_is_fw0 x1)) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost_next S)) (not (owner_is_none_next S)))))
; it can happen
(assert (and (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; fault fail(fw1)
(define-fun l7_is_lost_next ((x1 Session)) Bool (or (and (owner_is_fw1 x1) (l7_is_inspecting x1)) (l7_is_lost x1)))
(define-fun owner_is_none_next ((x1 Session)) Bool (and (not (owner_is_fw1 x1)) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost_next S)) (not (owner_is_none_next S)))))
; it can happen
(assert (and (not mode_fw0_is_failed) (not mode_fw1_is_failed)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step recover(fw0)
(define-fun owner_is_none_next ((x1 Session)) Bool (and (not (origin_is_fw0 x1)) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost S)) (not (owner_is_none_next S)))))
; it can happen
(assert mode_fw0_is_failed)
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; step recover(fw1)
(define-fun owner_is_none_next ((x1 Session)) Bool (and (not (origin_is_fw1 x1)) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost S)) (not (owner_is_none_next S)))))
; it can happen
(assert mode_fw1_is_failed)
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)

(push 1)
; input close(s)
(declare-fun s () Session)
(define-fun l7_is_lost_next ((x1 Session)) Bool (and (not (= x1 s)) (l7_is_lost x1)))
(define-fun owner_is_none_next ((x1 Session)) Bool (or (= x1 s) (owner_is_none x1)))
(define-fun clause_1_next () Bool (forall ((S Session)) (or (not (l7_is_lost_next S)) (not (owner_is_none_next S)))))
; it can happen
(assert (not (owner_is_none s)))
; one of the clauses does not hold any more
(assert (not clause_1_next))
(check-sat)
(pop 1)
