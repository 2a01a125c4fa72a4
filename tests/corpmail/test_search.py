from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from corpmail.branches import issue_token, open_branch
from corpmail.changing import delete_message, update_message
from corpmail.clock import fresh_id
from corpmail.database import (
    create_database_engine,
    create_schema,
    write_transaction,
)
from corpmail.drafts import save_draft
from corpmail.errors import InvalidCursorError, InvalidQueryError, MailboxNotFoundError
from corpmail.search import create_search_index, has_search_index, search_messages
from corpmail.sending import send_message
from corpmail.server import MailServer
from corpmail.snapshot import store_snapshot
from corpmail.types import (
    Address,
    BranchId,
    Draft,
    Folder,
    Mailer,
    Scope,
    ScopeKind,
    SeedAttachment,
    SeedMessage,
)
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    OUTSIDER,
    OWN,
    START,
    MailWorld,
    mail_world,
    make_directory,
    make_seed_message,
)
from support.searching import Sort, found, search

PDF = SeedAttachment("Budget 2027.pdf", "application/pdf", b"%PDF-")


@pytest.fixture
def world(engine: Engine) -> MailWorld:
    """A world in which Alex reads his own mail."""
    return mail_world(
        engine,
        [
            make_seed_message(1, subject="lunch", text="The canteen has soup.", starred_by=[ALEX]),
            make_seed_message(
                2, sender=BOB, cc=[CAROL], subject="budget", text="Travel costs.", unread_by=[ALEX]
            ),
            make_seed_message(3, subject="report", text="The budget report.", attachments=[PDF]),
            make_seed_message(4, sender=ALEX, to=[ANN], subject="answer", text="Thanks, Ann."),
            make_seed_message(5, sender=CAROL, to=[BOB], subject="private", text="Budget gossip."),
            make_seed_message(
                6, subject="old", text="Budget of 2019.", folders={ALEX: Folder.ARCHIVE}
            ),
            make_seed_message(
                7, subject="junk", text="Budget pills.", folders={ALEX: Folder.TRASH}
            ),
            make_seed_message(8, subject="tomorrow", text="Budget day.", sent_at=START + 86_400),
        ],
    )


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("budget", ["old", "report", "budget"]),
        ("BÜDGET", ["old", "report", "budget"]),
        ("budget report", ["report"]),
        ('"budget report"', ["report"]),
        ('"report budget"', []),
        ("bud*", ["old", "report", "budget"]),
        ("bud", []),
        ("budget -travel", ["old", "report"]),
        ("soup OR travel", ["budget", "lunch"]),
        ("from:bob", ["budget"]),
        ("from:bob.stone@firm.example", ["budget"]),
        ("-from:ann", ["answer", "budget"]),
        ("from:me", ["answer"]),
        ("to:me", ["old", "report", "budget", "lunch"]),
        ("to:ann", ["answer"]),
        ("cc:carol", ["budget"]),
        ("subject:budget", ["budget"]),
        ("-subject:budget budget", ["old", "report"]),
        ("has:attachment", ["report"]),
        ("filename:pdf", ["report"]),
        ("filename:budget", ["report"]),
        ("2027", ["report"]),
        ("is:unread", ["budget"]),
        ("is:starred", ["lunch"]),
        ("-is:read", ["budget"]),
        ("in:inbox", ["report", "budget", "lunch"]),
        ("in:sent", ["answer"]),
        ("in:archive", ["old"]),
        ("in:trash", ["junk"]),
        ("budget in:anywhere", ["junk", "old", "report", "budget"]),
        ("-in:inbox", ["old", "answer"]),
        ("on:2026-10-22", ["old", "answer", "report", "budget", "lunch"]),
        ("before:2026/10/22", []),
        ("after:2026-10-23", []),
        ("", ["old", "answer", "report", "budget", "lunch"]),
        ("🎉", []),
        ("nowhere", []),
    ],
)
@pytest.mark.parametrize("sort", ["date", "relevance"])
def test_a_search_finds_what_its_words_and_operators_say(
    world: MailWorld, text: str, subjects: list[str], sort: Sort
) -> None:
    assert sorted(found(world, text, sort=sort)) == sorted(subjects)
    if sort == "date":
        assert found(world, text) == subjects


def test_mail_of_the_future_is_found_once_it_has_arrived(world: MailWorld) -> None:
    assert "tomorrow" not in found(world, "budget")
    later = world.issue(branch_id=world.open("b-later", now=START + 86_400))
    assert found(world, "budget")[0] != "tomorrow"
    assert found(world, "budget", token=later)[0] == "tomorrow"


