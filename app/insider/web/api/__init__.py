"""The operator API: ``/api/v1``, and what its endpoints share."""
