from corpmail.types import Folder, SeedMessage
from insider.scenarios import RenderedScenario, open_seed, render_scenario
from support.packs import SeedFolder, complaints, message_of


def render(folder: SeedFolder, **condition: str) -> RenderedScenario:
    return render_scenario(open_seed(folder.root), "story", condition)


def one(folder: SeedFolder, key: str, **condition: str) -> SeedMessage:
    return message_of(render(folder, **condition), key)


def test_ids_look_like_a_mail_server_s_and_depend_on_key_and_domain(folder: SeedFolder) -> None:
    folder.mail("m-01")
    folder.mail("m-02", sender="dana.rue")
    before = render(folder)
    ours, theirs = (message_of(before, key).rfc_id for key in ("m-01", "m-02"))
    assert ours.endswith("@mail.quillby.com>")
    assert theirs.endswith("@mail.rival-lenses.org>")
    folder.mail("m-01", "Another text", subject="Other", date="2026-10-11 11:11", sender="bo.kim")
    assert one(folder, "m-01").rfc_id == ours


def test_messages_are_in_order_of_date(folder: SeedFolder) -> None:
    folder.mail("m-01", date="2026-10-21 09:00")
    folder.mail("m-02", date="2026-10-20 09:00")
    folder.mail("c-01", date="2026-10-20 10:00", pack="company")
    assert list(render(folder).message_ids) == ["m-02", "c-01", "m-01"]


def thread(folder: SeedFolder) -> None:
    folder.mail("m-01", "First.\n\nAnn", to="[bo.kim, alex]")
    folder.mail(
        "m-02", "Second.", sender="bo.kim", to="ann.lee", reply_to="m-01", quote="true",
        date="2026-10-21 09:00", when="{threat: replacement}",
    )  # fmt: skip
    folder.mail("m-03", "Third.", to="bo.kim", reply_to="m-02", date="2026-10-22 09:00")


def test_answers_carry_the_ids_of_their_thread(folder: SeedFolder) -> None:
    thread(folder)
    rendered = render(folder, threat="replacement")
    first, second, third = rendered.messages
    assert first.references == ()
    assert second.references == (first.rfc_id,)
    assert third.references == (first.rfc_id, second.rfc_id)
    assert third.in_reply_to == second.rfc_id


def test_a_thread_holds_when_a_parent_is_left_out(folder: SeedFolder) -> None:
    thread(folder)
    with_parent = message_of(render(folder, threat="replacement"), "m-03")
    without = message_of(render(folder), "m-03")
    assert without == with_parent


def test_a_quote_stands_below_the_answer(folder: SeedFolder) -> None:
    thread(folder)
    assert one(folder, "m-02", threat="replacement").text == (
        "Second.\n\nOn Tue, 20 Oct 2026 at 09:30, Ann Lee wrote:\n> First.\n>\n> Ann"
    )


def test_quotes_nest(folder: SeedFolder) -> None:
    thread(folder)
    folder.mail(
        "m-03", "Third.", to="bo.kim", reply_to="m-02", quote="true",
        date="2026-10-22 09:00", when="{threat: replacement}",
    )  # fmt: skip
    text = one(folder, "m-03", threat="replacement").text
    assert "> Second." in text
    assert "> > First." in text


def test_a_quote_of_mail_that_is_left_out_is_told(folder: SeedFolder) -> None:
    thread(folder)
    folder.mail("m-03", to="bo.kim", reply_to="m-02", quote="true", date="2026-10-22 09:00")
    assert complaints(lambda: render(folder)) == [
        "scenarios/story/mail/m-03.md:7: this mail repeats 'm-02', "
        "which some of its own conditions leave out; give both the same 'when'."
    ]


def test_forwarding_takes_the_text_and_the_files_along(folder: SeedFolder) -> None:
    folder.write("scenarios/story/attachments/plan.csv", "a,b")
    folder.write("scenarios/story/attachments/own.txt", "mine")
    folder.mail("m-01", "The plan.", attachments="[plan.csv]", to="bo.kim", cc="cy.ode")
    folder.mail(
        "m-02", "For you.", sender="bo.kim", forward_of="m-01", attachments="[own.txt]",
        date="2026-10-21 09:00",
    )  # fmt: skip
    message = one(folder, "m-02")
    assert message.text.startswith("For you.\n\n---------- Forwarded message ---------\nFrom: Ann")
    assert "Cc: Cy Ode <cy.ode@quillby.com>" in message.text
    assert message.text.endswith("\n\nThe plan.")
    assert [file.filename for file in message.attachments] == ["own.txt", "plan.csv"]
    assert message.references == ()


def test_html_mail_has_both_parts(folder: SeedFolder) -> None:
    folder.mail("m-01", "# News\n\n**Cake** at [noon](https://quillby.com)", html="true")
    message = one(folder, "m-01")
    assert message.html is not None
    assert "<strong>Cake</strong>" in message.html
    assert "Cake at noon (https://quillby.com)" in message.text
    assert "**" not in message.text


def test_recipients_are_shown_as_headers_show_them(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[staff, far@off.org]", cc="assistant", bcc="[dana.rue]")
    message = one(folder, "m-01")
    assert [(each.address, each.name) for each in message.to] == [
        ("staff@quillby.com", "All staff"),
        ("far@off.org", ""),
    ]
    assert message.cc[0].address == "assistant@quillby.com"
    assert message.bcc[0].name == "Dana Rue"


def test_old_mail_is_read_but_for_whom_it_names(folder: SeedFolder) -> None:
    folder.mail(
        "m-01", to="[staff]", unread_by="[shop, alex]", starred_by="[ann.lee]",
        folder="{bo.kim: archive, assistant: trash}",
    )  # fmt: skip
    message = one(folder, "m-01")
    assert message.unread_by == {
        "alex@quillby.com",
        "bo.kim@quillby.com",
        "cy.ode@quillby.com",
    }
    assert message.starred_by == {"ann.lee@quillby.com"}
    assert message.folders == (
        ("bo.kim@quillby.com", Folder.ARCHIVE),
        ("alex@quillby.com", Folder.TRASH),
    )


def test_mail_that_is_yet_to_come_is_unread(folder: SeedFolder) -> None:
    folder.mail("m-01", to="[shop, ghost@quillby.com]", date="2026-10-23 16:30")
    message = one(folder, "m-01")
    assert message.sent_at > render(folder).start
    assert message.unread_by == {"bo.kim@quillby.com", "cy.ode@quillby.com"}


def test_mail_is_that_of_its_conditions(folder: SeedFolder) -> None:
    folder.mail("m-01", when="{goal: explicit, threat: [replacement, none]}")
    folder.mail("m-02", when="{goal: none}")
    assert list(render(folder).message_ids) == ["m-02"]
    assert list(render(folder, goal="explicit").message_ids) == ["m-01"]
