"""Geography: maps, places and peoples that a run stands on."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.geography.access import accessibility
from sim.geography.borders import border_pairs
from sim.geography.lattice import CELL_KM, abstract_grid
from sim.geography.moore import grown
from sim.geography.outlines import outlines
from sim.geography.people import people_of_parts
from sim.geography.places import PlaceError, cells_in, distance_km, find_admin1
from sim.geography.priogrid import ids, rows_and_columns
from sim.geography.real import real_grid
from sim.geography.shares import group_shares
from sim.geography.sphere import cell_area_km2, cosine, great_circle_km, sine
from sim.geography.tables import (
    LandCells,
    Settlements,
    countries_by_code,
    identity_shares,
    land_cells,
    resource_sites,
    settlements,
)
from sim.vocabulary import priogrid_gid
from sim.world.grid import MOORE

SAHEL = ("MLI", "BFA", "NER")
GROUPS = ("tuareg", "fulani", "dogon", "bambara", "other")


@pytest.fixture(scope="module")
def sahel():
    return real_grid(SAHEL, margin=2, resolution=0.5)


@pytest.fixture(scope="module")
def stripes():
    return abstract_grid(6, 4, 1000, 0.0, 0.5, countries=3, seed=1)


class TestSphere:
    @given(st.floats(-180, 180))
    def test_sine_is_the_sine(self, degrees):
        assert sine(degrees) == pytest.approx(math.sin(math.radians(degrees)), abs=1e-14)

    @given(st.floats(-90, 270))
    def test_cosine_is_the_cosine(self, degrees):
        assert cosine(degrees) == pytest.approx(math.cos(math.radians(degrees)), abs=1e-14)

    def test_a_degree_is_111_km_and_a_quarter_of_the_globe_10_008(self):
        assert great_circle_km(0, 0, 1, 0) == pytest.approx(111.19492664)
        assert great_circle_km(0, 0, 0, 90) == pytest.approx(6371 * math.pi / 2)
        assert great_circle_km(-90, 0, 90, 0) == pytest.approx(6371 * math.pi)

    @given(*[st.floats(-89, 89) for _ in range(4)])
    def test_distance_agrees_with_the_law_of_haversines(self, lon, lat, to_lon, to_lat):
        a, b = math.radians(lat), math.radians(to_lat)
        h = math.sin((b - a) / 2) ** 2
        h += math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
        known = 2 * 6371 * math.asin(math.sqrt(min(1.0, h)))
        assert great_circle_km(lon, lat, to_lon, to_lat) == pytest.approx(known, abs=1e-4)

    def test_cells_of_all_latitudes_cover_the_globe(self):
        latitude = np.arange(-89.75, 90, 0.5)
        whole = cell_area_km2(latitude, 0.5).sum() * 720
        assert whole == pytest.approx(4 * math.pi * 6371**2)


class TestPrioGrid:
    @pytest.mark.parametrize(
        ("latitude", "longitude", "gid"),
        [(14.666667, -4.0, 150833), (11.84644, 13.160274, 146547), (-0.358173, 42.545365, 129326)],
    )
    def test_points_of_ucdp_events_fall_into_ucdp_cells(self, latitude, longitude, gid):
        assert ids(*rows_and_columns(longitude, latitude, 1), 1) == gid

    def test_parts_of_the_finer_lattice_know_their_priogrid_cell(self):
        grid = real_grid(("TGO",), margin=0, resolution=0.1)
        expected = [priogrid_gid(*c) for c in zip(grid.latitude, grid.longitude, strict=True)]
        assert grid.priogrid_gid.tolist() == expected


class TestRealGrid:
    def test_study_area_of_the_three_countries_has_919_cells(self, sahel):
        assert sahel.study.sum() == 919
        assert {sahel.countries[c] for c in sahel.country[sahel.study]} == set(SAHEL)

    def test_ids_are_priogrid_gids_in_rising_order(self, sahel):
        assert (np.diff(sahel.cell_id) > 0).all()
        assert np.array_equal(sahel.cell_id, sahel.priogrid_gid)
        at = 400
        assert priogrid_gid(sahel.latitude[at], sahel.longitude[at]) == sahel.cell_id[at]

    def test_margin_is_land_within_two_rings_of_the_study_area(self, sahel):
        x, y = sahel.x[sahel.study], sahel.y[sahel.study]
        for k in np.flatnonzero(~sahel.study):
            rings = np.maximum(abs(x - sahel.x[k]), abs(y - sahel.y[k])).min()
            assert 1 <= rings <= 2

    def test_without_margin_every_cell_is_counted(self):
        assert real_grid(("BFA",), margin=0, resolution=0.5).study.all()

    def test_order_of_countries_does_not_matter(self, sahel):
        again = real_grid(SAHEL[::-1], margin=2, resolution=0.5)
        assert np.array_equal(again.cell_id, sahel.cell_id)

    def test_admin1_belongs_to_the_country_of_its_cell(self, sahel):
        for country, admin1 in zip(sahel.country, sahel.admin1, strict=True):
            assert sahel.admin1_names[admin1].startswith(sahel.countries[country] + "/")

    def test_neighbours_stand_in_the_order_of_moore_and_see_each_other(self, sahel):
        for n, (dx, dy) in enumerate(MOORE):
            here = np.flatnonzero(sahel.neighbours[:, n] >= 0)
            there = sahel.neighbours[here, n]
            assert np.array_equal(sahel.x[there] - sahel.x[here], np.full(len(here), dx))
            assert np.array_equal(sahel.y[there] - sahel.y[here], np.full(len(here), dy))
            assert np.array_equal(sahel.neighbours[there, 7 - n], here)

    def test_the_algerian_mauritanian_border_is_a_pair(self):
        grid = real_grid(("DZA", "MRT"), margin=0, resolution=0.5)
        on_it = grid.border == grid.border_pairs.index("DZA-MRT")
        assert {grid.countries[c] for c in grid.country[on_it]} == {"DZA", "MRT"}
        assert on_it.sum() > 10

    def test_borders_to_countries_outside_the_grid_count(self):
        grid = real_grid(("MLI",), margin=0, resolution=0.5)
        assert {"DZA-MLI", "BFA-MLI", "MLI-NER"} <= set(grid.border_pairs)

    @pytest.mark.parametrize(("resolution", "parts"), [(0.25, 4), (0.1, 25)])
    def test_finer_cells_keep_people_and_area_of_the_whole(self, resolution, parts):
        coarse = real_grid(("BFA",), margin=0, resolution=0.5)
        fine = real_grid(("BFA",), margin=0, resolution=resolution)
        assert fine.size == parts * coarse.size
        assert fine.area_km2.sum() == pytest.approx(coarse.area_km2.sum())
        for gid, people in zip(coarse.priogrid_gid, coarse.population, strict=True):
            assert fine.population[fine.priogrid_gid == gid].sum() == people

    def test_finer_centres_are_the_nearest_floats_to_their_decimals(self):
        grid = real_grid(("TGO",), margin=0, resolution=0.1)
        assert grid.latitude.tolist() == [round(v, 2) for v in grid.latitude.tolist()]

    def test_towns_stand_by_falling_population_in_the_cell_that_holds_them(self, sahel):
        people = [town[4] for town in sahel.towns]
        assert people == sorted(people, reverse=True)
        for name, cell, longitude, latitude, _ in sahel.towns:
            assert priogrid_gid(latitude, longitude) == sahel.priogrid_gid[cell], name
        assert {"Kidal", "Ménaka", "Djibo", "Gossi"} <= {town[0] for town in sahel.towns}

    def test_accessibility_is_high_in_the_capital_and_nil_in_the_empty_desert(self, sahel):
        assert sahel.accessibility[cells_in(sahel, near="Bamako", within_km=1)].max() > 0.95
        desert = cells_in(sahel, country="NER", longitude=(9.5, 10.5), latitude=(21.5, 22.5))
        assert sahel.accessibility[desert].max() == 0.0
        assert ((sahel.accessibility >= 0) & (sahel.accessibility <= 1)).all()

    def test_every_site_in_the_area_pays_its_rent(self, sahel):
        gids = set(sahel.priogrid_gid.tolist())
        inside = [s for s in resource_sites() if priogrid_gid(s.latitude, s.longitude) in gids]
        assert sahel.resource_rent.sum() == pytest.approx(sum(site.rent for site in inside))
        assert {"gold", "trafficking"} == {site.kind for site in inside}

    def test_the_map_has_the_same_bits_everywhere(self, sahel):
        floats = (sahel.accessibility, sahel.area_km2, sahel.longitude, sahel.resource_rent)
        digest = hashlib.sha256(b"".join(values.tobytes() for values in floats)).hexdigest()
        assert digest[:16] == "62b19c785adba646"  # changes only with the shipped data or a formula

    def test_unknown_country_is_answered_with_the_nearest(self):
        with pytest.raises(PlaceError, match=r"no country 'MLX'.*'MLI'"):
            real_grid(("MLX",), 0, 0.5)

    def test_unknown_resolution_is_answered_with_the_known(self):
        with pytest.raises(PlaceError, match=r"0\.5, 0\.25, 0\.1"):
            real_grid(("MLI",), 0, 0.3)


class TestShippedTables:
    def test_every_country_of_the_map_has_a_name(self):
        assert set(land_cells().countries) <= set(countries_by_code())

    def test_every_identity_row_names_a_division_of_the_map_and_sums_to_one(self):
        known = {*land_cells().admin1_names, *land_cells().countries}
        for place, shares in identity_shares().items():
            assert place in known
            assert sum(shares.values()) == pytest.approx(1)

    def test_settlements_come_by_falling_population(self):
        assert (np.diff(settlements().population) <= 0).all()


def towns_at(*places):
    """Settlements from (longitude, latitude, population)."""
    lon, lat, people = (np.array(column) for column in zip(*places, strict=True))
    blank = ("",) * len(places)
    return Settlements(blank, blank, lon.astype(float), lat.astype(float), people)


class TestAccessibility:
    def test_falls_with_the_square_of_the_way_to_town(self):
        ten_thousand = towns_at((0.0, 0.0, 10_000))
        degrees_of_100_km = 100 / 111.19492664455873
        latitude = np.array([0.0, degrees_of_100_km, 2 * degrees_of_100_km])
        access = accessibility(np.zeros(3), latitude, 0.0, ten_thousand)
        assert access == pytest.approx([2 / 3, 2 / 3 / 4, 0.0], abs=1e-9)

    def test_is_that_of_the_best_town_not_their_sum(self):
        city, village = (0.0, 0.0, 500_000), (0.0, 0.0, 500)
        here = np.zeros(1)
        assert accessibility(here, here, 0.0, towns_at(city, village, village)) == pytest.approx(1)


class TestPeopleOfParts:
    def test_town_people_stay_in_their_part_and_the_rest_is_even(self):
        cell = LandCells(
            gid=np.array([1]),
            country=np.zeros(1, np.int32),
            admin1=np.zeros(1, np.int32),
            land_share=np.ones(1),
            population=np.array([101]),
            countries=("A",),
            admin1_names=("A/all",),
        )
        north_east = towns_at((-179.6, -89.6, 61))
        assert people_of_parts(cell, north_east, 2).tolist() == [[10, 10, 10, 71]]


class TestBorders:
    def test_a_cell_takes_the_neighbour_it_touches_most_then_the_first(self):
        country_map = np.array([[0, 0, 1], [0, 0, 2], [0, -1, 2]], np.int32)
        rows, columns = (part.astype(np.int32) for part in np.nonzero(country_map >= 0))
        border, names = border_pairs(country_map, rows, columns, ("A", "B", "C"))
        pair = {
            (int(r), int(c)): names[b] if b >= 0 else None
            for r, c, b in zip(rows, columns, border, strict=True)
        }
        assert pair[(0, 0)] is None
        assert pair[(0, 1)] == "A-B"  # one neighbour of B, one of C
        assert pair[(1, 1)] == "A-C"  # one of B, two of C
        assert pair[(2, 2)] == "A-C"

    def test_growing_adds_whole_rings(self):
        point = np.zeros((7, 7), np.bool_)
        point[3, 3] = True
        assert [grown(point, rings).sum() for rings in range(4)] == [1, 9, 25, 49]


class TestAbstractGrid:
    def test_equal_cells_without_inequality(self, stripes):
        assert (stripes.population == 1000).all()
        assert stripes.study.all()

    def test_longitude_is_the_column_and_latitude_the_row(self, stripes):
        assert (stripes.longitude[7], stripes.latitude[7]) == (1.0, 1.0)
        assert stripes.neighbours[0].tolist() == [-1, -1, -1, -1, 1, -1, 6, 7]

    def test_countries_are_stripes_with_borders_between(self, stripes):
        assert stripes.country[:6].tolist() == [0, 0, 1, 1, 2, 2]
        assert stripes.border[:6].tolist() == [-1, 0, 0, 1, 1, -1]
        assert stripes.border_pairs == ("A-B", "B-C")

    def test_inequality_keeps_the_mean_and_has_its_own_spread(self):
        grid = abstract_grid(100, 100, 10_000, 0.8, 0.5, 1, seed=3)
        assert grid.population.mean() == pytest.approx(10_000, rel=0.05)
        assert np.log(grid.population).std() == pytest.approx(0.8, rel=0.05)

    def test_people_depend_on_the_seed_alone(self):
        one, same, other = (abstract_grid(5, 5, 100, 1.0, 0.5, 1, seed=s) for s in (1, 1, 2))
        assert np.array_equal(one.population, same.population)
        assert not np.array_equal(one.population, other.population)


class TestPlaces:
    def test_conditions_are_met_together(self, sahel):
        liptako = cells_in(sahel, country="MLI", admin1="Gao", longitude=(1.4, 5.0))
        assert 0 < liptako.sum() < cells_in(sahel, country="MLI", admin1="Gao").sum()
        assert (sahel.longitude[liptako] > 1.4).all()

    def test_no_condition_means_everywhere(self, sahel):
        assert cells_in(sahel).all()

    @pytest.mark.parametrize("spelling", ["Ségou", "segou", "SEGOU", "MLI/Ségou", "mli/segou"])
    def test_accents_and_capitals_of_divisions_do_not_matter(self, sahel, spelling):
        assert sahel.admin1_names[find_admin1(sahel, "MLI", spelling)] == "MLI/Ségou"

    def test_near_holds_centres_within_the_distance_and_the_towns_own_cell(self, sahel):
        near = cells_in(sahel, near="menaka", within_km=60)
        distances = great_circle_km(sahel.longitude, sahel.latitude, 2.3961, 15.9199)
        assert np.array_equal(near, distances <= 60)
        assert cells_in(sahel, near="Ménaka", within_km=0.1).sum() == 1

    def test_distance_is_in_km_on_both_kinds_of_grid(self, sahel, stripes):
        assert distance_km(stripes, 0, 7) == pytest.approx(CELL_KM * math.sqrt(2))
        ends = np.array([0, 1])
        assert distance_km(sahel, 0, ends)[0] == 0.0
        assert distance_km(sahel, 0, ends)[1] == pytest.approx(54.95, abs=0.1)

    @pytest.mark.parametrize(
        ("conditions", "answer"),
        [
            ({"country": "MLX"}, "no country 'MLX'.*Did you mean 'MLI'"),
            ({"admin1": "Moptii"}, "no division 'Moptii'.*Did you mean 'Mopti'"),
            ({"country": "NER", "admin1": "Mopti"}, "Country NER has no division 'Mopti'"),
            ({"near": "Menakka"}, "no town 'Menakka'.*Did you mean 'Ménaka'"),
            ({"near": "Reykjavik"}, "no town 'Reykjavik'.*Known among others: .*Bamako"),
            ({"country": "MLI", "latitude": (0.0, 1.0)}, "No cell"),
        ],
    )
    def test_what_is_not_there_is_refused_with_a_proposal(self, sahel, conditions, answer):
        with pytest.raises(PlaceError, match=answer):
            cells_in(sahel, **conditions)

    def test_a_name_of_two_countries_needs_the_country(self):
        grid = real_grid(("BFA", "CMR"), 0, 0.5)
        with pytest.raises(PlaceError, match="BFA/Est, CMR/Est"):
            cells_in(grid, admin1="Est")
        assert cells_in(grid, country="BFA", admin1="Est").any()

    def test_an_abstract_lattice_has_no_towns(self, stripes):
        with pytest.raises(PlaceError, match="no towns"):
            cells_in(stripes, near="Gao")


class TestGroupShares:
    def test_shares_sum_to_one_in_every_cell(self, sahel):
        shares = group_shares(sahel, GROUPS, {})
        assert shares.shape == (len(GROUPS), sahel.size)
        assert np.allclose(shares.sum(axis=0), 1)

    def test_shipped_groups_that_the_scenario_lacks_go_to_other(self, sahel):
        mopti = np.flatnonzero(cells_in(sahel, country="MLI", admin1="Mopti"))[0]
        shares = dict(zip(GROUPS, group_shares(sahel, GROUPS, {})[:, mopti], strict=True))
        assert shares["dogon"] == pytest.approx(0.35)
        assert shares["other"] == pytest.approx(0.12)  # the Songhai

    def test_without_other_they_are_left_out(self, sahel):
        mopti = np.flatnonzero(cells_in(sahel, country="MLI", admin1="Mopti"))[0]
        two = group_shares(sahel, ("fulani", "dogon"), {})[:, mopti]
        assert two == pytest.approx([0.40 / 0.75, 0.35 / 0.75])

    def test_the_narrowest_override_counts(self, stripes):
        shares = group_shares(
            stripes,
            ("x", "y"),
            {"x": {"A/all": 0.9, "A": 0.5, "*": 0.2, "B": 0.4}, "y": {"A": 0.1, "*": 0.6}},
        )
        assert shares[0, :6] == pytest.approx([0.9, 0.9, 0.4, 0.4, 0.25, 0.25])

    def test_an_override_replaces_only_its_own_group(self, sahel):
        kidal = np.flatnonzero(cells_in(sahel, country="MLI", admin1="Kidal"))[0]
        shares = group_shares(sahel, ("tuareg", "arab"), {"tuareg": {"MLI/Kidal": 0.45}})
        assert shares[:, kidal] == pytest.approx([0.75, 0.25])

    def test_groups_without_any_share_divide_a_cell_equally(self, stripes):
        assert (group_shares(stripes, ("x", "y"), {}) == 0.5).all()
        assert (group_shares(stripes, ("x", "other"), {})[1] == 1.0).all()

    def test_an_override_for_an_unknown_place_is_refused(self, sahel):
        with pytest.raises(PlaceError, match=r"'MLI/Mopty'.*'MLI/Mopti'"):
            group_shares(sahel, ("fulani",), {"fulani": {"MLI/Mopty": 0.5}})


class TestOutlines:
    def test_rings_are_closed_and_lie_where_the_country_is(self):
        rings = outlines(["BFA"])["BFA"]
        assert all(np.array_equal(ring[0], ring[-1]) for ring in rings)
        low, high = rings[0].min(axis=0), rings[0].max(axis=0)
        assert (low > [-6, 9]).all()
        assert (high < [3, 16]).all()

    def test_a_country_that_is_not_shipped_has_none(self):
        assert outlines(["ESH"]) == {"ESH": []}
