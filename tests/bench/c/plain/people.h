/* What people tell, and what they make of what is done to them. */

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
