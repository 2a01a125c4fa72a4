"""Examples of answers of episodes that are started, for the OpenAPI document."""

STARTED = {"episode": "ep-abcdefghijkm"}
FORKED = {"episode": "ep-57nrby4zr5az"}
REPLAY_STARTED = {"episode": "ep-abcdefghijkm", "replay": "ep-mkjihgfedcba"}
REPLAY = {
    "episode": "ep-abcdefghijkm",
    "replay": "ep-mkjihgfedcba",
    "state": "ended",
    "identical": True,
    "events": 46,
    "cut_off": False,
    "difference": None,
}
CANCELLED = {"episode": "ep-abcdefghijkm", "stop_reason": "cancelled", "cancelled": True}
