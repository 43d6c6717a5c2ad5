"""Sets of agents in mesa-frames: ground (an actor in a cell), opinions, bands.

A step is joins and expressions over whole data frames, as mesa-frames means it. What must go one
by one (battles, grief, talk) is NumPy's.
"""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # one thread, as all others have

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars

from sim.world.world import World
from tests.bench.peers.numpy_fixed import FEEL, MOVE, STAND, TELL

col = pl.col
HERE = col("troops") > 0
_LN3 = 1.0986122886681098
_BETWEEN_SETS = 10_000_000  # ids of different sets must not meet


def _ids(set_number: int, size: int) -> Any:
    return np.arange(size, dtype=np.int64) + set_number * _BETWEEN_SETS


class Frame(AgentSetPolars):
    """A set whose steps the model leads, because a week has many."""

    def step(self) -> None:
        """Nothing happens at once."""


class Ground(Frame):
    """One row for each actor in each cell, actors first."""

    NAMES = ("mark", "sphere", "last_present", "momentum", "cooperation", "coverage", "coercion",
             "security", "presence", "appeal")  # fmt: skip

    def __init__(self, model: Any, world: World) -> None:
        super().__init__(model)
        cells, actors, size = world.cells, world.actors, world.grid.size
        self.add(
            pl.DataFrame(
                {"unique_id": _ids(0, actors.size * size)}
                | {"actor": np.repeat(np.arange(actors.size), size)}
                | {"cell": np.tile(np.arange(size), actors.size)}
                | {name: getattr(cells, name).ravel() for name in self.NAMES}
                | {"troops": cells.troops.ravel()}
            )
        )

    def count(self, bands: pl.DataFrame) -> None:
        """Fill the troops."""
        counted = bands.group_by(actor="owner", cell="cell").agg(troops=col("fighters").sum())
        self.joined(counted, ["actor", "cell"], drop="troops")

    def joined(self, other: pl.DataFrame, on: list[str], drop: str | None = None) -> None:
        """Take in columns; 0 where there is nothing."""
        own = self.agents.drop(drop) if drop else self.agents
        new = [name for name in other.columns if name not in on]
        joined = own.join(other, on=on, how="left", maintain_order="left")
        self.agents = joined.with_columns(col(new).fill_null(0))

    def sum_over_others(self, pairs: pl.DataFrame, who: pl.Expr, **sums: pl.Expr) -> None:
        """Add up what those others in the cell for whom `who` holds mean to each actor."""
        others = self.agents.filter(who).rename({"actor": "other"}).join(pairs, on="other")
        total = {name: value.sum() for name, value in sums.items()}
        summed = others.group_by("actor", "cell").agg(**total)
        self.agents = self.agents.drop(*sums, strict=False)
        self.joined(summed, ["actor", "cell"])

    def weigh(self, pairs: pl.DataFrame) -> None:
        """Marks and appeal."""
        there = self.agents.filter(HERE)
        mean = there.group_by("actor").agg(mean=col("troops").mean().clip(lower_bound=1.0))
        self.joined(mean, ["actor"], drop="mean" if "mean" in self.agents.columns else None)
        laid = MOVE.mark_laying * col("troops") / col("mean").clip(lower_bound=1.0)
        self.agents = self.agents.with_columns(mark=(1 - MOVE.mark_fading) * col("mark") + laid)
        against = col("h") * col("troops")
        self.sum_over_others(pairs, HERE, against=against, intruded=col("intrudes"))
        repels = pairs.filter(col("repels") > 0)
        self.sum_over_others(repels, col("mark") > 0, repelled=col("repels") * col("mark"))
        own, mean_strength = col("troops"), col("mean").clip(lower_bound=1.0)
        danger = col("against") / (col("against") + own + mean_strength)
        size = self.model.world.actors.band_size[0]
        crowd = (own / (2.0 * size)).clip(upper_bound=3.0)
        intruded = col("intruded").clip(upper_bound=1.0) * col("sphere")
        value = MOVE.support * col("cooperation") + MOVE.gain + MOVE.success * col("momentum")
        value = value - MOVE.risk * danger - MOVE.crowding * crowd + MOVE.intrusion * intruded
        self.agents = self.agents.with_columns(appeal=value - MOVE.repulsion * col("repelled"))

    def stand(self, land: pl.DataFrame, pairs: pl.DataFrame, near: pl.DataFrame, week: int) -> None:
        """Coverage, security, presence, spheres; `land` has a row for each cell."""
        self.agents = self.agents.drop("base", "heat", "office", "own_skill", strict=False).join(
            land, on=["actor", "cell"], how="left", maintain_order="left"
        )
        scale = -_LN3 * 1000.0 * col("troops") / col("base")
        self.agents = self.agents.with_columns(
            coverage=1.0 - (scale / STAND.presence_density).exp(),
            coercion=1.0 - (scale / STAND.coercion_density).exp(),
        )
        opposed, covered = col("h") * col("troops") * col("skill"), col("h") * col("coverage")
        self.sum_over_others(pairs, HERE, opposed=opposed, hostile_coverage=covered)
        there = self.agents.filter(HERE)
        reach = there.join(near, on="cell").group_by("actor", cell="to").agg(reach=pl.len())
        self.joined(
            reach, ["actor", "cell"], drop="reach" if "reach" in self.agents.columns else None
        )
        worry = STAND.volatility * (col("heat") / 6.0).clip(upper_bound=1.0)
        safe = (
            (col("coverage") - worry - col("hostile_coverage")) * 100.0 / (1.0 + STAND.volatility)
        )
        close = (col("reach") * STAND.neighbourhood).clip(upper_bound=0.5)
        own = col("troops") * col("own_skill")
        close = pl.max_horizontal(close, col("office"))
        open_ground = close * (1.0 - col("opposed") / (col("opposed") + STAND.firm + own))
        held = (1.0 - (-own / STAND.firm).exp()) * own / (own + STAND.opposition * col("opposed"))
        self.agents = self.agents.with_columns(
            security=safe.clip(lower_bound=-100.0),
            presence=pl.when(HERE)
            .then(pl.max_horizontal(held, open_ground))
            .otherwise(open_ground),
        )
        self.note_entries(pairs, week)
        grown = (col("sphere") + STAND.sphere_growth).clip(upper_bound=1.0)
        self.agents = self.agents.with_columns(
            sphere=pl.when(HERE).then(grown).otherwise(col("sphere") * STAND.sphere_memory),
            last_present=pl.when(HERE).then(week).otherwise(col("last_present")).cast(pl.Int32),
        )

    def note_entries(self, pairs: pl.DataFrame, week: int) -> None:
        """Count new entries into the spheres of others."""
        fresh = HERE & (week - col("last_present") > STAND.entry_absence)
        entered = self.agents.filter(fresh).select("cell", other="actor")
        felt = self.agents.filter(col("sphere") > STAND.sphere_claimed).select("actor", "cell")
        both = felt.join(entered, on="cell").filter(col("actor") != col("other"))
        entries = self.model.world.pairs.entries
        entries[:] = 0
        for a, b, count in both.group_by("actor", "other").len().iter_rows():
            entries[a, b] = count

    def listen(self, opinions: pl.DataFrame) -> None:
        """What the people of each cell tell each actor."""
        share = TELL.from_loyalty * col("loyalty").clip(lower_bound=0.0) + TELL.from_fear * col(
            "fear"
        )
        told = col("people") * (TELL.floor + share).clip(upper_bound=1.0)
        by_cell = opinions.group_by("actor", "cell").agg(
            cooperation=(told.sum() / col("people").sum()).fill_nan(0.0)
        )
        self.joined(by_cell, ["actor", "cell"], drop="cooperation")


