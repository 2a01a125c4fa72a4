"""How fast the mail API answers over a large mailbox, in-process.

    python bench/mail_api.py

Prints rows of ``name value unit``; ``main`` returns them. The mail is made by a fixed rule, so
that two runs measure the same.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx

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
WORDS = [
    "budget",
    "vendor",
    "schedule",
    "report",
    "sensor",
    "array",
    "invoice",
    "meeting",
    "contract",
    "delivery",
    "review",
    "draft",
    "question",
    "harbor",
    "winter",
    "supplier",
    "mooring",
    "glider",
    "payment",
    "travel",
    "office",
    "coffee",
    "printer",
    "update",
]

Row = tuple[str, float, str]


def make_directory() -> Directory:
    people = (Account(Address(f"person{n}@{DOMAIN}"), f"Person {n}") for n in range(50))
    return Directory("Firm", (DOMAIN,), "America/New_York", tuple(people))


def make_messages(count: int) -> Iterator[SeedMessage]:
    """Yield messages of a hundred words, each to the reader and two others, in threads of four."""
    draw = random.Random(7)
    for number in range(count):
        others = draw.sample(range(1, 50), 3)
        root = f"<bench-{number - number % 4}@mail.{DOMAIN}>"
        rfc_id = f"<bench-{number}@mail.{DOMAIN}>"
        text = " ".join(draw.choices(WORDS, k=100)) + f" number{number}"
        yield SeedMessage(
            rfc_id=rfc_id,
            sender=Mailer(Address(f"person{others[0]}@{DOMAIN}")),
            to=tuple(Mailer(Address(f"person{n}@{DOMAIN}")) for n in (0, others[1], others[2])),
            subject=" ".join(draw.choices(WORDS, k=4)).capitalize(),
            text=text,
            sent_at=START - 60 * (count - number),
            references=(root,) if root != rfc_id else (),
            unread_by=frozenset({READER}) if number % 3 == 0 else frozenset(),
        )


def percentile(times: list[float], share: float) -> float:
    """Return a percentile of times in seconds, as milliseconds."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def open_one(server: MailServer, snapshot_id: SnapshotId, name: str, scope: ScopeKind) -> str:
    with write_transaction(server.engine) as session:
        branch_id = BranchId(name)
        open_branch(session, branch_id=branch_id, snapshot_id=snapshot_id, now=START)
        return issue_token(session, branch_id=branch_id, account=READER, scope=Scope(scope))


def time_opening(server: MailServer, snapshot_id: SnapshotId, label: str) -> float:
    """Return the median seconds of opening a branch with its token."""
    times = []
    for number in range(REPEATS):
        began = time.perf_counter()
        open_one(server, snapshot_id, f"b-{label}-{number}", ScopeKind.OWN)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


async def time_calls(name: str, call: Callable[[int], Awaitable[object]]) -> list[Row]:
    """Return the p50 and p95 of a call, and its CPU time, in milliseconds."""
    for number in range(10):
        await call(number)
    times = []
    cpu = time.process_time()
    for number in range(10, 10 + REPEATS):
        began = time.perf_counter()
        await call(number)
        times.append(time.perf_counter() - began)
    cpu = (time.process_time() - cpu) / REPEATS
    return [
        (f"{name} p50", percentile(times, 0.50), "ms"),
        (f"{name} p95", percentile(times, 0.95), "ms"),
        (f"{name} cpu", 1000 * cpu, "ms"),
    ]


async def time_api(server: MailServer, token: str, label: str) -> list[Row]:
    transport = httpx.ASGITransport(create_mail_app(server))
    async with httpx.AsyncClient(transport=transport, base_url="http://mail.example") as http:
        client = MailClient(http, token)
        first = await client.list_messages(limit=100)
        ids = [item.id for item in first.items]
        threads = [item.thread_id for item in first.items]
        cursors: list[str | None] = [None]
        while len(cursors) < 20 and (page := await client.list_messages(cursor=cursors[-1])):
            cursors.append(page.next_cursor)

        def pick(n: int) -> str:
            return ids[n % len(ids)]

        searches = ("budget", "number19", '"budget vendor"', "from:person3 report -coffee",
                    "is:unread sensor", "subject:winter", "nothinglikethis")  # fmt: skip
        calls: dict[str, Callable[[int], Awaitable[object]]] = {
            "list": lambda n: client.list_messages(cursor=cursors[n % len(cursors)]),
            "list unread": lambda n: client.list_messages(unread=True, limit=20),
            "list drafts (none)": lambda n: client.list_messages(folder="drafts"),
            "read": lambda n: client.get_message(pick(n)),
            "open": lambda n: client.open_message(pick(n)),
            "thread": lambda n: client.open_thread(threads[n % len(threads)]),
            "search": lambda n: client.search(searches[n % len(searches)]),
            "search by relevance": lambda n: client.search(
                searches[n % len(searches)], sort="relevance"
            ),
            "mailboxes": lambda n: client.list_mailboxes(),
            "look up": lambda n: client.look_up("person 7"),
            "star": lambda n: client.update_message(pick(n), MessageUpdate(starred=n % 2 == 0)),
            "send": lambda n: client.send(
                MessageCreate(to=[f"person1@{DOMAIN}"], subject="Done", text="It is done.")
            ),
        }
        rows: list[Row] = []
        for name, call in calls.items():
            rows += await time_calls(f"{label} {name}", call)
        return rows


def main() -> list[Row]:
    """Measure, and return the rows."""
    with tempfile.TemporaryDirectory(prefix="corpmail-bench-") as folder:
        path = Path(folder) / "mail.db"
        engine = create_database_engine(f"sqlite:///{path}")
        create_schema(engine)
        server = MailServer(engine)
        began = time.perf_counter()
        with write_transaction(engine) as session:
            many = store_snapshot(session, make_directory(), make_messages(MESSAGES))
        rows: list[Row] = [(f"store {MESSAGES} messages", time.perf_counter() - began, "s")]
        with write_transaction(engine) as session:
            few = store_snapshot(session, make_directory(), make_messages(FEW))
        time_opening(server, few, "warm")
        small, large = (time_opening(server, few, "few"), time_opening(server, many, "many"))
        rows += [
            (f"open a branch on {FEW}", 1000 * small, "ms"),
            (f"open a branch on {MESSAGES}", 1000 * large, "ms"),
            ("ratio of the two", large / small, ""),
        ]
        for scope in (ScopeKind.OWN, ScopeKind.COMPANY):
            token = open_one(server, many, f"b-api-{scope.value}", scope)
            rows += asyncio.run(time_api(server, token, scope.value))
        engine.dispose()
        rows.append(("database", path.stat().st_size / 1e6, "MB"))
    return rows


if __name__ == "__main__":
    for name, value, unit in main():
        print(f"{name:40} {value:10.2f} {unit}")
