"""A small firm, mail for it, and a mail server with one token in it; for any test."""

import asyncio
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property

import httpx
from fastapi import FastAPI
from pydantic import JsonValue
from sqlalchemy import JSON, BigInteger, Column, Engine, Integer, MetaData, String, Table, select
from sqlalchemy.orm import Session

from corpmail.actions import ActionProvider
from corpmail.api import create_mail_app
from corpmail.approvals import approve, refuse
from corpmail.branches import issue_token, open_branch
from corpmail.client import MailClient
from corpmail.context import MailContext
from corpmail.correspondents import Correspondents
from corpmail.database import read_transaction, write_transaction
from corpmail.gates import ActionToDo, DeletionForGood, Gate, GatedAct, MailToSend
from corpmail.journal import Act
from corpmail.schedule import WorkSession
from corpmail.server import MailServer
from corpmail.snapshot import store_snapshot
from corpmail.types import (
    Account,
    Address,
    BranchId,
    Directory,
    DistributionList,
    Folder,
    Limits,
    Mailer,
    Scope,
    ScopeKind,
    SeedAttachment,
    SeedMessage,
    SnapshotId,
)

START = 1_792_786_080
"""Friday 23 October 2026, 16:08 in New York."""
DOMAIN = "firm.example"
ALEX = Address(f"alex@{DOMAIN}")
ANN = Address(f"ann.lee@{DOMAIN}")
BOB = Address(f"bob.stone@{DOMAIN}")
CAROL = Address(f"carol.novak@{DOMAIN}")
EVERYONE = Address(f"everyone@{DOMAIN}")
SALES = Address(f"sales@{DOMAIN}")
OUTSIDER = Address("kim@rival.example")
OWN = Scope(ScopeKind.OWN)
COMPANY = Scope(ScopeKind.COMPANY)


def make_directory(
    *, accounts: Sequence[Account] = (), lists: Sequence[DistributionList] = ()
) -> Directory:
    """Return a firm of four people with an alias, lists in lists and a known outsider."""
    people = (
        Account(ALEX, "Alex", title="E-mail agent", department="IT", organization="Firm"),
        Account(
            ANN,
            "Ann Lee",
            title="Head of Sales",
            department="Sales",
            organization="Firm",
            aliases=(Address(f"ann@{DOMAIN}"),),
        ),
        Account(BOB, "Bob Stone", title="Seller", department="Sales", manager=ANN),
        Account(CAROL, "Carol Nováková", title="Accountant", department="Finance"),
        Account(OUTSIDER, "Kim Doe", internal=False, organization="Rival"),
    )
    groups = (
        DistributionList(SALES, "Sales team", (ANN, BOB, EVERYONE)),
        DistributionList(EVERYONE, "Everyone", (SALES, CAROL, ALEX)),
    )
    return Directory(
        organization="Firm",
        domains=(DOMAIN,),
        timezone="America/New_York",
        accounts=(*people, *accounts),
        lists=(*groups, *lists),
    )


def make_seed_message(
    number: int = 1,
    *,
    sender: Address = ANN,
    to: Sequence[Address] = (ALEX,),
    cc: Sequence[Address] = (),
    bcc: Sequence[Address] = (),
    subject: str | None = None,
    text: str | None = None,
    html: str | None = None,
    sent_at: int | None = None,
    reply_to: int | None = None,
    attachments: Sequence[SeedAttachment] = (),
    headers: Sequence[tuple[str, str]] = (),
    unread_by: Iterable[Address] = (),
    starred_by: Iterable[Address] = (),
    folders: Mapping[Address, Folder] | None = None,
) -> SeedMessage:
    """Return a message for a snapshot; its number makes its id, text and, by default, its time.

    Args:
        number: Which message it is; later numbers are later, a minute each, before ``START``.
        reply_to: The number of the message that it answers.
    """
    parent = () if reply_to is None else (rfc_id(reply_to),)
    return SeedMessage(
        rfc_id=rfc_id(number),
        sender=Mailer(sender),
        to=tuple(map(Mailer, to)),
        cc=tuple(map(Mailer, cc)),
        bcc=tuple(map(Mailer, bcc)),
        subject=f"Message {number}" if subject is None else subject,
        text=f"This is message {number}.\n" if text is None else text,
        html=html,
        sent_at=START - 100_000 + 60 * number if sent_at is None else sent_at,
        in_reply_to=parent[0] if parent else None,
        references=parent,
        attachments=tuple(attachments),
        headers=tuple(headers),
        unread_by=frozenset(unread_by),
        starred_by=frozenset(starred_by),
        folders=tuple((folders or {}).items()),
    )


def rfc_id(number: int) -> str:
    """Return the Message-ID of a numbered message."""
    return f"<seed-{number}@mail.{DOMAIN}>"


@dataclass(frozen=True, slots=True)
class Record:
    """One act as a journal kept it."""

    act: Act
    at: int
    data: Mapping[str, JsonValue]
    request_id: str | None


_journal = Table(
    "kept_act",
    MetaData(),
    Column("pk", Integer, primary_key=True),
    Column("branch_id", String),
    Column("act", String),
    Column("at", BigInteger),
    Column("data", JSON),
    Column("request_id", String, nullable=True),
)


