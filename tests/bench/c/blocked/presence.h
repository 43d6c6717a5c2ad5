/* Coverage, security, presence and spheres. */

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
        LANE(coverage, was_cell[i], was_actor[i]) = LANE(coercion, was_cell[i], was_actor[i]) = 0.0;
    for (int i = 0; i < harms; i++) people_of_cell(s, s->home_cell[harmed[i][1]]);
    harms = 0;
    memset(near_count, 0, sizeof near_count);
    count_troops(s);
    were = pairs;
    memcpy(was_cell, pair_cell, sizeof(int) * pairs);
    memcpy(was_actor, pair_actor, sizeof(int) * pairs);
    for (int i = 0; i < pairs; i++) {
        int k = pair_cell[i], a = pair_actor[i];
        fighters[i] = LANE(troops, k, a);
        own[i] = fighters[i] * LANE(skill, 0, a);
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
        LANE(coverage, k, a) = covered[i];
        LANE(coercion, k, a) = coerced[i];
        LANE(firm, k, a) = own[i];
    }
}

static void note_entries(State *s, int week) {
    memset(s->entries, 0, sizeof(int64_t) * ACTORS * ACTORS);
    for (int i = 0; i < pairs; i++) {
        int k = pair_cell[i], b = pair_actor[i];
        if (week - last_present[k][b] > PRESENCE_ENTRY_ABSENCE)
            for (int a = 0; a < ACTORS; a++)
                s->entries[a * ACTORS + b] += a != b && LANE(sphere, k, a) > PRESENCE_SPHERE_CLAIMED;
        last_present[k][b] = week;
    }
}

static void contest(int k, int p, double worry, Row near) {
    Row against = {0.0}, safe = coverage[k][p] - worry, own = troops[k][p] * skill[0][p];
    Mask here = troops[k][p] > 0.0;
    for (int b = 0; b < ACTORS; b++) {
        double t = LANE(troops, k, b);
        if (t == 0.0) continue;
        safe -= hostile[b][p] * LANE(coverage, k, b);
        against += hostile[b][p] * t * LANE(skill, 0, b);
    }
    Row open = near * (1.0 - against / (against + PRESENCE_FIRM + own));
    Row held = firm[k][p] / (own + PRESENCE_OPPOSITION * against);
    security[k][p] = higher(all(-100.0), safe * 100.0 / (1.0 + PRESENCE_VOLATILITY));
    presence[k][p] = pick(here, higher(held, open), open);
    sphere[k][p] = pick(here, lower(all(1.0), sphere[k][p] + PRESENCE_SPHERE_GROWTH),
                        sphere[k][p] * PRESENCE_SPHERE_MEMORY);
}

/* Security, presence and sphere of each cell; momentum fades for the fights to come. */
static void stand(State *s) {
    for (int k = 0; k < CELLS; k++) {
        double worry = PRESENCE_VOLATILITY * least(1.0, s->heat[k] / 6.0);
        double calm = most(-100.0, (0.0 - worry) * 100.0 / (1.0 + PRESENCE_VOLATILITY));
        EACH_PART(p) {
            Row near = {0.0};
            uint64_t any;
            memcpy(&any, near_count[k] + 8 * p, 8);
            if (any)
                for (int a = 0; a < 8; a++) near[a] = near_share[near_count[k][8 * p + a]];
            near = pick(governs[p], higher(near, all(administered[k])), near);
            momentum[k][p] *= BATTLES_MOMENTUM_MEMORY;
            if (busy[k]) {
                contest(k, p, worry, near);
                continue;
            }
            presence[k][p] = near;
            security[k][p] = all(calm);
            sphere[k][p] *= PRESENCE_SPHERE_MEMORY;
        }
    }
}
