/* Marks, the appeal of cells, and where bands go. */

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
