"""Small tables in the columns of stored results, made up but of a plausible shape."""

import datetime as dt

import numpy as np
import pandas as pd

START = dt.date(2018, 1, 1)
ACTORS = {
    "mali": ("Mali", "state_forces"),
    "niger": ("Niger", "state_forces"),
    "burkina_faso": ("Burkina Faso", "state_forces"),
    "barkhane": ("Barkhane", "external_forces"),
    "jnim": ("JNIM", "rebel_group"),
    "isgs": ("ISGS", "rebel_group"),
    "dna": ("Dan Na Ambassagou", "identity_militia"),
    "koglweogo": ("Koglweogo", "identity_militia"),
}
HOLDERS = (*(name for name in ACTORS if name != "barkhane"), "contested", "nobody")
COUNTRIES = ("MLI", "BFA", "NER")
WIDTH, HEIGHT = 12, 8
DYADS = (
    ("mali", "jnim", 1),
    ("niger", "isgs", 1),
    ("jnim", "isgs", 2),
    ("isgs", "civilians", 3),
    ("jnim", "civilians", 3),
)


def runs(replicates=4, alternatives=("as it was", "no shift")):
    rows = [
        (f"{number}-{replicate}", alternative, replicate)
        for number, alternative in enumerate(alternatives)
        for replicate in range(replicates)
    ]
    return pd.DataFrame(rows, columns=["run_id", "alternative", "replicate"])


def actors(labels=None):
    rows = [(name, (labels or {}).get(name, label), kind) for name, (label, kind) in ACTORS.items()]
    return pd.DataFrame(rows, columns=["actor", "name", "type"])


def weekly(who, weeks, columns):
    """Rows by run, week and `columns` (name -> values), in that order."""
    when = pd.DataFrame({"week": range(weeks)})
    when["date"] = [(START + dt.timedelta(weeks=int(week))).isoformat() for week in when["week"]]
    whole = who.merge(when, how="cross")
    for name, values in columns.items():
        whole = whole.merge(pd.DataFrame({name: list(values)}), how="cross")
    return whole


def territory_share(who=None, weeks=60):
    who = runs() if who is None else who
    table = weekly(who, weeks, {"country": ("ALL", *COUNTRIES), "actor": HOLDERS})
    random = np.random.default_rng(1)
    size = len(who), weeks, 1 + len(COUNTRIES), len(HOLDERS)
    pull = np.array([2.2, 2.0, 1.8, 0.4, -0.8, -1.2, -1.0, 0.2, 2.2])
    walk = np.cumsum(random.normal(0, 0.08, size), axis=1) + pull
    shares = np.exp(walk) / np.exp(walk).sum(axis=3, keepdims=True)
    for measure in ("share_cells", "share_area", "share_population"):
        table[measure] = shares.ravel()
    return table


def events(who=None, weeks=60, per_week=3.0):
    who = runs() if who is None else who
    random = np.random.default_rng(2)
    table = weekly(who, weeks, {"dyad": range(len(DYADS))})
    table = table.loc[table.index.repeat(random.poisson(per_week / len(DYADS), len(table)))]
    sides = np.array([dyad[:2] for dyad in DYADS])[table["dyad"]]
    names = {key: label for key, (label, _) in ACTORS.items()} | {"civilians": "Civilians"}
    side_a, side_b = ([names[name] for name in side] for side in sides.T)
    x, y = random.integers(0, WIDTH, len(table)), random.integers(0, HEIGHT, len(table))
    return table.rename(columns={"date": "date_start"}).assign(
        type_of_violence=np.array([dyad[2] for dyad in DYADS])[table["dyad"]],
        side_a=side_a,
        side_b=side_b,
        dyad_name=[f"{a} - {b}" for a, b in zip(side_a, side_b, strict=True)],
        actor_a=sides[:, 0],
        actor_b=sides[:, 1],
        longitude=x - 4.75,
        latitude=y + 12.25,
        best=random.poisson(3, len(table)),
    )