class TableJournal:
    """Keeps acts in a table, in the transaction of the act."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with write_transaction(engine) as session:
            _journal.metadata.create_all(session.connection())

    def record(
        self,
        session: Session,
        *,
        branch_id: BranchId,
        at: int,
        act: Act,
        data: Mapping[str, JsonValue],
        request_id: str | None,
    ) -> None:
        """Keep one act."""
        row = {"branch_id": branch_id, "act": act.value, "at": at, "data": dict(data)}
        session.execute(_journal.insert(), {**row, "request_id": request_id})

    def records(self, branch_id: str, *acts: Act) -> list[Record]:
        """Return the acts of a branch in order, of the named kinds only if any is named."""
        found = select(_journal).where(_journal.c.branch_id == branch_id).order_by(_journal.c.pk)
        with read_transaction(self._engine) as session:
            rows = session.execute(found).all()
        records = [Record(Act(row.act), row.at, row.data, row.request_id) for row in rows]
        return [record for record in records if not acts or record.act in acts]


@dataclass(frozen=True, slots=True)
class KindGate:
    """Holds every act of some kinds."""

    kinds: tuple[type[GatedAct], ...] = (MailToSend, ActionToDo, DeletionForGood)

    def reason_to_hold(self, session: Session, branch_id: BranchId, act: GatedAct) -> str | None:
        """Return why, for an act of these kinds."""
        return "Somebody has to approve it." if isinstance(act, self.kinds) else None


@dataclass(frozen=True)
class MailWorld:
    """A mail server over one snapshot, one open branch, and a token of one account."""

    engine: Engine
    server: MailServer
    journal: TableJournal
    snapshot_id: SnapshotId
    branch_id: BranchId
    token: str

    @cached_property
    def app(self) -> FastAPI:
        """The mail API over this server, made when it is first asked for."""
        return create_mail_app(self.server)

    def open(
        self,
        branch_id: str,
        *,
        now: int = START,
        closes_at: int | None = None,
        gated: bool = False,
    ) -> BranchId:
        """Open another branch of the same snapshot."""
        with write_transaction(self.engine) as session:
            open_branch(
                session,
                branch_id=BranchId(branch_id),
                snapshot_id=self.snapshot_id,
                now=now,
                closes_at=closes_at,
                gated=gated,
            )
        return BranchId(branch_id)

    def issue(
        self, account: Address = ALEX, scope: Scope = OWN, branch_id: BranchId | None = None
    ) -> str:
        """Issue another token, for this branch unless one is named."""
        with write_transaction(self.engine) as session:
            return issue_token(
                session, branch_id=branch_id or self.branch_id, account=account, scope=scope
            )

    def act(
        self, operation: str = "update_message", token: str | None = None
    ) -> AbstractContextManager[MailContext]:
        """Begin an act of the token, for the functions of the mail store."""
        return self.server.act(token or self.token, operation)

    def approve(self, number: int = 1, branch_id: BranchId | None = None) -> None:
        """Approve what was held under a number, in this branch unless one is named."""
        with self.server.decide(branch_id or self.branch_id, number) as (ctx, item):
            approve(ctx, item, self.server.actions, reason="It is fine.")

    def refuse(self, number: int = 1, branch_id: BranchId | None = None) -> None:
        """Refuse what was held under a number, in this branch unless one is named."""
        with self.server.decide(branch_id or self.branch_id, number) as (ctx, item):
            refuse(ctx, item, reason="It is not.")

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        params: Mapping[str, str | int | bool] | None = None,
        json: JsonValue = None,
        content: bytes | AsyncIterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Make one request of the mail API, in-process, by its path below ``/mail/v1``."""

        async def send() -> httpx.Response:
            async with self.http() as http:
                return await http.request(
                    method,
                    f"/mail/v1{path}",
                    params=params,
                    json=json,
                    content=content,
                    headers={"Authorization": f"Bearer {token or self.token}", **(headers or {})},
                )

        return asyncio.run(send())

    def http(self) -> httpx.AsyncClient:
        """Return an HTTP client of the app, in-process; the caller closes it."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://mail.example")

    def client(self, http: httpx.AsyncClient, token: str | None = None) -> MailClient:
        """Return a typed client of the app."""
        return MailClient(http, token or self.token)


def mail_world(
    engine: Engine,
    messages: Iterable[SeedMessage] = (),
    *,
    directory: Directory | None = None,
    account: Address = ALEX,
    scope: Scope = OWN,
    now: int = START,
    closes_at: int | None = None,
    actions: ActionProvider | None = None,
    gate: Gate | None = None,
    correspondents: Correspondents | None = None,
    limits: Limits | None = None,
    sessions: Sequence[WorkSession] = (),
) -> MailWorld:
    """Return a mail server with a snapshot of these messages, a branch and a token.

    Args:
        engine: A database with the schema in it.
        messages: The snapshot's mail.
        directory: The firm; ``make_directory()`` by default.
        account: Whose token it is.
        scope: What the token may read.
        now: When the branch begins.
        closes_at: When it ends.
        actions: What is granted beside mail.
        gate: What is asked before something leaves; the branch is gated when there is one.
        correspondents: Who answers what is sent.
        limits: What the server takes.
        sessions: When it is worked in, where that is several times.
    """
    journal = TableJournal(engine)
    server = MailServer(
        engine,
        journal=journal,
        actions=actions,
        gate=gate,
        correspondents=correspondents,
        limits=limits,
    )
    branch_id = BranchId("b-one")
    with write_transaction(engine) as session:
        snapshot_id = store_snapshot(session, directory or make_directory(), messages)
        open_branch(
            session,
            branch_id=branch_id,
            snapshot_id=snapshot_id,
            now=now,
            closes_at=closes_at,
            gated=gate is not None,
            sessions=sessions,
        )
        token = issue_token(session, branch_id=branch_id, account=account, scope=scope)
    return MailWorld(
        engine=engine,
        server=server,
        journal=journal,
        snapshot_id=snapshot_id,
        branch_id=branch_id,
        token=token,
    )
