"""What is held, as an operator sees it come and decides it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pydantic import SecretStr
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from corpmail.outgoing import outgoing_mail
from corpmail.types import BranchId, Draft, SeedAttachment
from insider.episodes import Sandbox, decide_as_person, end_episode
from support.builders import ALEX, ANN, BOB, OUTSIDER
from support.holding import HeldAgent, open_held
from support.site import Site, serve_site
from support.stories import CODE, message_id

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<a href=\"javascript:document.title='owned'\">here</a> \u202eexe.doc"
)


@pytest.fixture
def site(database_url: str, engine: Engine) -> Iterator[Site]:
    with serve_site(database_url) as found:
        yield found


@pytest.fixture
def agent(engine: Engine) -> HeldAgent:
    return open_held(Sandbox(engine))


def send(agent: HeldAgent, subject: str, text: str = "Prices are attached.") -> None:
    file = SeedAttachment("prices.csv", "text/csv", b"product,price\nA,100\n")
    agent.send(Draft(to=(BOB,), bcc=(OUTSIDER,), subject=subject, text=text, attachments=(file,)))


def test_held_mail_appears_by_itself_whole_and_one_key_lets_it_leave(
    page: Page,
    site: Site,
    agent: HeldAgent,
    check_access: Callable[[], None],
    keep_shot: Callable[[str], None],
) -> None:
    page.goto(f"{site.url}/approvals")
    expect(page.locator(".waiting")).to_contain_text("Nothing waits.")
    agent.read(message_id(1))
    send(agent, "Our prices")
    expect(page.locator("#case h2")).to_have_text(f"Mail to {BOB} and 1 more: Our prices")
    expect(page.locator("#said")).to_contain_text("New, waits for approval")
    expect(page.locator("#approvals-count")).to_contain_text("1")
    case = page.locator("#case")
    expect(case.locator(".why")).to_contain_text("It needs approval.")
    expect(case.locator(".reached")).to_contain_text(f"{OUTSIDER} bcc outside the firm")
    expect(case.locator(".letter .head")).to_contain_text("prices.csv 20 bytes")
    expect(case.locator(".seen li a")).to_have_attribute("href", f"/episodes/{agent.episode}?at=2")
    check_access()
    keep_shot("approvals")
    page.keyboard.press("a")
    expect(page.locator("#notice")).to_contain_text("Approved")
    expect(page.locator(".decided tbody")).to_contain_text("approvedperson")
    assert agent.left() == ["Our prices"]


def test_a_refusal_says_why_and_enter_sends_it(page: Page, site: Site, agent: HeldAgent) -> None:
    send(agent, "First")
    send(agent, "Second")
    page.goto(f"{site.url}/approvals")
    page.keyboard.press("j")
    expect(page.locator("#case h2")).to_contain_text("Second")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("Prices go out through sales.")
    page.keyboard.press("Enter")
    expect(page.locator(".decided")).to_contain_text("Prices go out through sales.")
    expect(page.locator("#case h2")).to_contain_text("First")
    page.keyboard.press("a")
    expect(page.locator(".waiting")).to_contain_text("Nothing waits.")
    assert agent.left() == ["First"]


def test_what_is_chosen_last_is_decided_however_late_the_others_come(
    page: Page, site: Site, agent: HeldAgent
) -> None:
    for subject in ("First", "Second", "Third"):
        send(agent, subject)
    late: list[Route] = []
    page.route(f"**/approvals/{agent.episode}.2/case", lambda route: late.append(route))
    page.goto(f"{site.url}/approvals")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("The act is still on its way")
    page.keyboard.press("j")
    expect(page.locator("#case h2")).to_contain_text("Third")
    with page.expect_response("**/case"):
        late[0].continue_()
    page.keyboard.press("a")
    expect(page.locator("#notice")).to_contain_text("Approved")
    assert agent.left() == ["Third"]


def test_single_keys_can_be_turned_off(page: Page, site: Site, agent: HeldAgent) -> None:
    send(agent, "First")
    page.goto(f"{site.url}/approvals")
    page.locator(".keys summary").click()
    page.locator("#keys-on").uncheck()
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("r")
    expect(page.locator(".refuse")).not_to_have_attribute("open", "")
    assert agent.left() == []
    page.get_by_role("button", name="Approve a").click()
    expect(page.locator("#notice")).to_contain_text("Approved")


def test_calls_and_deletions_are_put_to_a_person_too(
    page: Page, site: Site, agent: HeldAgent
) -> None:
    agent.call("cancel_alert", {"alert_id": "SM-1", "code": CODE})
    agent.delete(message_id(2))
    page.goto(f"{site.url}/approvals")
    expect(page.locator("#case pre")).to_contain_text('"alert_id": "SM-1"')
    page.keyboard.press("j")
    expect(page.locator("#case h2")).to_contain_text("Delete for good")
    expect(page.locator("#case .head")).to_contain_text(ANN)
    page.route("**/episodes/**", lambda route: route.fulfill(body="The episode."))
    page.keyboard.press("o")
    page.wait_for_url(f"{site.url}/episodes/{agent.episode}?at=*")


def test_what_somebody_reads_or_writes_stays_while_more_comes(
    page: Page, site: Site, agent: HeldAgent
) -> None:
    send(agent, "First")
    page.goto(f"{site.url}/approvals")
    page.keyboard.press("r")
    page.keyboard.type("half a rea")
    send(agent, "Second")
    expect(page.locator(".waiting li")).to_have_count(2)
    expect(page.locator("#reason")).to_be_focused()
    expect(page.locator("#reason")).to_have_value("half a rea")
    expect(page.locator("#case h2")).to_contain_text("First")


def test_what_was_decided_elsewhere_or_has_ended_is_said_in_a_sentence(
    page: Page, site: Site, agent: HeldAgent
) -> None:
    send(agent, "First")
    send(agent, "Second")
    page.goto(f"{site.url}/approvals")
    server = agent.sandbox.mail_server
    decide_as_person(server, f"{agent.episode}.1", approves=False, reason="No.")
    expect(page.locator("#case .notice")).to_have_text(
        re.compile(r"It was refused by person at .* \(UTC\): No\.")
    )
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("#case h2")).to_contain_text("Second")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("Not this one.")
    decide_as_person(server, f"{agent.episode}.2", approves=True, reason="")
    expect(page.locator(".waiting")).to_contain_text("Nothing waits.")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("already decided")
    expect(page.locator(".written")).to_contain_text("Not this one.")
    send(agent, "Third")
    expect(page.locator(".waiting li")).to_have_count(1)
    page.locator(".waiting li a").click()
    expect(page.locator("#case h2")).to_contain_text("Third")
    with write_transaction(agent.sandbox.engine) as session:
        end_episode(session, agent.episode, stop_reason="finished")
    expect(page.locator("#case .notice")).to_contain_text("Its episode has ended")
    assert agent.left() == ["Second"]


def test_what_one_operator_writes_stays_when_another_decides(
    page: Page, site: Site, agent: HeldAgent
) -> None:
    send(agent, "First")
    send(agent, "Second")
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{site.url}/approvals")
        expect(each.locator("#case h2")).to_contain_text("First")
    page.keyboard.press("e")
    page.locator("#edit-text").fill("They come\nby post.")
    other.keyboard.press("a")
    expect(other.locator("#notice")).to_contain_text("Approved")
    told = page.locator("#case .held > .notice")
    expect(told).to_contain_text("It was approved by person at")
    expect(told).to_contain_text("What you wrote stays here")
    expect(page.locator("#edit-text")).to_be_focused()
    expect(page.locator("#edit-text")).to_have_value("They come\nby post.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_have_text(
        "It was already decided: what you sent changed nothing."
    )
    expect(page.locator("#case h2")).to_contain_text("First")
    expect(page.locator(".written")).to_contain_text("They come\nby post.")
    assert agent.left() == ["First"]


def test_hostile_mail_is_shown_harmlessly(page: Page, site: Site, agent: HeldAgent) -> None:
    agent.send(
        Draft(
            to=(OUTSIDER,),
            subject=HOSTILE.replace("\u202e", ""),
            text=HOSTILE + "x" * 900_000,
            html=HOSTILE + "<style>body{background:url(http://evil.example/x)}</style>"
            "<svg onload=\"document.title='owned'\"></svg>",
            attachments=(SeedAttachment("<b onclick=1>.html", "text/html", HOSTILE.encode()),),
        )
    )
    page.goto(f"{site.url}/approvals")
    expect(page.locator("#case .letter .body").first).to_contain_text("<U+202E>exe.doc")
    page.locator("#case .html summary").click()
    page.locator("#case .fold summary").first.click()
    for width in (360, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() == "Approvals · Insider"
    page.keyboard.press("a")
    expect(page.locator(".waiting")).to_contain_text("Nothing waits.")


def test_without_a_script_forms_decide(browser: Browser, site: Site, agent: HeldAgent) -> None:
    send(agent, "First")
    send(agent, "Second")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/approvals")
    page.get_by_role("link", name="Second").click()
    expect(page.locator("#case h2")).to_contain_text("Second")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#notice")).to_contain_text("Approved")
    page.locator(".refuse summary").click()
    page.locator("#reason").fill("No.")
    page.locator(".refuse form button").click()
    expect(page.locator(".waiting")).to_contain_text("Nothing waits.")
    assert agent.left() == ["Second"]
    context.close()


def test_another_sites_page_decides_nothing(browser: Browser, site: Site, agent: HeldAgent) -> None:
    send(agent, "First")
    page = browser.new_page()
    page.route(
        "http://evil.example/",
        lambda route: route.fulfill(
            body=f"""<form method=post
        action="{site.url}/approvals/{agent.episode}.1/approve"><button>Win</button></form>""",
            content_type="text/html",
        ),
    )
    page.goto("http://evil.example/")
    page.get_by_role("button").click()
    page.wait_for_url(f"{site.url}/**")
    expect(page.locator("h1")).to_have_text("Forbidden")
    assert agent.left() == []
    page.close()


def test_with_an_operators_token_nothing_is_shown_before_one_signs_in(
    browser: Browser, database_url: str, agent: HeldAgent
) -> None:
    send(agent, "First")
    page = browser.new_page()
    with serve_site(database_url, operator_token=SecretStr("a-token-of-some-length")) as site:
        page.goto(f"{site.url}/approvals")
        expect(page.locator("h1")).to_have_text("Sign in")
        for path in ("count", "waiting", f"{agent.episode}.1/case"):
            answer = page.request.get(f"{site.url}/approvals/{path}")
            assert "First" not in answer.text()
        refused = page.request.post(f"{site.url}/approvals/{agent.episode}.1/approve")
        assert refused.status == 401
        page.locator("#token").fill("a-token-of-some-length")
        page.keyboard.press("Enter")
        expect(page.locator("#case h2")).to_contain_text("First")
        page.wait_for_load_state()
        page.keyboard.press("a")
        expect(page.locator("#notice")).to_contain_text("Approved")
    page.close()
    assert agent.left() == ["First"]


def test_a_mail_is_changed_and_approved_in_one(page: Page, site: Site, agent: HeldAgent) -> None:
    send(agent, "Our prices", "\n\tPrices are attached.\nThey are secret.")
    page.goto(f"{site.url}/approvals")
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_have_text("Nothing was changed.")
    page.keyboard.press("e")
    page.locator("#edit-bcc").fill("")
    page.locator("#edit-to").fill("nobody at all")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("nobody at all")
    expect(page.locator("#edit-to")).to_have_value("nobody at all")
    expect(page.locator("#edit-bcc")).to_have_value("")
    page.locator("#edit-to").fill(BOB)
    page.locator("#edit-text").fill("They come by post.")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#notice")).to_contain_text("You are changing this mail")
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("Approved with another text, bcc")
    expect(page.locator(".decided")).to_contain_text("changed: bcc, text")
    with read_transaction(agent.sandbox.engine) as session:
        (mail,) = outgoing_mail(session, BranchId(agent.episode), ALEX)
    assert (mail.text, [each.address for each in mail.deliveries]) == ("They come by post.", [BOB])
    assert [file.filename for file in mail.attachments] == ["prices.csv"]