class Opinions(Frame):
    """One row for what each community holds of each actor, actors first."""

    def __init__(self, model: Any, world: World) -> None:
        super().__init__(model)
        people, actors = world.communities, world.actors.size
        rules = world.cells.control[people.cell] == np.arange(actors)[:, None]
        self.add(
            pl.DataFrame(
                {"unique_id": _ids(1, actors * people.size)}
                | {"actor": np.repeat(np.arange(actors), people.size)}
                | {"cell": np.tile(people.cell.astype(np.int64), actors)}
                | {name: getattr(people, name).ravel() for name in
                   ("loyalty", "baseline", "natural", "fear")}
                | {"people": np.tile(people.people, actors)}
                | {"rules": rules.ravel()}
                | {"governs": np.repeat(world.actors.governs, people.size)}
            )
        )  # fmt: skip

    def drift(self, ground: pl.DataFrame, heat: pl.DataFrame) -> None:
        """Services, neglect, fear, fading, baseline."""
        standing = ground.select("actor", "cell", "coverage", "coercion")
        felt = self.agents.join(standing, on=["actor", "cell"], how="left", maintain_order="left")
        felt = felt.join(heat, on="cell", how="left", maintain_order="left")
        faded = col("baseline") + FEEL.transient * (col("loyalty") - col("baseline"))
        served = pl.when(col("rules")).then(faded + (1.0 - faded) * FEEL.services / 100.0)
        v = col("v")
        points = FEEL.neglect * col("heat").clip(upper_bound=4.0) * (1.0 - col("coverage"))
        lost = v - (v + 1.0) * points.clip(upper_bound=100.0) / 100.0
        neglected = col("governs") & (col("heat") > 0.5)
        keep = 1.0 - FEEL.to_attitude - FEEL.to_natural
        natural = FEEL.to_natural * col("natural")
        fear = FEEL.fear_memory * col("fear") + FEEL.fear_growth * col("coercion")
        self.agents = (
            felt.with_columns(v=served.otherwise(faded))
            .with_columns(loyalty=pl.when(neglected).then(lost).otherwise(v))
            .with_columns(
                baseline=FEEL.to_attitude * col("loyalty") + keep * col("baseline") + natural,
                fear=fear.clip(upper_bound=1.0),
            )
            .drop("coverage", "coercion", "heat", "v")
        )


