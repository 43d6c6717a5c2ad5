/* The minimal workload as fast as we know how to write it in C.

   The actors of a cell or community fill one row of LANES numbers (a vector of AVX-512, two of
   AVX2), so that every step over actors is one instruction and every look next door one cache line.
   What most cells lack (troops, reach) is worked out only where it is; rows that are nought there
   give the same bits. Bands go in blocks whose exps, sums and draws are vectors. */

#include "chance.h"
#include "fighting.h"

#define LANES ((ACTORS + 7) / 8 * 8)
#define BLOCK 64
#define EACH(a) for (int a = 0; a < LANES; a++)

typedef double Row __attribute__((vector_size(LANES * 8)));
typedef int64_t Mask __attribute__((vector_size(LANES * 8)));

static Row troops[CELLS], coverage[CELLS], coercion[CELLS], security[CELLS], presence[CELLS];
static Row cooperation[CELLS], mark[CELLS], sphere[CELLS], appeal[CELLS + 1], momentum[CELLS];
static Row firm[CELLS], loyalty[COMMUNITIES], baseline[COMMUNITIES], natural[COMMUNITIES];
static Row fear[COMMUNITIES];
static Row hostile[ACTORS];   /* of lane a towards b: hostile[b][a] */
static Row repels[ACTORS];    /* how far marks of b repel lane a */
static Row intrudes[ACTORS];  /* how far b intrudes on lane a */
static Row skill, mean, crowd_size;
static Mask governs, lane;
static int last_present[CELLS][LANES], nearby[9][CELLS + 1], partner[COMMUNITIES][8];
static uint8_t near_count[CELLS + 1][LANES] __attribute__((aligned(64))), busy[CELLS];
static double administered[CELLS], near_share[16], penalty[LANES][256];
static int pair_cell[BANDS], pair_actor[BANDS], pairs, was_cell[BANDS], was_actor[BANDS], were;
static int harmed[BANDS * ACTORS][2], harms;
static int64_t harm_size[BANDS * ACTORS];

static inline Row pick(Mask m, Row x, Row y) { return (Row)((m & (Mask)x) | (~m & (Mask)y)); }
static inline Row lower(Row a, Row b) { return pick(b < a, b, a); }
static inline Row higher(Row a, Row b) { return pick(b > a, b, a); }
static inline Row all(double x) { return x - (Row){0.0}; }

static void load(Row *to, const double *from, int rows) {
    for (int i = 0; i < rows; i++) EACH(a) to[i][a] = a < ACTORS ? from[a * rows + i] : 0.0;
}

static void store(double *to, const Row *from, int rows) {
    for (int a = 0; a < ACTORS; a++)
        for (int i = 0; i < rows; i++) to[a * rows + i] = from[i][a];
}

static void people_of_cell(State *s, int k) {
    int64_t total = 0;
    for (int c = s->first[k]; c < s->first[k + 1]; c++) total += s->people[c];
    double base = (double)total;
    s->cell_people[k] = total;
    if (base > 20000.0) base = sqrt(20000.0 * base);
    s->density_base[k] = most(base, 2000.0);
}

static void set_relations(State *s) {
    EACH(a) {
        int real = a < ACTORS;
        lane[a] = a;
        skill[a] = real ? s->skill[a] : 1.0;
        crowd_size[a] = real ? 2.0 * s->band_size[a] : 1.0;
        governs[a] = real && s->governs[a] ? -1 : 0;
        for (int d = 0; d < 256; d++)
            penalty[a][d] = MOVEMENT_HOME * most(d / (real ? s->reach[a] : 1.0) - 1.0, 0.0);
        for (int b = 0; b < ACTORS; b++) {
            double h = real && a != b ? s->hostility[a * ACTORS + b] : 0.0;
            hostile[b][a] = h;
            repels[b][a] = real && a != b && s->hides[a] && s->hides[b] ? 1.0 - h : 0.0;
            intrudes[b][a] = real && s->insurgent[a] && s->insurgent[b] ? h * h : 0.0;
        }
    }
}

