"""What an import is told, and what it leaves in a seed."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import InvalidSeedError, MailImportError
from insider.scenarios import open_seed
from insider.scenarios.importing import FileRules
from insider.scenarios.importing.target import Target
from support.letters import bring_in, faults_of, letter, thread, write_mbox
from support.packs import SeedFolder


def lines_of(folder: SeedFolder, topic: str = "imported") -> list[dict[str, Any]]:
    text = (folder.root / f"company/mail/{topic}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.rstrip("\n").split("\n")]


def snapshot_of(folder: SeedFolder) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder.root)): path.read_bytes()
        for path in folder.root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    return write_mbox(tmp_path / "mbox", thread(6))


def test_the_same_import_is_the_same_files(folder: SeedFolder, mbox: Path) -> None:
    bring_in(mbox, folder.root)
    first = snapshot_of(folder)
    bring_in(mbox, folder.root, replace=True)
    assert snapshot_of(folder) == first


def test_a_topic_is_not_replaced_by_accident(folder: SeedFolder, mbox: Path) -> None:
    bring_in(mbox, folder.root)
    before = snapshot_of(folder)
    with pytest.raises(MailImportError, match=r"imported\.jsonl is there already; give another"):
        bring_in(mbox, folder.root)
    assert snapshot_of(folder) == before


def test_mail_that_is_there_is_not_imported_again_under_another_topic(
    folder: SeedFolder, mbox: Path, tmp_path: Path
) -> None:
    bring_in(mbox, folder.root)
    with pytest.raises(MailImportError, match="6 times: it is in this seed already"):
        bring_in(mbox, folder.root, topic="again")
    write_mbox(mbox, [*thread(6), letter("New.", message_id="<new@sea>")])
    assert bring_in(mbox, folder.root, topic="again").messages == 1
    assert faults_of(folder.root) == []


def test_what_an_earlier_import_brought_goes_with_it(folder: SeedFolder, tmp_path: Path) -> None:
    first = write_mbox(tmp_path / "1", [with_file("plan.csv", b"a,b\n")])
    bring_in(first, folder.root, files=FileRules(keep=True), played=("cy.ode",))
    assert (folder.root / "company/attachments/plan.csv").exists()
    assert (folder.root / "company/outsiders/imported.yaml").exists()
    second = write_mbox(tmp_path / "2", [letter()])
    bring_in(second, folder.root, replace=True)
    assert not (folder.root / "company/attachments/plan.csv").exists()
    assert not (folder.root / "company/outsiders/imported.yaml").exists()
    assert faults_of(folder.root) == []


def test_an_import_that_fails_leaves_nothing(
    folder: SeedFolder, mbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Target) -> None:
        raise OSError("the disk is full")

    before = snapshot_of(folder)
    monkeypatch.setattr(Target, "finish", full)
    with pytest.raises(OSError, match="full"):
        bring_in(mbox, folder.root)
    assert snapshot_of(folder) == before


def test_a_part_of_a_source_can_be_imported(folder: SeedFolder, tmp_path: Path) -> None:
    days = [
        letter(date=f"Mon, {day:02} Mar 2001 23:30:00 -0500", message_id=f"<{day}@sea>")
        for day in range(1, 10)
    ]
    mbox = write_mbox(tmp_path / "mbox", days)
    summary = bring_in(mbox, folder.root, since=date(2001, 3, 3), until=date(2001, 3, 5))
    assert (summary.messages, summary.tally.passed_over) == (3, 6)
    assert bring_in(mbox, folder.root, limit=2, replace=True).messages == 2
    with pytest.raises(MailImportError, match="9 were before --since or after --until"):
        bring_in(mbox, folder.root, since=date(2002, 1, 1), topic="late")


def test_no_import_is_longer_than_a_file_may_be(
    folder: SeedFolder, mbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("insider.scenarios.importing.gathering.MOST_MESSAGES", 4)
    summary = bring_in(mbox, folder.root)
    assert summary.messages == 4
    assert summary.tally.notes == {"The first 4 messages were imported, and no more.": 1}


def test_addresses_without_end_do_not_fill_the_memory(
    folder: SeedFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("insider.scenarios.importing.gathering._MOST_CONTACTS", 3)
    many = ", ".join(f"x{number}@y.org" for number in range(50))
    bring_in(write_mbox(tmp_path / "m", [letter(to=many), letter("?", to="z@y.org")]), folder.root)
    assert sorted(len(line["to"]) for line in lines_of(folder)) == [1, 2]
    assert faults_of(folder.root) == []


def test_a_pack_with_a_company_takes_mail_too(folder: SeedFolder, mbox: Path) -> None:
    folder.write("pack.yaml", "{name: nets, title: Nets, licence: MIT, about: About nets}\n")
    bring_in(mbox, folder.root)
    assert bring_in(mbox, folder.root, replace=True).messages == 6
    assert len(open_seed(folder.root).mail_folder.mail) == 6


def test_names_may_be_kept_but_nobody_is_the_agent(folder: SeedFolder, tmp_path: Path) -> None:
    mbox = write_mbox(
        tmp_path / "mbox",
        [
            letter("Ask Ann.\n-- \nIngrid", to="Ann Lee <ann.lee@quillby.com>"),
            letter("I am Alex.", sender="assistant@quillby.com", to="ann.lee@quillby.com"),
        ],
    )
    summary = bring_in(mbox, folder.root, keep_names=True)
    (line,) = lines_of(folder)
    assert (line["from"], line["to"], line["body"]) == (
        "ingrid",
        ["ann.lee"],
        "Ask Ann.\n--\nIngrid",
    )
    assert [each.reason for each in summary.tally.skipped] == [
        "it claims to be from the agent, whose mail is its own."
    ]
    assert faults_of(folder.root) == []


def test_a_mapping_says_who_became_whom_and_keeps_it_so(
    folder: SeedFolder, mbox: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "who.jsonl"
    bring_in(mbox, folder.root, mapping=mapping)
    assert mapping.stat().st_mode & 0o077 == 0
    people = {
        line["real"][0]: line["key"] for line in map(json.loads, mapping.read_text().splitlines())
    }
    assert set(people) == {"ingrid@fishmongers.org", "tobin@kelp.net"}
    later = [letter(f"{n}", sender=f"x{n}@y.org", message_id=f"<x{n}@y>") for n in range(9)]
    again = write_mbox(tmp_path / "later", [*later, letter("Me again.")])
    bring_in(again, folder.root, mapping=mapping, topic="later", seed="another")
    (line,) = [line for line in lines_of(folder, "later") if line["body"] == "Me again."]
    assert line["from"] == people["ingrid@fishmongers.org"]
    assert faults_of(folder.root) == []


def test_a_mapping_lies_beside_the_seed_and_is_one(
    folder: SeedFolder, mbox: Path, tmp_path: Path
) -> None:
    with pytest.raises(MailImportError, match=r"identifies people, and .* is handed on"):
        bring_in(mbox, folder.root, mapping=folder.root / "who.jsonl")
    other = tmp_path / "notes.txt"
    other.write_text("Dear diary\n")
    with pytest.raises(MailImportError, match=r"notes\.txt:1: this is no line of a mapping file"):
        bring_in(mbox, folder.root, mapping=other)
    with pytest.raises(MailImportError, match="there is no mapping"):
        bring_in(mbox, folder.root, mapping=other, keep_names=True)
    assert other.read_text() == "Dear diary\n"


def test_people_become_whom_they_may(folder: SeedFolder, mbox: Path) -> None:
    bring_in(mbox, folder.root, played=("department:shop",))
    assert {line["from"] for line in lines_of(folder)} == {"bo.kim", "cy.ode"}
    with pytest.raises(MailImportError, match="'nobody' is no person, list or address"):
        bring_in(mbox, folder.root, played=("nobody",), topic="other")
    with pytest.raises(MailImportError, match="alex: nobody of these works here, but the agent"):
        bring_in(mbox, folder.root, played=("alex",), topic="other")


def test_a_domain_may_be_the_company(folder: SeedFolder, mbox: Path) -> None:
    bring_in(mbox, folder.root, inside=("kelp.net",))
    inside = {"ann.lee", "bo.kim", "cy.ode"}
    assert [line["from"] in inside for line in lines_of(folder)] == [False, True] * 3


def test_mail_comes_before_a_time_that_is_given(folder: SeedFolder, mbox: Path) -> None:
    summary = bring_in(mbox, folder.root, ends=datetime(2026, 9, 1, 12, 0))  # noqa: DTZ001
    assert f"{summary.ends:%Y-%m-%d %H:%M}" == "2026-08-31 08:05"


def test_years_are_squeezed_where_that_is_asked_for(folder: SeedFolder, tmp_path: Path) -> None:
    years = [
        letter(date=f"Mon, 05 Mar {year} 09:30:00 +0000", message_id=f"<{year}@sea>")
        for year in range(2001, 2011)
    ]
    summary = bring_in(write_mbox(tmp_path / "mbox", years), folder.root, squeeze=True)
    assert summary.weeks is None
    assert (summary.ends - summary.begins).days <= 11
    assert len({line["date"] for line in lines_of(folder)}) == 10


def with_file(name: str, content: bytes) -> bytes:
    head = letter("See the file.").partition(b"\n\n")[0].split(b"\nContent-Type")[0]
    part = b"Content-Disposition: attachment; filename=" + json.dumps(name).encode()
    return b"\n".join(
        [head, b"Content-Type: multipart/mixed; boundary=b", b"", b"--b", b"", b"See.", b"--b",
         part, b"", content, b"--b--", b""]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("plan.csv", b"who\nIngrid Plaice\n", "plan.csv"),
        ("../../../etc/passwd.txt", b"x", "passwd.txt"),
        ("C:\\Users\\Ingrid\\Ingrid Plaice.pdf", b"%PDF", None),
        ("C:\\Users\\Ingrid\\notes.txt", b"x", "notes.txt"),
        ("accents.txt", "Jose\u0301 Plaice, Ingrid".encode(), "accents.txt"),
        ("evil.exe", b"MZ", None),
        ("bomb.zip", b"PK", None),
        ("page.html", b"<script>", None),
        ("large.txt", b"x" * 2_000_000, None),
        (".txt", b"x", None),
        ("staff.txt", b"", None),
        ("taken.txt", b"another", "taken-"),
    ],
)
def test_files_are_kept_by_their_kind_and_under_plain_names(
    folder: SeedFolder, tmp_path: Path, name: str, content: bytes, kept: str | None
) -> None:
    folder.write("company/attachments/taken.txt", "taken")
    folder.mail("m-01", pack="company", attachments="[taken.txt]")
    mbox = write_mbox(tmp_path / "mbox", [with_file(name, content)])
    bring_in(mbox, folder.root, files=FileRules(keep=True))
    (line,) = lines_of(folder)
    names = line.get("attachments", [])
    if name.endswith(".pdf"):
        assert names[0].endswith(".pdf")
        assert "Ingrid" not in names[0]
    elif kept is None:
        assert names == []
    else:
        assert len(names) == 1
        assert names[0].startswith(kept)
    assert faults_of(folder.root) == []
    for each in names:
        assert b"Ingrid" not in (folder.root / "company/attachments" / each).read_bytes()


def test_whoever_stands_beside_an_address_of_others_is_in_no_text(
    folder: SeedFolder, tmp_path: Path
) -> None:
    shared = [f"Person Number{letter} <bugs@kelp.net>" for letter in "abcdefgh"]
    letters = [letter("Hi.", sender=each, subject=each[:14]) for each in shared]
    to_list = letter("Numberh, Person and Odd Fellow.", to="Odd Fellow <nets-users@kelp.net>")
    bring_in(write_mbox(tmp_path / "mbox", [*letters, to_list]), folder.root)
    text = json.dumps(lines_of(folder))
    assert "Number" not in text
    assert "Odd Fellow" not in text


def test_files_are_left_out_unless_they_are_asked_for(folder: SeedFolder, tmp_path: Path) -> None:
    summary = bring_in(write_mbox(tmp_path / "m", [with_file("a.csv", b"x")]), folder.root)
    assert summary.files == 0
    assert summary.tally.notes == {"A file was left out.": 1}


def test_a_target_needs_a_company_and_a_plain_topic(folder: SeedFolder, mbox: Path) -> None:
    with pytest.raises(MailImportError, match=r"'\.\./x' is no topic"):
        bring_in(mbox, folder.root, topic="../x")
    with pytest.raises(MailImportError, match="has no company of its own; copy the folder"):
        bring_in(mbox, mbox.parent)
    folder.write("company/people.yaml", "nothing: right\n")
    with pytest.raises(InvalidSeedError):
        bring_in(mbox, folder.root)


def test_mail_to_nobody_here_goes_to_a_list_and_answers_to_who_gives_them(
    folder: SeedFolder, tmp_path: Path
) -> None:
    mbox = write_mbox(
        tmp_path / "mbox",
        [
            letter("To a list.", to="", message_id="<1@sea>"),
            letter("Yes.", sender="A Reader <reader@far.org>", to="", in_reply_to="<1@sea>"),
        ],
    )
    bring_in(mbox, folder.root, inside=("fishmongers.org",))
    first, second = lines_of(folder)
    (group,) = first["to"]
    assert second["to"] == [group]
    assert first["bcc"] == [second["from"]]
    assert faults_of(folder.root) == []


ADDRESSES = st.sampled_from(
    ["Ingrid Plaice <ingrid@fishmongers.org>", "tobin@kelp.net", "nets-dev@lists.sea.org",
     "Alex <alex@quillby.com>", "bounce@x", "will at kelp.net (Will Marsh)", "", "a" * 90 + "@b.c",
     "MAILER-DAEMON@kelp.net", '"a b"@c.d', "Ünï <ü@ñ.org>", "undisclosed-recipients:;"]
)  # fmt: skip
IDS = st.sampled_from(["", "<1@a>", "<2@a>", "<3@a>", "<1@a> <2@a>", "4"])
DATES = st.sampled_from(
    ["Mon, 05 Mar 2001 09:30:00 +0100", "Tue, 06 Mar 2001 09:30:00", "", "Foo",
     "Mon, 05 Mar 1969 09:30:00 -0500", "Mon, 05 Mar 2199 09:30:00 +0000"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["Ingrid", "Plaice", "{{", "}}", "\0", "\r", "é", "\ud800", "> ", "\n", "--", "kelp.net", "@",
     "[nets-dev]", "Re: ", "From ", "\u2028", "\ufeff", "😀", "x" * 400]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=8).map("".join)
MESSAGES = st.builds(
    lambda **parts: parts,
    sender=ADDRESSES, to=ADDRESSES, cc=ADDRESSES, subject=TEXTS, date=DATES, message_id=IDS,
    references=IDS, body=TEXTS,
)  # fmt: skip


def raw(parts: dict[str, str]) -> bytes:
    names = {"sender": "from", "message_id": "message-id"}
    headers = [f"{names.get(name, name)}: {parts[name]}\n" for name in parts if name != "body"]
    return f"{''.join(headers)}\n{parts['body']}\n".encode("utf-8", "surrogatepass")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None
)
@given(messages=st.lists(MESSAGES, min_size=1, max_size=6), kept=st.booleans())
def test_any_mail_is_imported_into_a_seed_without_a_fault(
    folder: SeedFolder, tmp_path: Path, messages: list[dict[str, str]], kept: bool
) -> None:
    mbox = write_mbox(tmp_path / "any", [letter(), *map(raw, messages)])
    bring_in(mbox, folder.root, keep_names=kept, replace=True)
    assert faults_of(folder.root) == []
    seed = open_seed(folder.root)
    assert seed.company.fields.value.agent not in {line["from"] for line in lines_of(folder)}
    if not kept:
        text = (folder.root / "company/mail/imported.jsonl").read_text(encoding="utf-8")
        assert "ingrid@" not in text
        assert "@kelp.net" not in text
