"""The command line, carried out for one hostile file after another, each with its own limits.

A process imports what `sim check` imports and then forks for every command, so that each is a
process of its own whose time and memory are its own, without the start-up being paid each time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SECONDS = 2
MEGABYTES = 300


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, what it printed, and what it took, start-up included."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


class Commands:
    """A process that carries out commands; `run` gives how each ended."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.start_up = float(self._server.stdout.readline())

    def run(self, arguments, folder: Path) -> Ended:
        asked = {"arguments": [str(each) for each in arguments], "folder": str(folder)}
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        answer = json.loads(self._server.stdout.readline())
        answer["seconds"] += self.start_up
        return Ended(**answer)

    def close(self) -> None:
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()


def _serve() -> None:
    os.environ["SIM_COMPILE"] = "0"
    import sim.cli
    import sim.scenario.load
    import sim.scenario.summary  # noqa: F401

    print(time_of(resource.RUSAGE_SELF), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            child = os.fork()
            if child == 0:
                _carry_out(asked, out.fileno(), err.fileno())
            _, status, used = os.wait4(child, 0)
            texts = [_text(file) for file in (out, err)]
        answer = {
            "code": os.waitstatus_to_exitcode(status),
            "out": texts[0],
            "err": texts[1],
            "seconds": used.ru_utime + used.ru_stime,
            "megabytes": used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
        }
        print(json.dumps(answer), flush=True)


def time_of(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _text(file) -> str:
    file.seek(0)
    return file.read()


def _carry_out(asked, out: int, err: int) -> None:
    """Be the command; a limit that is overrun kills the process."""
    from sim.cli import main

    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.chdir(asked["folder"])
        resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
        code = main(asked["arguments"])
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    _serve()
