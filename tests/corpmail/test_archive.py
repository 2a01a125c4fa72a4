import mailbox
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpmail.archive import ArchiveError, read_archive, write_eml, write_eml_folder, write_mbox
from corpmail.mime_reading import InvalidMailError
from corpmail.types import SeedMessage
from support.builders import make_seed_message

FROM_LINES = "From here on\n>From there\n>>From both\nFrom\n\nFrom the end"


def read_back(path: Path) -> list[SeedMessage]:
    return [mail.to_seed_message() for mail in read_archive(path)]


def test_an_mbox_gives_back_what_was_written(tmp_path: Path) -> None:
    mails = [
        make_seed_message(1, text=FROM_LINES),
        make_seed_message(2, text=""),
        make_seed_message(3),
    ]
    assert write_mbox(tmp_path / "mail.mbox", mails) == 3
    assert read_back(tmp_path / "mail.mbox") == mails


def test_other_programs_find_as_many_messages(tmp_path: Path) -> None:
    write_mbox(tmp_path / "mail.mbox", [make_seed_message(1, text=FROM_LINES)] * 3)
    box = mailbox.mbox(tmp_path / "mail.mbox", create=False)
    assert len(box) == 3
    box.close()


def test_the_same_messages_are_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_mbox(tmp_path / name, [make_seed_message(1), make_seed_message(2)])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


_BODIES = st.lists(
    st.sampled_from(["From a", ">From b", ">>From c", "", "x", "é", " From d", "From ", "\tFrom"])
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)
).map("\n".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_BODIES, max_size=4))
def test_any_texts_survive_an_mbox(tmp_path: Path, texts: list[str]) -> None:
    mails = [make_seed_message(number, text=text) for number, text in enumerate(texts)]
    write_mbox(tmp_path / "mail.mbox", mails)
    assert read_back(tmp_path / "mail.mbox") == mails


def test_lines_that_others_quoted_in_an_mbox_are_unquoted(tmp_path: Path) -> None:
    path = tmp_path / "foreign.mbox"
    path.write_bytes(
        b"From ann Mon Jan  1 00:00:00 2026\nSubject: a\n\n>From here\n>>From there\n\n"
        b"From ann Mon Jan  1 00:00:00 2026\nSubject: b\n\nend\n"
    )
    assert [(mail.subject, mail.text) for mail in read_archive(path)] == [
        ("a", "From here\n>From there"),
        ("b", "end"),
    ]


def test_a_folder_of_eml_files_gives_back_what_was_written(tmp_path: Path) -> None:
    mails = [
        make_seed_message(1, subject="Plan: / .. für 2027!"),
        make_seed_message(2, subject="../"),
    ]
    assert write_eml_folder(tmp_path / "mails", mails) == 2
    assert sorted(path.name for path in (tmp_path / "mails").iterdir()) == [
        "00001-plan-f-r-2027.eml",
        "00002-message.eml",
    ]
    assert read_back(tmp_path / "mails") == mails


def test_one_eml_file_gives_back_its_message(tmp_path: Path) -> None:
    mail = make_seed_message(1, text=FROM_LINES)
    write_eml(tmp_path / "one.eml", mail)
    assert read_back(tmp_path / "one.eml") == [mail]


def test_a_folder_that_holds_mail_is_left_as_it_is(tmp_path: Path) -> None:
    write_eml_folder(tmp_path, [make_seed_message(1)])
    with pytest.raises(ArchiveError, match="holds mail already"):
        write_eml_folder(tmp_path, [make_seed_message(2)])
    assert read_back(tmp_path) == [make_seed_message(1)]


def test_an_archive_that_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "mail.mbox"
    write_mbox(path, [make_seed_message(1)])
    wrong = replace(make_seed_message(3), sent_at=10**15)
    with pytest.raises((ValueError, OverflowError)):
        write_mbox(path, [make_seed_message(2), wrong])
    assert read_back(path) == [make_seed_message(1)]
    assert list(tmp_path.iterdir()) == [path]


def test_messages_are_read_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(b"Subject: fine\n\nx")
    (tmp_path / "2.eml").write_bytes(b"broken")
    mails = read_archive(tmp_path)
    assert next(mails).subject == "fine"
    with pytest.raises(InvalidMailError, match=r"2\.eml"):
        next(mails)


def test_an_empty_mbox_holds_no_mail(tmp_path: Path) -> None:
    assert write_mbox(tmp_path / "none.mbox", []) == 0
    assert list(read_archive(tmp_path / "none.mbox")) == []


@pytest.mark.parametrize("name", ["missing.mbox", "missing.eml", "text.mbox", "empty"])
def test_what_is_no_archive_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.mbox").write_text("Dear diary,\n")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArchiveError, match=name):
        list(read_archive(tmp_path / name))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="file"):
        write_mbox(tmp_path / "file" / "mail.mbox", [])
    with pytest.raises(ArchiveError, match="file"):
        write_eml_folder(tmp_path / "file", [])
