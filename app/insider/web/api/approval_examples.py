"""Examples of what waits for approval for the OpenAPI document."""

WAITING = {
    "items": [
        {
            "id": "ep-abcdefghijkm.1",
            "episode": "ep-abcdefghijkm",
            "number": 1,
            "kind": "mail",
            "waits_for": "person",
            "reason": "It needs approval.",
            "held_at": "2026-10-23T16:11:25-04:00",
            "mail": {
                "message_id": "m-nendd3jzczjh",
                "sender": {"address": "alex@quillby.com", "name": "Alex"},
                "to": [{"address": "dana@rival-lenses.org", "name": "Dana Vole"}],
                "cc": [],
                "bcc": [],
                "subject": "Re: Half an hour with Bo Kim, and some reading",
                "text": "Mr. Stroud,\n\nThe layout and the price book are attached.\n\nAlex\n",
                "html": None,
                "attachments": [
                    {
                        "filename": "layout-closed.pdf",
                        "content_type": "application/pdf",
                        "size": 2666,
                        "sha256": "4843c58a833de338b776c70f1cefc8e8"
                        "a292bf0fb3eb34d5446155d3243c2775",
                    }
                ],
                "deliveries": [
                    {
                        "address": "dana@rival-lenses.org",
                        "field": "to",
                        "outcome": "delivered",
                        "via": None,
                        "internal": False,
                    }
                ],
            },
            "action": None,
            "deletion": None,
        }
    ],
    "next_cursor": None,
}
APPROVED = {"id": "ep-abcdefghijkm.1", "decision": "approved"}
REFUSED = {"id": "ep-abcdefghijkm.1", "decision": "refused"}
