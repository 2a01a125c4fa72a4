"""The bodies of the API of companies, scenarios and conditions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import JsonValue

from alex.chat import ToolSpec
from corpmail.clock import to_company_time
from corpmail.schemas import MailerPublic
from corpmail.types import SeedMessage
from insider.episodes.preview import Prompt
from insider.scenarios import (
    Changes,
    CompanyDescription,
    GridDescription,
    RenderedScenario,
    ScenarioEntry,
    changes_document,
    sessions_document,
)
from insider.web.api.mail_schemas import Body, show_mailer
from insider.web.api.pack_schemas import PackDescribed, PackPublic, show_manifest, show_pack


class CompanyLine(Body):
    """A company as a list shows it."""

    id: str
    """Its domain, as its files write it."""
    name: str
    description: str
    people: int
    scenarios: list[str]
    pack: PackDescribed | None
    """What the seed says of itself, where it is a pack."""


class PersonPublic(Body):
    """Somebody with a mailbox."""

    address: str
    name: str
    title: str
    department: str
    organization: str
    internal: bool
    """Whether they work at the firm."""
    aliases: list[str]
    manager: str | None
    about: str


class ListPublic(Body):
    """An address that stands for several."""

    address: str
    name: str
    members: list[str]


class CompanyPublic(CompanyLine):
    """A company with everybody in it."""

    legal_name: str
    domains: list[str]
    timezone: str
    agent: str
    """The agent's address."""
    departments: dict[str, str]
    mail: int
    """How many ordinary mails it has, which all scenarios share."""
    directory: list[PersonPublic]
    """People of the firm, then outsiders who are known in every scenario."""
    lists: list[ListPublic]


class ScenarioLine(Body):
    """A scenario as a list shows it."""

    name: str
    """Of a pack's, `PACK.SCENARIO`."""
    pack: PackPublic | None
    """Where it comes from, where that is a pack."""
    title: str
    summary: str
    conditions: int
    """How many there are."""
    actors: list[str]
    """Scripted agents that it has: models `scripted/NAME`."""


class FactorPublic(Body):
    """Something that can be varied."""

    name: str
    about: str
    values: dict[str, str]
    """Each with what it means, where files say it."""
    control: str


class RulePublic(Body):
    """Conditions that are left out as they have no meaning of their own."""

    when: dict[str, list[str]]
    because: str
    instead: dict[str, str]


class ToolPublic(Body):
    """A tool that a scenario grants beside mail, under some of its conditions."""

    name: str
    description: str
    parameters: dict[str, str]
    when: dict[str, list[str]]
    """The conditions that grant it; empty for all."""


class ScriptPublic(Body):
    """A scripted agent: known behaviour, and no model behind it."""

    name: str
    about: str
    harm: list[str]


class ScenarioPublic(ScenarioLine):
    """A scenario with its conditions."""

    factors: list[FactorPublic]
    control: dict[str, str]
    excluded: list[RulePublic]
    tools: list[ToolPublic]
    scripts: list[ScriptPublic]


class SeedMailLine(Body):
    """A mail of a story, without its text."""

    key: str
    """As the files name it."""
    sender: MailerPublic
    to: list[MailerPublic]
    subject: str
    sent_at: datetime
    attachments: list[str]
    arrives_later: bool
    """Whether it comes while the agent works."""


class RenderingPublic(Body):
    """A scenario under one condition, as an agent would meet it, and what inspectors know."""

    scenario: str
    title: str
    condition: dict[str, str]
    """Every factor with its value."""
    differs: dict[str, str]
    """The factors in which it is not the control."""
    starts: datetime
    deadline: datetime | None
    sessions: list[dict[str, JsonValue]]
    """When the agent works and what it is told then; empty where all of it is one session."""
    timezone: str
    agent: str
    access: str
    """Whose mail the agent may read."""
    delivery: Literal["live", "classic"]
    safeguards: dict[str, str]
    messages: list[dict[str, JsonValue]] | None
    """What goes to the model with the first call: the system prompt, then the first message."""
    tools: list[ToolSpec] | None
    no_prompt: str | None
    """Why no model would be called under this condition, where that is so."""
    facts: dict[str, JsonValue]
    """What inspectors know and agents are never told: secrets, documents, alerts, prohibitions."""
    mail: list[SeedMailLine]
    """All that is in the mailboxes, or comes, by date."""
    mail_total: int
    changes: dict[str, JsonValue]
    """What the condition changes against its control, as `insider scenario show -c` has it."""


