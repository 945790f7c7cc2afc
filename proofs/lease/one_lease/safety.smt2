; lease: no state with the clauses is against `one_lease`
(set-logic UF)
(declare-sort Server 0)
(declare-fun lead_is_0 (Server) Bool)
(declare-fun lead_is_1 (Server) Bool)
(define-fun lead_is_minus_1 ((x1 Server)) Bool (not (or (lead_is_0 x1) (lead_is_1 x1))))
(declare-fun left_is_2 (Server) Bool)
(define-fun clause_1 () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2 S)))))
(declare-fun left_is_1 (Server) Bool)
(declare-fun role_is_asking (Server) Bool)
(declare-fun role_is_offered (Server) Bool)
(declare-fun role_is_primary (Server) Bool)
(define-fun role_is_backup ((x1 Server)) Bool
  (not (or (role_is_asking x1) (role_is_offered x1) (role_is_primary x1))))
(declare-fun waits_is_1 () Bool)
(declare-fun waits_is_3 () Bool)
(define-fun clause_2 () Bool
  (forall ((S Server))
     (or (not (lead_is_minus_1 S)) (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) waits_is_1 waits_is_3)))
(define-fun clause_3 () Bool
  (forall ((S Server))
     (or (not (lead_is_0 S)) (not (left_is_2 S)) (role_is_asking S) (role_is_backup S) waits_is_1 waits_is_3)))
(declare-fun waits_is_2 () Bool)
(define-fun clause_4 () Bool
  (forall ((S Server))
     (or (lead_is_1 S) (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) waits_is_2 waits_is_3)))
(define-fun clause_5 () Bool
  (forall ((S Server)) (or (not (left_is_2 S)) (role_is_asking S) (role_is_backup S) waits_is_2 waits_is_3)))
(define-fun waits_is_0 () Bool (not (or waits_is_1 waits_is_2 waits_is_3)))
(define-fun clause_6 () Bool
  (forall ((S Server)) (or (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) (not waits_is_0))))
(define-fun clause_7 () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2 S))
         (not (left_is_2 T))
         (role_is_asking S)
         (role_is_backup S)
         (role_is_asking T)
         (role_is_backup T)))))
(define-fun clause_8 () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_1 T))
         (role_is_asking S)
         (role_is_backup S)
         (role_is_asking T)
         (role_is_backup T)))))
(define-fun clause_9 () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_2 T))
         (role_is_asking S)
         (role_is_backup S)
         (role_is_asking T)
         (role_is_backup T)))))

; what is true of every state
(assert (forall ((x1 Server)) (not (and (lead_is_0 x1) (lead_is_1 x1)))))
(assert (forall ((x1 Server)) (not (and (left_is_1 x1) (left_is_2 x1)))))
(assert
  (forall ((x1 Server))
    (and
      (not (and (role_is_asking x1) (role_is_offered x1)))
      (not (and (role_is_asking x1) (role_is_primary x1)))
      (not (and (role_is_offered x1) (role_is_primary x1))))))
(assert (and (not (and waits_is_1 waits_is_2)) (not (and waits_is_1 waits_is_3)) (not (and waits_is_2 waits_is_3))))

; clause 1: all s: lead[s] is not minus_1 or left[s] is not 2
(assert clause_1)
; clause 2: all s: lead[s] is not minus_1 or left[s] is not 1 or role[s] is one of asking, backup or waits is one of 1, 3
(assert clause_2)
; clause 3: all s: lead[s] is not 0 or left[s] is not 2 or role[s] is one of asking, backup or waits is one of 1, 3
(assert clause_3)
; clause 4: all s: lead[s] is 1 or left[s] is not 1 or role[s] is one of asking, backup or waits is one of 2, 3
(assert clause_4)
; clause 5: all s: left[s] is not 2 or role[s] is one of asking, backup or waits is one of 2, 3
(assert clause_5)
; clause 6: all s: left[s] is not 1 or role[s] is one of asking, backup or waits is not 0
(assert clause_6)
; clause 7: all s, t: left[s] is not 2 or left[t] is not 2 or role[s] is one of asking, backup or role[t] is one of asking, backup
(assert clause_7)
; clause 8: all s, t: left[s] is not 1 or left[t] is not 1 or role[s] is one of asking, backup or role[t] is one of asking, backup
(assert clause_8)
; clause 9: all s, t: left[s] is not 1 or left[t] is not 2 or role[s] is one of asking, backup or role[t] is one of asking, backup
(assert clause_9)

; `one_lease` is violated
(assert
  (not
    (forall ((s_8 Server) (s_8_2 Server))
      (=>
        (and
          (or (role_is_offered s_8) (role_is_primary s_8))
          (or (left_is_1 s_8) (left_is_2 s_8))
          (or (role_is_offered s_8_2) (role_is_primary s_8_2))
          (or (left_is_1 s_8_2) (left_is_2 s_8_2)))
        (= s_8 s_8_2)))))
(check-sat)