static void set_places(State *s) {
    near_share[0] = 0.0;
    for (int i = 1; i < 16; i++) near_share[i] = near_share[i - 1] + PRESENCE_NEIGHBOURHOOD;
    for (int i = 0; i < 16; i++) near_share[i] = least(near_share[i], 0.5);
    appeal[CELLS] = all(-1e6); /* what lies beyond the map */
    for (int k = 0; k < CELLS; k++) {
        people_of_cell(s, k);
        administered[k] = least(1.0, 0.05 + PRESENCE_ADMINISTRATION * s->accessibility[k]);
        nearby[8][k] = k;
        for (int j = 0; j < 8; j++) {
            int n = s->neighbours[k * 8 + j];
            nearby[j][k] = n < 0 ? CELLS : n;
        }
        EACH(a) last_present[k][a] = a < ACTORS ? s->last_present[a * CELLS + k] : 0;
    }
    for (int c = 0; c < COMMUNITIES; c++)
        for (int j = 0; j < 8; j++) {
            int n = s->neighbours[s->home_cell[c] * 8 + j];
            partner[c][j] = n < 0 ? -1 : s->at[s->group[c] * CELLS + n];
        }
}

static void begin(State *s) {
    load(cooperation, s->cooperation, CELLS);
    load(mark, s->mark, CELLS);
    load(sphere, s->sphere, CELLS);
    load(momentum, s->momentum, CELLS);
    load(loyalty, s->loyalty, COMMUNITIES);
    load(baseline, s->baseline, COMMUNITIES);
    load(natural, s->natural, COMMUNITIES);
    load(fear, s->fear, COMMUNITIES);
    memset(troops, 0, sizeof troops);
    memset(coverage, 0, sizeof coverage);
    memset(coercion, 0, sizeof coercion);
    memset(busy, 0, sizeof busy);
    pairs = were = harms = 0;
    set_relations(s);
    set_places(s);
}

static void end(State *s) {
    store(s->coverage, coverage, CELLS);
    store(s->coercion, coercion, CELLS);
    store(s->security, security, CELLS);
    store(s->presence, presence, CELLS);
    store(s->cooperation, cooperation, CELLS);
    store(s->mark, mark, CELLS);
    store(s->sphere, sphere, CELLS);
    store(s->appeal, appeal, CELLS);
    store(s->momentum, momentum, CELLS);
    store(s->loyalty, loyalty, COMMUNITIES);
    store(s->baseline, baseline, COMMUNITIES);
    store(s->fear, fear, COMMUNITIES);
    for (int a = 0; a < ACTORS; a++)
        for (int k = 0; k < CELLS; k++) {
            s->troops[a * CELLS + k] = (int64_t)troops[k][a];
            s->last_present[a * CELLS + k] = last_present[k][a];
        }
}

/* Who is where: the troops of each cell, and the pairs of actor and cell that are not empty. */
static void count_troops(State *s) {
    for (int i = 0; i < pairs; i++) {
        troops[pair_cell[i]][pair_actor[i]] = 0.0;
        busy[pair_cell[i]] = 0;
    }
    pairs = 0;
    for (int u = 0; u < s->count; u++) {
        int k = s->cell[u], a = s->owner[u];
        double before = troops[k][a];
        pair_cell[pairs] = k;
        pair_actor[pairs] = a;
        pairs += before == 0.0;
        busy[k] = 1;
        troops[k][a] = before + (double)s->fighters[u];
    }
}

static Row appeal_of_busy(int k, Row repelled) {
    Row against = {0.0}, intruded = {0.0};
    for (int b = 0; b < ACTORS; b++) {
        double t = troops[k][b];
        if (t == 0.0) continue;
        against += hostile[b] * t;
        intruded += intrudes[b];
    }
    Row own = troops[k], danger = against / (against + own + mean);
    Row crowd = lower(own / crowd_size, all(3.0));
    Row value = MOVEMENT_SUPPORT * cooperation[k] + MOVEMENT_GAIN;
    value += MOVEMENT_SUCCESS * momentum[k] - MOVEMENT_RISK * danger - MOVEMENT_CROWDING * crowd;
    value += MOVEMENT_INTRUSION * lower(intruded, all(1.0)) * sphere[k];
    return value - MOVEMENT_REPULSION * repelled;
}

/* Marks and the appeal of every cell; where nobody stands there is no danger, crowd or intruder. */
static void weigh_cells(void) {
    Row total = {0.0}, cells = {0.0};
    for (int i = 0; i < pairs; i++) {
        total[pair_actor[i]] += troops[pair_cell[i]][pair_actor[i]];
        cells[pair_actor[i]] += 1.0;
    }
    mean = higher(all(1.0), total / higher(cells, all(1.0)));
    for (int k = 0; k < CELLS; k++) {
        Row marks = (1.0 - MOVEMENT_MARK_FADING) * mark[k], repelled = {0.0};
        if (busy[k]) marks += MOVEMENT_MARK_LAYING * troops[k] / mean;
        mark[k] = marks;
        for (int b = 0; b < ACTORS; b++) repelled += repels[b] * marks[b];
        if (busy[k])
            appeal[k] = appeal_of_busy(k, repelled);
        else
            appeal[k] = (MOVEMENT_SUPPORT * cooperation[k] + MOVEMENT_GAIN
                         + MOVEMENT_SUCCESS * momentum[k]) - MOVEMENT_REPULSION * repelled;
    }
}

