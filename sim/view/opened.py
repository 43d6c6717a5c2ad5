"""What `sim view` was asked to open; set once, before the first page is served."""

from __future__ import annotations

from pathlib import Path

scenario: Path | None = None
"""File of the scenario that every new browser tab begins with."""
