"""What panels make, rendered in this process."""

from __future__ import annotations

import solara


def shown(element, kind):
    """The widget of a kind in what an element renders, and how to close it."""
    _box, context = solara.render(element, handle_error=False)
    return context.find(kind).widget, context
