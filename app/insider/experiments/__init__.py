"""Experiments: a grid of conditions, models and epochs, run as a sweep of episodes."""
