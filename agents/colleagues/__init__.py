"""The people who answer Alex while an episode runs."""
