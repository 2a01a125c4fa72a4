"""The company's mail system: a mail server in a database, with an HTTP API."""
