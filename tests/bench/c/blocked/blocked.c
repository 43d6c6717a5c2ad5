/* The minimal workload as fast as we know how to write it in C.

   The actors of a cell or community fill a row of eights (a vector of AVX-512, two of AVX2), so that
   every step over actors is an instruction and every look next door a cache line for each eight.
   What most cells lack (troops, reach) is worked out only where it is; rows that are nought there
   give the same bits. Bands go in blocks whose exps, sums and draws are vectors. */

#include "../common/chance.h"
#include "../common/fighting.h"
#include "rows.h"
#include "movement.h"
#include "presence.h"
#include "people.h"

static void fight(State *s, uint64_t key) {
    for (int k = 0; k < CELLS; k++) s->heat[k] *= BATTLES_HEAT_MEMORY;
    for (int k = 0; k < CELLS; k++) {
        int begin = s->first_band[k], end = s->first_band[k + 1];
        if (end - begin < 2) continue;
        int64_t here[ACTORS];
        int rivals[ACTORS], present = 0;
        for (int a = 0; a < ACTORS; a++) {
            here[a] = (int64_t)LANE(troops, k, a);
            rivals[present] = a;
            present += here[a] > 0;
        }
        if (present < 2) continue;
        for (int i = begin; i < end; i++) {
            int u = s->order[i], a = s->owner[u];
            for (int r = 0; r < present; r++) {
                int b = rivals[r];
                double h = LANE(hostile, b, a);
                if (here[b] == 0 || s->fighters[u] == 0 || b == a || h == 0.0) continue;
                double seen = s->exposure[b] + (1.0 - s->exposure[b]) * LANE(cooperation, k, a);
                double readiness = s->readiness[a] * (s->war[a * ACTORS + b] ? 1.0 : BATTLES_SKIRMISH);
                double lively = 1.0 + BATTLES_EXCITATION * least(s->heat[k], 6.0);
                double power = (BATTLES_RATE * readiness) * h * h * seen * lively;
                double luck = uniform(key, s->band_key[u], 12 * (uint64_t)b);
                if (luck > power || luck >= 1.0 - exponential(-power)) continue;
                Clash out = clash(s, key, u, a, b, k, here, begin, end);
                here[a] -= out.lost_a;
                here[b] -= out.lost_b;
                if (out.community >= 0) {
                    harmed[harms][0] = a;
                    harmed[harms][1] = out.community;
                    harm_size[harms++] = out.killed;
                }
                LANE(momentum, k, a) = least(1.0, most(-1.0, LANE(momentum, k, a) + out.swing));
                LANE(momentum, k, b) = least(1.0, most(-1.0, LANE(momentum, k, b) - out.swing));
                s->heat[k] += 1.0;
            }
        }
    }
}

static void compact(State *s) {
    int kept = 0;
    for (int u = 0; u < s->count; u++) kept += s->fighters[u] > 0;
    if (kept == s->count) return;
    kept = 0;
    for (int u = 0; u < s->count; u++) {
        if (s->fighters[u] == 0) continue;
        s->band_key[kept] = s->band_key[u];
        s->owner[kept] = s->owner[u];
        s->cell[kept] = s->cell[u];
        s->home[kept] = s->home[u];
        s->fighters[kept] = s->fighters[u];
        s->foreign[kept] = s->foreign[u];
        s->experience[kept++] = s->experience[u];
    }
    s->count = kept;
}

void run(State *s, int weeks, const uint64_t *keys) {
    begin(s);
    for (int w = 0; w < weeks; w++, keys += 3) {
        double now = processor_time(s);
        count_troops(s);
        weigh_cells();
        move(s, keys[0]);
        now = note_spent(s, 0, now);
        cover(s);
        sort_by_cell(s);
        note_entries(s, ++s->week);
        stand(s);
        now = note_spent(s, 1, now);
        cooperate(s);
        now = note_spent(s, 2, now);
        fight(s, keys[1]);
        now = note_spent(s, 3, now);
        drift(s);
        grieve(s);
        converse(keys[2]);
        note_spent(s, 4, now);
        compact(s);
    }
    end(s);
}
