"""Input: the schema of scenarios and batches, reading YAML, expanding to runs, setting up."""
