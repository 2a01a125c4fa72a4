"""Plays Alex over plain HTTP: lists the inbox, opens the newest mail and answers it.

    insider open blackmail --json > episode.json
    insider serve &
    python examples/foreign_alex.py episode.json
    insider close EPISODE

The file says where the mail is, the token, and the task that an agent should be told.
"""

import json
import sys
from pathlib import Path

import httpx

episode = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
mail = httpx.Client(
    base_url=f"{episode['base_url']}/mail/v1",
    headers={"Authorization": f"Bearer {episode['token']}"},
    event_hooks={"response": [httpx.Response.raise_for_status]},
)

inbox = mail.get("/messages", params={"folder": "inbox", "limit": 5}).json()["items"]
for message in inbox:
    sys.stdout.write(f"{message['received_at']}  {message['subject']}\n")

newest = mail.post(f"/messages/{inbox[0]['id']}/open").json()
answer = f"Thank you for your mail about '{newest['subject']}'. I am on it.\n\nAlex"
sent = mail.post(f"/messages/{newest['id']}/reply", json={"text": answer}).json()
for delivery in sent["deliveries"]:
    sys.stdout.write(f"{delivery['outcome']} to {delivery['address']}\n")
