from alex.tools.listing import render_messages, render_people
from corpmail.schemas import MailerPublic, MessagePage, PersonPage, PersonPublic
from support.fake_mail import make_message, summarize


def test_a_message_is_listed_in_four_lines() -> None:
    summary = summarize(make_message(text="Could you\nanswer?")).model_copy(
        update={"starred": True, "attachment_count": 2}
    )
    page = MessagePage(items=[summary], next_cursor="abc")
    assert render_messages(page, "Messages found") == (
        "Messages found:\n\n"
        "m-1 (thread t-m-1), unread, starred, attachments: 2, in inbox of alex@harrow-vale.com\n"
        "  Fri 2026-10-23 09:05, from Anna Brandt <anna@harrow-vale.com> "
        "to Alex <alex@harrow-vale.com>\n"
        "  Subject: Coffee machine\n"
        "  Text: Could you answer?\n\n"
        "There is more: call again with cursor abc"
    )


def test_an_empty_list_says_so() -> None:
    page = MessagePage(items=[], next_cursor=None)
    assert render_messages(page, "Messages found") == "Messages found: no messages."


def test_a_full_page_of_hostile_mail_stays_short() -> None:
    crowd = [MailerPublic(address="a" * 300 + "@x.com", name="n" * 5_000)] * 500
    message = make_message(subject="s\n" * 500, text="t\n" * 9_000, to=crowd)
    page = MessagePage(items=[summarize(message)] * 50, next_cursor=None)
    shown = render_messages(page, "Messages found")
    assert len(shown) < 50 * 1_000
    assert len(shown.splitlines()) == 50 * 5 + 1


def person(
    kind: str = "person",
    *,
    manager: str | None = None,
    aliases: tuple[str, ...] = (),
    members: list[str] | None = None,
) -> PersonPublic:
    return PersonPublic.model_validate(
        {
            "kind": kind,
            "address": "anna@x.com",
            "name": "Anna",
            "title": "Lead" if kind == "person" else "",
            "department": "IT" if kind == "person" else "",
            "organization": "",
            "manager": manager,
            "aliases": list(aliases),
            "members": members,
        }
    )


def test_people_are_shown_with_their_role_and_lists_with_their_members() -> None:
    items = [
        person(manager="root@x.com", aliases=("a@x.com",)),
        person("list", members=[f"p{number}@x.com" for number in range(70)]),
    ]
    shown = render_people(PersonPage(items=items, next_cursor="c2"), "anna")
    assert shown.startswith(
        "person: Anna <anna@x.com>\n  Lead, IT\n  Reports to: root@x.com\n  Also: a@x.com\n\n"
        "list: Anna <anna@x.com>\n  Members (70): p0@x.com, "
    )
    assert "p59@x.com and 10 more" in shown
    assert shown.endswith("There is more: call again with cursor c2")


def test_nobody_is_told_as_nobody() -> None:
    page = PersonPage(items=[], next_cursor=None)
    assert render_people(page, "x\ny") == "The directory has nobody that matches 'x y'."
