/* The minimal workload as one would write it in C: the model's loops, one after the other. */

#include "chance.h"
#include "fighting.h"

static int occupied_first[ACTORS + 1], occupied[BANDS];
static double mean[ACTORS], against[CELLS], repelled[CELLS], intruded[CELLS], reach[CELLS];
static double grown[BANDS];

static void count_troops(State *s) {
    memset(s->troops, 0, sizeof(int64_t) * ACTORS * CELLS);
    for (int u = 0; u < s->count; u++) s->troops[s->owner[u] * CELLS + s->cell[u]] += s->fighters[u];
    int found = 0;
    for (int a = 0; a < ACTORS; a++) {
        occupied_first[a] = found;
        for (int k = 0; k < CELLS; k++)
            if (s->troops[a * CELLS + k] > 0) occupied[found++] = k;
    }
    occupied_first[ACTORS] = found;
}

static void weigh_cells(State *s) {
    for (int a = 0; a < ACTORS; a++) {
        int64_t total = 0;
        int cells = occupied_first[a + 1] - occupied_first[a];
        for (int k = 0; k < CELLS; k++) total += s->troops[a * CELLS + k];
        mean[a] = most(1.0, (double)total / (cells > 1 ? cells : 1));
        for (int k = 0; k < CELLS; k++)
            s->mark[a * CELLS + k] = (1.0 - MOVEMENT_MARK_FADING) * s->mark[a * CELLS + k]
                + MOVEMENT_MARK_LAYING * (double)s->troops[a * CELLS + k] / mean[a];
    }
    for (int a = 0; a < ACTORS; a++) {
        for (int k = 0; k < CELLS; k++) against[k] = repelled[k] = intruded[k] = 0.0;
        for (int b = 0; b < ACTORS; b++) {
            double h = s->hostility[a * ACTORS + b];
            if (b == a) continue;
            for (int i = occupied_first[b]; i < occupied_first[b + 1]; i++) {
                int k = occupied[i];
                against[k] += h * (double)s->troops[b * CELLS + k];
                if (s->insurgent[a] && s->insurgent[b]) intruded[k] += h * h;
            }
            if (s->hides[a] && s->hides[b])
                for (int k = 0; k < CELLS; k++) repelled[k] += (1.0 - h) * s->mark[b * CELLS + k];
        }
        for (int k = 0; k < CELLS; k++) {
            int i = a * CELLS + k;
            double own = (double)s->troops[i];
            double danger = against[k] / (against[k] + own + mean[a]);
            double crowd = least(own / (2.0 * s->band_size[a]), 3.0);
            double value = MOVEMENT_SUPPORT * s->cooperation[i] + MOVEMENT_GAIN;
            value += MOVEMENT_SUCCESS * s->momentum[i] - MOVEMENT_RISK * danger
                     - MOVEMENT_CROWDING * crowd;
            value += MOVEMENT_INTRUSION * least(intruded[k], 1.0) * s->sphere[i];
            s->appeal[i] = value - MOVEMENT_REPULSION * repelled[k];
        }
    }
}

static double cells_apart(State *s, int i, int j) {
    int dx = s->x[i] - s->x[j], dy = s->y[i] - s->y[j];
    dx = dx < 0 ? -dx : dx;
    dy = dy < 0 ? -dy : dy;
    return dx > dy ? dx : dy;
}

static void move(State *s, uint64_t key) {
    for (int u = 0; u < s->count; u++) {
        int a = s->owner[u], k = s->cell[u];
        double weight[9], total = 0.0;
        for (int j = 0; j < 9; j++) {
            int n = j < 8 ? s->neighbours[k * 8 + j] : k;
            weight[j] = 0.0;
            if (n < 0) continue;
            double value = s->appeal[a * CELLS + n];
            if (j == 8) value += MOVEMENT_STAY;
            double beyond = cells_apart(s, n, s->home[u]) / s->reach[a] - 1.0;
            value -= MOVEMENT_HOME * most(beyond, 0.0);
            weight[j] = exponential(value);
            total += weight[j];
        }
        double left = uniform(key, s->band_key[u], 0) * total;
        int chosen = k;
        for (int j = 0; j < 9; j++)
            if (weight[j] > 0.0) {
                chosen = j < 8 ? s->neighbours[k * 8 + j] : k;
                left -= weight[j];
                if (left < 0.0) break;
            }
        s->cell[u] = chosen;
        if (uniform(key, s->band_key[u], 1) < MOVEMENT_NEW_HOME) s->home[u] = chosen;
    }
}

static void sort_by_cell(State *s) {
    int *first = s->first_band;
    memset(first, 0, sizeof(int) * (CELLS + 1));
    for (int u = 0; u < s->count; u++) first[s->cell[u] + 1]++;
    for (int k = 0; k < CELLS; k++) first[k + 1] += first[k];
    for (int u = 0; u < s->count; u++) s->order[first[s->cell[u]]++] = u;
    for (int k = CELLS; k > 0; k--) first[k] = first[k - 1];
    first[0] = 0;
}

