"""Why: pages that explain one run, or how two runs part, from what they leave or by replay."""
