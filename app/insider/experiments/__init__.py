"""Experiments: many episodes of one question, and what may be said of their outcomes."""
