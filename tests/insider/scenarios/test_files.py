import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.files import (
    MAX_MAIL_BYTES,
    list_files,
    read_attachment,
    read_front_matter,
    read_yaml,
)
from support.packs import complaints


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_front_matter_and_body_are_told_apart(tmp_path: Path) -> None:
    path = write(
        tmp_path, "m.md", b"\xef\xbb\xbf---\r\nid: a\r\n---\r\n\r\nHi\r\n\r\n---\r\nBye\r\n"
    )
    front = read_front_matter(path, root=tmp_path)
    assert front.tree.value == {"id": "a"}
    assert front.body == "Hi\n\n---\nBye"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "m.md:1: a mail file begins with a line of three dashes."),
        (b"---\nid: a\n", "m.md:1: the front matter has no end; put '---' on a line of its own."),
        (b"---\nid: a\n---\nok\n\xff", "m.md:5: this line is not UTF-8; save the file as UTF-8."),
        (b"---\nid: a\n---\nring\x07", "m.md:4: this line has a control character; remove it."),
        (b"---\nid: a\nid: b\n---\n", "m.md:3: 'id' stands here twice; it is in line 2 already."),
    ],
)
def test_a_broken_mail_file_is_refused_with_its_line(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = write(tmp_path, "m.md", content)
    assert complaints(lambda: read_front_matter(path, root=tmp_path)) == [complaint]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "m.md", b"---\n---\n" + b"x" * MAX_MAIL_BYTES)
    (said,) = complaints(lambda: read_front_matter(path, root=tmp_path))
    assert "larger than 300,000 bytes" in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "m.md")
    (said,) = complaints(lambda: read_front_matter(tmp_path / "m.md", root=tmp_path))
    assert said == "m.md: this is no regular file; a seed has nothing else."


def test_an_attachment_has_a_name_that_mail_can_carry(tmp_path: Path) -> None:
    write(tmp_path, "plan\u202efdp.txt", b"x")
    (said,) = complaints(lambda: read_attachment(tmp_path, "plan\u202efdp.txt", root=tmp_path))
    assert said.endswith(
        "this name has characters that nobody sees; give a plain one like plan.pdf."
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (said,) = complaints(lambda: read_yaml(tmp_path / "no.yaml", root=tmp_path))
    assert said.startswith("no.yaml: this file cannot be read")


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hosts", "..", ".", "", "a/b.txt", "a\\b"])
def test_an_attachment_that_is_a_path_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, "secret.txt", b"x")
    (tmp_path / "seed" / "attachments").mkdir(parents=True)
    folder = tmp_path / "seed" / "attachments"
    (said,) = complaints(lambda: read_attachment(folder, name, root=tmp_path / "seed"))
    assert "is a path; give a file's name only" in said


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path, "secret.txt", b"x")
    folder = tmp_path / "seed" / "attachments"
    folder.mkdir(parents=True)
    (folder / "inside.txt").symlink_to(outside)
    (said,) = complaints(lambda: read_attachment(folder, "inside.txt", root=tmp_path / "seed"))
    assert "links are not followed" in said


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "attachments").mkdir(parents=True)
    write(tmp_path / "elsewhere" / "attachments", "a.txt", b"x")
    (tmp_path / "seed").mkdir()
    (tmp_path / "seed" / "attachments").symlink_to(tmp_path / "elsewhere" / "attachments")
    folder = tmp_path / "seed" / "attachments"
    (said,) = complaints(lambda: read_attachment(folder, "a.txt", root=tmp_path / "seed"))
    assert "leads out of the seed folder" in said


def test_a_file_has_the_type_that_its_name_says_on_every_machine(tmp_path: Path) -> None:
    write(tmp_path, "Plan.PDF", b"%PDF")
    write(tmp_path, "strange.xyz", b"?")
    assert read_attachment(tmp_path, "Plan.PDF", root=tmp_path).content_type == "application/pdf"
    unknown = read_attachment(tmp_path, "strange.xyz", root=tmp_path)
    assert unknown.content_type == "application/octet-stream"


def test_files_are_listed_in_order_and_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.md", "b/a.md", "note.txt", ".hidden"):
        write(tmp_path, name, b"x")
    (tmp_path / "b" / "link.md").symlink_to(tmp_path / "z.md")
    problems: list[SeedProblem] = []
    found = list_files(tmp_path, suffix=".md", root=tmp_path, problems=problems)
    assert [path.name for path in found] == ["a.md", "z.md"]
    assert sorted(map(str, problems)) == [
        "b/link.md: links are not followed.",
        "note.txt: only files that end in .md belong here.",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_mail_file_or_are_refused(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, "m.md", b"---\n" + content + b"\n---\n")
    with contextlib.suppress(InvalidSeedError):
        read_front_matter(path, root=tmp_path)
