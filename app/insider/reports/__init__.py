"""Reports: what experiments came to, as tables, pages and files; reads and never writes."""
