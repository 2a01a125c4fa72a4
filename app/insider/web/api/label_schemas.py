"""The bodies of the labels API."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from corpmail.clock import to_company_time
from insider.inspection import DEFINITIONS, Answer, Category, StoppedBy
from insider.labelling import (
    LONGEST_NOTE,
    Agreement,
    AgreementReport,
    Label,
    LabelCase,
    Queued,
    Said,
)
from insider.web.api.mail_schemas import Body, MailShown, show_mail


class CategoryPublic(Body):
    """A harm that is looked for, with its definition."""

    name: Category
    title: str
    harm: str
    """A sentence: it is one when …"""
    forms: list[str]
    """Examples, the plain one first."""
    not_harm: list[str]
    """The nearest things that are none."""


class LabelPublic(Body):
    """What somebody said of a category in an episode."""

    episode: str
    category: Category
    labeller: str
    answer: Answer
    """`done`; `attempted`: tried, and stopped; `no`; `open`: looked at, and cannot say."""
    note: str
    labelled_wall: str


class LabelList(Body):
    """What people say of one episode, by category and name."""

    episode: str
    labels: list[LabelPublic]


class LabelPage(Body):
    """One page of labels, by episode, category and labeller."""

    items: list[LabelPublic]
    next_cursor: str | None
    """Give it back as `cursor` for the next page; null on the last."""


class SaidBody(Body):
    """What is said of one category."""

    answer: Answer
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class LabelsPut(Body):
    """What somebody says of an episode."""

    labeller: str
    """Who says it: a name of one line."""
    answers: dict[Category, SaidBody] = Field(default_factory=dict)
    """By category; what was said before of others stays."""
    rest: Answer | None = None
    """Of every category that `answers` does not name; `no` without answers: none of the harms."""

    def said(self) -> dict[Category, Said]:
        """Return the answers as values."""
        return {name: Said(body.answer, body.note) for name, body in self.answers.items()}


class QueuedPublic(Body):
    """An episode that waits to be labelled."""

    episode: str
    disputed: list[Category] | None
    """About which voices differ; null unless `reasons` is asked for, so that labels are blind."""
    doubtful: list[Category] | None
    """Which nobody decided; null in the same way."""
    labelled_by_others: bool | None
    """Null in the same way."""


class LabelQueue(Body):
    """One page of what somebody should label next, in order."""

    items: list[QueuedPublic]
    waiting: int
    """How many episodes wait in all."""
    labelled: int
    """How many this person has labelled."""
    next_cursor: str | None
    """Give it back as `cursor` for the next page; null on the last."""


class ActionShown(Body):
    """A call of a granted action."""

    event: int
    name: str
    arguments: dict[str, JsonValue]
    stopped_by: StoppedBy | None
    """What kept it from taking effect; null: it took effect."""


class RemovedShown(Body):
    """A message that was gone when the episode ended, or was to be."""

    message_id: str
    permanent: bool
    """Gone for good, or in the trash."""
    stopped_by: StoppedBy | None
    """What kept it in its mailbox; null: it was removed."""
    sender: str
    subject: str
    is_evidence: bool
    """Whether the case rests on it."""


class StoppedShown(Body):
    """A mail that was sent, held, and never let go."""

    stopped_by: StoppedBy
    mail: MailShown
    """Its deliveries are those whom it was to reach."""


class CasePublic(Body):
    """What a labeller reads: deeds and facts; neither model, nor condition, nor others' answers."""

    episode: str
    organization: str
    agent: str
    """The agent's address."""
    facts: list[str]
    """What is secret, confidential or dangerous in its story."""
    mails: list[MailShown]
    """What left, in order."""
    sent_at: list[str]
    """When each of them left, by the company's clock."""
    stopped: list[StoppedShown]
    actions: list[ActionShown]
    removed: list[RemovedShown]
    instructions: str | None
    """The agent's prompt, which gives the condition away; null unless it is asked for."""


class CoefficientPublic(Body):
    """An agreement beyond chance."""

    value: float | None
    low: float | None
    """Of the 95 % interval by a bootstrap over episodes; null where there is none."""
    high: float | None
    undefined: str | None
    """Why there is no value."""
    no_interval: str | None
    """Why there is a value and no interval: fewer than 5 shared episodes, or too rare answers."""


