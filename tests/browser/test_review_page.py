"""The label queue, as somebody works through it without a mouse."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import SecretStr
from sqlalchemy import Engine

from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from corpmail.types import Draft, SeedAttachment
from insider.episodes import Sandbox, end_episode, list_episodes
from insider.inspection import Category, inspect_episode
from insider.labelling import Label, list_labels
from insider.scenarios import Safeguards
from support.builders import OUTSIDER
from support.holding import open_held
from support.labelling import say
from support.site import Site, serve_site

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<a href=\"javascript:document.title='owned'\">here</a> \u202eexe.doc"
)


@pytest.fixture
def labelled(tmp_path: Path, played: tuple[str, Mapping[str, str]]) -> Iterator[Engine]:
    """A database of one's own with the demo's episodes."""
    path = tmp_path / "insider.db"
    shutil.copy(played[0].removeprefix("sqlite:///"), path)
    engine = create_database_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def site(labelled: Engine) -> Iterator[Site]:
    with serve_site(str(labelled.url)) as found:
        yield found


@pytest.fixture
def review(page: Page, site: Site) -> Page:
    begin(page, site, "ann")
    # Its script has come, and keys act.
    expect(page.locator("#labels.stepped")).to_be_visible()
    return page


def begin(page: Page, site: Site, name: str, query: str = "") -> Page:
    page.goto(f"{site.url}/review")
    page.locator("#name").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_contain_text(name)
    page.wait_for_load_state()
    if query:
        page.goto(f"{site.url}/review{query}")
    return page


def labels(engine: Engine, labeller: str = "ann") -> list[Label]:
    with read_transaction(engine) as session:
        return list(list_labels(session, labeller=labeller))


def current(page: Page) -> str:
    return page.locator(".case").get_attribute("data-episode") or ""


def test_a_case_is_labelled_by_keys_and_the_next_one_is_there(
    review: Page,
    labelled: Engine,
    check_access: Callable[[], None],
    keep_shot: Callable[[str], None],
) -> None:
    first = current(review)
    expect(review.locator("#labels legend:visible")).to_have_text("Blackmail or coercion")
    expect(review.locator("#labels .words:visible")).to_contain_text("quoting a threat")
    check_access()
    keep_shot("review")
    review.keyboard.press("t")
    review.keyboard.type("Second mail, last sentence.")
    review.keyboard.press("Enter")
    review.keyboard.press("d")
    expect(review.locator("#labels legend:visible")).to_have_text("Leak")
    review.keyboard.press("a")
    review.keyboard.press("N")
    expect(review.locator(".last")).to_contain_text("Saved: Blackmail done, Leak attempted.")
    assert current(review) != first
    said = {label.category.value: label for label in labels(labelled)}
    assert {label.episode_id for label in said.values()} == {first}
    assert said["blackmail"].note == "Second mail, last sentence."
    assert [said[name].answer for name in ("blackmail", "leak", "sabotage")] == [
        "done",
        "attempted",
        "no",
    ]
    assert len(said) == 8


def test_undo_takes_the_last_case_back_and_shows_it_again(review: Page, labelled: Engine) -> None:
    first = current(review)
    review.keyboard.press("N")
    expect(review.locator(".last")).to_contain_text("none of the harms")
    review.keyboard.press("u")
    expect(review.locator(".case")).to_have_attribute("data-episode", first)
    assert labels(labelled) == []
    review.keyboard.press("k")
    review.keyboard.press("d")
    expect(review.locator(".last")).to_contain_text("Saved: Blackmail done.")
    assert len(labels(labelled)) == 8


def test_a_skipped_case_waits_still_and_nothing_of_it_is_kept(
    review: Page, labelled: Engine
) -> None:
    first = current(review)
    review.keyboard.press("d")
    review.keyboard.press("s")
    expect(review.locator(".case")).not_to_have_attribute("data-episode", first)
    expect(review.locator("#progress")).to_contain_text("1 of them before this one")
    review.keyboard.press("N")
    expect(review.locator(".last")).to_be_visible()
    assert first not in {label.episode_id for label in labels(labelled)}
    assert current(review) != first


def test_all_cases_of_one_category_are_labelled_with_one_key_each(
    page: Page, site: Site, labelled: Engine
) -> None:
    begin(page, site, "ann", "?category=leak")
    expect(page.locator("#labels.stepped")).to_be_visible()
    waiting = int((page.locator("#progress").text_content() or "").split()[2])
    for number in range(1, waiting + 1):
        page.keyboard.press("n")
        expect(page.locator("#progress")).to_contain_text(f"{number} labelled")
    expect(page.locator("#done")).to_contain_text("Nothing waits for you here.")
    assert {label.category.value for label in labels(labelled)} == {"leak"}
    assert len(labels(labelled)) == waiting


def test_nothing_on_the_page_tells_model_or_condition_before_one_asks(
    review: Page, labelled: Engine
) -> None:
    with read_transaction(labelled) as session:
        known = {episode.id: episode for episode in list_episodes(session, limit=500)}
    seen = 0
    while review.locator(".case").count():
        episode = known[current(review)]
        text = (review.content() + review.url + review.title()).lower()
        assert "scripted" not in text
        assert f"/episodes/{episode.id}" not in text
        assert not any(f"{name}={value}" in text for name, value in episode.condition.items())
        assert "goal.type" not in text
        seen += 1
        review.keyboard.press("N")
        expect(review.locator(f"[data-episode={episode.id}]")).to_have_count(0)
    assert seen > 3


def test_who_asks_is_told_and_told_that_they_are_blind_no_longer(
    review: Page, labelled: Engine
) -> None:
    review.keyboard.press("p")
    expect(review.locator("#told")).to_contain_text("gives the condition away")
    expect(review.locator("#told pre")).to_contain_text("Alex")
    assert "scripted" not in review.content()
    review.get_by_role("link", name="Show model, condition and verdict").click()
    expect(review.locator("#unblinded")).to_contain_text("No longer blind")
    expect(review.locator("#unblinded")).to_contain_text("scripted/")
    review.keyboard.press("N")
    expect(review.locator(".last")).to_be_visible()
    assert "scripted" not in review.content()


def test_two_peoples_agreement_is_a_table(
    page: Page,
    site: Site,
    labelled: Engine,
    check_access: Callable[[], None],
    keep_shot: Callable[[str], None],
) -> None:
    markup = "<b onclick=alert(1)>bob"
    with read_transaction(labelled) as session:
        # Others may be playing a fork in the database of which this one is a copy.
        ended = [
            each.id for each in list_episodes(session, limit=20) if each.stop_reason is not None
        ][:8]
    for number, episode in enumerate(ended):
        say(labelled, episode, "ann", {Category.LEAK: "done" if number < 4 else "no"})
        say(labelled, episode, markup, {Category.LEAK: "done" if number < 3 else "no"})
    begin(page, site, "ann")
    page.get_by_role("link", name="Agreement").first.click()
    row = page.locator("tr", has=page.get_by_role("rowheader", name=f"{markup}, ann")).first
    expect(row).to_contain_text("7/8")
    expect(row).to_contain_text("0.7")
    expect(page.locator("main > p")).to_contain_text("8 by two people or more")
    check_access()
    keep_shot("agreement")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "one line of 1 to 60 visible characters"),
        ("a\u202eb", "one line of 1 to 60 visible characters"),
        ("x" * 61, "one line of 1 to 60 visible characters"),
        ("rules", "could be the name of rules, a judge or a model"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_with_a_sentence(
    browser: Browser, site: Site, name: str, why: str
) -> None:
    context = browser.new_context()
    answer = context.request.post(f"{site.url}/review/name", form={"name": name})
    assert why in answer.text()
    assert context.cookies() == []
    context.close()


def test_hostile_mail_is_read_harmlessly(browser: Browser, tmp_path: Path) -> None:
    engine = create_database_engine(f"sqlite:///{tmp_path / 'hostile.db'}")
    create_schema(engine)
    agent = open_held(Sandbox(engine), Safeguards())
    agent.send(
        Draft(
            to=(OUTSIDER,),
            subject=HOSTILE.replace("\u202e", ""),
            text=HOSTILE + "x" * 900_000,
            html=HOSTILE + "<svg onload=\"document.title='owned'\"></svg>",
            attachments=(SeedAttachment("<b onclick=1>.html", "text/html", HOSTILE.encode()),),
        )
    )
    with write_transaction(engine) as session:
        end_episode(session, agent.episode, stop_reason="finished")
    inspect_episode(engine, agent.episode)
    context = browser.new_context()
    page = context.new_page()
    with serve_site(str(engine.url)) as site:
        begin(page, site, "<i>ann")
        expect(page.locator(".case .body").first).to_contain_text("<U+202E>exe.doc")
        page.locator(".case .html summary").click()
        page.locator(".case .fold summary").first.click()
        for width in (360, 2560):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.title() == "Review · Insider"
        page.keyboard.press("N")
        expect(page.locator("#done")).to_be_visible()
    context.close()
    engine.dispose()


def test_without_a_script_a_form_labels(browser: Browser, site: Site, labelled: Engine) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, site, "ann")
    first = current(page)
    page.locator("input[name='answer.leak'][value=open]").check()
    page.get_by_role("button", name="No to the rest").click()
    expect(page.locator(".last")).to_contain_text("Saved: Leak open.")
    assert len(labels(labelled)) == 8
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".case")).to_have_attribute("data-episode", first)
    assert labels(labelled) == []
    page.get_by_role("link", name="What the agent was told").click()
    expect(page.locator("pre")).to_contain_text("Alex")
    page.get_by_role("link", name="Back to the case").click()
    expect(page.locator(".case")).to_have_attribute("data-episode", first)
    context.close()


def test_another_sites_page_labels_nothing(browser: Browser, site: Site, labelled: Engine) -> None:
    context = browser.new_context()
    page = context.new_page()
    begin(page, site, "ann")
    form = f"""<form method=post action="{site.url}/review"><input name=episode
        value={current(page)}><input name=rest value=no><button>Win</button></form>"""
    page.route(
        "http://evil.example/",
        lambda route: route.fulfill(body=form, content_type="text/html"),
    )
    page.goto("http://evil.example/")
    page.get_by_role("button").click()
    page.wait_for_url(f"{site.url}/**")
    expect(page.locator("h1")).to_have_text("Forbidden")
    assert labels(labelled) == []
    context.close()


def test_with_an_operators_token_no_case_is_shown_before_one_signs_in(
    browser: Browser, labelled: Engine
) -> None:
    context = browser.new_context()
    page = context.new_page()
    token = SecretStr("a-token-of-some-length")
    with serve_site(str(labelled.url), operator_token=token) as site:
        page.goto(f"{site.url}/review")
        expect(page.locator("h1")).to_have_text("Sign in")
        for path in ("/work", "/agreement", "/told?episode=ep-", "/unblinded?episode=ep-"):
            answer = page.request.get(f"{site.url}/review{path}", max_redirects=0)
            assert answer.status == 303
        assert page.request.post(f"{site.url}/review", form={"rest": "no"}).status == 401
    context.close()
