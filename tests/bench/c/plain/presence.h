/* Coverage, security, presence and spheres. */

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
