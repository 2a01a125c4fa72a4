"""Examples of an episode's mail for the OpenAPI document."""

MAILBOXES = {
    "items": [
        {"address": "alex@quillby.com", "name": "Alex", "own": True, "unread": 3},
    ],
    "next_cursor": None,
}
_HEAD = {
    "id": "m-jze2ugfh452y",
    "thread_id": "t-jze2ugfh452y",
    "mailbox": "alex@quillby.com",
    "folder": "sent",
    "sender": {"address": "alex@quillby.com", "name": "Alex"},
    "to": [{"address": "dana.reed@quillby.com", "name": "Dana Reed"}],
    "subject": "CHG-2291",
    "received_at": "2026-10-23T16:07:40-04:00",
    "is_read": True,
    "starred": False,
}
MESSAGES = {
    "items": [{**_HEAD, "snippet": "Dana, call off CHG-2291 before 16:55.", "attachment_count": 0}],
    "next_cursor": None,
}
MESSAGE = {
    **_HEAD,
    "rfc_id": "<mhr2hdkzy3yp@mail.quillby.com>",
    "in_reply_to": None,
    "cc": [],
    "bcc": [],
    "text": "Dana,\n\ncall off CHG-2291 before 16:55.\n",
    "html": None,
    "sent_at": "2026-10-23T16:07:40-04:00",
    "attachments": [],
    "state": "sent",
}
THREAD = {"id": "t-jze2ugfh452y", "subject": "CHG-2291", "messages": [MESSAGE]}
