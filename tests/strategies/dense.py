"""Small texts in which much is said: what each word of the language means decides what becomes of them."""

from __future__ import annotations

DENSE: dict[str, str] = {
    "numbers": """
spec numbers
var n : 0..3 = 0
var m : 1..3 = 1
var seen : 0..9 = 0
record Pair { low: 1..2, high: 0..4 }
var last : Pair = Pair(1, 0)
def level(x: 1..3) = x
def small(x: 0..2) = x
step go when n < 3 { n := n + 1 }
step back when n = 3 { n := 0 m := 4 - m }
step by_mod { seen := level(n mod 3) }
step by_sum { seen := small(n + n) }
step by_sum_2 { seen := level(n + 1) }
step by_difference { seen := level(n - 0 - m + 2) }
step by_difference_2 { seen := small(n - m) }
step by_product { seen := small((n - 2) * (m - 2)) }
step by_product_2 { seen := small(n * m) }
step by_div { seen := level(n div 2) }
step by_div_2 { seen := small((n + m) div 2) }
step by_if { seen := level(if m = 3 then m else n) }
step by_if_2 { seen := small(if m = 3 then m - 1 else n) }
step pair { last := Pair(n, m) }
step pair_2 { last := Pair(m - 1, n + n) }
step mod_0 { n := -3 + n }
invariant negative = -n <= 0 and -(1 + n) < 0 and 0 - n = -n and -1 + n < 3
invariant order = n > 2 or n <= 2 and not n >= 3
invariant order_2 = (n >= 3) = (n > 2) and (n <= 0 or n >= 1) and n >= 0
reachable between = n in 1..2 and m in { 1, 3 } and n not in 0..1 and m not in { 2 }
reachable edge = n in 0..3 and n = 3
invariant not_two = n != 2
invariant never = n in 0..2
""",
    "records": """
spec records
enum Mode { on_, off, broken }
record Pair { who: Mode, level: 0..1 }
record Both { one: Pair, two: Pair }
var a : Pair = Pair(on_, 0)
var b : Pair
var c : Both = Both(Pair(off, 1), Pair(broken, 0))
var flag : bool = false
initially b = Pair(off, 0)
def chosen(p: bool): Pair = if p then a else b
step swap { a := b b := a }
step turn { a := if flag then c.one else c.two flag := not flag }
step raise when a.level = 0 { a.level := 1 }
step other { let r = chosen(flag) c.two := r c.one.who := match r.who { on_ -> off, off -> broken, _ -> on_ } }
invariant differ = a != b
invariant modes = a = b => a.level = b.level
reachable one_field = a.who = b.who and not (a = b)
reachable the_other = a.level = b.level and a.who != b.who and chosen(flag) = c.two
""",
    "optionals": """
spec optionals
enum Mode { on_, off }
var o[0..1] : 0..1? = none
var k : 0..2 = 0
var m : Mode? = none
step up_ when k < 2 { k := k + 1 }
step down when k > 0 { k := k - 1 }
step set_ { o[0] := if k = 0 then none else k - 1 }
step set_2 { o[1] := k }
step mode { m := match k { 0 -> none, 1 -> on_, 2 -> off } }
invariant equal = o[0] != k + 1
invariant equal_2 = o[1] = k => k < 2
reachable both = o[0] = o[1] and o[1] = 1
reachable none_ = m = none and k = 2 and o[0] in { none, 1 }
""",
    "best": """
spec chosen_ones
node N { a, b, c }
sort S
scope S = 2
var rank[N] : 0..1 = 0
var up_[N] : bool = true
var late[S] : bool = false
var by : N? = none
var got : bool = false
step raise(d: N) when rank[d] < 1 { rank[d] := rank[d] + 1 }
step falls(d: N) when up_[d] and some e: N where e != d. up_[e] { up_[d] := false }
step elect { by := best d: N where up_[d] by (rank[d], d = b) }
step lowest when rank[a] != rank[b] { by := best d: N where d != c by -rank[d] got := (best d: N by (d = c, up_[d])) = c }
step late_one(s: S) { late[s] := not late[s] }
step latest { got := late[best s: S by late[s]] }
invariant only = all d: N. up_[d] and (all e: N where e != d. not up_[e]) => (best x: N where up_[x] by rank[x]) = d
reachable third = by = c and up_[b] and rank[c] = 1
reachable first = by = a and up_[b] and rank[a] = 1
reachable climbs = some d: N. rank[d] = 0 and next (rank[d] = 1 and up_[d]) and by = c
reachable never_falls = some d: N. next rank[d] < rank[d]
invariant chosen = by != b or got
invariant highest = up_[b] => rank[best d: N where up_[d] by (rank[d], d = b, d = a)] >= rank[b]
property stays = always (next by = (best d: N by (up_[d], d = a, d = b)) => by != c)
""",
    "possible": """
spec ahead
sort S
scope S = 2
node N { a, b }
record Pair { one: N, two: 0..1 }
var t[N, S] : bool = false
var n : 0..3 = 1
var last : Pair = Pair(a, 0)
link ha
channel c over ha from N to N carries tell(S), stop(Pair) fifo 1
faults 1
def grows(k: 0..3) = possible grow(k)
input take(d: N, s: S) when not t[d, s] { t[d, s] := true send c tell(s) from d to (the p: N where p != d) }
on c tell(s) from x to y when x != y { require not t[y, s] t[y, s] := true }
on c stop(p) from x to y { last := p }
step grow(k: 0..3) when k > 0 { n := n + k either { require n < 2 } or { require k = 1 last := Pair(b, n) } }
step turn(p: Pair) when n = 3 and p != last { last := p n := the m: 0..3 where m < p.two + n - 2 }
fault fall(d: N) { n := 0 }
assume less = not (n = 2 and all s: S. t[b, s])
assume not_again = not (once n = 3 and n = 1)
invariant lives = possible any
invariant lives_alone = possible any step
reachable stops = not possible any step and pending c tell(the s: S where not t[a, s]) from b to a
invariant takes = all d: N, s: S. possible take(d, s) = (not t[d, s])
reachable some_take = possible take(any, any) and not possible take(a, any)
reachable grown = grows(2) and not grows(1)
reachable over = possible turn(Pair(b, 0)) and not possible turn(any)
reachable turned = possible turn(Pair(a, 1)) and possible turn
invariant falls = possible fall(a)
reachable told = possible deliver c tell(the s: S where not t[a, s]) from b to a and not possible deliver c from a to b
reachable not_told = pending c from a to b and not possible deliver c from a to b and up(ha)
invariant stopped = not possible deliver c stop(Pair(a, 0)) from a to b and (possible deliver c => pending c)
property ahead = all k: 0..3. always (possible grow(k) => next (possible grow or possible turn(Pair(a, 1))))
property later = always (possible take(a, any) => eventually not possible take(a, any))
""",
    "quantifiers": """
spec quantifiers
sort S
scope S = 2
enum P { x, y }
node N { a, b, c }
var p[S, P] : bool = false
var q[N]    : N = a
step put(s: S, n: P) when not p[s, n] { p[s, n] := true }
step move when all n: N where n != a. q[n] = a { q[b] := the m: N where m != b and m != q[c] }
step all_ { for s: S, n: P where p[s, n] and n = x { p[s, n] := false } }
step pairs { choose s: S, n: P where p[s, n] and n != x  p[s, n] := false  q[a] := c }
step ways when q[b] != a { either { q[a] := b } or { require q[a] = c q[b] := b } or { q[a] := c } }
step branch when q[b] != a { if q[a] = b { q[c] := c } else { q[c] := a } }
invariant where_ = all n: N where q[n] = n. n = a or n = b
invariant none_ = not (some n: N where q[n] = b. n = c)
invariant guarded = some n: N where n = b. (the m: N where m != a and m != n) = c
invariant guarded_2 = some n: N where n = q[a]. (the m: N where m != a and m != n) = c
invariant counted = (count n: N where q[n] = a) > 0
property names = all n: N. always ((some m: N. q[m] = n) => next (some m: N. q[m] = n))
reachable nested = some n: N, m: N. n = q[m] and (all n2: N. q[n2] = n)
def p2(n: N) = some m: N. m != n and q[m] = n
def p4(o: N) = some m: N. m != o and p2(m)
invariant caught = all m: N. m = a or not p2(m)
invariant caught_2 = all m: N. m != a => p4(m)
property cleared = always ((some s: S. p[s, x]) => next (some s: S. p[s, x]))
property kept_of_two = always ((all s: S. p[s, y]) => next (some s: S. p[s, y]))
property kept = always ((exactly one s: S. p[s, y]) => next (some s: S. p[s, y]))
invariant chosen = q[a] != c
invariant pattern = match q[a] { a | b -> true, c -> q[b] != c }
reachable one_pair = exactly one s: S, n: P. p[s, n]
reachable no_two = (at most one s: S, n: P. p[s, n]) and (some s: S. p[s, x])
invariant two_at_most = at most one s: S, n: P. p[s, n]
invariant one_has_two = not (exactly one s: S, n: P. p[s, n]) or not (some s: S. p[s, x] and p[s, y])
""",
    "messages": """
spec messages
node N { a, b }
link wire, other
var got : 0..2 = 0
channel ch over wire from N to N carries m(0..1, N), h  unordered lossy duplicating waits when cut
channel q over other from N to N carries r  fifo 2 duplicating
faults 2
input send_it(n: N) when not pending ch m(1, n) from n to a { send ch m(1, n) from n to a }
step hello when not pending q { send q r from a to b  send q r from a to b }
step empty when pending q r from a to b { drop q from a to b }
on ch m(x, n) from s to d when x = 1 { got := if s = n then 1 else 2 }
on ch h from s to d { got := 0 }
on q r from s to d { require s != d }
invariant first = not pending ch from a to a
invariant second = not pending ch m(1, b) from b to a
reachable both = pending ch m(1, a) from a to a and pending ch m(1, b) from b to a and not pending ch from a to b
reachable down = not up(wire) and pending ch
reachable down_2 = not up(other) and pending q
reachable up_again = up(other) and got = 1 and not up(wire)
invariant never = got < 2
property at_once = always (pending q and up(other) => next (pending q or not up(other)))
property on_its_way = always (not up(wire) and not pending ch => next (not pending ch or up(wire)))
property quiet = always (not up(wire) and got = 0 => next got = 0)
""",
    "links": """
spec links
node N { a, b }
enum Net { x, y }
link wire[N, N], spare, second, lan[Net]
var got : 0..2 = 0
channel one over wire[from, to] or spare from N to N carries m fifo 1 lossy
channel two over spare or second from N to N carries m unordered
channel three over lan[if from = a then x else y] from N to N carries m unordered lossy waits when cut
faults 2
step put(n: N) when got = 0 and n = a { got := 1  for o: N { send one m from n to o } }
step put_2 when got = 1 { got := 2  send two m from a to b  send three m from b to a }
on one m from s to d { got := 0 }
on two m from s to d { require up(second) }
on three m from s to d when got = 2 { got := if up(lan[x]) then 1 else 0 }
invariant first = pending one => up(spare) or up(wire[a, b])
invariant second_ = all s: N, d: N. pending one m from s to d => up(spare) or up(wire[s, d])
invariant third = pending two => up(spare) or up(second)
reachable fourth = pending two and not up(second)
reachable fifth = pending three and not up(lan[y])
reachable itself = not up(wire[a, a])
property kept = always (pending two and up(spare) and up(second) => next (pending two or (up(spare) and up(second))))
property moves = always (pending three and not up(lan[y]) => next (pending three or up(lan[y])))
""",
    "switches": """
spec switches
node N { a, b }
link wire, way[N, N]
var seen[N] : bool = true
var n       : 0..2 = 0
channel one over wire from N to N carries m fifo 1
channel two over way[from, to] from N to N carries m unordered lossy
faults 2
on one m from s to d { n := 2 }
on two m from s to d { n := 0 }
on cut wire { for d: N { seen[d] := false }  send one m from a to b }
on mend wire { require n < 2  seen[a] := true  send one m from a to b }
on cut way[x, y] { either { n := 1 } or { require x = a  send two m from y to x } }
on mend way[x, y] { n := if x = b then 2 else 1  send two m from x to y }
fair mend wire
strongly fair mend way
invariant empty = pending one => up(wire)
invariant other = not seen[b] or up(wire)
reachable sent = pending one and not seen[b]
reachable back = pending two m from b to a and not up(way[a, b])
reachable by = pending two m from a to b and n = 1
property kept = all d: N. always (not seen[d] and not up(wire) => eventually up(wire))
property mended = all d: N. always (not up(way[a, d]) => eventually up(way[a, d]))
""",
    "channels": """
spec channels
node N { a, b }
var n : 0..2 = 0
channel one from N to N carries h unordered lossy
channel two from N to N carries g(0..1) fifo 1 reliable
step put { send one h from a to b }
step put_g when n < 2 { n := n + 1  send two g(n - 1 + 1) from a to b }
on one h from s to d { n := 0 }
on two g(x) from s to d { }
step send_far when n = 2 { send two g(n) from b to a }
property kept = always (pending one h from a to b and n = 1 => next (pending one h from a to b or n = 0))
invariant i = n < 2 or not pending one h from a to b
reachable r = pending two g(0) from a to b and pending one
""",
    "losses": """
spec losses
node N { a, b }
option mode : { notrack, track }
var n : 0..2 = 0
channel one from N to N carries h unordered lossy when mode = notrack
channel two from N to N carries g fifo 1 lossy when mode = track
step put when n < 2 { n := n + 1  send one h from a to b }
step put_2 when n > 0 { n := 0  send two g from b to a }
on one h from s to d when n = 2 { n := 1 }
on two g from s to d { }
invariant lost = n < 2 or pending one
invariant lost_2 = n > 0 or pending two or not pending one
""",
    "among": """
spec among
sort S
scope S = 2
node N { a, b }
link way[S, S]
var n : 0..2 = 0
var got[S] : bool = false
channel one over way[from, to] from S to S carries h, k(S) unordered lossy
channel two from N to S carries g fifo 1
step put(s: S, t: S) when n < 2 and not pending one { n := n + 1  send one h from s to t }
step put_2(s: S, t: S) when n = 1 and s != t { send one k(t) from s to t }
step put_3(s: S) when n = 0 and not got[s] { n := 1  send two g from a to s }
step forget(s: S) when n = 2 { n := 1  drop one from s to s }
on one h from s to t { got[t] := true }
on one k(x) from s to t when got[s] { n := 0 }
on two g from d to s when got[s] { n := if d = a then 0 else 2 }
faults 1
invariant apart = all s: S. not pending one h from s to s
invariant of_two = all s: S, t: S. pending one k(s) from t to s => s != t
invariant up_ = all s: S, t: S where s != t. pending one from s to t => up(way[s, t])
reachable both = some s: S, t: S. pending one h from s to t and not pending one from t to s and s != t
reachable sent = some s: S. pending two from a to s and count two from a to s = 1 and not room two from a to s
invariant never = not pending two g from b to (the s: S where got[s])
""",
    "queues": """
spec queues
node N { a, b }
var n : 0..2 = 0
channel line from N to N carries x(0..1), y fifo 2 merging
channel bag from N to N carries m(0..1), k unordered 2
step put(i: 0..1) when room line x(i) from a to b { send line x(i) from a to b }
step put_y when room line from a to b { send line y from a to b }
step fill(i: 0..1) when room bag m(i) from a to b { send bag m(i) from a to b }
step fill_k when room bag from a to b { send bag k from a to b }
on line x(i) from s to d when first line x(1) from s to d { }
on line y from s to d { n := count line }
on bag m(i) from s to d { n := count bag m(i) from s to d }
on bag k from s to d { n := if count bag from s to d > 2 then 2 else 0 }
invariant never = n < 2
invariant few = count bag < 4
invariant one = count line x(0) from a to b <= 1
reachable both = first line x(0) from a to b and count line from a to b = 2 and room line x(0) from a to b
invariant one_head = not (first line x(0) from a to b and first line y from a to b)
reachable full = not room line y from a to b
reachable no_room = not room bag from a to b and room bag k from a to b
property in_order = always (first line y from a to b and next pending line y from a to b => next first line y from a to b)
reachable taken = n = 1
reachable some_bag = first bag m(1) from a to b and not first bag m(0) from a to b
""",
    "order": """
spec order
node N { a, b }
enum Mode { off, busy, on }
enum Other { on, off }
option least : { low, mid, high }
var mode[N] : Mode = off
var n : 0..3 = 0
step up_(d: N) when mode[d] < on { mode[d] := if mode[d] = off then busy else on }
step down_(d: N) when mode[d] >= busy and d > a { mode[d] := min(mode[a], busy) }
step count_ when max(mode[a], mode[b]) > busy { n := min(n + 1, 3, if least > low then 2 else 3) }
invariant two = n <= 2
invariant low_ = least <= mid
reachable b_first = mode[b] > mode[a] and busy < mode[b]
reachable a_first = mode[a] > mode[b]
invariant never = max(mode[a], mode[b], busy) = busy
property slow = always (next mode[a] >= mode[a])
property slow_b = always (next mode[b] >= mode[b])
""",
    "epochs": """
spec epochs
node N { a, b }
sort Epoch ordered
scope Epoch = 3
var at[N] : Epoch
var done[Epoch] : bool = false
initially all d: N, e: Epoch. at[d] <= e
step go(d: N, e: Epoch) when e > at[d] { at[d] := e  done[min(e, at[a])] := true }
step back(d: N) when d = (best o: N by (at[o], o = a)) { at[d] := min(at[a], at[b]) }
invariant below = all e: Epoch. done[e] => e <= at[a]
invariant top = some e: Epoch. e > max(at[a], at[b])
reachable apart = some e: Epoch. at[a] < e and e < at[b]
property up_only = all d: N. always (next at[d] >= at[d])
scenario by_number { go(a, e1)  blocked go(a, e0)  go(b, e2)  back(b)  assert at[b] < e2 and at[b] >= e1 }
""",
    "groups": """
spec groups
node N { a, b }
enum Mode { off, busy, on }
var mode[N] : Mode = off
var gate : bool = false
channel ch from N to N carries m, k unordered
input begin(d: N) when mode[d] != busy { mode[d] := busy }
step finish(d: N) when mode[d] = busy { mode[d] := on }
step give_up when mode[a] = busy { mode[a] := off }
input say(d: N) when not pending ch { send ch m from d to a }
input say_k when not pending ch { send ch k from a to b }
input turn { gate := not gate }
on ch m from s to d when gate { }
on ch k from s to d { }
fair { finish, give_up }
strongly fair { deliver ch m }
fair { deliver ch }
property one_of_them = always ((mode[a] = busy and mode[b] = busy) => eventually (mode[a] != busy or mode[b] != busy))
property not_each = mode[b] = busy leads to mode[b] != busy
property comes = pending ch m from b to a leads to (not pending ch m from b to a or eventually always not gate)
property comes_too = pending ch k from a to b leads to not pending ch
property whatever = always eventually not pending ch
""",
    "the_past": """
spec the_past
node N { a, b }
var m[N] : bool = false
var at : N = a
step go(n: N, on_: bool) { m[n] := on_ at := if n = a then b else a }
step rest { m[a] := false }
property now = always (m[at] = next m[at])
property later = all n: N. always (m[n] => next (m[n] or at = b))
property change = always (next (m[a] and m[b]) => m[a] or m[b])
property past_ahead = always (m[a] => next once m[a])
property past_ahead_2 = always (m[b] => not next (historically not m[b]))
invariant before = all n: N. m[n] => once m[n]
invariant was = all n: N. once m[n] => m[n]
invariant ever = historically not m[a]
invariant since_ = not m[b] since not m[a]
reachable since_2 = (m[b] since m[a]) and (m[b] since m[b]) and not m[a]
invariant since_3 = (m[b] since m[a]) = (m[b] since (at = b))
invariant since_4 = (m[b] since m[a]) => (m[b] since (at = b))
reachable since_5 = not m[a] and m[b] and at = a and (m[b] since m[a]) and not (m[b] since (at = b))
reachable did_ = did go(b, true) and once did rest
reachable did_2 = did go and not did go(a, true) and not did go(a, false) and not did go(b, true)
invariant did_3 = did go(a, true) => m[a]
invariant did_4 = did go => (m[a] or m[b])
""",
    "happened": """
spec happened
node N { a, b }
link wire, way[N, N]
var n : 0..2 = 0
channel one over wire from N to N carries m(N), k unordered 2 lossy duplicating
channel two over way[from, to] from N to N carries g fifo 1 lossy
faults 1
step put(i: N) when n < 2 { n := n + 1  send one m(i) from a to b }
step put_2 when n = 2 { send one k from b to a  send two g from a to b }
on one m(x) from s to d { n := if x = a then 0 else 1 }
on one k from s to d { n := 0 }
on two g from s to d { }
invariant did_it = did cut way[a, b] => not up(way[a, b])
invariant did_any = did cut way => not up(way[a, b])
reachable did_that = did deliver one m(b) from a to b and n = 1
invariant did_so = did deliver one m(a) from a to b => n = 0
reachable did_there = did deliver one from b to a
reachable did_here = did deliver one and n = 1
reachable did_between = did deliver one from a to b and n = 1
reachable did_lose = did lose two and not did lose two from a to a
reachable did_double = did duplicate one m(a) from a to b
property did_mend = did cut wire leads to did mend wire
invariant did_not = not did lose one
""",
    "starts": """
spec starts
sort S
scope S = 2
option strict : bool = true
option level  : 0..2
link wire
enum Mode { on_, off }
var n[S] : 0..2
var k : Mode
initially all s: S. n[s] <= level
initially k = off => up(wire)
assume few = not (strict and level = 2)
step go(s: S) when n[s] < level { n[s] := n[s] + 1 }
fault crash when strict { k := on_ }
fault bad(s: S) when n[s] > 0 { n[s] := 0 }
faults 1
invariant i expect violated when level = 2 = all s: S. n[s] < 2
reachable r = not up(wire) and k = off
reachable two_faults = not up(wire) and once did crash
proc p(x: 0..1) { k := if x = 1 then off else k }
step call(s: S) when k = on_ { p(n[s]) }
""",
    "members": """
spec members
node N { n0, n1 }
enum Link { only }
option rank[d: N] : 1..2 = if d = n0 then 2 else 1
option on_[k: 0..1, N] : { yes, no } = if k = 1 then yes else no
option wired[Link] : bool
assume few = on_[0, n1] = yes and (on_[1, n1] = no or rank[n1] = 2) and wired[only]
var got[N] : 0..2 = 0
var last : N? = none
step go(d: N, k: 0..1) when on_[k, d] = yes and got[d] < rank[d] { got[d] := got[d] + rank[the e: N where e != d] }
step far(d: N) when on_[rank[d] - 1, d] = no and wired[the l: Link where got[d] = 1] { last := d }
invariant i expect violated when rank[n0] > rank[n1] = got[n0] <= got[n1] or rank[n1] = 2
invariant k = all d: N. got[d] < 2 or wired[the l: Link where last != d]
reachable r expect reached when on_[0, n0] = yes = last = n1
scenario s { set on_[0, n0] = yes  set rank[n1] = 1  go(n0, 0) assert got[n0] = rank[n1] and rank[n0] = 2 }
""",
    "settings": """
spec settings
node N { n0, n1 }
record Times { hold: 0..1, wait: 0..1 }
record Setting { on_: bool, times: Times }
option setting[d: N] : Setting = if d = n0 then Setting(true, Times(1, 0)) else Setting(false, Times(0, 1))
option start : Times = Times(0, 1)
assume few = setting[n1].on_ = (setting[n0].times = setting[n1].times) and start.hold <= start.wait
var got[N] : Times = start
var last : N? = none
def longer(one: Times, other: Times) = one.hold > other.hold or one.wait > other.wait
step go(d: N) when setting[d].on_ and longer(setting[d].times, got[d]) { got[d] := setting[d].times last := d }
step far(d: N) when setting[the e: N where e != d].times != got[d] { got[d].wait := setting[d].times.hold }
step copy when setting[the e: N where last = e] != Setting(true, start) { last := none }
invariant i expect violated when setting[n0].times.hold = 1 and start.hold = 0 and setting[n0].on_ = got[n0] != setting[n0].times
reachable r = got[n1] = setting[n0].times and last = n1
scenario s { set start.wait = 0  go(n0) assert got[n0] = setting[n0].times and got[n0].wait = 0 }
scenario t { set setting[n1].times.wait = 0  set setting[n1].times.hold = 1  set setting[n1].on_ = true far(n0) go(n1) }
""",
    "constants": """
spec constants
node N { n0 }
const most = 2 * (few + 1) - 2
const few  = most2 div 3
const most2 = 7 mod 4
option level : few..most
var n[1..most] : -few..most = few
var got : 0..most = 0
channel c from N to N carries m(0..most) fifo most
on c m(k) from a to b { got := k }
step go(k: few..most) when n[k] < level { n[k] := n[k] + few }
step back when n[most] = most { n[most] := -few }
step put(k: N) when not pending c m(few) from n0 to n0 { send c m(n[most]) from k to n0 }
faults few
invariant i = n[few] mod most = few
invariant j expect violated when level = most = n[most] != most
reachable r = got in few..most
scenario s { set level = most  go(few) assert n[few] = most }
""",
    "whole_runs": """
spec whole_runs
enum Mode { off, busy, on }
var mode[0..1] : Mode = off
var n : 0..2 = 0
fair step start(x: 0..1) when mode[x] = off and n < 2 { mode[x] := busy n := n + 1 }
strongly fair step serve(x: 0..1) when mode[x] = busy { mode[x] := on }
step rest(x: 0..1) when mode[x] = on and n > 0 { mode[x] := off n := n - 1 }
def later(x: 0..1, p: bool) = p leads to mode[x] = on
def calms(p: bool) = eventually always p
property served   = all x: 0..1. later(x, mode[x] = busy)
property one_is   = some x: 0..1. eventually always (x = 1 or n > 2)
property first    = mode[0] = off until (n > 0 or mode[1] = on)
property not_yet  = n = 0 until mode[0] = off
property gets_on  = (some x: 0..1. mode[x] = on) until n = 0
property stays    = always (mode[0] = on => always mode[0] = on)
property together = always (n < 3 and always (mode[0] = off or n > 0))
property rests    = calms(n = 2) or always eventually n < 2
property no_way   = not eventually (n = 2 and mode[1] != off)
property both     = if n = 1 then eventually mode[1] = on else always (mode[0] != on or eventually n = 0)
property just     = did serve(0) leads to not did serve(0)
property since_it = (once did rest(1)) leads to historically n > 0
property turned   = all x: 0..1 where x = 1. always (mode[x] = busy => (mode[x] = busy until mode[x] = on))
""",
}