static int apart(int dx, int dy) {
    dx = dx < 0 ? -dx : dx;
    dy = dy < 0 ? -dy : dy;
    return dx > dy ? dx : dy;
}

static void move(State *s, uint64_t key) {
    static double weight[9][BLOCK] __attribute__((aligned(64)));
    static int to[9][BLOCK];
    for (int from = 0; from < s->count; from += BLOCK) {
        int size = s->count - from < BLOCK ? s->count - from : BLOCK;
        for (int i = 0; i < size; i++) {
            int u = from + i, a = s->owner[u], k = s->cell[u];
            int hx = s->x[s->home[u]], hy = s->y[s->home[u]];
            for (int j = 0; j < 9; j++) {
                int n = nearby[j][k], m = n < CELLS ? n : 0;
                to[j][i] = n;
                double value = appeal[n][a];
                if (j == 8) value += MOVEMENT_STAY;
                weight[j][i] = value - penalty[a][apart(s->x[m] - hx, s->y[m] - hy)];
            }
        }
        double total[BLOCK] = {0.0}, left[BLOCK];
        int step[BLOCK] = {0};
        for (int j = 0; j < 9; j++)
            for (int i = 0; i < BLOCK; i++) weight[j][i] = exponential(weight[j][i]);
        for (int j = 0; j < 9; j++)
            for (int i = 0; i < BLOCK; i++) total[i] += weight[j][i];
        for (int i = 0; i < size; i++) left[i] = uniform(key, s->band_key[from + i], 0) * total[i];
        for (int j = 0; j < 9; j++)
            for (int i = 0; i < BLOCK; i++) {
                left[i] -= weight[j][i];
                step[i] += left[i] >= 0.0;
            }
        for (int i = 0; i < size; i++) s->cell[from + i] = to[step[i] < 8 ? step[i] : 8][i];
        for (int i = 0; i < size; i++) left[i] = uniform(key, s->band_key[from + i], 1);
        for (int u = from; u < from + size; u++)
            s->home[u] = left[u - from] < MOVEMENT_NEW_HOME ? s->cell[u] : s->home[u];
    }
}

static void sort_by_cell(State *s) {
    int *first = s->first_band;
    memset(first, 0, sizeof(int) * (CELLS + 1));
    for (int u = 0; u < s->count; u++) first[s->cell[u] + 1]++;
    for (int k = 0; k < CELLS; k++) first[k + 1] += first[k];
    for (int u = 0; u < s->count; u++) s->order[first[s->cell[u]]++] = u;
    memmove(first + 1, first, sizeof(int) * CELLS);
    first[0] = 0;
}

/* Leave the cells of the week before; then coverage and reach of all who are somewhere now. */
static void cover(State *s) {
    static double fighters[BANDS], people[BANDS], own[BANDS], covered[BANDS], coerced[BANDS];
    const double scale = -1.0986122886681098 * 1000.0;
    for (int i = 0; i < were; i++)
        coverage[was_cell[i]][was_actor[i]] = coercion[was_cell[i]][was_actor[i]] = 0.0;
    for (int i = 0; i < harms; i++) people_of_cell(s, s->home_cell[harmed[i][1]]);
    harms = 0;
    memset(near_count, 0, sizeof near_count);
    count_troops(s);
    were = pairs;
    memcpy(was_cell, pair_cell, sizeof(int) * pairs);
    memcpy(was_actor, pair_actor, sizeof(int) * pairs);
    for (int i = 0; i < pairs; i++) {
        int k = pair_cell[i], a = pair_actor[i];
        fighters[i] = troops[k][a];
        own[i] = fighters[i] * skill[a];
        people[i] = s->density_base[k];
        for (int j = 0; j < 8; j++) near_count[nearby[j][k]][a]++;
    }
    for (int i = 0; i < pairs; i++) {
        double f = scale * fighters[i];
        covered[i] = 1.0 - exponential(f / (people[i] * PRESENCE_PRESENCE_DENSITY));
        coerced[i] = 1.0 - exponential(f / (people[i] * PRESENCE_COERCION_DENSITY));
        own[i] = (1.0 - exponential(-own[i] / PRESENCE_FIRM)) * own[i];
    }
    for (int i = 0; i < pairs; i++) {
        int k = pair_cell[i], a = pair_actor[i];
        coverage[k][a] = covered[i];
        coercion[k][a] = coerced[i];
        firm[k][a] = own[i];
    }
}

