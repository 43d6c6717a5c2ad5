"""Batch: many runs of an opened folder, what they have in common and where they differ."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import anywidget
import solara
import solara.lab

from sim.errors import SimError
from sim.view import assets, opened, state
from sim.view.folder import DONE, FAILED, MISSING, Folder, group_text, open_folder
from sim.view.gathering import MOST_RUNS, Gathering, gathering_of
from sim.view.panels.chances import ChanceMaps
from sim.view.panels.fans import Fans, group_looks
from sim.view.panels.outcomes import Outcomes
from sim.view.panels.runs import Runs
from sim.view.session import Session
from sim.view.widgets import synced
from sim.vocabulary import month_id

MOST_GROUPS = 4
"""Groups of runs that are shown at the same time."""

SECONDS_A_LOOK = 0.4


class BatchWidget(anywidget.AnyWidget):
    """Title, progress and groups of a batch; `shown` (names of groups) and `again` come back."""

    _esm = assets.text("common.js", "batch.js")
    _css = assets.text("batch.css")
    title = synced("")
    told = synced("")
    progress = synced([])
    groups = synced("[]")
    most = synced(MOST_GROUPS)
    shown = synced([])
    unfinished = synced(False)
    again = synced(0)


@solara.component
def Batch(session: Session) -> None:
    """The batch of the folder that was opened, or how to get one."""
    folder, set_folder = solara.use_state(opened.folder)
    fault, set_fault = solara.use_state("")
    if folder is None:
        Nothing(session)
        return

    def look_again() -> None:
        try:
            set_folder(open_folder(folder.path))
        except SimError as error:
            set_fault(str(error))

    with solara.Div(classes=["sim-body", "sim-scroll", "sim-batch-tab"]):
        if fault:
            solara.Text(fault, classes=["sim-problem"])
        Gathered(gathering_of(folder), look_again).key(str(id(folder)))


@solara.component
def Nothing(session: Session) -> None:
    """What a batch is and which commands make one, where none is open."""
    scene = session.model.value.film.scene
    path = session.model.value.case.path
    with solara.Div(classes=["sim-card", "sim-empty"]):
        solara.v.Html(tag="h2", children=["No results are open"])
        solara.Text(
            "A batch runs a scenario many times, so that what usually follows can be told from "
            "what chance made. Make one and open it with these two commands:"
        )
        commands = f"sim run {path} --set seeds.replicates=20\nsim view results/{scene.name}"
        solara.v.Html(tag="pre", children=[commands])
        solara.Text("A batch under way can be opened too: it shows the runs that are done.")


@solara.component
def Gathered(gathering: Gathering, look_again: Callable[[], None]) -> None:
    """A batch while it is read, and when it has been."""
    folder = gathering.folder
    groups = tuple(dict.fromkeys(str(name) for name in folder.groups))
    summary, set_summary = solara.use_state(gathering.summary)
    shown, set_shown = solara.use_state(groups[:MOST_GROUPS])
    month, set_month = solara.use_state(None)
    start = folder.batch.firsts[0].recipe.settings().time.start

    async def follow() -> None:
        gathering.start()
        while not gathering.over:
            await asyncio.sleep(SECONDS_A_LOOK)
            set_summary(gathering.summary)
        set_summary(gathering.summary)

    def ask(week: int) -> None:
        day = start + timedelta(weeks=week)
        months = gathering.chances.months
        set_month(max((m for m in months if m <= month_id(day.year, day.month)), default=None))

    solara.lab.use_task(follow, dependencies=[])
    with solara.Div(classes=["sim-body"]):
        Head(gathering, summary.read, groups, shown, set_shown, look_again)
        with solara.Div(classes=["sim-batch"]):
            with solara.Div(classes=["sim-body"]):
                with solara.Div(classes=["sim-card"]):
                    Heading("Territory held", "median of runs; bands hold 50 % and 90 % of them")
                    Fans(summary, shown, start.isoformat(), ask)
                with solara.Div(classes=["sim-card"]):
                    Heading("Outcomes", "dots: runs; thick line: half; thin: 90 %; mark: median")
                    Outcomes(gathering, summary.read, shown)
            with solara.Div(classes=["sim-body"]):
                with solara.Div(classes=["sim-card"]):
                    Heading(
                        "Probability of control", "share of runs in which an actor holds a cell"
                    )
                    ChanceMaps(gathering.chances, summary, shown, month, set_month)
                with solara.Div(classes=["sim-card"]):
                    Runs(gathering, summary.read, lambda place: watch(folder, place))


@solara.component
def Head(
    gathering: Gathering,
    read: int,
    groups: Sequence[str],
    shown: Sequence[str],
    show: Callable[[tuple[str, ...]], None],
    look_again: Callable[[], None],
) -> None:
    """How far the batch is, and which groups of runs are shown."""
    folder = gathering.folder
    BatchWidget.element(
        title=folder.batch.title or folder.batch.name,
        told=" ".join(sentences(gathering)),
        progress=[] if gathering.over else [read, len(gathering.places)],
        groups=json.dumps(described(folder, groups, shown)),
        shown=list(shown),
        on_shown=lambda names: show(tuple(name for name in groups if name in names)),
        unfinished=folder.outcomes is None,
        on_again=lambda _: look_again(),
    )


@solara.component
def Heading(title: str, note: str) -> None:
    """Title of a card and what its marks mean."""
    with solara.Div(classes=["sim-heading"]):
        solara.v.Html(tag="strong", children=[title])
        solara.v.Html(tag="span", children=[note])


def sentences(gathering: Gathering) -> list[str]:
    """How far the batch is and what of it is shown, in words."""
    folder = gathering.folder
    done, failed, missing = (folder.count(status) for status in (DONE, FAILED, MISSING))
    told = [f"{done:,} of {len(folder.runs):,} runs are done."]
    if failed:
        told.append(f"{failed:,} failed.")
    if missing:
        told.append("A process is at work." if folder.busy else "No process is at work.")
    if done > MOST_RUNS:
        told.append(f"Shown of territory: the first {MOST_RUNS:,}, of all alternatives.")
    if not folder.same_source:
        told.append("Another version of the program made them; replays may come out otherwise.")
    if gathering.fault is not None:
        told.append(f"Reading stopped: {gathering.fault}.")
    return told


def described(folder: Folder, groups: Sequence[str], shown: Sequence[str]) -> list[object]:
    """Each group of runs with the title of its alternative, and its look if it is shown."""
    looks = {str(look["name"]): look for look in group_looks(shown)}
    alternatives = dict(zip(folder.groups, folder.runs["alternative"], strict=True))
    titles = folder.batch.alternatives
    several = len(titles) > 1
    return [
        {
            "name": group,
            "label": group_text(group),
            "title": several and titles[alternatives[group]],
        }
        | looks.get(group, {})
        for group in groups
    ]


def watch(folder: Folder, place: int) -> None:
    """Let a run be computed again and watched."""
    state.watch(opened.run_of(folder, place))
