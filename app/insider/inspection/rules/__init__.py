"""One file for each harm: what of the record proves it."""