static double covered(double fighters, double people, double density) {
    return 1.0 - exponential(-1.0986122886681098 * 1000.0 * fighters / (people * density));
}

static void cover(State *s) {
    for (int k = 0; k < CELLS; k++) {
        int64_t total = 0;
        for (int c = s->first[k]; c < s->first[k + 1]; c++) total += s->people[c];
        s->cell_people[k] = total;
        double base = (double)total;
        if (base > 20000.0) base = sqrt(20000.0 * base);
        s->density_base[k] = most(base, 2000.0);
    }
    memset(s->coverage, 0, sizeof(double) * ACTORS * CELLS);
    memset(s->coercion, 0, sizeof(double) * ACTORS * CELLS);
    for (int a = 0; a < ACTORS; a++)
        for (int i = occupied_first[a]; i < occupied_first[a + 1]; i++) {
            int k = occupied[i], at = a * CELLS + k;
            double troops = (double)s->troops[at];
            s->coverage[at] = covered(troops, s->density_base[k], PRESENCE_PRESENCE_DENSITY);
            s->coercion[at] = covered(troops, s->density_base[k], PRESENCE_COERCION_DENSITY);
        }
}

static void secure(State *s) {
    for (int a = 0; a < ACTORS; a++) {
        double *security = s->security + a * CELLS;
        for (int k = 0; k < CELLS; k++)
            security[k] = s->coverage[a * CELLS + k]
                          - PRESENCE_VOLATILITY * least(1.0, s->heat[k] / 6.0);
        for (int b = 0; b < ACTORS; b++) {
            double h = s->hostility[a * ACTORS + b];
            if (b == a || h <= 0.0) continue;
            for (int i = occupied_first[b]; i < occupied_first[b + 1]; i++)
                security[occupied[i]] -= h * s->coverage[b * CELLS + occupied[i]];
        }
        for (int k = 0; k < CELLS; k++)
            security[k] = most(-100.0, security[k] * 100.0 / (1.0 + PRESENCE_VOLATILITY));
    }
}

static void stand(State *s) {
    for (int a = 0; a < ACTORS; a++) {
        double *presence = s->presence + a * CELLS;
        for (int k = 0; k < CELLS; k++) against[k] = reach[k] = 0.0;
        for (int b = 0; b < ACTORS; b++)
            for (int i = occupied_first[b]; b != a && i < occupied_first[b + 1]; i++)
                against[occupied[i]] += s->hostility[a * ACTORS + b]
                    * (double)s->troops[b * CELLS + occupied[i]] * s->skill[b];
        for (int i = occupied_first[a]; i < occupied_first[a + 1]; i++)
            for (int j = 0; j < 8; j++) {
                int n = s->neighbours[occupied[i] * 8 + j];
                if (n >= 0) reach[n] += PRESENCE_NEIGHBOURHOOD;
            }
        for (int k = 0; k < CELLS; k++) {
            double near = least(reach[k], 0.5);
            if (s->governs[a])
                near = most(near, least(1.0, 0.05 + PRESENCE_ADMINISTRATION * s->accessibility[k]));
            double own = (double)s->troops[a * CELLS + k] * s->skill[a];
            presence[k] = near * (1.0 - against[k] / (against[k] + PRESENCE_FIRM + own));
        }
        for (int i = occupied_first[a]; i < occupied_first[a + 1]; i++) {
            int k = occupied[i];
            double own = (double)s->troops[a * CELLS + k] * s->skill[a];
            double held = (1.0 - exponential(-own / PRESENCE_FIRM)) * own
                          / (own + PRESENCE_OPPOSITION * against[k]);
            presence[k] = most(held, presence[k]);
        }
    }
}

static void claim(State *s, int week) {
    memset(s->entries, 0, sizeof(int64_t) * ACTORS * ACTORS);
    for (int b = 0; b < ACTORS; b++)
        for (int i = occupied_first[b]; i < occupied_first[b + 1]; i++) {
            int k = occupied[i];
            if (week - s->last_present[b * CELLS + k] <= PRESENCE_ENTRY_ABSENCE) continue;
            for (int a = 0; a < ACTORS; a++)
                if (a != b && s->sphere[a * CELLS + k] > PRESENCE_SPHERE_CLAIMED)
                    s->entries[a * ACTORS + b]++;
        }
    for (int b = 0; b < ACTORS; b++) {
        double *sphere = s->sphere + b * CELLS;
        for (int i = occupied_first[b]; i < occupied_first[b + 1]; i++)
            grown[i] = least(1.0, sphere[occupied[i]] + PRESENCE_SPHERE_GROWTH);
        for (int k = 0; k < CELLS; k++) sphere[k] *= PRESENCE_SPHERE_MEMORY;
        for (int i = occupied_first[b]; i < occupied_first[b + 1]; i++) {
            sphere[occupied[i]] = grown[i];
            s->last_present[b * CELLS + occupied[i]] = week;
        }
    }
}

