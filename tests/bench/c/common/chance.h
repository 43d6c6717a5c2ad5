/* Elementary functions and draws: the same formulas as sim.arithmetic and sim.randomness.
   With LIBM defined, exp and log are the C library's: what plain C would use. */

#include <math.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define GOLDEN 0x9E3779B97F4A7C15u
#define DRAW_STEP 0xD1342543DE82EF95u

static inline double as_double(uint64_t bits) { double x; memcpy(&x, &bits, 8); return x; }
static inline uint64_t as_bits(double x) { uint64_t bits; memcpy(&bits, &x, 8); return bits; }
static inline double least(double a, double b) { return b < a ? b : a; }
static inline double most(double a, double b) { return b > a ? b : a; }
static inline int64_t fewer(int64_t a, int64_t b) { return b < a ? b : a; }

#ifdef LIBM
#define exponential exp
#define logarithm log
#else
static inline double exponential(double x) {
    double y = least(most(x, -700.0), 700.0);
    double k = floor(y * 1.4426950408889634 + 0.5);
    double r = (y - k * LN2_HIGH) - k * LN2_LOW;
    double s = 1.0 / 6227020800.0;
    s = s * r + 1.0 / 479001600.0;
    s = s * r + 1.0 / 39916800.0;
    s = s * r + 1.0 / 3628800.0;
    s = s * r + 1.0 / 362880.0;
    s = s * r + 1.0 / 40320.0;
    s = s * r + 1.0 / 5040.0;
    s = s * r + 1.0 / 720.0;
    s = s * r + 1.0 / 120.0;
    s = s * r + 1.0 / 24.0;
    s = s * r + 1.0 / 6.0;
    s = s * r + 0.5;
    s = (s * r) * r + r + 1.0;
    double power = as_double((as_bits(k + (6755399441055744.0 + 1023.0))) << 52);
    return x < -700.0 ? 0.0 : s * power;
}

static inline double logarithm(double x) {
    uint64_t bits = as_bits(x);
    double k = (double)((int64_t)(bits >> 52) - 1022);
    double m = as_double((bits & 0x000FFFFFFFFFFFFFu) | 0x3FE0000000000000u);
    if (m < 0.7071067811865476) { m = m * 2.0; k = k - 1.0; }
    double f = m - 1.0, s = f / (2.0 + f), z = s * s;
    double t = 2.0 / 21.0;
    t = t * z + 2.0 / 19.0;
    t = t * z + 2.0 / 17.0;
    t = t * z + 2.0 / 15.0;
    t = t * z + 2.0 / 13.0;
    t = t * z + 2.0 / 11.0;
    t = t * z + 2.0 / 9.0;
    t = t * z + 2.0 / 7.0;
    t = t * z + 2.0 / 5.0;
    t = t * z + 2.0 / 3.0;
    return k * LN2_HIGH + (2.0 * s + (s * (t * z) + k * LN2_LOW));
}
#endif

static inline double uniform(uint64_t key, uint64_t agent, uint64_t draw) {
    uint64_t z = key + (agent + draw * DRAW_STEP) * GOLDEN;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double normal(double u) {
    u = least(most(u, 1e-16), 1.0 - 1e-16);
    if (u < 0.02425 || u > 0.97575) {
        double q = sqrt(-2.0 * logarithm(least(u, 1.0 - u)));
        double top = -7.784894002430293e-03;
        top = top * q - 3.223964580411365e-01;
        top = top * q - 2.400758277161838e00;
        top = top * q - 2.549732539343734e00;
        top = top * q + 4.374664141464968e00;
        top = top * q + 2.938163982698783e00;
        double low = 7.784695709041462e-03;
        low = low * q + 3.224671290700398e-01;
        low = low * q + 2.445134137142996e00;
        low = low * q + 3.754408661907416e00;
        low = low * q + 1.0;
        return u < 0.5 ? top / low : -top / low;
    }
    double q = u - 0.5, r = q * q;
    double top = -3.969683028665376e01;
    top = top * r + 2.209460984245205e02;
    top = top * r - 2.759285104469687e02;
    top = top * r + 1.383577518672690e02;
    top = top * r - 3.066479806614716e01;
    top = top * r + 2.506628277459239e00;
    double low = -5.447609879822406e01;
    low = low * r + 1.615858368580409e02;
    low = low * r - 1.556989798598866e02;
    low = low * r + 6.680131188771972e01;
    low = low * r - 1.328068155288572e01;
    low = low * r + 1.0;
    return top * q / low;
}

static inline double lognormal(double median, double sigma, double u) {
    return median * exponential(sigma * normal(u));
}

static int64_t poisson(double rate, double u) {
    if (rate <= 0.0) return 0;
    if (rate > 200.0) {
        double value = floor(rate + sqrt(rate) * normal(u) + 0.5);
        return value > 0.0 ? (int64_t)value : 0;
    }
    double p = exponential(-rate), total = p;
    int64_t k = 0;
    while (u >= total && ((double)k < rate || p > 1e-18)) {
        k++;
        p = p * rate / (double)k;
        total = total + p;
    }
    return k;
}
