"""Keyed draws: a function of their key alone, uniform, independent; counts by inversion."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import special, stats

from sim.arithmetic import exp
from sim.kernel import kernel
from sim.randomness import (
    binomial,
    draw_key,
    happens,
    lineage,
    lognormal,
    marked_among,
    mix,
    name_hash,
    normal,
    normals,
    poisson,
    rule_key,
    run_seed,
    surely_none,
    uniform,
    uniforms,
)

UNIT = st.floats(0, 1 - 2**-53)
KEY = draw_key(1, "test", 0)
LARGEST = 1 - 2**-53


@kernel
def block(key, agents, draws):
    """Uniforms of agents 0, 1, ... (rows) and draws 0, 1, ... (columns)."""
    numbers = np.empty((agents, draws))
    for agent in range(agents):
        for draw in range(draws):
            numbers[agent, draw] = uniform(key, np.uint64(agent), draw)
    return numbers


def chi_square(counts: np.ndarray) -> float:
    """Probability of counts at least as uneven as these, if all cells were equally likely."""
    return float(stats.chisquare(np.ravel(counts)).pvalue)


def plausible(p: float) -> bool:
    return 1e-4 < p < 1 - 1e-4


# --- a draw is a function of its key -------------------------------------------------------


def test_mix_is_the_output_function_of_splitmix64():
    """First outputs of the reference implementation (Vigna) for seed 1234567."""
    golden = 0x9E3779B97F4A7C15
    states = [np.uint64((1234567 + n * golden) % 2**64) for n in (1, 2, 3)]
    expected = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert [int(mix(state)) for state in states] == expected


def test_a_draw_depends_on_every_part_of_its_key_and_on_nothing_else():
    value = uniform(KEY, np.uint64(7), 3)
    assert uniform(KEY, np.uint64(7), 3) == value
    others = (
        uniform(KEY, np.uint64(8), 3),
        uniform(KEY, np.uint64(7), 4),
        uniform(draw_key(2, "test", 0), np.uint64(7), 3),
        uniform(draw_key(1, "other", 0), np.uint64(7), 3),
        uniform(draw_key(1, "test", 1), np.uint64(7), 3),
    )
    assert value not in others
    assert len(set(others)) == len(others)


def test_keys_are_the_same_in_every_process_and_release():
    assert name_hash("movement") == 3761607435636783014
    assert int(draw_key(1, "movement", 12)) == 12663362921853044983
    assert run_seed(20261122, 3) == 3978649198632132580


def test_keys_of_rules_made_by_the_block_are_the_same():
    for week in range(-130, 131):
        assert rule_key(3, "movement", week) == draw_key(3, "movement", week)


def test_burn_in_weeks_have_draws_of_their_own():
    keys = {int(draw_key(1, "movement", week)) for week in range(-520, 521)}
    assert len(keys) == 1041


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 1000))
def test_a_uniform_lies_in_the_half_open_unit_interval(key, agent, draw):
    assert 0 <= uniform(np.uint64(key), np.uint64(agent), draw) < 1


def test_descent_gives_every_band_a_key_of_its_own():
    keys = {
        int(lineage(np.uint64(parent), child, week))
        for parent in range(30)
        for child in range(30)
        for week in range(-26, 27)
    }
    assert len(keys) == 30 * 30 * 53


# --- uniformity and independence -----------------------------------------------------------


def test_draws_fill_the_unit_interval_evenly():
    counts, _ = np.histogram(block(KEY, 50_000, 2), bins=100, range=(0, 1))
    assert plausible(chi_square(counts))


def test_a_draw_tells_nothing_of_the_next_draw_or_the_next_agent():
    numbers = block(KEY, 300, 300)
    for other, same in ((numbers[1:], numbers[:-1]), (numbers[:, 1:], numbers[:, :-1])):
        correlation = np.corrcoef(other.ravel(), same.ravel())[0, 1]
        assert abs(correlation) < 4 / np.sqrt(same.size)


def test_consecutive_weeks_and_seeds_are_independent():
    weeks = np.array([block(draw_key(1, "test", week), 500, 1)[:, 0] for week in range(40)])
    seeds = np.array([block(draw_key(seed, "test", 1), 500, 1)[:, 0] for seed in range(40)])
    for numbers in (weeks, seeds):
        correlation = np.corrcoef(numbers[1:].ravel(), numbers[:-1].ravel())[0, 1]
        assert abs(correlation) < 4 / np.sqrt(39 * 500)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
class TestBattery:
    """Ten million draws a seed, in the order in which rules take them: agent by agent."""

    def numbers(self, seed: int) -> np.ndarray:
        return block(draw_key(seed, "battery", seed), 2_500_000, 4)

    def test_frequency(self, seed):
        counts, _ = np.histogram(self.numbers(seed), bins=10_000, range=(0, 1))
        assert plausible(chi_square(counts))

    def test_every_bit_is_fair(self, seed):
        bits = (self.numbers(seed).ravel() * 2.0**53).astype(np.uint64)
        for place in range(53):
            ones = int(np.count_nonzero((bits >> np.uint64(place)) & np.uint64(1)))
            assert plausible(stats.binomtest(ones, bits.size).pvalue / 2)

    def test_serial_pairs_by_draw_and_by_agent(self, seed):
        bins = (self.numbers(seed) * 64).astype(np.int64)
        for first, second in ((bins[:, ::2], bins[:, 1::2]), (bins[::2], bins[1::2])):
            counts = np.bincount((first * 64 + second).ravel(), minlength=64**2)
            assert plausible(chi_square(counts))

    def test_serial_triples(self, seed):
        bins = (self.numbers(seed)[:, :3] * 20).astype(np.int64)
        counts = np.bincount(bins @ np.array([400, 20, 1]), minlength=8000)
        assert plausible(chi_square(counts))

    def test_gaps_between_small_values_are_geometric(self, seed):
        gaps = np.diff(np.flatnonzero(self.numbers(seed).ravel() < 0.1)) - 1
        longest = 80
        observed = np.bincount(np.minimum(gaps, longest), minlength=longest + 1)
        chance = 0.1 * 0.9 ** np.arange(longest + 1)
        chance[longest] = 0.9**longest
        assert plausible(stats.chisquare(observed, chance * gaps.size).pvalue)

    def test_runs_up_have_the_lengths_of_chance(self, seed):
        """After each run the number that ends it is dropped, which makes runs independent."""
        numbers = self.numbers(seed).ravel()[:1_000_000]
        lengths = np.zeros(7)
        position = 0
        falls = np.append(np.flatnonzero(np.diff(numbers) < 0), numbers.size)
        for fall in falls[:-1]:
            if fall < position:
                continue
            lengths[min(fall - position + 1, 6)] += 1
            position = fall + 2
        size = np.arange(1, 7)
        chance = 1 / special.factorial(size) - 1 / special.factorial(size + 1)
        chance[5] = 1 / special.factorial(6)
        assert plausible(stats.chisquare(lengths[1:], chance * lengths.sum()).pvalue)

    def test_birthday_spacings(self, seed):
        """Equal gaps among 4096 birthdays in a year of 2^32 days are Poisson with mean 4."""
        days = (self.numbers(seed).ravel()[: 4096 * 2000] * 2.0**32).astype(np.int64)
        gaps = np.sort(np.diff(np.sort(days.reshape(2000, 4096), axis=1), axis=1), axis=1)
        equal = np.count_nonzero(gaps[:, 1:] == gaps[:, :-1], axis=1)
        observed = np.bincount(np.minimum(equal, 10), minlength=11)
        chance = stats.poisson.pmf(np.arange(11), 4)
        chance[10] = stats.poisson.sf(9, 4)
        assert plausible(stats.chisquare(observed, chance * 2000).pvalue)

    def test_sums_of_bits_of_neighbouring_keys(self, seed):
        """Keys that differ in one bit give outputs that differ in half their bits."""
        rng = np.random.default_rng(seed)
        keys = rng.integers(0, 2**63, 20_000, dtype=np.uint64)
        flips = np.uint64(1) << rng.integers(0, 64, 20_000, dtype=np.uint64)
        changed = [
            (int(mix(key)) ^ int(mix(key ^ flip))).bit_count()
            for key, flip in zip(keys, flips, strict=True)
        ]
        mean = (np.mean(changed) - 32) / (4 / np.sqrt(len(changed)))
        assert abs(mean) < 4


# --- normal --------------------------------------------------------------------------------


@given(st.floats(1e-15, 1 - 1e-15))
def test_normal_agrees_with_the_quantile_of_scipy(u):
    assert normal(u) == pytest.approx(special.ndtri(u), rel=1.2e-9, abs=1e-15)


@given(st.floats(0, 1), st.floats(0, 1))
def test_normal_never_falls_where_its_uniform_rises(u, v):
    low, high = min(u, v), max(u, v)
    assume(high - low > 1e-8)  # pieces of the formula meet to that precision
    assert normal(low) <= normal(high)


def test_normal_stays_finite_at_the_ends():
    assert normal(0.0) == pytest.approx(-8.222, abs=1e-3)
    assert normal(1.0) == pytest.approx(8.210, abs=1e-3)


@given(st.lists(st.floats(0, 1), min_size=1))
def test_normal_quantiles_of_an_array_have_the_bits_of_its_numbers(numbers):
    ends = [0.0, 0.02425, 1 - 0.02425, LARGEST, *numbers]
    assert normals(np.array(ends)).tolist() == [normal(u) for u in ends]


def test_uniforms_are_the_first_draws_of_agents():
    assert uniforms(KEY, 50).tolist() == [uniform(KEY, np.uint64(agent), 0) for agent in range(50)]


def test_lognormal_has_its_median_and_spread():
    assert lognormal(3.0, 0.9, 0.5) == 3.0
    one_sigma_up = special.ndtr(1.0)
    assert lognormal(3.0, 0.9, one_sigma_up) == pytest.approx(3 * np.exp(0.9), rel=1e-8)


# --- counts --------------------------------------------------------------------------------

EVEN = (np.arange(4000) + 0.5) / 4000
"""Uniforms on an even grid: means over them are exact up to 1/4000 of the range."""


@pytest.mark.parametrize("rate", [0.01, 0.5, 3.0, 40.0, 199.0, 201.0, 5000.0])
def test_poisson_has_mean_and_variance_equal_to_its_rate(rate):
    counts = np.array([poisson(rate, u) for u in EVEN])
    assert counts.mean() == pytest.approx(rate, rel=0.03)
    assert counts.var() == pytest.approx(rate, rel=0.05)


@pytest.mark.parametrize("rate", [0.3, 7.0, 150.0])
def test_poisson_is_the_quantile_of_scipy(rate):
    expected = stats.poisson.ppf(EVEN, rate)
    assert [poisson(rate, u) for u in EVEN] == expected.tolist()


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (10, 0.05), (12, 0.5), (300, 0.2), (20, 0.9)])
def test_binomial_is_the_quantile_of_scipy(n, p):
    expected = stats.binom.ppf(EVEN, n, p)
    assert [binomial(n, p, u) for u in EVEN] == expected.tolist()


@pytest.mark.parametrize(("n", "p"), [(1000, 0.4), (20_000, 0.03), (10**6, 0.7)])
def test_binomial_has_its_mean_and_variance_in_the_normal_limit(n, p):
    counts = np.array([binomial(n, p, u) for u in EVEN])
    assert counts.mean() == pytest.approx(n * p, rel=1e-3)
    assert counts.var() == pytest.approx(n * p * (1 - p), rel=0.02)


@given(st.floats(0, 200), UNIT, UNIT)
def test_poisson_never_falls_where_its_uniform_rises(rate, u, v):
    assert poisson(rate, min(u, v)) <= poisson(rate, max(u, v))


@given(st.floats(0, 199), st.floats(0, 1), UNIT)
def test_poisson_never_falls_where_its_rate_rises(rate, more, u):
    assume(u < 1 - 1e-9)  # beyond, sums of different rounding decide
    assert poisson(rate, u) <= poisson(rate + more, u)


@given(st.integers(0, 400), st.floats(0, 1), UNIT)
def test_binomial_stays_between_nothing_and_all(n, p, u):
    assert 0 <= binomial(n, p, u) <= n


@given(st.integers(0, 400), st.floats(0.001, 0.499), UNIT, UNIT)
def test_binomial_never_falls_where_its_uniform_rises(n, p, u, v):
    assert binomial(n, p, min(u, v)) <= binomial(n, p, max(u, v))


@given(st.floats(0, 20), st.floats(0, 1, exclude_max=True))
def test_an_event_happens_where_its_uniform_is_below_its_chance(hazard, u):
    assert happens(hazard, u) == (u < 1.0 - exp(-hazard))


@pytest.mark.parametrize("hazard", [1e-15, 1e-9, 1e-3, 0.5])
def test_an_event_at_the_edge_of_its_chance_is_decided_by_the_exponential(hazard):
    chance = 1.0 - exp(-hazard)
    for u in (np.nextafter(chance, 0.0), chance, np.nextafter(chance, 1.0), hazard):
        assert happens(hazard, u) == (u < chance)


@given(st.floats(0, 3), st.floats(0, 1, exclude_max=True), st.floats(0, 1))
def test_a_count_that_is_surely_none_is_none_at_every_lower_mean(mean, u, part):
    if surely_none(mean, u):
        assert poisson(mean * part, u) == binomial(1, min(1.0, mean * part), u) == 0


def test_nothing_happens_at_rate_or_probability_zero():
    assert poisson(0.0, 0.999) == 0
    assert binomial(100, 0.0, 0.999) == 0
    assert binomial(0, 0.5, 0.999) == 0


def test_everything_happens_at_probability_one():
    assert binomial(100, 1.0, 0.0) == 100


@pytest.mark.parametrize("rate", [0.01, 0.3, 1.7, 5.0, 33.3, 180.0])
def test_the_largest_uniform_gives_a_rare_count_not_an_absurd_one(rate):
    """Sums of probabilities may round to just below one, so that no term ends the search."""
    assert poisson(rate, LARGEST) <= stats.poisson.ppf(LARGEST, rate) + 15
    n = 100_000
    assert binomial(n, rate / n, LARGEST) <= stats.poisson.ppf(LARGEST, rate) + 15


# --- compiled and not ----------------------------------------------------------------------

PROBE = """
import json
import numpy as np
from sim import arithmetic as a, randomness as r

