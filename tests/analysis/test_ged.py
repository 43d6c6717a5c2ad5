import datetime as dt

import pytest

from sim.analysis.ged import open_ged
from sim.analysis.plots.events_by_dyad import events_by_dyad
from sim.analysis.plots.events_by_type import events_by_type
from sim.errors import SimError

HEADER = "id,year,type_of_violence,side_a,side_b,latitude,longitude,country,date_start,best"
ROWS = [
    "1,2018,1,Government of Mali,JNIM,14.666667,-4.0,Mali,2018-01-05 00:00:00.000,3",
    "2,2019,2,IS,JNIM,14.6,-3.9,Mali,2019-07-20 00:00:00.000,10",
    "3,2019,3,IS,Civilians,14.1,1.2,Niger,2019-09-20,5",
]


@pytest.fixture
def ged(tmp_path):
    path = tmp_path / "ged.csv"
    path.write_text("\n".join([HEADER, *ROWS]) + "\n")
    return path


def test_what_the_file_lacks_is_made(ged):
    events = open_ged(ged)
    assert list(events["dyad_name"])[:2] == ["Government of Mali - JNIM", "IS - JNIM"]
    assert events["priogrid_gid"].iloc[0] == 150833
    assert events["date_start"].dt.year.tolist() == [2018, 2019, 2019]


def test_countries_and_days_can_be_chosen(ged):
    assert list(open_ged(ged, countries=["Niger"])["id"]) == [3]
    assert list(open_ged(ged, start=dt.date(2019, 1, 1), end=dt.date(2019, 8, 1))["id"]) == [2]


def test_an_unknown_country_is_an_error_that_names_the_nearest(ged):
    with pytest.raises(SimError, match="Did you mean 'Mali'"):
        open_ged(ged, countries=["Mal"])


def test_another_csv_is_refused_with_what_it_lacks(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SimError, match="lacks the columns type_of_violence"):
        open_ged(path)


def test_a_missing_file_is_an_error_for_the_user(tmp_path):
    with pytest.raises(SimError, match="cannot be read"):
        open_ged(tmp_path / "none.csv")


def test_real_events_are_drawn_without_any_run(ged):
    events = open_ged(ged)
    state_based = events_by_type(events).axes[0].lines[0]
    assert state_based.get_ydata()[0] == 1
    assert state_based.get_ydata().sum() == 1
    assert len(events_by_dyad(events).axes[0].get_yticklabels()) == 3
