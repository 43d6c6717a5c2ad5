"""How much each varied parameter moves each outcome, by the method that the design allows."""
