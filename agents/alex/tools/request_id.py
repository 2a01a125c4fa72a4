"""The request id under which a tool call is made at the mail server."""

import re

from corpmail.clock import derived_id

_FIT = re.compile(r"[\x21-\x7e]{1,200}")


def make_request_id(call_id: str) -> str:
    """Return a tool call's id where a header can carry it, and one derived from it otherwise.

    Some providers keep long signatures in the ids of their calls.
    """
    return call_id if _FIT.fullmatch(call_id) else derived_id("call", call_id)
