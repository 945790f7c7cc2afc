/* specs/benchmarks/pair.ha in Promela, for SPIN: spin -a -DN=8 pair.pml; gcc -O2 -DSAFETY -o pan pan.c; ./pan -m1000000
   One process with one location, and every action one d_step, so that SPIN has the same states and transitions. */

#ifndef N
#define N 8
#endif

#define active_primary 0
#define active_secondary 1
#define failed 2
#define none 2
#define off 0
#define inspecting 1
#define lost 2

byte mode[2] = { active_primary, active_secondary };
byte owner[N] = none;
byte origin[N] = none;
byte l7[N];
hidden byte i;

#define FIRST_PACKET(s, d) \
    :: d_step { owner[s] == none && mode[d] != failed -> owner[s] = d; origin[s] = d; l7[s] = inspecting }

#define CLOSE(s) \
    :: d_step { owner[s] != none -> owner[s] = none; origin[s] = none; l7[s] = off }

#define SESSION(s) FIRST_PACKET(s, 0) FIRST_PACKET(s, 1) CLOSE(s)

#define FAIL(d) \
    :: d_step { mode[0] != failed && mode[1] != failed -> \
        mode[d] = failed; mode[1 - d] = active_primary; \
        i = 0; \
        do \
        :: i < N -> \
            if \
            :: owner[i] == d -> \
                owner[i] = 1 - d; \
                if :: l7[i] == inspecting -> l7[i] = lost :: else fi \
            :: else \
            fi; \
            i++ \
        :: else -> break \
        od }

#define RECOVER(d) \
    :: d_step { mode[d] == failed -> \
        mode[d] = active_secondary; \
        i = 0; \
        do \
        :: i < N -> if :: origin[i] == d -> owner[i] = d :: else fi; i++ \
        :: else -> break \
        od }

init {
    do
    FAIL(0) FAIL(1) RECOVER(0) RECOVER(1)
    SESSION(0)
#if N > 1
    SESSION(1)
#endif
#if N > 2
    SESSION(2)
#endif
#if N > 3
    SESSION(3)
#endif
#if N > 4
    SESSION(4)
#endif
#if N > 5
    SESSION(5)
#endif
#if N > 6
    SESSION(6)
#endif
#if N > 7
    SESSION(7)
#endif
#if N > 8
    SESSION(8)
#endif
#if N > 9
    SESSION(9)
#endif
    od
}
