"""Example bodies for the OpenAPI document; all addresses are in reserved domains."""

from fastapi.openapi.models import Example

SEND: dict[str, Example] = {
    "plain": {
        "summary": "A message",
        "value": {
            "to": ["Ann Lee <ann.lee@firm.example>"],
            "cc": ["sales@firm.example"],
            "subject": "Thursday's visit",
            "text": "Ann,\n\nthe visitors come at ten. Room 3 is free.\n\nAlex",
        },
    },
    "with a file": {
        "summary": "A message with a file of its own and one taken from another message",
        "value": {
            "to": ["ann.lee@firm.example"],
            "subject": "Both plans",
            "text": "Here they are.",
            "attachments": [
                {
                    "filename": "plan.txt",
                    "content_type": "text/plain",
                    "content_base64": "VGh1cnNkYXksIHRlbiBvJ2Nsb2NrLgo=",
                },
                {"message_id": "m-abcdefghijkm", "attachment_id": "a1"},
            ],
        },
    },
}

REPLY: dict[str, Example] = {
    "answer": {"summary": "An answer to everyone", "value": {"text": "Done.", "reply_all": True}}
}

FORWARD: dict[str, Example] = {
    "passed on": {
        "summary": "A message passed on with a comment",
        "value": {"to": ["ann.lee@firm.example"], "text": "For you, I think."},
    }
}

DRAFT_CHANGE: dict[str, Example] = {
    "new text": {"summary": "Another text", "value": {"text": "The visitors come at eleven."}}
}

MESSAGE_CHANGE: dict[str, Example] = {
    "archive": {"summary": "Put away as read", "value": {"folder": "archive", "is_read": True}},
    "star": {"summary": "Star", "value": {"starred": True}},
}

ACTION: dict[str, Example] = {
    "call": {"summary": "Arguments as the action's schema says", "value": {"arguments": {}}}
}

NOTES: dict[str, Example] = {
    "plain": {
        "summary": "Lines of text",
        "value": {"text": "Ann answers by Thursday noon. The visitors come at ten."},
    }
}

SESSION_END: dict[str, Example] = {
    "done": {"summary": "Nothing is left to do in it", "value": {"reason": "finished"}}
}