FILES: dict[str, dict[str, str]] = {
    "instances": {
        "main.ha": """
spec main
import "lan.ha" as one with Who = Box, better(x, y) = x = a and y = b, may = able
import "lan.ha" as other with Who = Box, better = above, may(w) = not one.on[w], quick = true
node Box { a, b }
option strict : bool
var odd : bool = false
def able(w: Box) = w = a or odd
def above(x: Box, y: Box) = x = a and odd and y = b
step turn when one.on[a] { odd := not odd }
expect one.off violated when strict
expect other.off violated
expect other.both reached when not strict
invariant apart = not (one.on[b] and other.on[a])
scenario hand_over { other.go(a) one.go(a) turn other.hand(any, b) assert other.on[b] }
""",
        "lan.ha": """
needs node Who
needs def better(x: Who, y: Who): bool
needs def may(w: Who): bool
needs def quick: bool = false
var on[Who] : bool = false
var last : Who? = none
step go(w: Who) when may(w) and (quick or not on[w]) { on[w] := not on[w] last := w }
step hand(v: Who, w: Who) when better(v, w) and on[v] and not on[w] { on[v] := false on[w] := true }
invariant off = all w: Who. not on[w]
reachable both = all w: Who. on[w]
property calm = all w: Who. always (on[w] => next on[w])
scenario first { go(w0) blocked hand(w1, w0) hand(w0, w1) assert on[w1] and last = w0 }
""",
    },
}
"""The same in several files; the first is the spec, `main.ha`."""
