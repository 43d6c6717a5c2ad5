"""The browser page: watch a run, look back, see who fights whom, where and why.

Panels read frozen weekly frames (`frame`, `film`), never the live model; each is a file in
`panels` whose component is called as `Panel(model)` and also works in Mesa's own `SolaraViz`.
"""
