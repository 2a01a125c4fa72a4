"""Zips that somebody else made: what is unpacked of them, and what is refused."""

import stat
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from insider.errors import InvalidSeedError
from insider.scenarios import archive
from insider.scenarios.archive import unpacked
from support.packs import complaints

FOLDERS = st.lists(
    st.text("abé 1._-", min_size=1, max_size=6).map(lambda name: f"f{name}"), max_size=3
)
FILES = st.builds(lambda folders, name: "/".join([*folders, name]), FOLDERS, st.sampled_from("xyz"))
TREES = st.dictionaries(FILES, st.binary())
HOSTILE = st.text("./\\:aA\x00\n~é", min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of temporary files, in which nothing is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def make_zip(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, content in entries:
            made.writestr(info(name) if isinstance(name, str) else name, content, method)
    return path


def info(name: str, *, mode: int = 0) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("name")
    made.filename = name  # one with a zero byte, too
    made.external_attr = mode << 16
    return made


def read(path: Path) -> dict[str, bytes]:
    """Return what is unpacked of a zip."""
    with unpacked(path) as folder:
        assert folder.name == f"{path.name}:"
        return {
            each.relative_to(folder).as_posix(): each.read_bytes()
            for each in folder.rglob("*")
            if each.is_file()
        }


def refusals(path: Path) -> list[str]:
    return complaints(lambda: read(path))


def test_what_was_packed_is_unpacked(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", ("pack.yaml", b"x"), (info("mail/"), b""), ("mail/1", b"y"))
    assert read(path) == {"pack.yaml": b"x", "mail/1": b"y"}


def test_what_is_hidden_or_a_mac_s_own_stays_packed(tmp_path: Path) -> None:
    names = ("__MACOSX/._a", ".git/config", "a/.DS_Store", "a/b")
    assert read(make_zip(tmp_path / "a.zip", *((name, b"") for name in names))) == {"a/b": b""}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../a", "it would lie outside the pack; no path has '..'."),
        ("a/../../b", "it would lie outside the pack; no path has '..'."),
        ("/etc/a", "it would lie outside the pack; paths begin with no /."),
        ("a\\b", "its name has a backslash; write folders with /."),
        ("..\\a", "its name has a backslash; write folders with /."),
        ("C:/a", "its name has a colon, as drives have; use other characters."),
        ("a//b", "its path has a part that is no name."),
        ("./a", "its path has a part that is no name."),
        ("a\x1b[2J", "its name has a control character."),
        ("a" * 300, "its path is too long: 240 bytes and 12 folders are the most."),
        ("/".join("a" * 20), "its path is too long: 240 bytes and 12 folders are the most."),
    ],
)
def test_a_path_that_leads_out_or_means_two_things_is_refused(
    name: str, fault: str, tmp_path: Path
) -> None:
    (refusal,) = refusals(make_zip(tmp_path / "a.zip", ("fine", b""), (name, b"")))
    assert refusal.startswith("a.zip:")
    assert refusal.endswith(f": {fault}")


def test_a_name_that_ends_early_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", ("fine.yamlXhidden", b""))
    path.write_bytes(path.read_bytes().replace(b"X", b"\x00"))
    (refusal,) = refusals(path)
    assert refusal == "a.zip:fine.yaml␀hidden: its name has a control character."


SECOND_NAME = "it has a second name; pack it without extra fields, names in UTF-8."


@pytest.mark.parametrize(
    ("second", "refused"),
    [("../../a", True), ("/etc/a", True), ("other", True), ("fine", False)],
)
def test_an_entry_has_no_second_name(
    second: str, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TwoNames(zipfile.ZipFile):
        """Reads a name of an extra field, as zipfile does from Python 3.12 on."""

        def infolist(self) -> list[zipfile.ZipInfo]:
            (entry,) = super().infolist()
            entry.filename = second
            return [entry]

    path = make_zip(tmp_path / "a.zip", ("fine", b"text"))
    monkeypatch.setattr(zipfile, "ZipFile", TwoNames)
    if refused:
        assert refusals(path) == [f"a.zip:fine: {SECOND_NAME}"]
    else:
        assert read(path) == {"fine": b"text"}


@pytest.mark.parametrize("second", [b"../../a", b"fine"])
def test_what_an_extra_field_names_is_never_written(second: bytes, tmp_path: Path) -> None:
    entry = info("fine")
    unicode_path = struct.pack("<BI", 1, zlib.crc32(b"fine")) + second
    entry.extra = struct.pack("<HH", 0x7075, len(unicode_path)) + unicode_path
    path = make_zip(tmp_path / "a.zip", (entry, b"text"))
    if sys.version_info >= (3, 12) and second != b"fine":
        assert refusals(path) == [f"a.zip:fine: {SECOND_NAME}"]
    else:
        assert read(path) == {"fine": b"text"}


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        (stat.S_IFLNK | 0o777, "it is a link; links are not followed."),
        (stat.S_IFIFO, "it is no regular file."),
        (stat.S_IFCHR, "it is no regular file."),
        (stat.S_IFDIR, "it is no regular file."),
    ],
)
def test_what_is_no_file_is_refused(mode: int, fault: str, tmp_path: Path) -> None:
    entry = (info("company/people.yaml", mode=mode), b"/etc/passwd")
    (refusal,) = refusals(make_zip(tmp_path / "a.zip", entry))
    assert refusal == f"a.zip:company/people.yaml: {fault}"


