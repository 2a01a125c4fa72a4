"""The command line ``insider``: one door to scenarios, episodes and verdicts."""