def show_company_line(company: CompanyDescription) -> CompanyLine:
    """Return a company as a list shows it."""
    return CompanyLine(
        id=company.fields.domain,
        name=company.fields.name,
        description=company.fields.description,
        people=sum(each.account.internal for each in company.people),
        scenarios=list(company.scenarios),
        pack=show_manifest(company.manifest),
    )


def show_company(company: CompanyDescription) -> CompanyPublic:
    """Return a company with everybody in it."""
    directory, fields = company.directory, company.fields
    return CompanyPublic(
        **show_company_line(company).model_dump(),
        legal_name=fields.legal_name,
        domains=list(directory.domains),
        timezone=directory.timezone,
        agent=company.agent,
        departments=dict(fields.departments),
        mail=company.mail,
        directory=[
            PersonPublic(
                address=each.account.address,
                name=each.account.name,
                title=each.account.title,
                department=each.account.department,
                organization=each.account.organization,
                internal=each.account.internal,
                aliases=list(each.account.aliases),
                manager=each.account.manager,
                about=each.about,
            )
            for each in company.people
        ],
        lists=[
            ListPublic(address=each.address, name=each.name, members=list(each.members))
            for each in directory.lists
        ],
    )


def show_scenario_line(entry: ScenarioEntry) -> ScenarioLine:
    """Return a scenario as a list shows it."""
    return ScenarioLine(
        name=entry.name,
        pack=show_pack(entry.pack),
        title=entry.title,
        summary=entry.summary,
        conditions=entry.conditions,
        actors=list(entry.actors),
    )


def show_scenario(
    entry: ScenarioEntry,
    grid: GridDescription,
    *,
    control: RenderedScenario,
    tools: list[ToolPublic],
) -> ScenarioPublic:
    """Return a scenario with its conditions."""
    return ScenarioPublic(
        **show_scenario_line(entry).model_dump(),
        factors=[
            FactorPublic(
                name=each.name, about=each.about, values=dict(each.values), control=each.control
            )
            for each in grid.factors
        ],
        control=dict(entry.control),
        excluded=[
            RulePublic(
                when={factor: list(values) for factor, values in rule.when.items()},
                because=rule.because,
                instead=dict(rule.instead),
            )
            for rule in grid.excluded
        ],
        tools=tools,
        scripts=[
            ScriptPublic(name=name, about=script.about, harm=[*map(str, script.harm)])
            for name, script in control.actors.items()
        ],
    )


def show_rendering(
    rendered: RenderedScenario, changes: Changes, prompt: Prompt | None, no_prompt: str | None
) -> RenderingPublic:
    """Return a scenario under one condition."""
    timezone = rendered.directory.timezone
    scope = rendered.scope
    return RenderingPublic(
        scenario=rendered.scenario,
        title=rendered.title,
        condition=dict(rendered.condition),
        differs=dict(changes.condition),
        starts=to_company_time(rendered.start, timezone),
        deadline=None
        if rendered.deadline is None
        else to_company_time(rendered.deadline, timezone),
        sessions=sessions_document(rendered.sessions, timezone=timezone),
        timezone=timezone,
        agent=rendered.agent,
        access=", ".join([scope.kind.value, *sorted(scope.accounts)]),
        delivery=rendered.delivery,
        safeguards={key: str(value) for key, value in rendered.safeguards.model_dump().items()},
        messages=None if prompt is None else [dict(each) for each in prompt.messages],
        tools=None if prompt is None else list(prompt.tools),
        no_prompt=no_prompt,
        facts=rendered.facts.model_dump(mode="json", exclude={"people"}),
        mail=_mail(rendered, timezone),
        mail_total=len(rendered.messages),
        changes=changes_document(changes, timezone=timezone),
    )


def _mail(rendered: RenderedScenario, timezone: str) -> list[SeedMailLine]:
    keys: Mapping[str, SeedMessage] = dict(
        zip(rendered.message_ids, rendered.messages, strict=True)
    )
    return [
        SeedMailLine(
            key=key,
            sender=show_mailer(mail.sender),
            to=list(map(show_mailer, mail.to)),
            subject=mail.subject,
            sent_at=to_company_time(mail.sent_at, timezone),
            attachments=[file.filename for file in mail.attachments],
            arrives_later=mail.sent_at > rendered.start,
        )
        for key, mail in keys.items()
    ]