static void note_entries(State *s, int week) {
    memset(s->entries, 0, sizeof(int64_t) * ACTORS * ACTORS);
    for (int i = 0; i < pairs; i++) {
        int k = pair_cell[i], b = pair_actor[i];
        if (week - last_present[k][b] > PRESENCE_ENTRY_ABSENCE)
            for (int a = 0; a < ACTORS; a++)
                s->entries[a * ACTORS + b] += a != b && sphere[k][a] > PRESENCE_SPHERE_CLAIMED;
        last_present[k][b] = week;
    }
}

static void contest(int k, double worry, Row near) {
    Row against = {0.0}, safe = coverage[k] - worry, own = troops[k] * skill;
    Mask here = troops[k] > 0.0;
    for (int b = 0; b < ACTORS; b++) {
        double t = troops[k][b];
        if (t == 0.0) continue;
        safe -= hostile[b] * coverage[k][b];
        against += hostile[b] * t * skill[b];
    }
    Row open = near * (1.0 - against / (against + PRESENCE_FIRM + own));
    Row held = firm[k] / (own + PRESENCE_OPPOSITION * against);
    security[k] = higher(all(-100.0), safe * 100.0 / (1.0 + PRESENCE_VOLATILITY));
    presence[k] = pick(here, higher(held, open), open);
    sphere[k] = pick(here, lower(all(1.0), sphere[k] + PRESENCE_SPHERE_GROWTH),
                     sphere[k] * PRESENCE_SPHERE_MEMORY);
}

/* Security, presence and sphere of each cell; momentum fades for the fights to come. */
static void stand(State *s) {
    for (int k = 0; k < CELLS; k++) {
        double worry = PRESENCE_VOLATILITY * least(1.0, s->heat[k] / 6.0);
        Row near = {0.0};
        uint64_t any = 0, some;
        for (int i = 0; i < LANES; i += 8) {
            memcpy(&some, near_count[k] + i, 8);
            any |= some;
        }
        if (any) EACH(a) near[a] = near_share[near_count[k][a]];
        near = pick(governs, higher(near, all(administered[k])), near);
        momentum[k] *= BATTLES_MOMENTUM_MEMORY;
        if (busy[k]) {
            contest(k, worry, near);
            continue;
        }
        presence[k] = near;
        security[k] = all(most(-100.0, (0.0 - worry) * 100.0 / (1.0 + PRESENCE_VOLATILITY)));
        sphere[k] *= PRESENCE_SPHERE_MEMORY;
    }
}

static void cooperate(State *s) {
    for (int k = 0; k < CELLS; k++) {
        double total = 0.0;
        Row told = {0.0};
        for (int c = s->first[k]; c < s->first[k + 1]; c++) {
            double n = (double)s->people[c];
            Row share = INFORMATION_FLOOR + INFORMATION_FROM_LOYALTY * higher(loyalty[c], all(0.0))
                        + INFORMATION_FROM_FEAR * fear[c];
            total += n;
            told += n * lower(share, all(1.0));
        }
        cooperation[k] = told / (total > 0.0 ? total : 1.0);
    }
}

static void fight(State *s, uint64_t key) {
    for (int k = 0; k < CELLS; k++) s->heat[k] *= BATTLES_HEAT_MEMORY;
    for (int k = 0; k < CELLS; k++) {
        int begin = s->first_band[k], end = s->first_band[k + 1];
        if (end - begin < 2) continue;
        int64_t here[ACTORS];
        int rivals[ACTORS], present = 0;
        for (int a = 0; a < ACTORS; a++) {
            here[a] = (int64_t)troops[k][a];
            rivals[present] = a;
            present += here[a] > 0;
        }
        if (present < 2) continue;
        for (int i = begin; i < end; i++) {
            int u = s->order[i], a = s->owner[u];
            for (int r = 0; r < present; r++) {
                int b = rivals[r];
                double h = hostile[b][a];
                if (here[b] == 0 || s->fighters[u] == 0 || b == a || h == 0.0) continue;
                double seen = s->exposure[b] + (1.0 - s->exposure[b]) * cooperation[k][a];
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
                momentum[k][a] = least(1.0, most(-1.0, momentum[k][a] + out.swing));
                momentum[k][b] = least(1.0, most(-1.0, momentum[k][b] - out.swing));
                s->heat[k] += 1.0;
            }
        }
    }
}

