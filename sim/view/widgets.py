"""What the browser's side and Python's side of a widget share."""

from __future__ import annotations

from typing import Any

import traitlets

_KINDS = {
    bool: traitlets.Bool,
    bytes: traitlets.Bytes,
    dict: traitlets.Dict,
    int: traitlets.Int,
    list: traitlets.List,
    str: traitlets.Unicode,
}


def synced(default: Any) -> Any:
    """A trait of the default's type that both sides read and either may set.

    Large things that rarely change are JSON text: a text that stays the same is neither compared
    deeply nor sent again.
    """
    return _KINDS[type(default)](default).tag(sync=True)
