/* Marks, the appeal of cells, and where bands go. */

/* Who is where: the troops of each cell, and the pairs of actor and cell that are not empty. */
static void count_troops(State *s) {
    for (int i = 0; i < pairs; i++) {
        LANE(troops, pair_cell[i], pair_actor[i]) = 0.0;
        busy[pair_cell[i]] = 0;
    }
    pairs = 0;
    for (int u = 0; u < s->count; u++) {
        int k = s->cell[u], a = s->owner[u];
        double before = LANE(troops, k, a);
        pair_cell[pairs] = k;
        pair_actor[pairs] = a;
        pairs += before == 0.0;
        busy[k] = 1;
        LANE(troops, k, a) = before + (double)s->fighters[u];
    }
}

static Row appeal_of_busy(int k, int p, Row repelled) {
    Row against = {0.0}, intruded = {0.0};
    for (int b = 0; b < ACTORS; b++) {
        double t = LANE(troops, k, b);
        if (t == 0.0) continue;
        against += hostile[b][p] * t;
        intruded += intrudes[b][p];
    }
    Row own = troops[k][p], danger = against / (against + own + mean[0][p]);
    Row crowd = lower(own / crowd_size[0][p], all(3.0));
    Row value = MOVEMENT_SUPPORT * cooperation[k][p] + MOVEMENT_GAIN;
    value += MOVEMENT_SUCCESS * momentum[k][p] - MOVEMENT_RISK * danger - MOVEMENT_CROWDING * crowd;
    value += MOVEMENT_INTRUSION * lower(intruded, all(1.0)) * sphere[k][p];
    return value - MOVEMENT_REPULSION * repelled;
}

/* Marks and the appeal of every cell; where nobody stands there is no danger, crowd or intruder. */
static void weigh_cells(void) {
    Rows total[1] = {0}, cells[1] = {0};
    for (int i = 0; i < pairs; i++) {
        LANE(total, 0, pair_actor[i]) += LANE(troops, pair_cell[i], pair_actor[i]);
        LANE(cells, 0, pair_actor[i]) += 1.0;
    }
    EACH_PART(p) mean[0][p] = higher(all(1.0), total[0][p] / higher(cells[0][p], all(1.0)));
    for (int k = 0; k < CELLS; k++) {
        EACH_PART(p) {
            Row marks = (1.0 - MOVEMENT_MARK_FADING) * mark[k][p];
            if (busy[k]) marks += MOVEMENT_MARK_LAYING * troops[k][p] / mean[0][p];
            mark[k][p] = marks;
        }
        EACH_PART(p) {
            Row repelled = {0.0};
            for (int b = 0; b < ACTORS; b++) repelled += repels[b][p] * LANE(mark, k, b);
            if (busy[k])
                appeal[k][p] = appeal_of_busy(k, p, repelled);
            else
                appeal[k][p] = (MOVEMENT_SUPPORT * cooperation[k][p] + MOVEMENT_GAIN
                                + MOVEMENT_SUCCESS * momentum[k][p])
                               - MOVEMENT_REPULSION * repelled;
        }
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
                double value = LANE(appeal, n, a);
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