def cells():
    y, x = (side.ravel() for side in np.mgrid[0:HEIGHT, 0:WIDTH])
    return pd.DataFrame(
        {
            "cell_id": np.arange(WIDTH * HEIGHT),
            "longitude": x * 0.5 - 4.75,
            "latitude": y * 0.5 + 12.25,
            "country": np.array(COUNTRIES)[x * len(COUNTRIES) // WIDTH],
            "study": (x > 0).astype(int),
        }
    )


def loyalty(who=None, weeks=60):
    who = runs() if who is None else who
    names = list(ACTORS)
    table = weekly(
        who, weeks, {"group": ("tuareg", "fulani", "dogon"), "country": COUNTRIES, "actor": names}
    )
    random = np.random.default_rng(4)
    size = len(who), weeks, 9, len(names)
    start = random.uniform(-0.7, 0.7, (1, 1, 9, len(names)))
    walk = start + np.cumsum(random.normal(0, 0.02, size), axis=1)
    return table.assign(loyalty=np.tanh(walk).ravel(), people=1000)


def dyad_weeks(who=None, weeks=60):
    who = runs() if who is None else who
    names = list(ACTORS)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    table = weekly(who, weeks, {"pair": range(len(pairs))})
    random = np.random.default_rng(5)
    size = len(who), weeks, len(pairs)
    level = 1 / (1 + np.exp(1.5 - np.cumsum(random.normal(0.02, 0.1, size), axis=1)))
    return table.assign(
        actor_a=np.array(pairs)[table["pair"], 0],
        actor_b=np.array(pairs)[table["pair"], 1],
        stance=np.where(level.ravel() > 0.4, "war", "rivalry"),
        hostility_ab=level.ravel(),
        hostility_ba=level.ravel() * 0.9,
        overlap=level.ravel() * 0.3,
        events=random.poisson(level.ravel()),
        deaths=random.poisson(level.ravel() * 4),
    )


def relations(who=None, weeks=60):
    """Hostility of two groups as its causes call for; war above one half."""
    who = runs() if who is None else who
    table = weekly(who, weeks, {"actor": ("jnim", "isgs")})
    table["other"] = table["actor"].map({"jnim": "isgs", "isgs": "jnim"})
    random = np.random.default_rng(8)
    causes = ("inertia", "grievance", "affinity", "belief", "opportunity", "vulnerability",
              "allies", "weariness")  # fmt: skip
    for cause, level in zip(causes, (-3, 2, -0.5, 2.5, 0.5, 0.3, -0.2, -0.5), strict=True):
        table[f"by_{cause}"] = level * random.uniform(0.5, 1, len(table))
    total = table[[f"by_{cause}" for cause in causes]].sum(axis=1)
    hostility = 1 / (1 + np.exp(-total))
    return table.assign(hostility=hostility, stance=np.where(hostility > 0.5, "war", "rivalry"))


def beliefs(who=None, weeks=60):
    """ISGS comes to believe in a deal and accuses JNIM in week 20; the deal is never true."""
    who = runs() if who is None else who
    table = weekly(who, weeks, {"observer": ("jnim", "isgs")})
    table["about"] = table["observer"].map({"jnim": "isgs", "isgs": "jnim"})
    sure = (table["observer"] == "isgs") & (table["week"] >= 20)
    return table.assign(
        probability=np.where(sure, 0.9, 0.02),
        accusation=((table["observer"] == "isgs") & (table["week"] == 20)).astype(int),
        true_pact=0,
    )


HAPPENED = (
    (12, "alliance_formed", "jnim", "dna", 0.0, None),
    (15, "leader_killed", "jnim", "barkhane", 0.0, None),
    (18, "split", "isgs", "jnim", 40.0, None),
    (20, "accusation", "isgs", "jnim", 3.0, 0),
    (21, "war", "isgs", "jnim", 0.8, None),
    (24, "accusation", "isgs", "jnim", 3.0, 1),
    (29, "truce", "isgs", "jnim", 0.3, None),
    (29, "truce", "mali", "jnim", 0.3, None),
)
"""Week, development, actor, other, amount, and whether an accusation is true."""


def strategic_developments(who=None):
    """The same developments in every run."""
    who = runs() if who is None else who
    columns = ("week", "development", "actor", "other", "amount", "accusation_true")
    table = who.merge(pd.DataFrame(HAPPENED, columns=columns), how="cross")
    days = [(START + dt.timedelta(weeks=int(week))).isoformat() for week in table["week"]]
    return table.assign(date=days)


def cell_months(who=None, months=(457, 460, 463, 466, 469)):
    who = runs() if who is None else who
    table = who.merge(pd.DataFrame({"month_id": months}), how="cross")
    table = table.merge(cells()[["cell_id", "study"]].query("study == 1"), how="cross")
    random = np.random.default_rng(6)
    controllers = random.choice(["mali", "jnim", "isgs", "dna", "nobody"], len(table))
    return table.assign(controller=controllers, contested=random.integers(0, 2, len(table)))


def outcomes(who=None):
    who = runs() if who is None else who
    random = np.random.default_rng(7)
    first = np.where(random.random(len(who)) < 0.3, np.nan, random.integers(60, 120, len(who)))
    return who.assign(isgs_share=random.beta(2, 20, len(who)), first_clash=first)


def claims(who=None, weeks=60):
    """Two outlets: one doubles the enemy's dead and invents, the other passes much over."""
    who = runs() if who is None else who
    random = np.random.default_rng(9)
    names = {"jnim": "Az-Zallaqa", "isgs": "al-Naba"}
    table = weekly(who, weeks, {"claimant": names, "number": range(3)}).query("week > 0")
    chance, size = random.random(len(table)), len(table)
    jnim = table["claimant"] == "jnim"
    status = np.where(chance < np.where(jnim, 0.8, 0.3), "claimed", "unclaimed")
    status = np.where(jnim & (chance > 0.9), "invented", status)
    true = np.where(status == "invented", 0, random.poisson(random.exponential(5, size)))
    told = np.where(status == "unclaimed", 0, random.poisson(true * np.where(jnim, 2, 1) + 0.3))
    civilians = random.random(size) < 0.2
    return table.drop(columns="number").assign(
        outlet=table["claimant"].map(names),
        status=status,
        actor_a=np.where(civilians, table["claimant"], "mali"),
        actor_b=np.where(civilians, "civilians", table["claimant"]),
        claimed_a=np.where(civilians, 0, told),
        claimed_b=0,
        claimed_civilians=np.where(civilians, told, 0),
        deaths_a=np.where(civilians, 0, true),
        deaths_b=1,
        deaths_civilians=np.where(civilians, true, 0),
    )


def pacts(who=None, weeks=60):
    """Mali offers JNIM a pact in week 10, signed in half of the runs, broken in week 40."""
    who = runs() if who is None else who
    table = weekly(who, weeks, {"actor": ("mali", "niger", "barkhane"), "group": ("jnim", "isgs")})
    pair = (table["actor"] == "mali") & (table["group"] == "jnim")
    agrees = pair & (table["replicate"] % 2 == 0)
    within = agrees & table["week"].between(10, 39)
    flags = {
        "offered": pair & (table["week"] == 10),
        "refused": pair & ~agrees & (table["week"] == 10),
        "signed": agrees & (table["week"] == 10),
        "leaked": agrees & (table["week"] == 25),
        "broken": agrees & (table["week"] == 40),
    }
    return table.assign(
        stance=np.where(within, "pact", "war"),
        pact=within.astype(int),
        **{name: flag.astype(int) for name, flag in flags.items()},
    )


TERMS = (
    ("jnim", "", "Iyad ag Ghali", 1, -20, None, "", "", 0),
    ("jnim", "katiba_macina", "Amadou Koufa", 1, -20, 25, "hunt", "barkhane", 1),
    ("jnim", "katiba_macina", "2. leader", 2, 31, None, "", "", 0),
    ("isgs", "", "Adnan Abu Walid", 1, -20, 15, "plot", "jnim", 0),
    ("isgs", "", "2. leader", 2, 19, 40, "scenario", "", 0),
    ("isgs", "", "3. leader", 3, 44, 50, "end", "", 0),
    ("mali", "", "1. leader", 1, -20, None, "", "", 0),
)
"""Terms of leaders in the columns of the table, without dates."""


def leaders(who=None, terms=TERMS):
    """The same terms in every run, but those that end in the first half of the runs only."""
    who = runs() if who is None else who
    columns = ("actor", "constituent", "name", "number", "from_week", "to_week", "ended_by",
               "killer", "split_followed")  # fmt: skip
    table = who.merge(pd.DataFrame(terms, columns=columns), how="cross")
    quiet = (table["replicate"] % 2 == 1) & (table["actor"] == "jnim")
    table = table[~(quiet & (table["number"] > 1))]
    quiet = quiet.loc[table.index]
    table = table.assign(
        to_week=table["to_week"].where(~quiet),
        ended_by=table["ended_by"].where(~quiet, ""),
        split_followed=table["split_followed"].where(~quiet, 0),
    )
    for when in ("from", "to"):
        weeks = table[f"{when}_week"].astype(float)
        table[when] = [
            "" if np.isnan(week) else (START + dt.timedelta(weeks=int(week))).isoformat()
            for week in weeks
        ]
    return table
