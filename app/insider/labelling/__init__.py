"""People's labels: what they say of episodes, whom to ask next, and how far they agree."""
