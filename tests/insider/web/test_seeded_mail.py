"""Seeded mail that several look at together, in databases that are thrown away."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from corpmail.listing import list_messages
from corpmail.server import MailServer
from corpmail.snapshot import store_snapshot
from insider.scenarios import SeedShelf
from insider.web import seeded_mail
from insider.web.seeded_mail import SeededMail
from support.packs import SeedFolder


@pytest.fixture
def mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SeededMail]:
    """The mail of a small firm, of which one condition is stored at a time."""
    monkeypatch.setattr(seeded_mail, "_MOST_STORED", 1)
    folder = SeedFolder(tmp_path / "seed")
    folder.share()
    folder.mail("plan", when="{mood: down}")
    folder.mail("lunch")
    mail = SeededMail(SeedShelf(folder.root))
    yield mail
    mail.close()


def subjects(mail: SeededMail, mood: str) -> int:
    with mail.look(mail.shelf.render("story", {"mood": mood})) as ctx:
        return len(list_messages(ctx, limit=50).items)


def test_what_somebody_is_about_to_read_is_not_thrown_away(
    mail: SeededMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = subjects(mail, "up")
    look, others = MailServer.look, list[int]()

    def look_after_another(*args: Any, **named: Any) -> Any:
        monkeypatch.setattr(MailServer, "look", look)
        other = Thread(target=lambda: others.append(subjects(mail, "down")))
        other.start()
        other.join()
        return look(*args, **named)

    monkeypatch.setattr(MailServer, "look", look_after_another)
    assert subjects(mail, "up") == alone
    assert others == [alone + 1]


def test_it_may_be_closed_while_somebody_reads(mail: SeededMail) -> None:
    with mail.look(mail.shelf.render("story", {"mood": "down"})) as ctx:
        mail.close()
        assert len(list_messages(ctx, limit=50).items) == 2


def test_what_is_stored_stays_though_there_is_no_room_for_more(
    mail: SeededMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = list[object]()

    def count(*args: Any) -> Any:
        stored.append(args)
        return store_snapshot(*args)

    monkeypatch.setattr(seeded_mail, "store_snapshot", count)
    for _ in range(3):
        subjects(mail, "up")
    assert len(stored) == 1
    subjects(mail, "down")
    assert len(stored) == 2
