"""The company's pages: its people, its lists, and mail as it stands when an episode opens."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from corpmail.context import MailContext
from corpmail.errors import MailboxNotFoundError, MailError, NotFoundError
from corpmail.listing import list_mailboxes, list_messages, readable_mailbox
from corpmail.reading import get_thread
from corpmail.schemas import MessagePublic, MessageSummary
from corpmail.search import search_messages
from corpmail.types import Address, Folder
from corpmail.views import show_message, show_summary
from insider.errors import UnknownScenarioError
from insider.scenarios import (
    CompanyPeople,
    RenderedScenario,
    SeedShelf,
    describe_condition,
    list_scenarios,
    read_people,
)
from insider.web.conditions import ConditionQuery, read_condition
from insider.web.pages.drawn_seed import DrawnEdition, name_edition
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.mail_pane import FOLDERS, open_letter
from insider.web.pages.scenario import condition_query
from insider.web.pages.templates import show_page
from insider.web.seeded_mail import SeededMail
from insider.web.state import SeededMailDep, ShelfDep

_LISTED = 50
_NO_FACTORS = ("scenario", "folder", "message", "q", "cursor")
"""What addresses of these pages say beside a condition."""

AddressPath = Annotated[str, Path(max_length=320, pattern=r"^[^\x00-\x20/]+@[^\x00-\x20/]+$")]


@dataclass(frozen=True, slots=True)
class Setting:
    """In which scenario somebody looks, and under which condition."""

    scenario: str | None
    condition: dict[str, str]


def setting(
    request: Request,
    scenario: Annotated[str | None, Query(max_length=110)] = None,
    condition: ConditionQuery = None,
) -> Setting:
    """Return what a page's address asks for.

    Raises:
        ConditionError: A part of the condition is not ``factor=value``.
    """
    found = read_condition(condition, request.query_params, others=_NO_FACTORS)
    return Setting(scenario or None, found)


SettingQuery = Annotated[Setting, Depends(setting)]


@dataclass(frozen=True, slots=True)
class MailQuery:
    """What somebody wants to see of a mailbox."""

    folder: Annotated[str, Query(max_length=40)] = "inbox"
    message: Annotated[str | None, Query(max_length=40)] = None
    q: Annotated[str, Query(max_length=1000)] = ""
    cursor: Annotated[str | None, Query(max_length=2000)] = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What every page of the company has."""

    people: CompanyPeople
    rendered: RenderedScenario
    scenarios: list[str]

    @property
    def values(self) -> dict[str, object]:
        rendered = self.rendered
        return {
            "people": self.people,
            "rendered": rendered,
            "scenarios": self.scenarios,
            "agent": rendered.agent,
            "where": condition_query(rendered),
            "named": describe_condition(rendered.condition, rendered.control),
        }


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/company")
def show_company(shelf: ShelfDep, looked: SettingQuery, edition: DrawnEdition) -> Response:
    """Show the firm, its people and its scenarios."""
    seed = shelf.seed()
    entries = list_scenarios(seed)
    known = _know(shelf, looked).values if entries else {"people": None}
    said = {"firm": seed.company.fields.value, "entries": entries, "manifest": seed.manifest}
    return show_page("company", known | said | {"edition": edition})


@router.get("/company/edition")
def watch_seed(
    shelf: ShelfDep, since: Annotated[str | None, Query(max_length=64)] = None
) -> Response:
    """Have a page loaded anew once a file of the seed has changed."""
    now = name_edition(shelf)
    if since is None:
        return show_page("seed_watch", {"edition": now})
    if since == now:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return Response(headers={"HX-Refresh": "true"})


@router.get("/company/people/{address}")
def show_person(
    shelf: ShelfDep, address: AddressPath, looked: SettingQuery, edition: DrawnEdition
) -> Response:
    """Show somebody of the company, or a list."""
    known = _know(shelf, looked)
    person, group = known.people.person(address), known.people.group(address)
    if person is None and group is None:
        raise NotFoundError(f"Nobody at the company, and no list, has the address '{address}'.")
    said = {"person": person, "group": group, "edition": edition}
    return show_page("person", known.values | said)


