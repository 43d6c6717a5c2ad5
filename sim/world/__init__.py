"""State of the simulated world: arrays for the many, named once with shape, unit and meaning."""
