/* STREAM's triad (McCalpin 1995) over arrays that stay in the cache: bytes a second. */

#include <time.h>

#define SIZE 16384 /* three arrays of 128 KiB */

static double a[SIZE], b[SIZE], c[SIZE];

double triad(int passes) {
    struct timespec begun, ended;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begun);
    for (int pass = 0; pass < passes; pass++) {
        for (int i = 0; i < SIZE; i++) a[i] = b[i] + 0.5 * c[i];
        __asm__ volatile("" : : "r"(a) : "memory");
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ended);
    double spent = (double)(ended.tv_sec - begun.tv_sec) + 1e-9 * (double)(ended.tv_nsec - begun.tv_nsec);
    return 24.0 * SIZE * passes / spent;
}
