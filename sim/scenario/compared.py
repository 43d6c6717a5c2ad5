"""The variants of a batch file: scenario files, alternatives, and what they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.errors import InputError, Problem, nearest
from sim.record.outputs import TABLES
from sim.scenario.batch_schema import BatchFile
from sim.scenario.document import Document, Keys
from sim.scenario.override import Override, from_document, written
from sim.scenario.rows import Rows
from sim.scenario.start import Start
from sim.scenario.variants import Variant, own_controls

BASE = "base"
CONTROL = "control"


def variants_of(
    document: Document,
    file: BatchFile,
    starts: Sequence[Start],
    rows: Rows,
    last: Sequence[Override],
) -> list[Variant]:
    """Every variant in order; `last` wins over everything. Raises InputError."""
    _refuse_unknown_control(document, file)
    _refuse_contradictions(document, file, rows, last)
    return [
        variant
        for start in starts
        for variant in _of_start(document, file, start, rows, last, alone=len(starts) == 1)
    ]


def _of_start(
    document: Document,
    file: BatchFile,
    start: Start,
    rows: Rows,
    last: Sequence[Override],
    alone: bool,
) -> Iterator[Variant]:
    scenario = start.recipe.settings()
    shared = list(_shared(document, file))
    to = file.compare.to if file.compare else None
    plain = Variant("", "", start, tuple(shared), tuple(last), range(len(rows)))
    if file.alternatives:
        prefix = "" if alone else f"{scenario.scenario}."
        for name, item in file.alternatives.items():
            own = from_document(document, ("alternatives", name, "set"))
            control = f"{prefix}{to}" if to not in (None, name) else None
            title = item.title or name
            yield replace(
                plain,
                name=prefix + name,
                before=(*shared, *own),
                control=control,
                title=title if alone else f"{scenario.title}: {title}"[:200],
            )
        return
    name = BASE if alone else scenario.scenario
    base = replace(plain, name=name, title=scenario.title)
    if not isinstance(to, dict):
        yield base
        return
    yield from _with_control(
        base,
        CONTROL if alone else f"{name}.{CONTROL}",
        rows,
        from_document(document, ("compare", "to")),
    )


def _with_control(
    base: Variant, name: str, rows: Rows, own: Sequence[Override]
) -> Iterator[Variant]:
    """The scenario as it is and, where it is not among the design's rows, its control."""
    needed: Sequence[int] = base.rows
    controls: dict[int, tuple[str, int]] = {}
    if any(override.path in rows.paths for override in own):
        needed, controls = own_controls(rows, own, (base.name, name))
    yield replace(base, control=name, controls=controls)
    if needed:
        title = f"{base.title}: control"
        yield replace(base, name=name, title=title, after=(*own, *base.after), rows=needed)


def _shared(document: Document, file: BatchFile) -> Iterator[Override]:
    """What is set in every variant."""
    yield from from_document(document, ("set",))
    if file.every is not None:
        for table in TABLES:
            if not table.every_week and table.name not in file.outputs:
                yield written(document, ("every",), f"outputs.{table.name}.every")
    for section in ("outputs", "outcomes"):
        for name in getattr(file, section):
            yield written(document, (section, name), f"{section}.{name}")


def _refuse_unknown_control(document: Document, file: BatchFile) -> None:
    to = file.compare.to if file.compare else None
    keys: Keys = ("compare", "to")
    if isinstance(to, dict) and file.alternatives:
        message = f"gives values, and there are alternatives; name one of them. {_known(file)}"
        raise InputError([document.problem(keys, message)])
    if to == {}:
        raise InputError([document.problem(keys, "is empty; give values by dotted path.")])
    if isinstance(to, str) and to not in file.alternatives:
        told = (
            nearest(to, file.alternatives)
            if file.alternatives
            else ("There are none; give the control's values by dotted path.")
        )
        message = f"'{to}' is no alternative of this batch. {told}"
        raise InputError([document.problem(keys, message)])


def _known(file: BatchFile) -> str:
    return f"Known: {', '.join(file.alternatives)}."


def _refuse_contradictions(
    document: Document, file: BatchFile, rows: Rows, last: Sequence[Override]
) -> None:
    """A value that is varied cannot be set for all, by an alternative or by `--set` as well."""
    own: list[tuple[Keys, str]] = [(("set", path), path) for path in file.set]
    own += [
        (("alternatives", name, "set", path), path)
        for name, alternative in file.alternatives.items()
        for path in alternative.set
    ]
    problems = [
        document.problem(keys, f"'{path}' is varied as well; take it out of one of the two.")
        for keys, path in own
        if path in rows.paths
    ]
    problems += [
        Problem("--set", 1, 1, item.path, "is varied by the batch; take it out of 'vary' first.")
        for item in last
        if item.path in rows.paths
    ]
    if problems:
        raise InputError(problems)
