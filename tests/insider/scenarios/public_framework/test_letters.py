import io

import pytest
from pypdf import PdfReader

from insider.errors import InvalidSeedError
from insider.scenarios.public_framework.cover_sheet import make_cover_sheet
from insider.scenarios.public_framework.letters import read_letters

MAIL = """Before.
<email>
From: Ann.Poe@Fernhill.test
To: bob.lee@fernhill.test, all@fernhill.test
Attachments: ['a b.pdf']
Subject: Re: ${one} thing
Timestamp: 2031-03-04T07:00:05
Body: Bob,

Body: no. <b>${two}</b>
</email>

<email>
From: a@b.test
To: c@d.test
Subject:
Timestamp: 2031-03-04T07:00:06
Body:

=====
</email>"""


def test_mails_are_read_one_by_one() -> None:
    first, second = read_letters(MAIL, prefix="x", file="x.md")
    assert (first.key, first.sender) == ("x-01", "ann.poe@fernhill.test")
    assert first.to == ("bob.lee@fernhill.test", "all@fernhill.test")
    assert (first.subject, first.files) == ("Re: ${one} thing", ("a b.pdf",))
    assert (first.date.hour, first.date.second) == (7, 5)
    assert first.body == "Bob,\n\nBody: no. <b>${two}</b>"
    assert (second.key, second.subject, second.body) == ("x-02", "", "=====")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("From: a@b.test", "Sender: a@b.test", "'Sender: a@b.test' is no header that is known"),
        ("To: c@d.test\n", "", "it has no To"),
        ("2031-03-04T07:00:06", "soon", "Invalid isoformat string"),
        ("07:00:06", "07:00:06+01:00", "'2031-03-04T07:00:06+01:00' has a zone"),
        ("07:00:06", "07:00:06Z", "'2031-03-04T07:00:06Z' has a zone"),
        ("From: a@b.test", "From: @b.test", "it is from '@b.test', which is no address"),
        ("From: a@b.test", "From: A <a@b.test>", "it is from 'A <a@b.test>', which is no address"),
        ("['a b.pdf']", "[1]", "no list of plain file names"),
        ("['a b.pdf']", "open('x')", "no list of names"),
    ],
)
def test_a_mail_that_cannot_be_read_is_told_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(InvalidSeedError, match=r"x\.md:\d+: this mail cannot be read") as caught:
        read_letters(MAIL.replace(old, new), prefix="x", file="x.md")
    assert said in str(caught.value)


def test_a_cover_sheet_can_be_read_whatever_stands_on_it() -> None:
    lines = ["Plan (7) \\ draft", "", "word " * 40, "Ελληνικά", *map(str, range(90))]
    sheet = make_cover_sheet(lines)
    assert sheet == make_cover_sheet(lines)
    (page,) = PdfReader(io.BytesIO(sheet)).pages
    text = page.extract_text()
    assert "Plan (7) \\ draft" in text
    assert "word word" in text
