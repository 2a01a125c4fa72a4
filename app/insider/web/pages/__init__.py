"""Pages for people, served by the same process; nothing on them comes from another host."""
