"""The command `sim`: parses, calls, prints; every decision is made elsewhere.

Nothing heavy is imported before it is known what is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.arguments import port, positive, share
from sim.errors import SimError
from sim.printing import complain, print_lines
from sim.start import only_read

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or what went wrong (2 bad input)."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except SimError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sim", description="Rival armed groups' competition for territory, simulated."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = _command(commands, "check", "say what is wrong with a scenario or batch", _check)
    show = _command(commands, "show", "say what a scenario or batch contains", _show)
    plan = _command(commands, "plan", "say how many runs, minutes and megabytes it is", _plan)
    run = _command(commands, "run", "run a scenario or batch and write its tables", _run)
    for command in (check, show, plan, run):
        command.add_argument("file", type=Path, help="YAML file of a scenario or batch")
        command.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="PATH=VALUE",
            help="replace a value, such as time.weeks=52; may be given several times",
        )
    for command in (plan, run):
        command.add_argument(
            "--workers", type=positive, help="processes; one a processor if not given"
        )
        command.add_argument(
            "--out", type=Path, help="folder of the results; results/<batch> if not given"
        )
    run.add_argument("--quiet", action="store_true", help="show no progress")
    run.add_argument(
        "--profile", action="store_true", help="show where the time of one run goes; write nothing"
    )
    run.add_argument(
        "--backend",
        choices=("serial", "processes", "dask"),
        default="processes",
        help="where runs are done; on processes of this machine if not given",
    )
    run.add_argument(
        "--scheduler", metavar="ADDRESS", help="Dask cluster to use; else one is started"
    )
    run.add_argument(
        "--shard", metavar="I/N", help="do only the I-th of N shares, as a task of a job array does"
    )
    merge = _command(commands, "merge", "put the tables of shares together", _merge)
    status = _command(commands, "status", "say how far a batch is", _status)
    for command in (merge, status):
        command.add_argument("folder", type=Path, help="folder that `sim run` writes")
    merge.add_argument("--quiet", action="store_true", help="do not name the files")
    plot = _command(commands, "plot", "draw the figures of a folder of results", _plot)
    plot.add_argument("folder", type=Path, help="folder that `sim run` wrote")
    _add_compare(commands)
    _add_why(commands)
    _add_view(commands)
    _command(commands, "rules", "list the rules of the week with claims and sources", _rules)
    _command(commands, "warm", "compile the rules now, so that the first run need not", _warm)
    _command(
        commands, "schema", "print or write the JSON schemas for editors", _schema
    ).add_argument(
        "folder", type=Path, nargs="?", help="folder to write both into; else a scenario's is shown"
    )
    return parser


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "say what alternatives change against a control, with intervals"
    compare = _command(commands, "compare", about, _compare)
    compare.add_argument("folder", type=Path, help="folder that `sim run` wrote")
    about = "say how much each varied parameter moves each outcome"
    sensitivity = _command(commands, "sensitivity", about, _sensitivity)
    sensitivity.add_argument("folder", type=Path, help="folder that `sim run` wrote")
    compare.add_argument(
        "--to",
        metavar="NAME",
        help="alternative to compare with; what the batch says, or the first, if absent",
    )
    compare.add_argument(
        "--precision",
        type=share,
        default=0.1,
        metavar="SHARE",
        help="interval wanted to either side of a mean change, as a share of the control's mean: "
        "tells how many more pairs give it; 0.1 if absent",
    )


def _add_why(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    why = _command(commands, "why", "say why: a war, a loyalty, a cell's holder, two runs", _why)
    why.add_argument(
        "what",
        nargs="+",
        metavar="RESULTS | A B",
        help="folder that `sim run` wrote; or two runs to compare, each the file of a scenario or "
        "FOLDER/RUN_ID",
    )
    why.add_argument("--dyad", metavar="ACTOR:OTHER", help="why the one turned on the other")
    why.add_argument("--group", help="why this people's loyalty changed")
    why.add_argument("--actor", help="loyalty to this actor; cells that it won and lost")
    why.add_argument("--cell", type=int, metavar="GID", help="why this cell changed hands")
    why.add_argument("--run", metavar="RUN_ID", help="the run to explain; a typical one if absent")
    why.add_argument("--alternative", help="whose runs; the first if absent")
    why.add_argument("--week", type=int, help="with A B: compare at this week, not at the end")


def _add_view(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    view = _command(commands, "view", "watch a scenario run, in the browser", _view)
    view.add_argument(
        "what",
        type=Path,
        nargs="?",
        metavar="SCENARIO | RESULTS",
        help="YAML file of a scenario, or folder that `sim run` wrote, whose runs are replayed; "
        "the scenarios of ./scenarios if not given",
    )
    view.add_argument("--port", type=port, help="port on this machine; a free one if not given")
    view.add_argument("--no-browser", action="store_true", help="only print the page's address")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    function: Command,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(command=function)
    return command


def _check(options: argparse.Namespace) -> int:
    only_read()
    from sim.scenario.load import load_batch

    batch = load_batch(options.file, options.set)
    runs = len(batch.points) * batch.replicates
    print(f"{options.file}: good; {runs} run{'s' if runs > 1 else ''}")
    return 0


def _show(options: argparse.Namespace) -> int:
    only_read()
    from sim.scenario.load import load_batch
    from sim.scenario.summary import summary

    print_lines(summary(load_batch(options.file, options.set)))
    return 0


def _plan(options: argparse.Namespace) -> int:
    only_read()
    from sim.batch.plan import plan_lines

    print_lines(plan_lines(options.file, options.out, options.set, options.workers))
    return 0


def _run(options: argparse.Namespace) -> int:
    from sim.batch.batch import run_batch

    if options.profile:
        from sim.batch.profile import profile_lines

        print_lines(profile_lines(options.file, options.set))
        return 0
    return run_batch(
        options.file,
        options.out,
        options.set,
        options.workers,
        options.quiet,
        options.backend,
        options.scheduler,
        options.shard,
    )


def _merge(options: argparse.Namespace) -> int:
    only_read()
    from sim.batch.merge import merge_shards

    return merge_shards(options.folder, options.quiet)


def _status(options: argparse.Namespace) -> int:
    only_read()
    from sim.batch.status import status_lines

    print_lines(status_lines(options.folder))
    return 0


def _warm(options: argparse.Namespace) -> int:
    from sim.batch.warm import warm_up

    warm_up()
    return 0


def _plot(options: argparse.Namespace) -> int:
    from sim.analysis.plots import plot_folder

    print_lines(str(path) for path in plot_folder(options.folder))
    return 0


def _compare(options: argparse.Namespace) -> int:
    from sim.analysis.compare.folder import compare_folder

    print_lines(compare_folder(options.folder, options.to, options.precision))
    return 0


def _sensitivity(options: argparse.Namespace) -> int:
    from sim.analysis.sensitivity.folder import sensitivity_folder

    print_lines(sensitivity_folder(options.folder))
    return 0


def _why(options: argparse.Namespace) -> int:
    from sim.why.answer import Question, answer

    asked = ("dyad", "group", "actor", "cell", "run", "alternative", "week")
    print_lines(answer(options.what, Question(**{name: getattr(options, name) for name in asked})))
    return 0


def _view(options: argparse.Namespace) -> int:
    from sim.view.serve import view

    return view(options.what, options.port, not options.no_browser)


def _rules(options: argparse.Namespace) -> int:
    only_read()
    from sim.scenario.summary import rule_lines

    print_lines(rule_lines())
    return 0


def _schema(options: argparse.Namespace) -> int:
    only_read()
    from sim.scenario.json_schema import scenario_schema, schema_text, write_schemas

    if options.folder is None:
        print(schema_text(scenario_schema()), end="")
    else:
        print_lines(str(path) for path in write_schemas(options.folder))
    return 0
