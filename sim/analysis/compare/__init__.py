"""What alternatives change against a control, run by run on the same seeds."""
