"""The weeks of a run so far: what panels show, past and present."""

from __future__ import annotations

from collections.abc import Iterator

from sim.view.cast import Member, cast_of
from sim.view.frame import Frame, frame_of
from sim.view.scene import Scene
from sim.world.world import World


class Film:
    """Frames in order of time, from week 0. One thread adds, any may read."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cast: tuple[Member, ...] = ()
        self.outlets: tuple[str, ...] = ()  # names, "" where an actor has none
        self._frames: list[Frame] = []

    def note(self, world: World) -> None:
        """Add the present week."""
        if len(self.cast) != world.actors.size:
            self.cast = cast_of(world.actors)
            self.outlets = world.actors.outlets
        self._frames.append(frame_of(world))

    @property
    def last(self) -> int:
        """The newest week there is."""
        return len(self._frames) - 1

    def at(self, week: int | None) -> Frame:
        """The frame of a week; the newest where None is asked for or the week is not there yet."""
        newest = self.last
        return self._frames[newest if week is None else min(max(week, 0), newest)]

    def since(self, week: int, last: int | None = None) -> Iterator[Frame]:
        """Frames from a week on, up to `last` if given."""
        end = self.last if last is None else min(last, self.last)
        return (self._frames[number] for number in range(max(week, 0), end + 1))

    @property
    def finished(self) -> bool:
        """Whether the scenario's last week has been reached."""
        return self.last >= self.scene.weeks