keys = [r.draw_key(seed, "probe", week) for seed in (1, 2) for week in (-3, 0, 40)]
draws = [r.uniform(key, np.uint64(agent), d) for key in keys for agent in range(9) for d in (0, 5)]
values = list(draws)
values += [r.normal(u) for u in draws] + [a.logistic(8 * u - 4) for u in draws]
values += [a.exp(1400 * u - 700) for u in draws] + [a.log(u + 1e-9) for u in draws]
values += [a.power(10 * u, 1 - 2 * u) for u in draws] + [r.lognormal(3.0, 0.9, u) for u in draws]
counts = [int(r.poisson(rate, u)) for u in draws for rate in (0.2, 30.0, 900.0)]
counts += [int(r.binomial(n, u, v)) for n in (5, 4000) for u, v in zip(draws, draws[1:])]
counts += [int(r.lineage(key, child, 7)) for key in keys for child in range(4)]
print(json.dumps([[float(v).hex() for v in values], counts]))
"""


def probe(compiled: bool) -> list:
    environment = os.environ | {"SIM_COMPILE": "1" if compiled else "0"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_compiled_and_uncompiled_source_give_the_same_bits():
    assert probe(compiled=True) == probe(compiled=False)


def test_the_marked_among_a_part_are_in_proportion_on_average():
    drawn = [marked_among(1, 3, 10, (i + 0.5) / 1000) for i in range(1000)]
    assert sum(drawn) == 300
    assert marked_among(10, 3, 10, 0.999) == 3
    assert marked_among(0, 3, 10, 0.5) == 0


@given(st.integers(1, 500), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1, exclude_max=True))
def test_no_more_marked_nor_unmarked_are_taken_than_there_are(whole, p, q, u):
    part, marked = int(whole * p), int(whole * q)
    taken = marked_among(part, marked, whole, u)
    assert 0 <= taken <= marked
    assert 0 <= part - taken <= whole - marked
