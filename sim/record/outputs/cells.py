"""The land: what a run never changes about its cells."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.views import views_country_id
from sim.world.world import World

COLUMNS = (
    Column("cell_id", "int", "id", "Cell of the model's lattice."),
    Column("priogrid_gid", "int", "id", "PRIO-GRID cell that holds its centre."),
    Column("longitude", "float", "degree", "Longitude of the centre."),
    Column("latitude", "float", "degree", "Latitude of the centre."),
    Column("x", "int", "index", "Column on the lattice, from the west."),
    Column("y", "int", "index", "Row on the lattice, from the south."),
    Column("area_km2", "float", "km2", "Area of land."),
    Column("country", "text", "", "iso3 code of the country."),
    Column("country_name", "text", "", "Name of the country."),
    Column("gwno", "int", "id", "Gleditsch-Ward number of the country."),
    Column("views_country_id", "int", "id", "VIEWS' own country id, empty where not known."),
    Column("admin1", "text", "", "First-level division."),
    Column("population", "int", "persons", "People at the start of the run."),
    Column("accessibility", "float", "share", "1 near towns and roads, 0 remote."),
    Column("resource_rent", "float", "pay of a fighter", "Weekly rent of gold and trafficking."),
    Column("study", "int", "flag", "1 in the study area, 0 in its surroundings."),
    Column("border", "text", "", "Border pair it lies on, empty inside a country."),
    Column("theatre", "text", "", "Theatre of war."),
    Column("town", "text", "", "Largest town in it, empty where none."),
)


def table(world: World, notes: Notes) -> Table:
    """One row for each cell, the surroundings of the study area included."""
    grid = world.grid
    country = grid.country
    towns = {cell: name for name, cell, *_ in reversed(grid.towns)}
    return {
        "cell_id": grid.cell_id,
        "priogrid_gid": grid.priogrid_gid,
        "longitude": grid.longitude,
        "latitude": grid.latitude,
        "x": grid.x,
        "y": grid.y,
        "area_km2": grid.area_km2,
        "country": Coded(grid.countries, country),
        "country_name": Coded(grid.country_names, country),
        "gwno": Coded(grid.gwno, country),
        "views_country_id": Coded([*map(views_country_id, grid.gwno)], country),
        "admin1": Coded(grid.admin1_names, grid.admin1),
        "population": grid.population,
        "accessibility": grid.accessibility,
        "resource_rent": grid.resource_rent,
        "study": grid.study.astype(np.int64),
        "border": Coded([*grid.border_pairs, ""], grid.border),  # index -1 is the last
        "theatre": Coded(grid.theatres, grid.theatre),
        "town": [towns.get(cell, "") for cell in range(grid.size)],
    }


OUTPUT = Output("cells", "Cells of the map and what is fixed about them.", COLUMNS, (), table)
