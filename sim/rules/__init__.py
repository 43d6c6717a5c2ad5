"""The mechanisms of the model, one file each; `schedule.py` is the week in order."""
