/* What people tell, and what they make of what is done to them. */

static void cooperate(State *s) {
    for (int k = 0; k < CELLS; k++) {
        double total = 0.0;
        Rows told = {0};
        for (int c = s->first[k]; c < s->first[k + 1]; c++) {
            double n = (double)s->people[c];
            total += n;
            EACH_PART(p) {
                Row share = INFORMATION_FLOOR
                            + INFORMATION_FROM_LOYALTY * higher(loyalty[c][p], all(0.0))
                            + INFORMATION_FROM_FEAR * fear[c][p];
                told[p] += n * lower(share, all(1.0));
            }
        }
        EACH_PART(p) cooperation[k][p] = told[p] / (total > 0.0 ? total : 1.0);
    }
}

static void drift(State *s) {
    const double keep = 1.0 - LOYALTY_TO_ATTITUDE - LOYALTY_TO_NATURAL;
    for (int c = 0; c < COMMUNITIES; c++) {
        int k = s->home_cell[c], ruler = s->control[k];
        double served = 0.0;
        if (ruler >= 0) {
            double base = LANE(baseline, c, ruler);
            double faded = base + LOYALTY_TRANSIENT * (LANE(loyalty, c, ruler) - base);
            served = faded + (1.0 - faded) * LOYALTY_SERVICES / 100.0;
        }
        EACH_PART(p) {
            Row b = baseline[c][p], v = b + LOYALTY_TRANSIENT * (loyalty[c][p] - b);
            v = pick(lane[p] == (int64_t)ruler, all(served), v);
            if (s->heat[k] > 0.5) {
                Row points = LOYALTY_NEGLECT * least(s->heat[k], 4.0) * (1.0 - coverage[k][p]);
                v = pick(governs[p], v - (v + 1.0) * lower(points, all(100.0)) / 100.0, v);
            }
            loyalty[c][p] = v;
            baseline[c][p] = LOYALTY_TO_ATTITUDE * v + keep * b + LOYALTY_TO_NATURAL * natural[c][p];
            fear[c][p] = lower(LOYALTY_FEAR_MEMORY * fear[c][p]
                               + LOYALTY_FEAR_GROWTH * coercion[k][p], all(1.0));
        }
    }
    for (int c = 0; c < COMMUNITIES; c++) s->threat[c] *= LOYALTY_THREAT_MEMORY;
}

static void turn(int c, int a, double points) {
    double level = LANE(loyalty, c, a), ratio = (1.0 - level) / 1.6;
    points = least(points * most(0.4, ratio * ratio), 100.0);
    LANE(loyalty, c, a) = level - (level + 1.0) * points / 100.0;
}

static void mourn(State *s, int a, int c, int64_t dead) {
    int k = s->home_cell[c];
    double factor = 0.3 + 1.7 * logarithm(least(most((double)dead, 1.0), 100.0)) / logarithm(100.0);
    double points = LOYALTY_HARM * factor, alarm = least(1.0, 0.1 * (double)dead);
    s->threat[c] = least(1.0, s->threat[c] + alarm);
    LANE(fear, c, a) = least(1.0, LANE(fear, c, a) + LOYALTY_TERROR * alarm);
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
        EACH_PART(p) {
            Row own = loyalty[c][p], difference = loyalty[d][p] - own;
            Mask meet = (difference < LOYALTY_CONFIDENCE) & (difference > -LOYALTY_CONFIDENCE);
            loyalty[c][p] = pick(meet, own + LOYALTY_SPREAD * difference, own);
        }
    }
}
