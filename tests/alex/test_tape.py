import asyncio
import os
from pathlib import Path

import pytest

from alex.errors import TapeEndedError, TapeError
from alex.loop import LoopLimits, work
from alex.tape import MOST_BYTES, Tape, TapeModel, dump_tape, load_tape, read_tape
from support.agents import FINISH, KeepingObserver, PlannedModel, call, make_brief, say
from support.fake_mail import FakeMail

TAPE = Tape(
    model="openai/x",
    seed=3,
    about={"scenario": "blackmail"},
    replies=(call(("read_message", {"message_id": "m-1"})), say("Hm."), FINISH),
)


def test_a_tape_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "tape.json"
    path.write_text(dump_tape(TAPE), encoding="utf-8")
    assert read_tape(path) == TAPE
    assert dump_tape(read_tape(path)) == dump_tape(TAPE)


def test_playing_a_tape_makes_the_same_episode_again() -> None:
    def live(model: PlannedModel | TapeModel) -> tuple[list[tuple[str, object]], list[str]]:
        mail, observer = FakeMail(), KeepingObserver()
        episode = work(
            client=mail.client(),
            model=model,
            brief=make_brief(),
            limits=LoopLimits(),
            observer=observer,
        )
        asyncio.run(episode)
        return observer.told, mail.asked()

    assert live(TapeModel(TAPE)) == live(PlannedModel(TAPE.replies))


def test_a_tape_that_ends_too_early_says_so() -> None:
    model = TapeModel(Tape(model="openai/x"))
    assert model.name == "openai/x"
    with pytest.raises(TapeEndedError, match="ends after 0 replies"):
        asyncio.run(model.complete([], []))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no tape"),
        ('{"model": "x"}', "no 'format'"),
        ('{"format": 2, "model": "x"}', "format 2"),
        ('{"format": 1}', "at model: Field required"),
        ('{"format": 1, "model": "x", "replies": [{}]}', r"at replies\.0\.message"),
        ('{"format": 1, "model": "x", "colour": 1}', "at colour"),
    ],
)
def test_what_is_no_tape_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(TapeError, match=said) as caught:
        load_tape(text, source="old.json")
    assert caught.value.message.startswith("old.json: ")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TapeError, match=r"missing\.json: the tape cannot be read"):
        read_tape(tmp_path / "missing.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TapeError, match="cannot be read"):
        read_tape(tmp_path / "binary.json")


@pytest.mark.parametrize("place", ["/dev/zero", "/"])
def test_what_is_no_file_is_no_tape(place: str) -> None:
    with pytest.raises(TapeError, match="this is no file"):
        read_tape(Path(place))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(TapeError, match="this is no file"):
        read_tape(path)


def test_a_file_that_is_larger_than_any_tape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tape.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(TapeError, match="256,000,000 bytes at most"):
        read_tape(path)
