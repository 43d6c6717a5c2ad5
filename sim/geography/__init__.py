"""Where a run takes place: real maps on PRIO-GRID, abstract lattices, peoples and places."""
