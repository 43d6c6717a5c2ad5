"""Scenarios and batches read from YAML files, checked whole before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sim.errors import InputError
from sim.scenario.batch_schema import MOST_POINTS, BatchFile
from sim.scenario.case import Case
from sim.scenario.checked import checked
from sim.scenario.compared import variants_of
from sim.scenario.design import Batch
from sim.scenario.digests import digests_of, look_at
from sim.scenario.document import Document, Keys, Mark
from sim.scenario.input_texts import InputTexts
from sim.scenario.method import chosen
from sim.scenario.override import from_arguments, overridden
from sim.scenario.problems import validated
from sim.scenario.start import Start, start_of
from sim.scenario.text_file import Reader, read_text
from sim.scenario.variants import Points
from sim.scenario.yaml_text import parse, read_document

OF_THE_BATCH = {"batch", "seeds", "design", "every"}
"""Sections that `--set` changes in the batch; all others it changes in the scenario."""

MOST_RUNS = 10_000_000


def load_case(path: Path | str, sets: Sequence[str] = ()) -> Case:
    """The case of a scenario file with `sets`, each 'path=value'; InputError if it is wrong."""
    document = _scenario(read_document(Path(path)))
    return checked(overridden(document, from_arguments(sets))).case()


def load_start(path: Path | str) -> Start:
    """A scenario file as something to set values in; InputError if it is wrong."""
    return scenario_start(read_document(Path(path)), read_text)


def scenario_start(document: Document, read: Reader) -> Start:
    """The same from a document that is there; `read` gives the text of its plug-ins."""
    return start_of(_scenario(document), read)


def _scenario(document: Document) -> Document:
    """The document, if it is that of a scenario."""
    if _is_batch(document):
        message = "is a batch, and one scenario is wanted; give the file named in its 'base'."
        raise InputError([document.problem(("batch",), message)])
    return document


def load_batch(
    path: Path | str, sets: Sequence[str] = (), read: Reader = read_text, whole: bool = True
) -> Batch:
    """The batch of a batch file or of a plain scenario; InputError if anything is wrong.

    `read` gives the text of each file: it is other than `read_text` where the files lie elsewhere.
    Without `whole` only some points of the design are looked at, which tell of the others, and the
    batch cannot be run.
    """
    inputs = InputTexts(read)
    path = Path(path)
    document = read_document(path, inputs.read)
    overrides = from_arguments(sets)
    ours = [item for item in overrides if item.path.partition(".")[0] in OF_THE_BATCH]
    last = [item for item in overrides if item not in ours]
    if _is_batch(document):
        batch = overridden(document, ours)
        file = validated(BatchFile, batch)
        starts = list(_starts(batch, file, inputs))
    else:
        starts = [start_of(document, inputs.read)]
        batch = overridden(_batch_of(starts[0]), ours)
        file = validated(BatchFile, batch)
    scenario = starts[0].recipe.settings()
    root = scenario.seed if file.seeds.root is None else file.seeds.root
    design, rows = chosen(batch, file, root, inputs.read)
    variants = variants_of(batch, file, starts, rows, last)
    points = Points(variants, rows)
    _refuse_too_many(batch, file, len(points))
    control = next((item.control for item in variants if item.control), None)
    result = Batch(
        name=file.batch,
        title=file.title or scenario.title,
        path=path,
        root=root,
        replicates=file.seeds.replicates,
        alternatives={variant.name: variant.title for variant in variants},
        design=replace(design, points=len(rows), control=control),
        paths=rows.paths,
        points=points,
        firsts=tuple(points.first_of(variant) for variant in variants),
        inputs=inputs.copies(document.path, [start.document.path for start in starts]),
    )
    if not whole:
        look_at(points)
        return result
    digest = partial(digests_of, batch, points)
    if not _is_batch(document) and not last:  # its start is checked; only a run asks for more
        return replace(result, digest=digest)
    return replace(result, digest=partial(tuple, digest()))


def _is_batch(document: Document) -> bool:
    return isinstance(document.data, dict) and "batch" in document.data


def _batch_of(start: Start) -> Document:
    """The document of a batch of one scenario alone."""
    document = start.document
    name = start.recipe.settings().scenario
    marks: dict[Keys, Mark] = {(): document.marks[()]}
    return replace(document, data={"batch": name, "base": document.path.name}, marks=marks)


def _starts(batch: Document, file: BatchFile, inputs: InputTexts) -> Iterator[Start]:
    """The scenario of each file that a batch names; no two are of the same name."""
    if isinstance(file.base, str):
        yield start_of(_base(batch, ("base",), file.base, inputs), inputs.read)
        return
    seen: dict[str, str] = {}
    for place, name in enumerate(file.base):
        start = start_of(_base(batch, ("base", place), name, inputs), inputs.read)
        scenario = start.recipe.settings().scenario
        if scenario in seen:
            message = f"'{name}' is of the same name as '{seen[scenario]}', {scenario}; "
            message += "give one of them another 'scenario'."
            raise InputError([batch.problem(("base", place), message)])
        seen[scenario] = name
        yield start


def _base(batch: Document, keys: Keys, name: str, inputs: InputTexts) -> Document:
    """The document of a scenario that a batch names."""
    path = batch.path.parent / name
    try:
        text = inputs.read(path)
    except InputError as error:
        message = f"'{name}' {error.problems[0].message}"
        raise InputError([batch.problem(keys, message)]) from None
    base = parse(text, path, str(path))
    if _is_batch(base):
        message = "is a batch itself; give the file of a scenario."
        raise InputError([batch.problem(keys, message)])
    return base


def _refuse_too_many(batch: Document, file: BatchFile, points: int) -> None:
    if points > MOST_POINTS:
        message = f"makes {points:,} points over all alternatives; at most {MOST_POINTS:,} can be."
        raise InputError([batch.problem(("vary",), message)])
    if (runs := points * file.seeds.replicates) > MOST_RUNS:
        message = f"makes {runs:,} runs; at most {MOST_RUNS:,} can be."
        raise InputError([batch.problem(("seeds", "replicates"), message)])