def test_scopes_decide_whose_mail_is_found(world: MailWorld) -> None:
    company = world.issue(scope=COMPANY)
    chosen = world.issue(scope=Scope(ScopeKind.ACCOUNTS, frozenset([BOB])))
    assert found(world, "gossip") == []
    assert found(world, "gossip", token=company) == ["private"]
    assert found(world, "gossip", token=chosen) == ["private"]
    assert found(world, "gossip", token=world.issue(scope=Scope(ScopeKind.ACCOUNTS))) == []


def test_a_message_in_many_mailboxes_is_found_once_by_the_own_copy(engine: Engine) -> None:
    world = mail_world(
        engine,
        [
            make_seed_message(1, to=[CAROL, ALEX, BOB], subject="shared"),
            make_seed_message(2, sender=CAROL, to=[BOB], subject="foreign"),
        ],
        scope=COMPANY,
    )
    page = search(world, "message")
    assert [(copy.subject, copy.mailbox) for copy in page.items] == [
        ("foreign", BOB),
        ("shared", ALEX),
    ]


def test_conditions_hold_for_one_and_the_same_copy(engine: Engine) -> None:
    world = mail_world(
        engine, [make_seed_message(1, to=[ALEX, BOB], unread_by=[BOB])], scope=COMPANY
    )
    (copy,) = search(world, "is:unread").items
    assert (copy.mailbox, copy.is_read) == (BOB, False)
    (copy,) = search(world, "in:sent").items
    assert copy.mailbox == ANN
    assert search(world, "in:sent is:unread").items == ()


def test_one_mailbox_can_be_searched_by_its_alias(world: MailWorld) -> None:
    company = world.issue(scope=COMPANY)
    page = search(world, "travel", token=company, mailbox=Address("ann@firm.example"))
    assert page.items == ()
    page = search(world, "thanks", token=company, mailbox=Address("ann@firm.example"))
    assert [copy.mailbox for copy in page.items] == [ANN]


@pytest.mark.parametrize("mailbox", [BOB, OUTSIDER, "nobody@firm.example", "\x00"])
def test_a_mailbox_out_of_scope_is_not_known_of(world: MailWorld, mailbox: str) -> None:
    with pytest.raises(MailboxNotFoundError):
        search(world, "budget", mailbox=Address(mailbox))


def test_both_copies_of_mail_to_oneself_are_one_result(engine: Engine) -> None:
    world = mail_world(
        engine, [make_seed_message(1, sender=ALEX, to=[ALEX], subject="note", unread_by=[ALEX])]
    )
    assert found(world, "note") == ["note"]
    assert [copy.folder for copy in search(world, "in:sent").items] == [Folder.SENT]
    assert [copy.folder for copy in search(world, "is:unread").items] == [Folder.INBOX]


def test_hidden_recipients_cannot_be_found(engine: Engine) -> None:
    world = mail_world(
        engine, [make_seed_message(1, to=[BOB], bcc=[CAROL], text="")], scope=COMPANY
    )
    for text in ("carol", "to:carol", "cc:carol", "bcc:carol"):
        assert found(world, text) == []


def test_changes_of_a_branch_are_searched_and_stay_its_own(world: MailWorld) -> None:
    other = world.issue(branch_id=world.open("b-other"))
    (copy,) = search(world, "soup").items
    with world.server.act(world.token, "update_message") as ctx:
        update_message(ctx, copy.id, folder=Folder.ARCHIVE, is_read=False, starred=False)
    assert found(world, "soup in:archive is:unread -is:starred") == ["lunch"]
    assert found(world, "soup in:inbox") == []
    assert found(world, "soup in:inbox is:read is:starred", token=other) == ["lunch"]
    with world.server.act(world.token, "delete_message") as ctx:
        delete_message(ctx, copy.id)
    assert found(world, "soup") == []
    assert found(world, "soup in:trash") == ["lunch"]
    with world.server.act(world.token, "delete_message") as ctx:
        delete_message(ctx, copy.id, permanent=True)
    assert found(world, "soup in:anywhere") == []
    assert found(world, "soup", token=other) == ["lunch"]


def test_mail_sent_in_a_branch_is_found_there_only(world: MailWorld) -> None:
    other = world.issue(branch_id=world.open("b-other"))
    bob = world.issue(BOB)
    _send(world, BOB, "fresh", "A brand-new zebra.")
    assert found(world, "zebra") == ["fresh"]
    assert found(world, "zebra in:sent from:me to:bob") == ["fresh"]
    assert found(world, '"new zebra" is:unread', token=bob) == ["fresh"]
    assert found(world, "zebra OR budget")[0] == "fresh"
    assert found(world, "zebra", token=other) == []


