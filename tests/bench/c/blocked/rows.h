/* State as rows of actors: taken from the arrays given, and given back. */

#define PARTS ((ACTORS + 7) / 8)
#define LANES (8 * PARTS)
#define BLOCK 64
#define EACH(a) for (int a = 0; a < LANES; a++)
#define EACH_PART(p) for (int p = 0; p < PARTS; p++)
#define LANE(rows, i, a) (((double *)(rows)[i])[a])

typedef double Row __attribute__((vector_size(64)));
typedef int64_t Mask __attribute__((vector_size(64)));
typedef Row Rows[PARTS];

static Rows troops[CELLS], coverage[CELLS], coercion[CELLS], security[CELLS], presence[CELLS];
static Rows cooperation[CELLS], mark[CELLS], sphere[CELLS], appeal[CELLS + 1], momentum[CELLS];
static Rows firm[CELLS], loyalty[COMMUNITIES], baseline[COMMUNITIES], natural[COMMUNITIES];
static Rows fear[COMMUNITIES];
static Rows hostile[ACTORS];   /* of lane a towards b: row b, lane a */
static Rows repels[ACTORS];    /* how far marks of b repel lane a */
static Rows intrudes[ACTORS];  /* how far b intrudes on lane a */
static Rows skill[1], mean[1], crowd_size[1];
static Mask governs[PARTS], lane[PARTS];
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

static void load(Rows *to, const double *from, int rows) {
    for (int i = 0; i < rows; i++) EACH(a) LANE(to, i, a) = a < ACTORS ? from[a * rows + i] : 0.0;
}

static void store(double *to, Rows *from, int rows) {
    for (int a = 0; a < ACTORS; a++)
        for (int i = 0; i < rows; i++) to[a * rows + i] = LANE(from, i, a);
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
        lane[a / 8][a % 8] = a;
        LANE(skill, 0, a) = real ? s->skill[a] : 1.0;
        LANE(crowd_size, 0, a) = real ? 2.0 * s->band_size[a] : 1.0;
        governs[a / 8][a % 8] = real && s->governs[a] ? -1 : 0;
        for (int d = 0; d < 256; d++)
            penalty[a][d] = MOVEMENT_HOME * most(d / (real ? s->reach[a] : 1.0) - 1.0, 0.0);
        for (int b = 0; b < ACTORS; b++) {
            double h = real && a != b ? s->hostility[a * ACTORS + b] : 0.0;
            LANE(hostile, b, a) = h;
            LANE(repels, b, a) = real && a != b && s->hides[a] && s->hides[b] ? 1.0 - h : 0.0;
            LANE(intrudes, b, a) = real && s->insurgent[a] && s->insurgent[b] ? h * h : 0.0;
        }
    }
}

static void set_places(State *s) {
    near_share[0] = 0.0;
    for (int i = 1; i < 16; i++) near_share[i] = near_share[i - 1] + PRESENCE_NEIGHBOURHOOD;
    for (int i = 0; i < 16; i++) near_share[i] = least(near_share[i], 0.5);
    EACH_PART(p) appeal[CELLS][p] = all(-1e6); /* what lies beyond the map */
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
            s->troops[a * CELLS + k] = (int64_t)LANE(troops, k, a);
            s->last_present[a * CELLS + k] = last_present[k][a];
        }
}
