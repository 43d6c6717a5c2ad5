"""From a question to its page: which part of the package answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.record.results import open_results
from sim.why.apart import apart_page
from sim.why.cells import cell_page, place_of, won_and_lost
from sim.why.dyad import read_dyad
from sim.why.dyad_figure import draw_dyad
from sim.why.dyad_page import dyad_page
from sim.why.people import check_names, people_page, typical_run
from sim.why.replay import causes_of
from sim.why.runs import QuestionError, done_runs, named_or_first

EXAMPLES = "--dyad jnim:isgs, --group fulani --actor jnim, or --cell 152345"

OF_FOLDER = ("dyad", "group", "actor", "cell", "run", "alternative")


@dataclass(frozen=True)
class Question:
    """What is asked of a folder of results, or of two runs; None where nothing is said of it."""

    dyad: str | None = None
    group: str | None = None
    actor: str | None = None
    cell: int | None = None
    run: str | None = None
    alternative: str | None = None
    week: int | None = None


def answer(what: Sequence[str], question: Question) -> list[str]:
    """Lines of the page that answers a question; figures are written beside the results.

    Raises SimError where the question is not one, or the results cannot answer it.
    """
    of_folder = [f"--{name}" for name in OF_FOLDER if getattr(question, name) is not None]
    if len(what) == 2:
        if of_folder:
            raise QuestionError(
                f"{of_folder[0]} is asked of one folder of results, not of two runs."
            )
        return apart_page(what[0], what[1], question.week)
    if len(what) != 1:
        raise QuestionError("Give one folder of results, or two runs to compare.")
    if question.week is not None:
        raise QuestionError("--week is asked of two runs, not of a folder of results.")
    folder = Path(what[0])
    if question.dyad is not None:
        return _of_dyad(folder, question)
    if question.cell is not None:
        return _of_cell(folder, question.cell, question)
    if question.group is not None or question.actor is not None:
        return _of_people(folder, question)
    raise QuestionError(f"Say what is asked: {EXAMPLES}.")


def _of_dyad(folder: Path, question: Question) -> list[str]:
    actor, colon, other = (question.dyad or "").partition(":")
    if not colon or not actor or not other:
        raise QuestionError(f"--dyad {question.dyad!r} is not understood; write jnim:isgs.")
    results = open_results(folder)
    dyad = read_dyad(results, (actor, other), question.run, question.alternative)
    return [*dyad_page(dyad, str(folder)), "", f"Drawn: {draw_dyad(results, dyad)}"]


def _of_people(folder: Path, question: Question) -> list[str]:
    results, group, actor = open_results(folder), question.group, question.actor
    runs = done_runs(results, question.run, question.alternative)
    run = typical_run(results, runs, question.run, group, actor)
    check_names(results, run, group, actor)
    causes = causes_of(results, run)
    lines = people_page(results, run, causes, group, actor)
    if group is None and actor is not None:
        lines += ["", *won_and_lost(causes, actor)]
    return lines


def _of_cell(folder: Path, cell: int, question: Question) -> list[str]:
    results = open_results(folder)
    run = named_or_first(done_runs(results, question.run, question.alternative), question.run)
    place = place_of(results, run, cell)
    return cell_page(results, run, causes_of(results, run), cell, place)
