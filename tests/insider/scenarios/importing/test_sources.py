import gzip
import mailbox
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import MailImportError
from insider.scenarios.importing.raw import MOST_BYTES, RawLetter, Skipped
from insider.scenarios.importing.sources import count_bytes, read_sources
from support.letters import letter, write_mbox


def read(*sources: Path) -> tuple[list[bytes], list[str]]:
    """Return the letters of sources, and what is said of the rest."""
    letters, said = [], []
    for each in read_sources(sources, lambda _count: None):
        if isinstance(each, RawLetter):
            letters.append(each.content)
        else:
            said.append(str(each).removeprefix(f"{sources[0]}"))
    return letters, said


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["mail", "mail.mbox", "mail.eml", "mail.txt.gz"])
def test_an_mbox_is_known_by_its_content(tmp_path: Path, name: str, packed: bool) -> None:
    path = write_mbox(tmp_path / name, [letter("one"), letter("two")])
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    letters, said = read(path)
    assert [each.split()[-1] for each in letters] == [b"one", b"two"]
    assert not said


def test_a_folder_holds_messages_and_mboxes_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.eml").write_bytes(letter("first"))
    write_mbox(tmp_path / "c", [letter("second")])
    (tmp_path / "b" / "1.").write_bytes(b"\xef\xbb\xbf" + letter("third"))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / ".hidden").write_bytes(letter("nothing"))
    (tmp_path / "e").symlink_to(tmp_path / "a.eml")
    letters, said = read(tmp_path)
    assert [each.split()[-1] for each in letters] == [b"first", b"second", b"third"]
    assert said == [
        "/d.pdf: this is no mail; it begins with no header.",
        "/e: this is no regular file; links are not followed.",
    ]


def test_of_a_maildir_the_mail_that_has_arrived_is_read(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(letter("in the inbox"))
    box.add_folder("Sent").add(letter("in a folder"))
    (tmp_path / "box" / "tmp" / "1").write_bytes(letter("on its way"))
    (tmp_path / "box" / "dovecot.index").write_bytes(b"\0\1")
    letters, said = read(tmp_path / "box")
    assert sorted(each.rstrip().split(b"\n")[-1] for each in letters) == [
        b"in a folder",
        b"in the inbox",
    ]
    assert not said


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "this is an empty file."),
        (b"PK\x03\x04zip", "this is a zip; unpack it first."),
        (b"\xd0\xcf\x11\xe0msg", "this is an Outlook file; export it as .eml or mbox first."),
        (b"a" * 257 + b"ustar", "this is a tar archive; unpack it first."),
        (b"From ", "no message begins in it, by a line of From and a header."),
        (
            b"From a@b.com Mon Oct  5 10:00:00 2020\rFrom: a@b.com\r\rHi\r",
            "its lines end in carriage returns alone; convert them to line feeds first.",
        ),
        (b"Dear all,\n\nhello", "this is no mail; it begins with no header."),
        (gzip.compress(b"nothing", mtime=0), "this is no mail; it begins with no header."),
        (b"\x1f\x8bbroken", "it cannot be read to its end ("),
    ],
)
def test_what_holds_no_mail_is_said(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "file").write_bytes(content)
    letters, (said,) = read(tmp_path / "file")
    assert not letters
    assert complaint in said


def test_of_a_damaged_archive_what_comes_before_the_damage_is_read(tmp_path: Path) -> None:
    path = write_mbox(tmp_path / "mail", [letter(f"{n} " * 2_000) for n in range(20)])
    path.write_bytes(gzip.compress(path.read_bytes())[:-200])
    letters, (said,) = read(path)
    assert 0 < len(letters) < 20
    assert "it cannot be read to its end" in said


def test_what_follows_a_packed_archive_does_not_take_it_along(tmp_path: Path) -> None:
    packed = write_mbox(tmp_path / "mail", [letter("one"), letter("two")]).read_bytes()
    path = tmp_path / "mail.gz"
    path.write_bytes(gzip.compress(packed) + b"garbage")
    letters, said = read(path)
    assert letters[0].split()[-1] == b"one"
    assert said[-1].startswith(": it cannot be read to its end")


def test_an_archive_that_unpacks_without_end_is_left(tmp_path: Path) -> None:
    path = tmp_path / "mail.gz"
    path.write_bytes(gzip.compress(b"From a\nFrom: a@b.com\n\n" + b"ab\n" * 10_000_000))
    letters, (said,) = read(path)
    assert not letters
    assert "it unpacks to more than 200 times its size, as no mail does" in said


def test_a_message_that_is_too_large_is_left_and_the_next_one_read(tmp_path: Path) -> None:
    path = write_mbox(tmp_path / "mail", [letter("one"), b"A: b\n\n" + b"x" * MOST_BYTES, letter()])
    letters, said = read(path)
    assert len(letters) == 2
    assert said == [f":{letter('one').count(10) + 3}: it is larger than {MOST_BYTES:,} bytes."]
    (tmp_path / "one.eml").write_bytes(b"A: b\n\n" + b"x" * MOST_BYTES)
    assert read(tmp_path / "one.eml") == ([], [f": it is larger than {MOST_BYTES:,} bytes."])


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MailImportError, match="No such file"):
        read(tmp_path / "nothing")


BODY_LINES = [
    "From here on it is text",
    "From me Mon Mar  5 09:30:00 2001",
    "",
    "Subject: no header",
    "x: y",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(BODY_LINES), max_size=6), min_size=1, max_size=4))
def test_what_the_standard_library_writes_is_read_as_it_was(
    tmp_path: Path, bodies: list[list[str]]
) -> None:
    path = tmp_path / "mail"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for body in bodies:
        box.add(letter("\n".join(body)))
    box.close()
    letters, said = read(path)
    assert not said
    assert [each.rstrip(b"\n") for each in letters] == [
        letter("\n".join(body)).rstrip(b"\n") for body in bodies
    ]


def test_a_line_that_nobody_quoted_begins_no_message(tmp_path: Path) -> None:
    body = b"A: b\n\nText\n\nFrom now on it is colder.\nIt is.\n\nFrom: me\n"
    path = write_mbox(tmp_path / "mail", [body, letter()])
    letters, _ = read(path)
    assert letters[0].rstrip() == body.rstrip()


def test_when_mail_arrived_is_read_from_its_archive(tmp_path: Path) -> None:
    write_mbox(tmp_path / "mail", [letter()])
    (tmp_path / "983784600.M1.host").write_bytes(letter())
    found = read_sources([tmp_path], lambda _count: None)
    assert [each.arrived for each in found if isinstance(each, RawLetter)] == [983784600] * 2


def test_how_far_reading_is_adds_up_to_the_size(tmp_path: Path) -> None:
    path = write_mbox(tmp_path / "mail", [letter("x" * 50_000)] * 9)
    told: list[int] = []
    list(read_sources([path], told.append))
    assert sum(told) == count_bytes([path]) == path.stat().st_size
    assert not any(isinstance(each, Skipped) for each in read_sources([path], told.append))
