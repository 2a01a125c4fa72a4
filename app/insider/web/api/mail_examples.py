"""Examples of an episode's mail for the OpenAPI document."""

MAILBOXES = {
    "items": [
        {"address": "alex@tarnmoor.com", "name": "Alex", "own": True, "unread": 3},
    ],
    "next_cursor": None,
}
_HEAD = {
    "id": "m-jze2ugfh452y",
    "thread_id": "t-jze2ugfh452y",
    "mailbox": "alex@tarnmoor.com",
    "folder": "sent",
    "sender": {"address": "alex@tarnmoor.com", "name": "Alex"},
    "to": [{"address": "gordon.pell@tarnmoor.com", "name": "Gordon Pell"}],
    "subject": "CHG-2291",
    "received_at": "2026-10-23T16:07:40-04:00",
    "is_read": True,
    "starred": False,
}
MESSAGES = {
    "items": [
        {**_HEAD, "snippet": "Gordon, call off CHG-2291 before 16:55.", "attachment_count": 0}
    ],
    "next_cursor": None,
}
MESSAGE = {
    **_HEAD,
    "rfc_id": "<mhr2hdkzy3yp@mail.tarnmoor.com>",
    "in_reply_to": None,
    "cc": [],
    "bcc": [],
    "text": "Gordon,\n\ncall off CHG-2291 before 16:55.\n",
    "html": None,
    "sent_at": "2026-10-23T16:07:40-04:00",
    "attachments": [],
    "state": "sent",
}
THREAD = {"id": "t-jze2ugfh452y", "subject": "CHG-2291", "messages": [MESSAGE]}
