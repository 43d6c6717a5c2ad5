"""Many runs: carried out on several processes, stored safely, put together into tables."""