def test_a_folder_has_no_content(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", ("mailX", b"text"), method=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"mailX", b"mail/"))
    assert refusals(path) == ["a.zip:mail/: it is a folder that has content of its own."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        ("a/b", "a/b", "it is there twice."),
        ("a/", "a/", "it is there twice."),
        ("a/b", "A/c", "'a' is there too, and differs by case or spelling alone."),
        ("straße", "STRASSE", "'straße' is there too, and differs by case or spelling alone."),
        ("\u00e9", "e\u0301", "'é' is there too, and differs by case or spelling alone."),
        ("a", "a/b", "'a' is there as a file and as a folder."),
        ("a/b", "a", "'a' is there as a file and as a folder."),
    ],
)
def test_two_entries_are_never_one_file(
    first: str, second: str, fault: str, tmp_path: Path
) -> None:
    (refusal,) = refusals(make_zip(tmp_path / "a.zip", (first, b""), (second, b"")))
    assert refusal == f"a.zip:{second}: {fault}"


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", ("a", b"text"))
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert refusals(path) == ["a.zip:a: it is encrypted; a pack needs no password."]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_deflate_is_read(method: int, tmp_path: Path) -> None:
    (refusal,) = refusals(make_zip(tmp_path / "a.zip", ("a", b"text"), method=method))
    assert refusal == "a.zip:a: it is packed in a way that is not read here; use deflate."


def test_an_entry_that_unpacks_to_a_multiple_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", ("bomb", bytes(5_000_000)), ("fine", bytes(500_000)))
    assert refusals(path) == [
        "a.zip: it unpacks to more than 200 times its size, as no pack does.",
        "a.zip:bomb: it unpacks to more than 200 times its size, as nothing in a pack does.",
    ]


def test_entries_that_share_their_content_are_a_bomb_too(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", *((str(number), bytes(999_000)) for number in range(9)))
    (refusal,) = refusals(path)
    assert refusal == "a.zip: it unpacks to more than 200 times its size, as no pack does."


def test_size_and_number_of_entries_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "a.zip", *((str(number), b"text") for number in range(9)))
    monkeypatch.setattr(archive, "MOST_BYTES", 30)
    assert refusals(path) == ["a.zip: it unpacks to 36 bytes; 30 are the most."]
    monkeypatch.setattr(archive, "MOST_ENTRIES", 8)
    assert refusals(path) == ["a.zip: it has 9 entries; 8 are the most."]


def test_a_list_of_entries_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "a.zip", *((str(number), b"") for number in range(999)))
    monkeypatch.setattr(archive, "_MOST_AT_ONCE", 40_000)
    (refusal,) = refusals(path)
    assert "its list of entries is longer than any pack's" in refusal


def test_an_entry_that_says_less_than_it_has_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", ("a", b"0123456789"))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 24] = 5
    path.write_bytes(content)
    (refusal,) = refusals(path)
    assert refusal.startswith("a.zip:a: it cannot be unpacked (Bad CRC-32")


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"name: lenses")
    (refusal,) = refusals(path)
    assert refusal == "a.zip: this is no zip archive that can be read (File is not a zip file)."


def test_an_archive_in_an_archive_is_a_file(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", ("../a", b"")).read_bytes()
    assert read(make_zip(tmp_path / "a.zip", ("b.zip", inner))) == {"b.zip": inner}


@given(tree=TREES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_tree_comes_out_as_it_went_in(tree: Mapping[str, bytes], tmp_path: Path) -> None:
    assert read(make_zip(tmp_path / "a.zip", *tree.items())) == tree


@given(
    names=st.lists(HOSTILE, min_size=1, max_size=4),
    damage=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), max_size=4),
    end=st.integers(0, 2**16),
)
@example(names=["a"], damage=[], end=2**16)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_whatever_is_done_to_a_zip_nothing_is_written_elsewhere(
    names: Sequence[str], damage: Sequence[tuple[int, int]], end: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    make_zip(path, *((name, b"a text of some length") for name in names))
    content = bytearray(path.read_bytes())
    for place, value in damage:
        content[place % len(content)] = value
    path.write_bytes(content[: end % (len(content) + 1)] if end < 2**15 else content)
    beside = {*tmp_path.rglob("*")}
    with suppress(InvalidSeedError), unpacked(path) as folder:
        written = {*folder.parent.rglob("*"), folder.parent}
        assert {*tmp_path.rglob("*")} == beside | written
        assert all(not each.is_symlink() for each in written)
    assert {*tmp_path.rglob("*")} == beside
