import numpy as np
import pandas as pd
import pytest
import tables

from sim.analysis.developments import between_rivals, in_blocks
from sim.analysis.plots.control_maps import control_maps
from sim.analysis.plots.events_by_dyad import events_by_dyad
from sim.analysis.plots.events_by_type import events_by_type
from sim.analysis.plots.loyalty import loyalty
from sim.analysis.plots.outcomes import outcomes
from sim.analysis.plots.panels import wrapped
from sim.analysis.plots.relations import relations
from sim.analysis.plots.rivals import rivals
from sim.analysis.plots.style import About, Mark, how_bands, save
from sim.analysis.plots.territory_share import territory_share, territory_spread
from sim.analysis.rivals import DRIVERS, pairs_of_interest, stance_shares
from sim.vocabulary import Stance

WEEKS = 30
WHO = ("as it was", "no shift")
ODD = {"jnim": r"$$\frac{x}$ _أحمد", "isgs": "_50 % of $ 文"}


def every_figure(who, actors, about):
    return {
        "territory_share": territory_share(tables.territory_share(who, WEEKS), actors, about=about),
        "territory_spread": territory_spread(
            tables.territory_share(who, WEEKS), actors, about=about
        ),
        "control_maps": control_maps(tables.cell_months(who), tables.cells(), actors, about=about),
        "events_by_type": events_by_type(tables.events(who, WEEKS), who, about=about),
        "events_by_dyad": events_by_dyad(tables.events(who, WEEKS), who, about=about),
        "loyalty": loyalty(tables.loyalty(who, WEEKS), actors, about=about),
        "relations": relations(tables.dyad_weeks(who, WEEKS), actors, about=about),
        "rivals": rivals(
            tables.relations(who, WEEKS),
            tables.beliefs(who, WEEKS),
            actors,
            developments=tables.strategic_developments(who),
            about=about,
        ),
        "outcomes": outcomes(tables.outcomes(who), about=about),
    }


@pytest.fixture(scope="module")
def figures():
    mark = Mark(pd.Timestamp("2018-04-02"), "$ shift")
    return every_figure(tables.runs(2), tables.actors(ODD), About("A caption.", (mark,)))


def titles(figure):
    return [axes.get_title(loc="left") for axes in figure.axes]


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_territory_has_a_panel_for_each_country_and_alternative(figures):
    assert len(figures["territory_share"].axes) == 2 * 4
    assert titles(figures["territory_share"])[:4] == ["Study area", "MLI", "BFA", "NER"]


def test_stacks_reach_one_everywhere(figures):
    for axes in figures["territory_share"].axes:
        tops = axes.collections[-1].get_paths()[0].vertices[:, 1]
        assert tops.max() == pytest.approx(1.0)


def test_thin_actors_are_in_the_key_and_thick_ones_name_themselves(figures):
    figure = figures["territory_share"]
    named = set(texts(figure))
    keyed = {text.get_text() for text in figure.legends[0].get_texts()}
    held = {"Mali", "Niger", "Burkina Faso", "Nobody", "Contested", *ODD.values()}
    assert held <= named | keyed
    assert "Mali" in named


def test_a_long_title_of_an_alternative_is_broken_into_lines():
    assert wrapped("The coalition keeps its priorities and its strikes", 1.6).count("\n") == 1
    assert wrapped("as it was", 1.6) == "as it was"


def test_every_holder_has_a_panel_of_its_spread(figures):
    assert len(figures["territory_spread"].axes) == len(tables.HOLDERS)
    assert ODD["jnim"] in titles(figures["territory_spread"])


def test_maps_are_four_dates_for_each_alternative(figures):
    assert len(figures["control_maps"].axes) == 4 * 2
    assert titles(figures["control_maps"])[0] == "as it was\nEnd of Jan 2018"
    assert titles(figures["control_maps"])[-1] == "End of Jan 2019"


def test_a_map_of_a_month_cut_short_names_the_last_day():
    period = pd.Timestamp("2018-01-08"), pd.Timestamp("2019-01-09")
    who = tables.runs(1, ["base"])
    figure = control_maps(tables.cell_months(who), tables.cells(), about=About(period=period))
    assert titles(figure)[0] == "End of Jan 2018"
    assert titles(figure)[-1] == "9 Jan 2019"


def test_the_main_towns_are_named_on_the_first_maps_only(figures):
    first, second = figures["control_maps"].axes[0], figures["control_maps"].axes[2]
    assert len(first.texts) >= 3
    assert not second.texts


