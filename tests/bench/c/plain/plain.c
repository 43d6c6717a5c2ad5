/* The minimal workload as one would write it in C: the model's loops, one after the other. */

#include "../common/chance.h"
#include "../common/fighting.h"
#include "movement.h"
#include "presence.h"
#include "people.h"

static void fight(State *s, uint64_t key) {
    for (int k = 0; k < CELLS; k++) s->heat[k] *= BATTLES_HEAT_MEMORY;
    for (int i = 0; i < ACTORS * CELLS; i++) s->momentum[i] *= BATTLES_MOMENTUM_MEMORY;
    for (int k = 0; k < CELLS; k++) {
        int begin = s->first_band[k], end = s->first_band[k + 1];
        if (end - begin < 2) continue;
        int64_t troops[ACTORS] = {0};
        for (int i = begin; i < end; i++) troops[s->owner[s->order[i]]] += s->fighters[s->order[i]];
        for (int i = begin; i < end; i++) {
            int u = s->order[i], a = s->owner[u];
            for (int b = 0; b < ACTORS; b++) {
                double h = s->hostility[a * ACTORS + b];
                if (troops[b] == 0 || s->fighters[u] == 0 || b == a || h == 0.0) continue;
                double seen = s->exposure[b]
                              + (1.0 - s->exposure[b]) * s->cooperation[a * CELLS + k];
                double readiness = s->readiness[a] * (s->war[a * ACTORS + b] ? 1.0 : BATTLES_SKIRMISH);
                double lively = 1.0 + BATTLES_EXCITATION * least(s->heat[k], 6.0);
                double chance = 1.0 - exponential(-(BATTLES_RATE * readiness) * h * h * seen * lively);
                if (uniform(key, s->band_key[u], 12 * (uint64_t)b) >= chance) continue;
                Clash out = clash(s, key, u, a, b, k, troops, begin, end);
                troops[a] -= out.lost_a;
                troops[b] -= out.lost_b;
                if (out.community >= 0) s->harm[a * COMMUNITIES + out.community] += out.killed;
                double *m = s->momentum + k;
                m[a * CELLS] = least(1.0, most(-1.0, m[a * CELLS] + out.swing));
                m[b * CELLS] = least(1.0, most(-1.0, m[b * CELLS] - out.swing));
                s->heat[k] += 1.0;
            }
        }
    }
}

static void compact(State *s) {
    int kept = 0;
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
    for (int w = 0; w < weeks; w++, keys += 3) {
        double now = processor_time(s);
        count_troops(s);
        weigh_cells(s);
        move(s, keys[0]);
        now = note_spent(s, 0, now);
        count_troops(s);
        sort_by_cell(s);
        cover(s);
        secure(s);
        stand(s);
        claim(s, ++s->week);
        now = note_spent(s, 1, now);
        cooperate(s);
        now = note_spent(s, 2, now);
        fight(s, keys[1]);
        now = note_spent(s, 3, now);
        drift(s);
        grieve(s);
        converse(s, keys[2]);
        note_spent(s, 4, now);
        compact(s);
    }
}
