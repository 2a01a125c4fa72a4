"""Scenarios: seed files in, one rendered cell of the grid out."""