def test_names_of_towns_cover_neither_each_other_nor_the_edge(figures):
    figure = figures["control_maps"]
    figure.draw_without_rendering()
    axes = figure.axes[0]
    boxes = [text.get_window_extent() for text in axes.texts]
    for i, box in enumerate(boxes):
        assert not box.count_overlaps(boxes[i + 1 :])


def test_each_type_of_violence_has_events_and_deaths(figures):
    assert titles(figures["events_by_type"])[:2] == [
        "State-based: events a month",
        "State-based: deaths a month",
    ]
    assert len(figures["events_by_type"].axes) == 3 * 2


def test_dyads_are_ordered_by_type_of_violence(figures):
    labels = [label.get_text() for label in figures["events_by_dyad"].axes[0].get_yticklabels()]
    assert [label[-1] for label in labels] == sorted(
        (label[-1] for label in labels), key="SNO".index
    )
    assert len(labels) == len(tables.DYADS)


def test_every_group_has_a_panel_whose_lines_are_named(figures):
    assert titles(figures["loyalty"]) == ["Tuareg", "Fulani", "Dogon"]
    for axes in figures["loyalty"].axes:
        assert len(axes.texts) >= 3


def test_groups_are_called_by_the_names_given():
    figure = loyalty(tables.loyalty(), names={"fulani": "Fulani $ and Moor"})
    assert titles(figure) == ["Tuareg", "Fulani $ and Moor", "Dogon"]


def test_rivals_come_first_among_relations(figures):
    first = titles(figures["relations"])[0].replace("\n", " ")
    assert first == f"{ODD['jnim']} – {ODD['isgs']}"
    assert len(figures["relations"].axes) == 4 * 4


def test_rivals_have_a_column_for_each_direction_and_alternative(figures):
    headings = [title.split("\n") for title in titles(figures["rivals"])[:4]]
    a, b = ODD["jnim"], ODD["isgs"]
    pairs = {f"{one} towards {other}" for one, other in ((a, b), (b, a))}
    assert {heading[0] for heading in headings} == {*pairs, ""}
    assert [heading[-1] for heading in headings] == [*WHO, *WHO]
    assert len(figures["rivals"].axes) == 4 * 4


def test_causes_of_hostility_are_stacked_to_both_sides_of_zero_and_their_sum_is_drawn():
    relations = tables.relations(tables.runs(3, ["base"]), WEEKS)
    figure = rivals(relations, tables.beliefs(tables.runs(3, ["base"]), WEEKS))
    (first, _), causes = pairs_of_interest(relations, 1)[0], list(DRIVERS.values())
    means = relations[relations["actor"] == first].groupby("date")[causes].mean()
    axes = figure.axes[0]
    edges = np.concatenate([area.get_paths()[0].vertices[:, 1] for area in axes.collections])
    assert edges.max() == pytest.approx(means.clip(lower=0).sum(axis=1).max())
    assert edges.min() == pytest.approx(means.clip(upper=0).sum(axis=1).min())
    total = means.sum(axis=1).to_numpy()
    assert any(line.get_ydata() == pytest.approx(total) for line in axes.lines)


def test_developments_of_a_pair_are_told_in_lanes(figures):
    lanes = figures["rivals"].axes[-4:]
    names = [label.get_text() for label in lanes[0].get_yticklabels()]
    told = ["Accuses falsely", "Accuses rightly", "War begins", "Truce", "Alliance formed"]
    assert names == [*told, "Leader killed", "Split"]
    # One direction accuses; wars, truces, alliances, leaders and splits are of both.
    assert sorted(len(axes.patches) for axes in lanes) == [5, 5, 7, 7]


def test_without_the_table_of_developments_accusations_are_told_from_beliefs():
    who = tables.runs(3, ["base"])
    figure = rivals(tables.relations(who, WEEKS), tables.beliefs(who, WEEKS))
    names = [label.get_text() for label in figure.axes[-2].get_yticklabels()]
    assert names == ["Accuses falsely"]


def test_rivals_among_whom_nothing_happened_have_no_lanes():
    who = tables.runs(2, ["base"])
    beliefs = tables.beliefs(who, WEEKS).assign(accusation=0)
    figure = rivals(tables.relations(who, WEEKS), beliefs)
    assert len(figure.axes) == 3 * 2
    assert "No developments in any run." in " ".join(text.get_text() for text in figure.texts)


