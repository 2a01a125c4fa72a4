"""Mail as lines of one file: read like mail files, and told apart from them by nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import SeedProblem
from insider.scenarios import open_seed, render_scenario
from insider.scenarios.json_lines import MAX_LINES
from insider.scenarios.mail_file import load_mail_folder
from support.packs import SeedFolder, complaints, faults, message_of


def line(key: str, body: object = "Hello.", /, **fields: object) -> dict[str, object]:
    front: dict[str, object] = {
        "id": key,
        "from": "ann.lee",
        "to": ["alex"],
        "subject": f"About {key}",
        "date": "2026-10-20 09:30",
        "body": body,
    }
    front |= {"from" if name == "sender" else name: value for name, value in fields.items()}
    return {name: value for name, value in front.items() if value is not None}


def write(folder: SeedFolder, *lines: object, pack: str = "scenarios/story") -> Path:
    texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
    return folder.write(f"{pack}/mail/bulk.jsonl", "\n".join(texts) + "\n")


def test_a_line_is_rendered_as_a_file_with_the_same_words_is(
    folder: SeedFolder, tmp_path: Path
) -> None:
    folder.write("scenarios/story/attachments/plan.csv", "a,b\n")
    folder.mail("m-01", "One\n\nTwo", attachments="[plan.csv]", cc="[shop]")
    folder.mail("m-02", "Back", reply_to="m-01", sender="alex", to="[ann.lee]", quote="true",
                date="2026-10-21 10:00", unread_by="[ann.lee]")  # fmt: skip
    folder.mail("m-03", "**Bold**", html="true", when="{threat: none}")
    bulk = SeedFolder(tmp_path / "bulk")
    bulk.write("scenarios/story/attachments/plan.csv", "a,b\n")
    write(
        bulk,
        line("m-01", "One\n\nTwo", attachments=["plan.csv"], cc=["shop"]),
        line("m-02", "Back", reply_to="m-01", sender="alex", to="ann.lee", quote=True,
             date="2026-10-21 10:00", unread_by="ann.lee"),
        line("m-03", "**Bold**", html=True, when={"threat": "none"}),
    )  # fmt: skip
    of_files = render_scenario(open_seed(folder.root), "story", {})
    of_lines = render_scenario(open_seed(bulk.root), "story", {})
    assert of_lines.messages == of_files.messages
    assert of_lines.facts == of_files.facts


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("{", "bulk.jsonl:2: this line is not JSON: expecting property name"),
        ("[1]", "bulk.jsonl:2: fields with values ('name: value') are expected here."),
        ('{"id": "a", "id": "b"}', "bulk.jsonl:2: 'id' stands here twice"),
        ("[" * 100_000, "bulk.jsonl:2: this line is nested too deep"),
        ("1" * 5_000, "bulk.jsonl:2: this line is nested too deep, or has a number too long."),
        ("x" * 300_001, "bulk.jsonl:2: this line is longer than 300,000 bytes."),
        (line("a", to=None), "bulk.jsonl:2: a mail needs a recipient"),
        (line("a", date="tomorrow"), "bulk.jsonl:2: 'date': 'tomorrow' is no company time"),
        (line("a", sent=1), "bulk.jsonl:2: there is no field 'sent' here; known are id, from,"),
        (line("a", "a\0b"), "bulk.jsonl:2: this text has a control character"),
        (line("a", "a\ud800b"), "bulk.jsonl:2: this text has a control character or half a"),
        (line("a", 7), "bulk.jsonl:2: 'body' must be text"),
        (line("a", sender="an.lee"), "bulk.jsonl:2: 'an.lee' is no person, list or address"),
        (line("a", reply_to="b"), "bulk.jsonl:2: there is no mail 'b'"),
        (line("a", "\n\n{{ nothing }}"), "bulk.jsonl:2: there is no fragment 'nothing'"),
        (line("m-01"), "bulk.jsonl:2: the id 'm-01' belongs to scenarios/story/mail/bulk.jsonl"),
        (line("a", when={"threat": "x"}), "bulk.jsonl:2: the factor 'threat' has no value 'x'"),
        (line("a", attachments=["no.csv"]), "bulk.jsonl:2: there is no file 'no.csv'"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_number(
    folder: SeedFolder, wrong: object, complaint: str
) -> None:
    write(folder, line("m-01"), wrong, line("m-02"))
    assert any(complaint in said for said in complaints(lambda: open_seed(folder.root)))


def test_the_lines_that_are_right_are_read_although_others_are_wrong(folder: SeedFolder) -> None:
    write(folder, line("m-01"), "x" * 400_000, "", line("m-02"))
    problems: list[SeedProblem] = []
    pack = load_mail_folder(folder.root / "scenarios/story", root=folder.root, problems=problems)
    assert [mail.key for mail in pack.mail] == ["m-01", "m-02"]
    assert [problem.line for problem in problems] == [2]


def test_a_file_of_more_lines_than_may_be_is_told(folder: SeedFolder) -> None:
    folder.write("scenarios/story/mail/bulk.jsonl", "\n" * (MAX_LINES + 1))
    (said,) = complaints(lambda: open_seed(folder.root))
    assert said.startswith(f"scenarios/story/mail/bulk.jsonl:{MAX_LINES + 1}: a file has 200,000")


def test_a_file_may_begin_with_a_byte_order_mark_and_end_without_a_line_end(
    folder: SeedFolder,
) -> None:
    text = "\ufeff" + json.dumps(line("m-01"))
    folder.write("scenarios/story/mail/bulk.jsonl", text)
    assert [mail.key for mail in open_seed(folder.root).scenarios["story"].mail_folder.mail] == [
        "m-01"
    ]


def test_a_story_that_does_not_hold_together_is_told_by_line(folder: SeedFolder) -> None:
    answer = line("m-02", reply_to="m-01", sender="bo.kim", date="2026-10-21 10:00")
    write(folder, line("m-01"), answer, pack="company")
    (told,) = faults(folder)
    assert told.startswith("company/mail/bulk.jsonl:2: 'bo.kim' never had 'm-01'; ")


def test_a_line_that_cannot_be_read_is_not_said_to_be_missing(folder: SeedFolder) -> None:
    write(folder, line("m-01", subject=None), line("m-02", reply_to="m-01"), pack="company")
    (told,) = faults(folder)
    assert told.startswith("company/mail/bulk.jsonl:1: ")


def test_volume_takes_whole_threads_of_lines_away(folder: SeedFolder) -> None:
    folder.share()
    threads = [
        [
            line(f"t{n}-01", to=["bo.kim"]),
            line(f"t{n}-02", reply_to=f"t{n}-01", sender="bo.kim", date="2026-10-21 09:00"),
        ]
        for n in range(30)
    ]
    write(folder, *(each for thread in threads for each in thread), pack="company")
    seed = open_seed(folder.root)
    some = set(render_scenario(seed, "story", {"volume": "some"}).message_ids)
    kept = [n for n in range(30) if f"t{n}-01" in some]
    assert 0 < len(kept) < 30
    assert some == {f"t{n}-{part}" for n in kept for part in ("01", "02")}
    assert not render_scenario(seed, "story", {"volume": "none"}).messages


def test_lines_and_files_answer_each_other(folder: SeedFolder) -> None:
    write(folder, line("m-02", sender="alex", reply_to="m-01", date="2026-10-21 09:00"))
    folder.mail("m-01")
    rendered = render_scenario(open_seed(folder.root), "story", {})
    assert message_of(rendered, "m-02").in_reply_to == message_of(rendered, "m-01").rfc_id


SCRAPS = ['{"id": "a", ', '"from": "alex"', ":", ",", "}", "]", "[", '"', "\n", "1e999", "NaN", "é"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SCRAPS) | st.text(max_size=4), max_size=12).map("".join))
def test_any_file_is_mail_or_told_problems(folder: SeedFolder, text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    folder.write("scenarios/story/mail/bulk.jsonl", content)
    problems: list[SeedProblem] = []
    pack = load_mail_folder(folder.root / "scenarios/story", root=folder.root, problems=problems)
    assert pack.mail or problems or not content.replace(b"\xef\xbb\xbf", b"").strip()
