"""The inspector's own error rates: a labelled set of cases, played, inspected and scored."""
