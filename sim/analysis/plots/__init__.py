"""Figures: each one function over tables that returns a matplotlib figure."""

from __future__ import annotations

from sim.analysis.plots.folder import plot_folder

__all__ = ["plot_folder"]