def test_developments_are_shares_of_runs_in_blocks_of_weeks():
    happened = pd.DataFrame(
        [("a", 17, "2018-04-30"), ("a", 18, "2018-05-07"), ("b", 20, "2018-05-21")],
        columns=["run_id", "week", "date"],
    ).assign(lane="War begins")
    shares = in_blocks(happened, runs=4)
    assert shares["share"].tolist() == [0.5]  # weeks 17 to 20, two runs of four
    assert shares["date"].tolist() == [pd.Timestamp("2018-05-14")]


def test_an_accusation_is_false_where_no_deal_is_true():
    told = between_rivals(tables.strategic_developments(tables.runs(1, ["base"])), "isgs", "jnim")
    accused = told[told["lane"].str.startswith("Accuses")].set_index("lane")["week"]
    assert accused.to_dict() == {"Accuses falsely": 20, "Accuses rightly": 24}


def test_stances_are_shares_of_runs_that_add_up_to_one():
    relations = tables.relations(tables.runs(4, ["base"]), WEEKS)
    shares = stance_shares(relations[relations["actor"] == "isgs"])
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)
    assert 0 < shares[Stance.WAR].mean() < 1


def test_outcomes_say_in_how_many_runs_nothing_happened(figures):
    assert titles(figures["outcomes"]) == ["isgs share", "first clash"]
    gone = tables.outcomes(tables.runs(2))["first_clash"].isna().any()
    assert gone == any(text.startswith("never in") for text in texts(figures["outcomes"]))


def test_the_count_of_runs_without_an_outcome_covers_no_median():
    table = tables.runs(4, ["base"]).assign(first_clash=[10, 90, 90, np.nan])
    figure = outcomes(table)
    figure.draw_without_rendering()
    count, median = (text.get_window_extent() for text in figure.axes[0].texts)
    assert not count.overlaps(median)
    assert "of the other runs" in " ".join(text.get_text() for text in figure.texts)


def test_captions_name_the_numbered_interventions(figures):
    words = [text.get_text() for text in figures["events_by_type"].texts]
    assert any("1 $ shift (2 Apr 2018)" in text for text in words)


@pytest.mark.parametrize("name", ["territory_share", "loyalty"])
def test_odd_names_are_drawn_as_they_are_and_files_repeat_byte_for_byte(name, figures, tmp_path):
    first = save(figures[name], tmp_path / "first.png", dpi=60).read_bytes()
    second = save(figures[name], tmp_path / "second.png", dpi=60).read_bytes()
    assert first == second
    assert b"tEXt" not in first


@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_vector_files_hold_no_date(kind, figures, tmp_path):
    path = save(figures["outcomes"], tmp_path / f"outcomes.{kind}")
    assert b"Date" not in path.read_bytes()
    again = save(figures["outcomes"], tmp_path / f"again.{kind}")
    assert path.read_bytes() == again.read_bytes()


def test_one_run_draws_every_figure_without_a_key_to_alternatives():
    for name, figure in every_figure(tables.runs(1, ["base"]), None, About()).items():
        assert figure.axes
        assert not figure.legends or name in ("territory_share", "control_maps", "rivals")


def test_a_run_without_events_is_a_line_at_zero():
    period = pd.Timestamp("2018-01-01"), pd.Timestamp("2018-12-31")
    none = tables.events().iloc[:0]
    figure = events_by_type(none, tables.runs(2), about=About(period=period))
    lines = [line for axes in figure.axes for line in axes.lines]
    assert lines
    assert all((line.get_ydata() == 0).all() for line in lines)


def test_a_map_of_an_abstract_lattice_shows_where_countries_meet():
    cells = tables.cells().assign(country=lambda table: table["country"].str[0])
    figure = control_maps(tables.cell_months(tables.runs(1)), cells)
    assert len(figure.axes[0].collections[-1].get_paths()) == 2 * tables.HEIGHT


def test_alternatives_are_one_line_until_they_part():
    shares = tables.territory_share(tables.runs(2), 20)
    first, second = (shares["alternative"] == name for name in ("as it was", "no shift"))
    early = shares["week"] < 10
    shares.loc[second & early, "share_cells"] = shares.loc[first & early, "share_cells"].to_numpy()
    lines = territory_spread(shares, tables.actors()).axes[0].lines
    assert [len(line.get_xdata()) for line in lines] == [20, 11]


def test_the_note_explains_bands_and_alternatives_only_where_there_are_any():
    assert how_bands(tables.runs(1, ["base"])) == ""
    assert "median" not in how_bands(tables.runs(1))
    assert "part" not in how_bands(tables.runs(2, ["base"]))
