; lease: every initial state has the clauses
(set-logic UF)
(declare-sort Server 0)
(declare-fun lead_is_0 (Server) Bool)
(declare-fun left_is_1 (Server) Bool)
(declare-fun left_is_2 (Server) Bool)
(define-fun left_is_0 ((x1 Server)) Bool (not (or (left_is_1 x1) (left_is_2 x1))))
(declare-fun role_is_asking (Server) Bool)
(declare-fun role_is_offered (Server) Bool)
(declare-fun role_is_primary (Server) Bool)
(define-fun role_is_backup ((x1 Server)) Bool
  (not (or (role_is_asking x1) (role_is_offered x1) (role_is_primary x1))))
(declare-fun waits_is_1 () Bool)
(declare-fun waits_is_2 () Bool)
(declare-fun waits_is_3 () Bool)
(define-fun waits_is_0 () Bool (not (or waits_is_1 waits_is_2 waits_is_3)))
(declare-fun lead_is_1 (Server) Bool)
(define-fun lead_is_minus_1 ((x1 Server)) Bool (not (or (lead_is_0 x1) (lead_is_1 x1))))
(define-fun clause_1 () Bool (forall ((S Server)) (or (not (lead_is_minus_1 S)) (not (left_is_2 S)))))
(define-fun clause_2 () Bool
  (forall ((S Server))
     (or (not (lead_is_minus_1 S)) (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) waits_is_1 waits_is_3)))
(define-fun clause_3 () Bool
  (forall ((S Server))
     (or (not (lead_is_0 S)) (not (left_is_2 S)) (role_is_asking S) (role_is_backup S) waits_is_1 waits_is_3)))
(define-fun clause_4 () Bool
  (forall ((S Server))
     (or (lead_is_1 S) (not (left_is_1 S)) (role_is_asking S) (role_is_backup S) waits_is_2 waits_is_3)))
(define-fun clause_5 () Bool
  (forall ((S Server)) (or (not (left_is_2 S)) (role_is_asking S) (role_is_backup S) waits_is_2 waits_is_3)))
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

(assert (forall ((x1 Server)) (lead_is_0 x1)))
(assert (forall ((x1 Server)) (left_is_0 x1)))
(assert (forall ((x1 Server)) (role_is_backup x1)))
(assert waits_is_0)

; one of the clauses does not hold
(assert (not (and clause_1 clause_2 clause_3 clause_4 clause_5 clause_6 clause_7 clause_8 clause_9)))
(check-sat)