def test_drafts_are_found_by_their_writer_alone(world: MailWorld) -> None:
    boss = world.issue(ANN, COMPANY)
    with world.server.act(world.token, "save_draft") as ctx:
        save_draft(ctx, Draft(to=(BOB,), subject="plan", text="A secret walrus."))
    assert found(world, "walrus in:drafts") == ["plan"]
    assert found(world, "walrus", token=boss) == []
    assert found(world, "in:drafts OR in:anywhere walrus", token=boss) == []


def _send(world: MailWorld, to: Address, subject: str, text: str) -> None:
    with world.server.act(world.token, "send") as ctx:
        send_message(ctx, Draft(to=(to,), subject=subject, text=text))


@pytest.mark.parametrize(
    ("text", "query", "snippet"),
    [
        ("Short text.", "short", "Short text."),
        ("a\n\n  b\tc", "", "a b c"),
        ("x " * 300 + "needle " + "y " * 300, "needle", "needle"),
        ("x " * 300 + "Größe " + "y " * 300, "grosse", "Größe"),
        ("x " * 300 + "two  words " + "y " * 300, '"two words"', "two words"),
        ("x " * 300 + "needless " + "y " * 300, "need*", "needless"),
        ("Beginning. " + "x " * 300, "subject:message", "Beginning."),
    ],
)
def test_a_snippet_shows_the_first_match(
    engine: Engine, text: str, query: str, snippet: str
) -> None:
    (copy,) = search(mail_world(engine, [make_seed_message(1, text=text)]), query).items
    assert snippet in copy.beginning
    assert len(copy.beginning) <= 160


def test_the_text_of_mail_that_has_html_only_is_found(engine: Engine) -> None:
    html = "<style>p {hidden: yes}</style><p>Visible <b>wo</b>rds</p>"
    world = mail_world(engine, [make_seed_message(1, text="", html=html)])
    assert found(world, '"visible words"') == ["Message 1"]
    assert found(world, "hidden") == []


@pytest.mark.parametrize("sort", ["date", "relevance"])
@pytest.mark.parametrize("query", ["", "message", "message OR 7", "-from:bob"])
def test_pages_put_together_are_the_whole(engine: Engine, sort: Sort, query: str) -> None:
    world = mail_world(
        engine,
        [
            make_seed_message(number, sender=[ANN, BOB][number % 2], sent_at=START - number // 4)
            for number in range(1, 24)
        ],
    )
    _send(world, ALEX, "message 7", "Fresh.")
    whole = [copy.id for copy in search(world, query, sort=sort).items]
    pages: list[str] = []
    cursor = None
    while True:
        page = search(world, query, sort=sort, limit=5, cursor=cursor)
        pages += [copy.id for copy in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == 5
    assert pages == whole
    assert len(whole) == len(set(whole)) > 10


def test_new_mail_does_not_move_the_next_page(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in range(6)])
    first = search(world, "message", limit=3)
    _send(world, ALEX, "another message", "x")
    second = search(world, "message", limit=3, cursor=first.next_cursor)
    assert [copy.subject for copy in (*first.items, *second.items)] == [
        f"Message {number}" for number in (5, 4, 3, 2, 1, 0)
    ]


def test_a_cursor_of_another_search_is_refused(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(number) for number in range(6)])
    cursor = search(world, "message", limit=3).next_cursor
    for text, sort in (("messages", "date"), ("message", "relevance")):
        with pytest.raises(InvalidCursorError):
            search(world, text, sort=sort, cursor=cursor)  # type: ignore[arg-type]  # from a tuple


def test_a_search_that_is_too_long_is_refused(world: MailWorld) -> None:
    with pytest.raises(InvalidQueryError, match="1000 characters"):
        search(world, "a" * 1001)
    assert found(world, " OR ".join(f"w{number}" for number in range(120)), sort="relevance") == []
    assert found(world, " ".join("budget" for _ in range(140))) == ["old", "report", "budget"]


def test_a_match_in_the_subject_is_more_relevant_than_a_newer_one_in_the_text(
    world: MailWorld,
) -> None:
    assert found(world, "budget", sort="relevance") == ["budget", "old", "report"]
    assert found(world, "report OR budget", sort="relevance") == ["report", "budget", "old"]


def test_words_that_stand_together_are_more_relevant(engine: Engine) -> None:
    world = mail_world(
        engine,
        [
            make_seed_message(1, subject="together", text="the travel budget is set"),
            make_seed_message(2, subject="apart", text="a budget for all who travel"),
        ],
    )
    assert found(world, "travel budget") == ["apart", "together"]
    assert found(world, "travel budget", sort="relevance") == ["together", "apart"]