static void drift(State *s) {
    const double keep = 1.0 - LOYALTY_TO_ATTITUDE - LOYALTY_TO_NATURAL;
    for (int c = 0; c < COMMUNITIES; c++) {
        int k = s->home_cell[c], ruler = s->control[k];
        Row b = baseline[c], v = b + LOYALTY_TRANSIENT * (loyalty[c] - b);
        if (ruler >= 0) {
            double base = baseline[c][ruler];
            double faded = base + LOYALTY_TRANSIENT * (loyalty[c][ruler] - base);
            double served = faded + (1.0 - faded) * LOYALTY_SERVICES / 100.0;
            v = pick(lane == (int64_t)ruler, all(served), v);
        }
        if (s->heat[k] > 0.5) {
            Row points = LOYALTY_NEGLECT * least(s->heat[k], 4.0) * (1.0 - coverage[k]);
            v = pick(governs, v - (v + 1.0) * lower(points, all(100.0)) / 100.0, v);
        }
        loyalty[c] = v;
        baseline[c] = LOYALTY_TO_ATTITUDE * v + keep * b + LOYALTY_TO_NATURAL * natural[c];
        fear[c] = lower(LOYALTY_FEAR_MEMORY * fear[c] + LOYALTY_FEAR_GROWTH * coercion[k], all(1.0));
    }
    for (int c = 0; c < COMMUNITIES; c++) s->threat[c] *= LOYALTY_THREAT_MEMORY;
}

static void turn(int c, int a, double points) {
    double level = loyalty[c][a], ratio = (1.0 - level) / 1.6;
    points = least(points * most(0.4, ratio * ratio), 100.0);
    loyalty[c][a] = level - (level + 1.0) * points / 100.0;
}

static void mourn(State *s, int a, int c, int64_t dead) {
    int k = s->home_cell[c];
    double factor = 0.3 + 1.7 * logarithm(least(most((double)dead, 1.0), 100.0)) / logarithm(100.0);
    double points = LOYALTY_HARM * factor, alarm = least(1.0, 0.1 * (double)dead);
    s->threat[c] = least(1.0, s->threat[c] + alarm);
    fear[c][a] = least(1.0, fear[c][a] + LOYALTY_TERROR * alarm);
    turn(c, a, points);
    for (int d = s->first[k]; d < s->first[k + 1]; d++)
        if (d != c) turn(d, a, LOYALTY_BYSTANDERS * points);
    for (int j = 0; j < 8; j++) {
        int d = partner[c][j];
        if (d < 0) continue;
        turn(d, a, LOYALTY_KIN * points);
        s->threat[d] = least(1.0, s->threat[d] + LOYALTY_KIN * alarm);
    }
}

/* The harmed in the order of actors, then communities: an insertion sort of the few there are. */
static void grieve(State *s) {
    for (int i = 1; i < harms; i++)
        for (int j = i; j > 0; j--) {
            int (*one)[2] = harmed + j - 1, (*two)[2] = harmed + j;
            if (one[0][0] < two[0][0] || (one[0][0] == two[0][0] && one[0][1] <= two[0][1])) break;
            int a = one[0][0], c = one[0][1];
            int64_t size = harm_size[j - 1];
            one[0][0] = two[0][0]; one[0][1] = two[0][1]; harm_size[j - 1] = harm_size[j];
            two[0][0] = a; two[0][1] = c; harm_size[j] = size;
        }
    for (int i = 0; i < harms; i++) {
        int64_t dead = harm_size[i];
        while (i + 1 < harms && harmed[i + 1][0] == harmed[i][0] && harmed[i + 1][1] == harmed[i][1])
            dead += harm_size[++i];
        mourn(s, harmed[i][0], harmed[i][1], dead);
    }
}

static void converse(uint64_t key) {
    static int speaker[COMMUNITIES];
    for (int c = 0; c < COMMUNITIES; c++) speaker[c] = (int)(8.0 * uniform(key, (uint64_t)c, 0));
    for (int c = 0; c < COMMUNITIES; c++) {
        int d = partner[c][speaker[c]];
        if (d < 0) continue;
        Row own = loyalty[c], difference = loyalty[d] - own;
        Mask meet = (difference < LOYALTY_CONFIDENCE) & (difference > -LOYALTY_CONFIDENCE);
        loyalty[c] = pick(meet, own + LOYALTY_SPREAD * difference, own);
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
        count_troops(s);
        weigh_cells();
        move(s, keys[0]);
        cover(s);
        sort_by_cell(s);
        note_entries(s, ++s->week);
        stand(s);
        cooperate(s);
        fight(s, keys[1]);
        drift(s);
        grieve(s);
        converse(keys[2]);
        compact(s);
    }
    end(s);
}
