"""A second run beside the one that is watched, computed in a thread of its own."""

from __future__ import annotations

import threading

from sim.view.film import Film
from sim.view.setup import Setup
from sim.view.watched import WatchedModel


class Companion:
    """A run of a setup that is carried on to the weeks that others ask for, and no further."""

    def __init__(self, label: str, setup: Setup) -> None:
        self.label = label
        self.setup = setup
        self.film: Film | None = None
        self.fault: Exception | None = None
        self._target = 0
        self._busy = False
        self._turn = threading.Lock()

    @property
    def week(self) -> int:
        """The newest week there is; -1 before the first."""
        return -1 if self.film is None else self.film.last

    @property
    def busy(self) -> bool:
        """Whether more weeks are being computed."""
        return self._busy

    def follow(self, week: int) -> None:
        """Have it computed to a week at least; returns at once."""
        with self._turn:
            self._target = max(self._target, week)
            if self._busy or self.fault is not None or self.week >= self._target:
                return
            self._busy = True
        threading.Thread(target=self._carry_on, daemon=True).start()

    def stay(self) -> None:
        """Compute no more than there is."""
        with self._turn:
            self._target = -1

    def _carry_on(self) -> None:
        try:
            if self.film is None:
                self._model = WatchedModel(self.setup)
                self.film = self._model.film
            while self._wanted():
                self._model.step()
        except Exception as fault:  # told in the page: this thread has nobody else to tell
            self.fault = fault
            self._busy = False

    def _wanted(self) -> bool:
        with self._turn:
            self._busy = self.week < self._target
            return self._busy