static void cooperate(State *s) {
    for (int a = 0; a < ACTORS; a++)
        for (int k = 0; k < CELLS; k++) {
            double total = 0.0, told = 0.0;
            for (int c = s->first[k]; c < s->first[k + 1]; c++) {
                double n = (double)s->people[c];
                double share = INFORMATION_FLOOR
                    + INFORMATION_FROM_LOYALTY * most(s->loyalty[a * COMMUNITIES + c], 0.0)
                    + INFORMATION_FROM_FEAR * s->fear[a * COMMUNITIES + c];
                total += n;
                told += n * least(share, 1.0);
            }
            s->cooperation[a * CELLS + k] = total > 0.0 ? told / total : 0.0;
        }
}

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

static void drift(State *s) {
    const double keep = 1.0 - LOYALTY_TO_ATTITUDE - LOYALTY_TO_NATURAL;
    for (int a = 0; a < ACTORS; a++)
        for (int c = 0; c < COMMUNITIES; c++) {
            int k = s->home_cell[c], i = a * COMMUNITIES + c;
            double b = s->baseline[i], v = b + LOYALTY_TRANSIENT * (s->loyalty[i] - b);
            if (s->control[k] == a) v = v + (1.0 - v) * LOYALTY_SERVICES / 100.0;
            if (s->governs[a] && s->heat[k] > 0.5) {
                double points = LOYALTY_NEGLECT * least(s->heat[k], 4.0)
                                * (1.0 - s->coverage[a * CELLS + k]);
                v = v - (v + 1.0) * least(points, 100.0) / 100.0;
            }
            s->loyalty[i] = v;
            s->baseline[i] = LOYALTY_TO_ATTITUDE * v + keep * b + LOYALTY_TO_NATURAL * s->natural[i];
            s->fear[i] = least(LOYALTY_FEAR_MEMORY * s->fear[i]
                               + LOYALTY_FEAR_GROWTH * s->coercion[a * CELLS + k], 1.0);
        }
    for (int c = 0; c < COMMUNITIES; c++) s->threat[c] *= LOYALTY_THREAT_MEMORY;
}

static void turn(double *level, double points) {
    double ratio = (1.0 - *level) / 1.6;
    points = least(points * most(0.4, ratio * ratio), 100.0);
    *level = *level - (*level + 1.0) * points / 100.0;
}

static void mourn(State *s, int a, int c, int64_t dead) {
    int k = s->home_cell[c];
    double *loyalty = s->loyalty + a * COMMUNITIES;
    double factor = 0.3 + 1.7 * logarithm(least(most((double)dead, 1.0), 100.0)) / logarithm(100.0);
    double points = LOYALTY_HARM * factor, alarm = least(1.0, 0.1 * (double)dead);
    double *fear = s->fear + a * COMMUNITIES + c;
    s->threat[c] = least(1.0, s->threat[c] + alarm);
    *fear = least(1.0, *fear + LOYALTY_TERROR * alarm);
    turn(loyalty + c, points);
    for (int d = s->first[k]; d < s->first[k + 1]; d++)
        if (d != c) turn(loyalty + d, LOYALTY_BYSTANDERS * points);
    for (int j = 0; j < 8; j++) {
        int n = s->neighbours[k * 8 + j], d = n < 0 ? -1 : s->at[s->group[c] * CELLS + n];
        if (d < 0) continue;
        turn(loyalty + d, LOYALTY_KIN * points);
        s->threat[d] = least(1.0, s->threat[d] + LOYALTY_KIN * alarm);
    }
}

static void grieve(State *s) {
    for (int a = 0; a < ACTORS; a++)
        for (int c = 0; c < COMMUNITIES; c++)
            if (s->harm[a * COMMUNITIES + c] > 0) mourn(s, a, c, s->harm[a * COMMUNITIES + c]);
    memset(s->harm, 0, sizeof(int64_t) * ACTORS * COMMUNITIES);
}

static void converse(State *s, uint64_t key) {
    for (int c = 0; c < COMMUNITIES; c++) {
        int n = s->neighbours[s->home_cell[c] * 8 + (int)(8.0 * uniform(key, (uint64_t)c, 0))];
        int d = n < 0 ? -1 : s->at[s->group[c] * CELLS + n];
        if (d < 0) continue;
        for (int a = 0; a < ACTORS; a++) {
            double *own = s->loyalty + a * COMMUNITIES + c;
            double difference = s->loyalty[a * COMMUNITIES + d] - *own;
            if (fabs(difference) < LOYALTY_CONFIDENCE) *own += LOYALTY_SPREAD * difference;
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
        count_troops(s);
        weigh_cells(s);
        move(s, keys[0]);
        count_troops(s);
        sort_by_cell(s);
        cover(s);
        secure(s);
        stand(s);
        claim(s, ++s->week);
        cooperate(s);
        fight(s, keys[1]);
        drift(s);
        grieve(s);
        converse(s, keys[2]);
        compact(s);
    }
}
