"""How fast the mail API answers over a large mailbox, in-process, and what opening a branch costs.

The mail is made by a fixed rule, so that two runs measure the same.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx

from bench.row import Row
from corpmail.api import create_mail_app
from corpmail.branches import issue_token, open_branch
from corpmail.client import MailClient
from corpmail.database import create_database_engine, create_schema, write_transaction
from corpmail.schemas import MessageCreate, MessageUpdate
from corpmail.server import MailServer
from corpmail.snapshot import store_snapshot
from corpmail.types import (
    Account,
    Address,
    BranchId,
    Directory,
    Mailer,
    Scope,
    ScopeKind,
    SeedMessage,
    SnapshotId,
)

MESSAGES = 20_000
FEW = 20
REPEATS = 200
START = 1_792_786_080
DOMAIN = "firm.example"
READER = Address(f"person0@{DOMAIN}")
WORDS = (
    "budget vendor schedule report sensor array invoice meeting contract delivery review draft "
    "question harbor winter supplier mooring glider payment travel office coffee printer update"
)
SEARCHES = (
    "budget",
    "number19",
    '"budget vendor"',
    "from:person3 report -coffee",
    "is:unread sensor",
    "subject:winter",
    "nothinglikethis",
)
AIMED_AT = ("list", "read", "search")

Call = Callable[[int], Awaitable[object]]


def main() -> list[Row]:
    """Measure, and return the figures."""
    with tempfile.TemporaryDirectory(prefix="corpmail-bench-") as folder:
        path = Path(folder) / "mail.db"
        engine = create_database_engine(f"sqlite:///{path}")
        create_schema(engine)
        server = MailServer(engine)
        began = time.perf_counter()
        with write_transaction(engine) as session:
            many = store_snapshot(session, make_directory(), make_messages(MESSAGES))
        stored = time.perf_counter() - began
        with write_transaction(engine) as session:
            few = store_snapshot(session, make_directory(), make_messages(FEW))
        small, large = time_openings(server, few, many)
        rows = [
            Row(f"store a snapshot of {MESSAGES} messages", stored, "s", "< 10"),
            Row(f"open a branch on {FEW} messages", 1000 * small, "ms", "< 5"),
            Row(f"open a branch on {MESSAGES} messages", 1000 * large, "ms", "< 5"),
            Row("ratio of the two", large / small, "", "<= 1.2"),
        ]
        for kind in (ScopeKind.OWN, ScopeKind.COMPANY):
            token = open_one(server, many, f"b-api-{kind.value}", kind)
            rows += asyncio.run(time_api(server, token, kind.value))
        engine.dispose()
        rows.append(Row("database", path.stat().st_size / 1e6, "MB"))
    return rows


def make_directory() -> Directory:
    people = (Account(Address(f"person{n}@{DOMAIN}"), f"Person {n}") for n in range(50))
    return Directory("Firm", (DOMAIN,), "America/New_York", tuple(people))


def make_messages(count: int) -> Iterator[SeedMessage]:
    """Yield messages of a hundred words, each to the reader and two others, in threads of four."""
    draw = random.Random(7)
    words = WORDS.split()
    for number in range(count):
        others = draw.sample(range(1, 50), 3)
        root = f"<bench-{number - number % 4}@mail.{DOMAIN}>"
        rfc_id = f"<bench-{number}@mail.{DOMAIN}>"
        yield SeedMessage(
            rfc_id=rfc_id,
            sender=Mailer(Address(f"person{others[0]}@{DOMAIN}")),
            to=tuple(Mailer(Address(f"person{n}@{DOMAIN}")) for n in (0, *others[1:])),
            subject=" ".join(draw.choices(words, k=4)).capitalize(),
            text=" ".join(draw.choices(words, k=100)) + f" number{number}",
            sent_at=START - 60 * (count - number),
            references=(root,) if root != rfc_id else (),
            unread_by=frozenset({READER}) if number % 3 == 0 else frozenset(),
        )


def open_one(server: MailServer, snapshot_id: SnapshotId, name: str, kind: ScopeKind) -> str:
    """Open a branch and return a token of it."""
    with write_transaction(server.engine) as session:
        branch_id = BranchId(name)
        open_branch(session, branch_id=branch_id, snapshot_id=snapshot_id, now=START)
        return issue_token(session, branch_id=branch_id, account=READER, scope=Scope(kind))


def time_openings(server: MailServer, few: SnapshotId, many: SnapshotId) -> tuple[float, float]:
    """Return the median seconds of opening a branch on each of two snapshots, taken in turns."""
    times: dict[SnapshotId, list[float]] = {few: [], many: []}
    for number in range(REPEATS + 10):
        for snapshot_id, taken in times.items():
            began = time.perf_counter()
            open_one(server, snapshot_id, f"b-{snapshot_id}-{number}", ScopeKind.OWN)
            taken.append(time.perf_counter() - began)
    return statistics.median(times[few][10:]), statistics.median(times[many][10:])


async def time_api(server: MailServer, token: str, scope: str) -> list[Row]:
    """Return the figures of every kind of call, by a token of one scope."""
    transport = httpx.ASGITransport(create_mail_app(server))
    async with httpx.AsyncClient(transport=transport, base_url="http://mail.example") as http:
        rows: list[Row] = []
        for name, call in (await make_calls(MailClient(http, token))).items():
            rows += await time_call(name, scope, call)
        return rows


async def make_calls(client: MailClient) -> dict[str, Call]:
    """Return the calls to be measured; each takes the number of its turn."""
    first = (await client.list_messages(limit=100)).items
    cursors: list[str | None] = [None]
    while len(cursors) < 20:
        cursors.append((await client.list_messages(cursor=cursors[-1])).next_cursor)

    def message(number: int) -> str:
        return first[number % len(first)].id

    def search(number: int, sort: str) -> Awaitable[object]:
        return client.search(SEARCHES[number % len(SEARCHES)], sort=sort)

    def send(number: int) -> Awaitable[object]:
        to = f"person{1 + number % 49}@{DOMAIN}"
        return client.send(MessageCreate(to=[to], subject="Done", text="It is done."))

    return {
        "list": lambda n: client.list_messages(cursor=cursors[n % len(cursors)]),
        "list unread": lambda n: client.list_messages(unread=True, limit=20 + n % 2),
        "list an empty folder": lambda n: client.list_messages(folder="drafts", limit=20 + n % 2),
        "read": lambda n: client.get_message(message(n)),
        "open": lambda n: client.open_message(message(n)),
        "open a thread": lambda n: client.open_thread(first[n % len(first)].thread_id),
        "search": lambda n: search(n, "date"),
        "search by relevance": lambda n: search(n, "relevance"),
        "list mailboxes": lambda n: client.list_mailboxes(limit=50 + n % 2),
        "look up": lambda n: client.look_up(f"person {n % 50}"),
        "star": lambda n: client.update_message(message(n), MessageUpdate(starred=n % 2 == 0)),
        "send": send,
    }


async def time_call(name: str, scope: str, call: Call) -> list[Row]:
    """Return the p50, p95 and CPU time of a call, in milliseconds."""
    for number in range(10):
        await call(number)
    times = []
    cpu = time.process_time()
    for number in range(10, 10 + REPEATS):
        began = time.perf_counter()
        await call(number)
        times.append(1000 * (time.perf_counter() - began))
    cpu = 1000 * (time.process_time() - cpu) / REPEATS
    times.sort()
    what = f"{name}, scope {scope}"
    return [
        Row(f"{what}, p50", times[REPEATS // 2], "ms"),
        Row(f"{what}, p95", times[REPEATS * 95 // 100], "ms", "<= 15" if name in AIMED_AT else ""),
        Row(f"{what}, CPU", cpu, "ms"),
    ]
