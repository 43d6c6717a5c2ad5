/* What follows once a band strikes: rare, so both C versions share it. Formulas of sim.rules.battles
   and sim.world.casualties. And the clock that tells what each rule takes. */

static double processor_time(const State *s) {
    if (!s->clocked) return 0.0;
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double note_spent(State *s, int part, double since) {
    double now = processor_time(s);
    s->spent[part] += now - since;
    return now;
}

static int64_t losses(double fire, double engaged, double skill, double u1, double u2) {
    return poisson(lognormal(fire * engaged * skill, BATTLES_SPREAD, u1), u2);
}

static int64_t marked_among(int64_t part, int64_t marked, int64_t whole, double u) {
    if (part <= 0 || marked <= 0) return 0;
    int64_t share = (int64_t)floor((double)part * ((double)marked / (double)whole) + u);
    int64_t needed = part - (whole - marked);
    return fewer(fewer(part, marked), share > needed ? share : needed);
}

static int64_t bury(State *s, int64_t dead, int a, int begin, int end, double u1, double u2) {
    int64_t total = 0, before = 0;
    for (int i = begin; i < end; i++)
        if (s->owner[s->order[i]] == a) total += s->fighters[s->order[i]];
    dead = fewer(dead, total);
    int64_t offset = (int64_t)(u1 * (double)total);
    for (int i = begin; i < end; i++) {
        int u = s->order[i];
        if (s->owner[u] != a || s->fighters[u] == 0) continue;
        s->experience[u] = least(1.0, s->experience[u] + 0.02);
        int64_t after = before + s->fighters[u];
        int64_t n = (dead * after + offset) / total - (dead * before + offset) / total;
        s->foreign[u] -= marked_among(n, s->foreign[u], s->fighters[u], u2);
        s->fighters[u] -= n;
        before = after;
    }
    return dead;
}

/* Kill up to `dead` people of one community of a cell; the community, -1 where nobody was hit. */
static int hit_people(State *s, int64_t dead, int begin, int end, double u, int64_t *killed) {
    int64_t total = 0;
    for (int c = begin; c < end; c++) total += s->people[c];
    *killed = 0;
    if (total == 0 || dead == 0) return -1;
    double mark = u * (double)total;
    int chosen = begin;
    for (int c = begin; c < end; c++) {
        chosen = c;
        mark -= (double)s->people[c];
        if (mark < 0.0) break;
    }
    *killed = fewer(dead, s->people[chosen]);
    s->people[chosen] -= *killed;
    return *killed > 0 ? chosen : -1;
}

/* How a clash that band u of actor a begins with actor b in cell k ends. */
typedef struct { int64_t lost_a, lost_b, killed; int community; double swing; } Clash;

static Clash clash(State *s, uint64_t key, int u, int a, int b, int k, const int64_t *troops,
                   int begin, int end) {
    uint64_t agent = s->band_key[u], draw = 12 * (uint64_t)b;
    Clash out;
    double own = (double)s->fighters[u] + BATTLES_JOINED * (double)(troops[a] - s->fighters[u]);
    double exposed = lognormal(own, BATTLES_SPREAD, uniform(key, agent, draw + 1));
    exposed = least(exposed, (double)troops[b]);
    double s_a = s->skill[a] * (1.0 + 0.3 * s->experience[u]) * (1.0 - 0.5 * s->disarray[a]);
    double s_b = s->skill[b] * (1.0 - 0.5 * s->disarray[b]);
    out.lost_b = losses(BATTLES_AIMED, least(own, 3.0 * exposed), s_a,
                        uniform(key, agent, draw + 2), uniform(key, agent, draw + 3));
    double answer = s->hides[a] ? least(BATTLES_AIMED, BATTLES_AREA * own) : BATTLES_AIMED;
    out.lost_a = losses(answer, least(exposed, 3.0 * own), s_b,
                        uniform(key, agent, draw + 4), uniform(key, agent, draw + 5));
    out.lost_a = bury(s, out.lost_a, a, begin, end, uniform(key, agent, draw + 6),
                      uniform(key, agent, draw + 7));
    out.lost_b = bury(s, out.lost_b, b, begin, end, uniform(key, agent, draw + 8),
                      uniform(key, agent, draw + 9));
    int64_t hit = poisson(BATTLES_CROSSFIRE * (double)(out.lost_a + out.lost_b),
                          uniform(key, agent, draw + 10));
    out.community = hit_people(s, hit, s->first[k], s->first[k + 1],
                               uniform(key, agent, draw + 11), &out.killed);
    out.swing = BATTLES_MOMENTUM_STEP * (double)(out.lost_b - out.lost_a)
                / ((double)(out.lost_a + out.lost_b) + 4.0);
    return out;
}
