"""From a question to its page: which part of the package answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.record.results import open_results
from sim.why.dyad import read_dyad
from sim.why.dyad_figure import draw_dyad
from sim.why.dyad_page import dyad_page
from sim.why.runs import QuestionError

EXAMPLES = "--dyad jnim:isgs, --group fulani --actor jnim, or --cell 152345"


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
    if len(what) != 1:
        raise QuestionError("Give one folder of results, or two runs to compare.")
    folder = Path(what[0])
    if question.dyad is not None:
        return _of_dyad(folder, question)
    raise QuestionError(f"Say what is asked: {EXAMPLES}.")


def _of_dyad(folder: Path, question: Question) -> list[str]:
    actor, colon, other = (question.dyad or "").partition(":")
    if not colon or not actor or not other:
        raise QuestionError(f"--dyad {question.dyad!r} is not understood; write jnim:isgs.")
    results = open_results(folder)
    dyad = read_dyad(results, (actor, other), question.run, question.alternative)
    return [*dyad_page(dyad, str(folder)), "", f"Drawn: {draw_dyad(results, dyad)}"]
