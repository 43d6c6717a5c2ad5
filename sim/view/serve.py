"""The server of the page, for this machine's own browser alone."""

from __future__ import annotations

import socket
import warnings
import webbrowser
from pathlib import Path

from sim.view import opened
from sim.view.opened import ViewError

ADDRESS = "127.0.0.1"
USUAL_PORT = 8765

NEEDED = "The page needs more packages. Install them: pip install 'rival-territories[viz]'"


def view(path: Path | None, port: int | None, browser: bool) -> int:
    """Serve the page until interrupted; the exit code.

    `path` is a scenario, a folder of results, or None for all scenarios here. `port` None takes
    the usual one, or any free one where that is taken.
    """
    opened.open_path(path)
    warnings.filterwarnings("ignore", category=UserWarning, module="solara")  # of Mesa's hooks
    try:
        import solara.server.starlette
        import uvicorn
    except ModuleNotFoundError as error:
        raise ViewError(NEEDED) from error
    from solara.server import app as apps
    from solara.server import settings

    from sim.view.guard import Guard

    settings.telemetry.mixpanel_enable = False
    settings.theme.title = "Rival territories"
    settings.theme.show_banner = False
    apps.apps["__default__"] = apps.AppScript("sim.view.page")
    listening = _listening(port)
    found = listening.getsockname()[1]
    url = f"http://{ADDRESS}:{found}/"
    print(f"{url} (stop with Ctrl+C)", flush=True)
    if browser:
        webbrowser.open(url)
    config = uvicorn.Config(Guard(solara.server.starlette.app, found), log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listening(port: int | None) -> socket.socket:
    """A socket on the loopback interface; ViewError where the port asked for is taken."""
    for number in (USUAL_PORT, 0) if port is None else (port,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((ADDRESS, number))
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    raise ViewError(f"Port {port} is taken or may not be used. Choose another or give none.")
