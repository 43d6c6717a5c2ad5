"""The scenario of a run as YAML, as it was run: what was set and what was done by hand included."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

import sim
from sim.record.files import PACKAGE
from sim.view.setup import Setup


def scenario_text(setup: Setup) -> str:
    """YAML of which `sim run` makes the same run."""
    scenario = setup.scenario
    again = "sim run THIS_FILE"
    if setup.replicate > 1:
        again += f" --set seeds.replicates={setup.replicate}   (it is replicate {setup.replicate})"
    lines = [
        f"# {scenario.scenario} as it was run, by {PACKAGE} {sim.__version__}.",
        f"# The same run again: {again}",
    ]
    plugins = scenario.plugins
    if plugins.rules or plugins.strategies or plugins.outputs:
        lines.append("# Plug-ins are named relative to this file: keep it where the scenario was.")
    return "\n".join(lines) + "\n" + yaml_text(setup.document.data)


def yaml_text(data: Any) -> str:
    """Plain data as YAML that reads back as the same, mappings of plain values on one line."""
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style = None
    writer.width = 100
    writer.sort_base_mapping_type_on_output = False
    text = io.StringIO()
    writer.dump(data, text)
    return text.getvalue()
