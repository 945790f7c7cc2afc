; lease: every transition from a state with the clauses leads to one with them
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
(define-fun left_is_0 ((x1 Server)) Bool (not (or (left_is_1 x1) (left_is_2 x1))))

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

(push 1)
; step ask(s)
(declare-fun s () Server)
(define-fun lead_is_minus_1_next ((x1 Server)) Bool (and (not (= x1 s)) (lead_is_minus_1 x1)))
(define-fun left_is_2_next ((x1 Server)) Bool (or (= x1 s) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1_next S)) (not (left_is_2_next S)))))
(define-fun left_is_1_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_1 x1)))
(define-fun role_is_asking_next ((x1 Server)) Bool (or (= x1 s) (role_is_asking x1)))
(define-fun role_is_backup_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_backup x1)))
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1_next S))
       (not (left_is_1_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun lead_is_0_next ((x1 Server)) Bool (or (= x1 s) (lead_is_0 x1)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0_next S))
       (not (left_is_2_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun lead_is_1_next ((x1 Server)) Bool (and (not (= x1 s)) (lead_is_1 x1)))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or
       (lead_is_1_next S)
       (not (left_is_1_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_2
       waits_is_3)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2_next S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_6_next () Bool
  (forall ((S Server))
     (or (not (left_is_1_next S)) (role_is_asking_next S) (role_is_backup_next S) (not waits_is_0))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2_next S))
         (not (left_is_2_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_1_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_2_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
; it can happen
(assert (role_is_backup s))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_1_next
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)

(push 1)
; step lend(s)
(declare-fun s () Server)
(define-fun role_is_asking_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_asking x1)))
(define-fun role_is_backup_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_backup x1)))
(define-fun waits_is_1_next () Bool false)
(define-fun waits_is_3_next () Bool true)
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1 S))
       (not (left_is_1 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1_next
       waits_is_3_next)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0 S))
       (not (left_is_2 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1_next
       waits_is_3_next)))
(define-fun waits_is_2_next () Bool false)
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or
       (lead_is_1 S)
       (not (left_is_1 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_2_next
       waits_is_3_next)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2 S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2_next waits_is_3_next)))
(define-fun waits_is_0_next () Bool false)
(define-fun clause_6_next () Bool
  (forall ((S Server))
     (or (not (left_is_1 S)) (role_is_asking_next S) (role_is_backup_next S) (not waits_is_0_next))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2 S))
         (not (left_is_2 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_1 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_2 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
; it can happen
(assert (and (role_is_asking s) waits_is_0))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)

(push 1)
; step arrive(s)
(declare-fun s () Server)
(define-fun role_is_asking_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_asking x1)))
(define-fun role_is_backup_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_backup x1)))
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1 S))
       (not (left_is_1 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0 S))
       (not (left_is_2 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or (lead_is_1 S) (not (left_is_1 S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2 S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_6_next () Bool
  (forall ((S Server)) (or (not (left_is_1 S)) (role_is_asking_next S) (role_is_backup_next S) (not waits_is_0))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2 S))
         (not (left_is_2 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_1 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_2 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
; it can happen
(assert (role_is_offered s))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)

(push 1)
; step step_down(s)
(declare-fun s () Server)
(define-fun role_is_asking_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_asking x1)))
(define-fun role_is_backup_next ((x1 Server)) Bool (or (= x1 s) (role_is_backup x1)))
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1 S))
       (not (left_is_1 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0 S))
       (not (left_is_2 S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or (lead_is_1 S) (not (left_is_1 S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2 S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_6_next () Bool
  (forall ((S Server)) (or (not (left_is_1 S)) (role_is_asking_next S) (role_is_backup_next S) (not waits_is_0))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2 S))
         (not (left_is_2 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_1 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1 S))
         (not (left_is_2 T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
; it can happen
(assert (and (role_is_primary s) (left_is_0 s)))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)

(push 1)
; step tick(s)
(declare-fun s () Server)
(define-fun lead_is_minus_1_next ((x1 Server)) Bool (ite (= x1 s) (lead_is_0 s) (lead_is_minus_1 x1)))
(define-fun left_is_2_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1_next S)) (not (left_is_2_next S)))))
(define-fun left_is_1_next ((x1 Server)) Bool (ite (= x1 s) (left_is_2 s) (left_is_1 x1)))
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1_next S))
       (not (left_is_1_next S))
       (role_is_asking S)
       (role_is_backup S)
       waits_is_1
       waits_is_3)))
(define-fun lead_is_0_next ((x1 Server)) Bool (ite (= x1 s) (lead_is_1 s) (lead_is_0 x1)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0_next S))
       (not (left_is_2_next S))
       (role_is_asking S)
       (role_is_backup S)
       waits_is_1
       waits_is_3)))
(define-fun lead_is_1_next ((x1 Server)) Bool (and (not (= x1 s)) (lead_is_1 x1)))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or (lead_is_1_next S) (not (left_is_1_next S)) (role_is_asking S) (role_is_backup S) waits_is_2 waits_is_3)))
(define-fun clause_5_next () Bool
  (forall ((S Server)) (or (not (left_is_2_next S)) (role_is_asking S) (role_is_backup S) waits_is_2 waits_is_3)))
(define-fun clause_6_next () Bool
  (forall ((S Server)) (or (not (left_is_1_next S)) (role_is_asking S) (role_is_backup S) (not waits_is_0))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2_next S))
         (not (left_is_2_next T))
         (role_is_asking S)
         (role_is_backup S)
         (role_is_asking T)
         (role_is_backup T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_1_next T))
         (role_is_asking S)
         (role_is_backup S)
         (role_is_asking T)
         (role_is_backup T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_2_next T))
         (role_is_asking S)
         (role_is_backup S)
         (role_is_asking T)
         (role_is_backup T)))))
