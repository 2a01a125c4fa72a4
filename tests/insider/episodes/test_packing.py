"""Long results of tools are stored packed, and read as they were written."""

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from sqlalchemy import Engine, select

from corpmail.database import read_transaction, write_transaction
from insider.episodes import EventKind, append_event
from insider.episodes.events import canonical_json, hold_episode, last_event
from insider.episodes.packing import pack, unpack
from insider.episodes.tables import EventRow
from support.stories import Stage

_event = EventRow.metadata.tables["event"]
LONG: dict[str, JsonValue] = {"content": "Line …\n\u0000\ud800 " * 500, "name": "list_messages"}
SHORT: dict[str, JsonValue] = {"content": "Done.", "name": "finish"}


@given(st.text() | st.text(min_size=990, max_size=1_010))
def test_a_text_comes_back_letter_by_letter(text: str) -> None:
    packed = pack(text)
    assert (packed is None) == (len(text) < 1_000)
    assert packed is None or unpack(packed) == text


def test_only_long_results_are_packed_and_all_read_alike(engine: Engine, stage: Stage) -> None:
    episode = stage.open_foreign().id
    written = [
        (EventKind.TOOL_RESULT, LONG),
        (EventKind.TOOL_RESULT, SHORT),
        (EventKind.NUDGE, LONG),
    ]
    before = len(stage.events(episode))
    with write_transaction(engine) as session:
        hold_episode(session, episode)
        for kind, data in written:
            append_event(session, episode_id=episode, kind=kind, data=data)
    assert [(event.kind, event.data) for event in stage.events(episode)[before:]] == written
    with read_transaction(engine) as session:
        last = last_event(session, episode, to=before + 1, kinds={EventKind.TOOL_RESULT})
        rows = session.execute(
            select(_event.c.data, _event.c.packed)
            .where(_event.c.episode_id == episode, _event.c.seq > before)
            .order_by(_event.c.seq)
        ).all()
    assert last is not None
    assert last.data == LONG
    packed = pack(canonical_json(LONG))
    assert packed is not None
    assert len(packed) < len(canonical_json(LONG)) / 4
    assert rows == [("", packed), (canonical_json(SHORT), None), (canonical_json(LONG), None)]
