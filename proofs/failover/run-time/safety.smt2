; failover: no state with the clauses allows a run-time mistake
(set-logic UF)
(declare-sort Session 0)
(declare-fun alive_fw0 () Bool)
(declare-fun owner_fw0_is_fw0 (Session) Bool)
(declare-fun owner_fw0_is_fw1 (Session) Bool)
(define-fun owner_fw0_is_none ((x1 Session)) Bool (not (or (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1))))
(declare-fun owner_fw1_is_fw0 (Session) Bool)
(declare-fun owner_fw1_is_fw1 (Session) Bool)
(define-fun owner_fw1_is_none ((x1 Session)) Bool (not (or (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1))))
(declare-fun sync_opened_fw0_fw0 (Session) Bool)
(declare-fun sync_opened_fw0_fw1 (Session) Bool)
(declare-fun sync_opened_fw1_fw0 (Session) Bool)
(declare-fun sync_opened_fw1_fw1 (Session) Bool)
(declare-fun alive_fw1 () Bool)

; what is true of every state
(assert (forall ((x1 Session)) (not (and (owner_fw0_is_fw0 x1) (owner_fw0_is_fw1 x1)))))
(assert (forall ((x1 Session)) (not (and (owner_fw1_is_fw0 x1) (owner_fw1_is_fw1 x1)))))

(push 1)
; input begin(s, fw0)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    alive_fw0
    (owner_fw0_is_none s)
    (owner_fw1_is_none s)
    (not
      (or
        (exists ((session Session)) (sync_opened_fw0_fw0 session))
        (exists ((session Session)) (sync_opened_fw0_fw1 session))
        (exists ((session Session)) (sync_opened_fw1_fw0 session))
        (exists ((session Session)) (sync_opened_fw1_fw1 session))))
    (sync_opened_fw0_fw1 s)))
(check-sat)
(pop 1)

(push 1)
; input begin(s, fw1)
(declare-fun s () Session)
; it makes a mistake
(assert
  (and
    alive_fw1
    (owner_fw0_is_none s)
    (owner_fw1_is_none s)
    (not
      (or
        (exists ((session Session)) (sync_opened_fw0_fw0 session))
        (exists ((session Session)) (sync_opened_fw0_fw1 session))
        (exists ((session Session)) (sync_opened_fw1_fw0 session))
        (exists ((session Session)) (sync_opened_fw1_fw1 session))))
    (sync_opened_fw1_fw0 s)))
(check-sat)
(pop 1)