; it can happen
(assert
  (and
    (or (left_is_1 s) (left_is_2 s))
    (or (lead_is_0 s) (lead_is_1 s))
    (not (left_is_0 s))
    (not (lead_is_minus_1 s))))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_1_next
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)

(push 1)
; step tick_arbiter
(define-fun lead_is_minus_1_next ((x1 Server)) Bool
  (and (not (or (left_is_1 x1) (left_is_2 x1))) (lead_is_minus_1 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1_next S)) (not (left_is_2 S)))))
(define-fun waits_is_1_next () Bool (and (or waits_is_1 waits_is_2 waits_is_3) waits_is_2))
(define-fun waits_is_3_next () Bool false)
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1_next S))
       (not (left_is_1 S))
       (role_is_asking S)
       (role_is_backup S)
       waits_is_1_next
       waits_is_3_next)))
(define-fun lead_is_0_next ((x1 Server)) Bool
  (ite (or (left_is_1 x1) (left_is_2 x1)) (lead_is_minus_1 x1) (lead_is_0 x1)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0_next S))
       (not (left_is_2 S))
       (role_is_asking S)
       (role_is_backup S)
       waits_is_1_next
       waits_is_3_next)))
(define-fun lead_is_1_next ((x1 Server)) Bool (ite (or (left_is_1 x1) (left_is_2 x1)) (lead_is_0 x1) (lead_is_1 x1)))
(define-fun waits_is_2_next () Bool (and (or waits_is_1 waits_is_2 waits_is_3) waits_is_3))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or (lead_is_1_next S) (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) waits_is_2_next waits_is_3_next)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2 S)) (role_is_asking S) (role_is_backup S) waits_is_2_next waits_is_3_next)))
(define-fun waits_is_0_next () Bool (or (not (or waits_is_1 waits_is_2 waits_is_3)) waits_is_1))
(define-fun clause_6_next () Bool
  (forall ((S Server)) (or (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) (not waits_is_0_next))))
; it can happen
(assert
  (and
    (forall ((s_3 Server)) (=> (or (left_is_1 s_3) (left_is_2 s_3)) (or (lead_is_minus_1 s_3) (lead_is_0 s_3))))
    (not (and (or waits_is_1 waits_is_2 waits_is_3) waits_is_0))
    (forall ((s_4 Server)) (=> (or (left_is_1 s_4) (left_is_2 s_4)) (not (lead_is_1 s_4))))))
; one of the clauses does not hold any more
(assert (not (and clause_1_next clause_2_next clause_3_next clause_4_next clause_5_next clause_6_next)))
(check-sat)
(pop 1)

(push 1)
; fault lose(s)
(declare-fun s () Server)
(define-fun left_is_2_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2_next S)))))
(define-fun left_is_1_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_1 x1)))
(define-fun role_is_asking_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_asking x1)))
(define-fun role_is_backup_next ((x1 Server)) Bool (or (= x1 s) (role_is_backup x1)))
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1 S))
       (not (left_is_1_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0 S))
       (not (left_is_2_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or (lead_is_1 S) (not (left_is_1_next S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2_next S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_6_next () Bool
  (forall ((S Server))
     (or (not (left_is_1_next S)) (role_is_asking_next S) (role_is_backup_next S) (not waits_is_0))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2_next S))
         (not (left_is_2_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_1_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_2_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
; it can happen
(assert (or (role_is_asking s) (role_is_offered s)))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_1_next
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)

(push 1)
; fault crash(s)
(declare-fun s () Server)
(define-fun left_is_2_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_2 x1)))
(define-fun clause_1_next () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2_next S)))))
(define-fun left_is_1_next ((x1 Server)) Bool (and (not (= x1 s)) (left_is_1 x1)))
(define-fun role_is_asking_next ((x1 Server)) Bool (and (not (= x1 s)) (role_is_asking x1)))
(define-fun role_is_backup_next ((x1 Server)) Bool (or (= x1 s) (role_is_backup x1)))
(define-fun clause_2_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_minus_1 S))
       (not (left_is_1_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_3_next () Bool
  (forall ((S Server))
     (or
       (not (lead_is_0 S))
       (not (left_is_2_next S))
       (role_is_asking_next S)
       (role_is_backup_next S)
       waits_is_1
       waits_is_3)))
(define-fun clause_4_next () Bool
  (forall ((S Server))
     (or (lead_is_1 S) (not (left_is_1_next S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_5_next () Bool
  (forall ((S Server))
     (or (not (left_is_2_next S)) (role_is_asking_next S) (role_is_backup_next S) waits_is_2 waits_is_3)))
(define-fun clause_6_next () Bool
  (forall ((S Server))
     (or (not (left_is_1_next S)) (role_is_asking_next S) (role_is_backup_next S) (not waits_is_0))))
(define-fun clause_7_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_2_next S))
         (not (left_is_2_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_8_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_1_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
(define-fun clause_9_next () Bool
  (forall ((S Server) (T Server))
     (=>
       (not (= S T))
       (or
         (not (left_is_1_next S))
         (not (left_is_2_next T))
         (role_is_asking_next S)
         (role_is_backup_next S)
         (role_is_asking_next T)
         (role_is_backup_next T)))))
; it can happen
(assert (role_is_primary s))
; one of the clauses does not hold any more
(assert
  (not
    (and
      clause_1_next
      clause_2_next
      clause_3_next
      clause_4_next
      clause_5_next
      clause_6_next
      clause_7_next
      clause_8_next
      clause_9_next)))
(check-sat)
(pop 1)
