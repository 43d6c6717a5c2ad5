"""What a run writes: one file for each table, and how tables are stored and opened again."""