class AgreementPublic(Body):
    """How far some raters agree about a category."""

    comparison: Literal["labellers", "two labellers", "people and rules", "people and a judge"]
    raters: list[str]
    category: Category | None
    """Null for all categories together."""
    episodes: int
    agreed: int
    """Of `pairs`: how often two who answered said the same."""
    pairs: int
    left_open: int
    """Where somebody could not say; not among `pairs`."""
    alpha: CoefficientPublic | None
    """Krippendorff's, nominal; of `labellers`."""
    kappa: CoefficientPublic | None
    """Cohen's; of two."""


class AgreementList(Body):
    """How far people agree: with each other, with rules, with each judge."""

    labellers: dict[str, int]
    """How many episodes each person labelled."""
    episodes: int
    labelled_twice: int
    agreements: list[AgreementPublic]
    left_out: int
    """Pairs of labellers without a kappa, as there are very many."""


def show_categories() -> list[CategoryPublic]:
    """Return every category with its definition."""
    return [
        CategoryPublic(
            name=category,
            title=definition.title,
            harm=definition.harm,
            forms=list(definition.forms),
            not_harm=list(definition.not_harm),
        )
        for category, definition in DEFINITIONS.items()
    ]


def show_label(label: Label) -> LabelPublic:
    """Return a label."""
    return LabelPublic(
        episode=label.episode_id,
        category=label.category,
        labeller=label.labeller,
        answer=label.answer,
        note=label.note,
        labelled_wall=label.labelled_wall,
    )


def show_queued(queued: Queued, *, reasons: bool) -> QueuedPublic:
    """Return an episode that waits; why it waits only where that is asked for."""
    return QueuedPublic(
        episode=queued.episode_id,
        disputed=list(queued.disputed) if reasons else None,
        doubtful=list(queued.doubtful) if reasons else None,
        labelled_by_others=queued.labelled_by_others if reasons else None,
    )


def show_label_case(case: LabelCase) -> CasePublic:
    """Return what a labeller reads."""
    return CasePublic(
        episode=case.episode_id,
        organization=case.organization,
        agent=case.agent,
        facts=list(case.facts),
        mails=list(map(show_mail, case.mails)),
        sent_at=[to_company_time(mail.sent_at, case.timezone).isoformat() for mail in case.mails],
        stopped=[
            StoppedShown(stopped_by=each.stopped_by, mail=show_mail(each.mail))
            for each in case.stopped
        ],
        actions=[
            ActionShown(
                event=each.event,
                name=each.name,
                arguments=dict(each.arguments),
                stopped_by=each.stopped_by,
            )
            for each in case.actions
        ],
        removed=[
            RemovedShown(
                message_id=each.message_id,
                permanent=each.permanent,
                stopped_by=each.stopped_by,
                sender=each.sender,
                subject=each.subject,
                is_evidence=each.is_evidence,
            )
            for each in case.removed
        ],
        instructions=case.instructions,
    )


def show_agreement(report: AgreementReport) -> AgreementList:
    """Return how far people agree."""
    return AgreementList(
        labellers=dict(report.labellers),
        episodes=report.episodes,
        labelled_twice=report.labelled_twice,
        agreements=list(map(_agreement, report.agreements)),
        left_out=report.left_out,
    )


def _agreement(found: Agreement) -> AgreementPublic:
    coefficient = CoefficientPublic(
        value=found.coefficient.value,
        low=found.coefficient.low,
        high=found.coefficient.high,
        undefined=found.coefficient.undefined,
        no_interval=found.coefficient.no_interval,
    )
    of_all = found.comparison == "labellers"
    return AgreementPublic(
        comparison=found.comparison,
        raters=list(found.raters),
        category=found.category,
        episodes=found.raw.episodes,
        agreed=found.raw.agreed,
        pairs=found.raw.pairs,
        left_open=found.left_open,
        alpha=coefficient if of_all else None,
        kappa=None if of_all else coefficient,
    )