class Bands(Frame):
    """One row for each band."""

    NAMES = ("key", "owner", "cell", "home", "fighters", "foreign", "experience")

    def __init__(self, model: Any, world: World) -> None:
        super().__init__(model)
        count = world.bands.count
        columns = {name: getattr(world.bands, name)[:count] for name in self.NAMES}
        self.add(pl.DataFrame({"unique_id": _ids(2, count)} | columns))

    def move(self, ground: pl.DataFrame, near: pl.DataFrame, reach: float, luck: Any) -> None:
        """Choose among the cell and its neighbours; `luck` has two draws of each band."""
        bands = self.agents.with_columns(luck=luck[0], settle=luck[1], band=pl.int_range(pl.len()))
        homes = near.filter(col("step") == 8).select(home="cell", home_x="x", home_y="y")
        appeal = ground.select(owner="actor", to="cell", appeal="appeal")
        options = (
            bands.select("band", "owner", "cell", "home", "luck")
            .with_columns(col("owner", "cell", "home").cast(pl.Int64))
            .join(homes, on="home", how="left", maintain_order="left")
            .join(near, on="cell", how="left", maintain_order="left")
            .join(appeal, on=["owner", "to"], how="left", maintain_order="left")
        )
        apart = pl.max_horizontal(
            (col("x") - col("home_x")).abs(), (col("y") - col("home_y")).abs()
        )
        value = col("appeal") - MOVE.home * (apart / reach - 1.0).clip(lower_bound=0.0)
        weight = pl.when(col("step") == 8).then(value + MOVE.stay).otherwise(value).exp()
        weighed = options.with_columns(weight=weight).with_columns(
            reached=col("weight").cum_sum().over("band"), total=col("weight").sum().over("band")
        )
        last = col("step") == 8
        chosen = (
            weighed.filter((col("reached") > col("luck") * col("total")) | last)
            .group_by("band", maintain_order=True)
            .agg(chosen=col("to").first())
        )
        moved = chosen["chosen"].cast(pl.Int32)
        home = pl.when(col("settle") < MOVE.new_home).then(moved).otherwise(col("home"))
        self.agents = bands.with_columns(cell=moved, home=home).drop("luck", "settle", "band")