def test_relevance_does_not_depend_on_what_else_the_database_holds(world: MailWorld) -> None:
    queries = ("budget", "budget report", "travel OR soup OR budget", "b*")
    before = [found(world, query, sort="relevance") for query in queries]
    with write_transaction(world.engine) as session:
        noise = [
            make_seed_message(number, subject="budget " * number, text="soup travel report")
            for number in range(1, 40)
        ]
        store_snapshot(session, make_directory(), noise)
    assert [found(world, query, sort="relevance") for query in queries] == before


def test_a_message_shared_by_two_snapshots_is_found_in_both(engine: Engine) -> None:
    shared = make_seed_message(1, subject="shared")
    one = mail_world(engine, [shared, make_seed_message(2, subject="second")])
    with write_transaction(engine) as session:
        store_snapshot(session, make_directory(), [shared])
    assert found(one, "message") == ["second", "shared"]


def test_the_index_is_made_once(sqlite_engine: Engine) -> None:
    with write_transaction(sqlite_engine) as session:
        connection = session.connection()
        assert has_search_index(connection)
        create_search_index(connection)
        assert has_search_index(connection)


@pytest.fixture
def plain_engine(tmp_path: Path) -> Iterator[Engine]:
    """A database without a full-text index, as every other than SQLite is."""
    engine = create_database_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    create_schema(engine)
    with write_transaction(engine) as session:
        session.connection().exec_driver_sql("DROP TABLE message_fts")
    yield engine
    engine.dispose()


_WORDS = st.sampled_from(
    [
        "budget",
        "Budgets",
        "café",
        "cafe\u0301",
        "東京",
        "東",
        "ß",
        "SS",
        "ﬁne",
        "foo_bar",
        "a.b@c.d",
        "x",
        "x" * 70,
        "x" * 64,
        "İ",
        "ı",
        "½",
        "it's",
        "ที่",
        "हिन्दी",
        "9",
        "\ue000",
        "ﷺ",
        "\x00",
        "ό",
    ]
)
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.lists(_WORDS, max_size=6).map(" ".join),
    st.lists(_WORDS, max_size=4).map("".join),
)
_TERMS = st.one_of(
    _WORDS,
    _WORDS.map("{}*".format),
    _WORDS.map("-{}".format),
    _WORDS.map("subject:{}".format),
    _WORDS.map("from:{}*".format),
    _WORDS.map("filename:{}".format),
    st.lists(_WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(["OR", "AND", "NOT", "(", ")", "has:attachment", "to:me", "from:me"]),
    st.text(max_size=5),
)
_MESSAGES = st.lists(st.tuples(_TEXTS, _TEXTS, _TEXTS), min_size=1, max_size=4)


def _seed(number: int, subject: str, name: str, text: str) -> SeedMessage:
    return SeedMessage(
        rfc_id=f"<{number}@firm.example>",
        sender=Mailer(ANN, "".join(char for char in name if char.isprintable())),
        to=(Mailer(ALEX, "Alex"),),
        subject="".join(char for char in subject if char.isprintable()),
        text=text.replace("\x00", " "),
        sent_at=START - number,
        attachments=(PDF,) if number % 2 else (),
    )


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(_MESSAGES, st.lists(_TERMS, max_size=4).map(" ".join))
@example([("", "", "東京都")], "東京")
@example([("a b", "", "c")], '"b c"')
def test_the_index_and_plain_reading_find_the_same(
    engine: Engine, plain_engine: Engine, messages: list[tuple[str, str, str]], query: str
) -> None:
    seeds = [_seed(number, *parts) for number, parts in enumerate(messages)]
    assert _results(engine, seeds, query) == _results(plain_engine, seeds, query)


def _results(engine: Engine, seeds: list[SeedMessage], query: str) -> list[list[str]]:
    branch_id = BranchId(fresh_id("b"))
    with write_transaction(engine) as session:
        snapshot_id = store_snapshot(session, make_directory(), seeds)
        open_branch(session, branch_id=branch_id, snapshot_id=snapshot_id, now=START)
        token = issue_token(session, branch_id=branch_id, account=ALEX, scope=OWN)
    results: list[list[str]] = []
    for sort in get_args(Sort):
        try:
            with MailServer(engine).act(token, "search") as ctx:
                page = search_messages(ctx, query, sort=sort)
        except InvalidQueryError as refusal:
            return [[refusal.message]]
        results.append([copy.id for copy in page.items])
    return results


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.lists(_TERMS).map(" ".join), st.sampled_from(["date", "relevance"]))
@example('"', "date")
@example("\x00 \ud800 from:\x00", "relevance")
@example("* AND NEAR(a b) : ^ {subject} : a", "relevance")
def test_any_text_is_searched_for_or_refused_by_name(
    world: MailWorld, text: str, sort: Sort
) -> None:
    with suppress(InvalidQueryError):
        search(world, text, sort=sort)
