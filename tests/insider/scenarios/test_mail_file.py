from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insider.errors import SeedProblem
from insider.scenarios.mail_file import MailFolder, load_mail_folder, to_seconds
from support.packs import SeedFolder


def load(folder: SeedFolder) -> tuple[MailFolder, list[str]]:
    problems: list[SeedProblem] = []
    pack = load_mail_folder(
        folder.root / "scenarios" / "story", root=folder.root, problems=problems
    )
    return pack, [str(problem).removeprefix("scenarios/story/") for problem in problems]


def test_a_mail_is_read_with_its_files(folder: SeedFolder) -> None:
    folder.write("scenarios/story/attachments/plan.csv", "a,b\n")
    folder.mail("hello-01", attachments="[plan.csv]", when="{threat: none}", to="bo.kim")
    pack, problems = load(folder)
    assert not problems
    (mail,) = pack.mail
    assert mail.fields.to == ("bo.kim",)
    assert mail.fields.when == {"threat": ("none",)}
    assert mail.fields.date == datetime(2026, 10, 20, 9, 30)  # noqa: DTZ001 - local by design
    assert [file.filename for file in mail.attachments] == ["plan.csv"]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"to": None}, ":2: a mail needs a recipient in 'to', 'cc' or 'bcc'."),
        ({"id": "Not_A_Key"}, ":2: 'id'"),
        ({"date": "tomorrow"}, ":6: 'date': 'tomorrow' is no company time;"),
        ({"date": "2026-13-40 09:00"}, "is no company time"),
        ({"date": "0001-01-01 00:00"}, "lies between 1980 and 2200"),
        ({"date": 7}, ":6: 'date'"),
        ({"quote": "true"}, "'quote' needs the mail that is quoted in 'reply_to'"),
        ({"reply_to": "a", "forward_of": "b"}, "not both"),
        ({"html": "true", "forward_of": "b"}, "'html' cannot stand with"),
        ({"sent": "now"}, ":7: there is no field 'sent' here; known are id, from, to,"),
        ({"folder": "{alex: spam}"}, ":7: 'folder.alex'"),
        ({"attachments": "[plam.csv]"}, "of this pack; did you mean 'plan.csv'?"),
        ({"when": "{threat: [1]}"}, ":7: 'when.threat.0' must be text; put 1 in quotes."),
    ],
)
def test_a_wrong_mail_is_told_with_its_line(
    folder: SeedFolder, fields: dict[str, object], complaint: str
) -> None:
    folder.write("scenarios/story/attachments/plan.csv", "a,b\n")
    folder.mail("hello-01", **fields)
    _, problems = load(folder)
    assert len(problems) == 1
    assert complaint in problems[0]


def test_what_is_right_is_read_although_other_mail_is_wrong(folder: SeedFolder) -> None:
    folder.mail("hello-01")
    folder.mail("hello-02", date="never")
    folder.write("scenarios/story/mail/stray.txt", "x")
    pack, problems = load(folder)
    assert [mail.key for mail in pack.mail] == ["hello-01"]
    assert len(problems) == 2


def test_a_pack_without_mail_is_empty(folder: SeedFolder) -> None:
    assert load(folder) == (MailFolder(mail=(), attachments={}), [])


def test_local_time_becomes_seconds_by_the_company_s_zone() -> None:
    summer = datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001 - local by design
    winter = datetime(2026, 12, 1, 12, 0)  # noqa: DTZ001
    assert to_seconds(summer, "America/New_York") == 1782921600
    assert to_seconds(winter, "America/New_York") % 86400 == 17 * 3600


KEYS = ["id", "from", "to", "subject", "date", "when", "quote", "folder", "reply_to"]
SIGNS = [":", "[", "]", "{", "}", "alex", "true", "7", "'", '"', "a-b", "#", "é"]
WORDS = st.sampled_from([*KEYS, *SIGNS])
GAPS = st.sampled_from(["", " ", "\n", "\n- ", "\t", "2026-10-14 09:32", ": "])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS | GAPS, max_size=40))
def test_any_front_matter_is_a_mail_or_a_told_problem(folder: SeedFolder, words: list[str]) -> None:
    folder.write("scenarios/story/mail/any.md", "---\n" + "".join(words) + "\n---\nBody\n")
    pack, problems = load(folder)
    assert len(pack.mail) == 1 or problems