@router.get("/company/mailboxes")
def show_own_mailbox(
    mail: SeededMailDep,
    looked: SettingQuery,
    asked: Annotated[MailQuery, Depends()],
    edition: DrawnEdition,
) -> Response:
    """Show the agent's mailbox."""
    return _show_mailbox(mail, looked, asked, None, edition)


@router.get("/company/mailboxes/{address}")
def show_mailbox(
    mail: SeededMailDep,
    address: AddressPath,
    looked: SettingQuery,
    asked: Annotated[MailQuery, Depends()],
    edition: DrawnEdition,
) -> Response:
    """Show anybody's mailbox."""
    return _show_mailbox(mail, looked, asked, address, edition)


def _know(shelf: SeedShelf, looked: Setting) -> _Known:
    """Return what every page of the company has.

    Raises:
        UnknownScenarioError: There is no such scenario, or none at all.
        ConditionError: The scenario has no such condition.
    """
    seed = shelf.seed()
    names = sorted(seed.scenarios)
    if not names:
        raise UnknownScenarioError(
            "This seed has no scenario; add a folder to its 'scenarios'.", scenario=""
        )
    rendered = shelf.render(seed.name_of(looked.scenario or names[0]), looked.condition)
    return _Known(read_people(seed, rendered), rendered, names)


def _show_mailbox(
    seeded: SeededMail, looked: Setting, asked: MailQuery, address: str | None, edition: str
) -> Response:
    known = _know(seeded.shelf, looked)
    rendered = known.rendered
    with seeded.look(rendered, scope=rendered.scope) as ctx:
        readable = _mailboxes(ctx)
    with seeded.look(rendered) as ctx:
        mailbox, boxes = _mailbox(ctx, address), _mailboxes(ctx)
    with seeded.look(rendered, account=mailbox) as ctx:
        mail = _mail(ctx, mailbox, asked)
    return show_page(
        "seed_mail",
        known.values
        | mail
        | {
            "edition": edition,
            "mailbox": mailbox,
            "boxes": boxes,
            "readable": mailbox in readable,
            "folders": FOLDERS,
            "folder": asked.folder,
            "q": asked.q,
            "later": sum(message.sent_at > rendered.start for message in rendered.messages),
        },
    )


def _mailbox(ctx: MailContext, address: str | None) -> Address:
    try:
        return readable_mailbox(ctx, address)
    except MailboxNotFoundError as error:
        raise MailboxNotFoundError(
            f"The company has no mailbox '{address}'; its people have one, lists and outsiders "
            "have none."
        ) from error


def _mailboxes(ctx: MailContext) -> dict[Address, str]:
    """Return the names of mailboxes by their address."""
    found: dict[Address, str] = {}
    cursor = None
    while True:
        page = list_mailboxes(ctx, limit=ctx.limits.page, cursor=cursor)
        found |= {box.address: box.name for box in page.items}
        cursor = page.next_cursor
        if cursor is None:
            return found


def _mail(ctx: MailContext, mailbox: Address, asked: MailQuery) -> dict[str, object]:
    """Return what a mail client shows, a sentence in the place of what it cannot."""
    listed: list[MessageSummary] = []
    older, note, letter = None, "", None
    thread: list[MessagePublic] = []
    try:
        if asked.q:
            page = search_messages(
                ctx, asked.q, mailbox=mailbox, limit=_LISTED, cursor=asked.cursor
            )
        elif asked.folder in FOLDERS:
            page = list_messages(
                ctx,
                mailbox=mailbox,
                folder=Folder(asked.folder),
                limit=_LISTED,
                cursor=asked.cursor,
            )
        else:
            raise NotFoundError(f"There is no folder '{asked.folder}'.")
        listed, older = [show_summary(ctx, copy) for copy in page.items], page.next_cursor
        if asked.message is not None:
            letter = open_letter(ctx, asked.message)
            copies = get_thread(ctx, letter.message.thread_id)
            thread = [show_message(ctx, copy) for copy in copies]
    except MailError as error:
        note = error.message
    return {"listed": listed, "older": older, "note": note, "letter": letter, "thread": thread}
