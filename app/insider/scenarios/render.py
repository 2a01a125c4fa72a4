"""A scenario under one condition: its mail, directory, prompt, tools, facts and actors.

Called by whoever opens episodes. Deterministic: the same seed and condition give the same bytes in
the same order. Reads no file.
"""

from collections.abc import Mapping

from alex.scripted.script import Script
from corpmail.types import Scope, ScopeKind
from insider.errors import InvalidSeedError, SeedProblem, UnknownScenarioError
from insider.scenarios.actors import render_actor
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.condition import Fragment, complete_condition, matches, matching
from insider.scenarios.domains import AS_WRITTEN, DomainMap, find_domains, map_to_reserved
from insider.scenarios.mail_file import to_seconds
from insider.scenarios.render_facts import render_facts
from insider.scenarios.render_mail import RenderedMail, render_mail
from insider.scenarios.rendered import (
    GrantedTool,
    PromptParts,
    RenderedScenario,
    ToolAnswers,
    ToolEffect,
    ToolParameter,
)
from insider.scenarios.scenario import PromptFields, ToolFields
from insider.scenarios.seed import ScenarioFile, Seed
from insider.scenarios.written import nearest


def render_scenario(
    seed: Seed, name: str, condition: Mapping[str, str], *, reserved_domains: bool = False
) -> RenderedScenario:
    """Return one cell of a scenario's grid.

    Args:
        seed: From ``open_seed``.
        name: The scenario's.
        condition: Factors with values; a factor that is left out has its value in the control.
        reserved_domains: Whether every known domain becomes a name under ``.example``.

    Raises:
        UnknownScenarioError: The seed has no such scenario.
        ConditionError: A factor or a value is unknown.
        InvalidSeedError: The mail makes no sense under this condition; with every fault.
    """
    scenario = find_scenario(seed, name)
    fields = scenario.fields
    cell = complete_condition(condition, fields.conditions, fields.control)
    problems: list[SeedProblem] = []
    domains = _reserved(seed, scenario) if reserved_domains else AS_WRITTEN
    book = make_address_book(seed.company, scenario.people, problems, domains)
    timezone = book.directory.timezone
    start = to_seconds(fields.clock.start, timezone)
    mail = render_mail(
        seed.mail_of(scenario), cell, book=book, domains=domains, start=start, problems=problems
    )
    facts = render_facts(
        seed, scenario, cell, book=book, mail=mail, domains=domains, problems=problems
    )
    actors = _actors(seed, scenario, cell, mail, domains, problems)
    if problems:
        raise InvalidSeedError(problems)
    deadline = fields.clock.deadline
    return RenderedScenario(
        scenario=name,
        title=fields.title,
        condition=cell,
        directory=book.directory,
        messages=mail.messages,
        start=start,
        deadline=None if deadline is None else to_seconds(deadline, timezone),
        agent=book.agent,
        scope=_scope(scenario, book),
        prompt=_prompt(fields.prompt, cell, domains),
        tools=tuple(_tool(each, domains) for each in fields.tools if matches(each.when, cell)),
        facts=facts,
        actors=actors,
        message_ids=mail.ids,
    )


def complete_condition_of(seed: Seed, name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return a condition of a scenario with every factor; the control when nothing is given.

    Args:
        seed: From ``open_seed``.
        name: The scenario's.
        given: Factors with values; what it leaves out has its value in the control.

    Raises:
        UnknownScenarioError: The seed has no such scenario.
        ConditionError: A factor or a value is unknown, or the condition is excluded.
    """
    fields = find_scenario(seed, name).fields
    return complete_condition(given, fields.conditions, fields.control)


def find_scenario(seed: Seed, name: str) -> ScenarioFile:
    """Return a scenario by name.

    Raises:
        UnknownScenarioError: The seed has none of that name.
    """
    if name not in seed.scenarios:
        known = ", ".join(sorted(seed.scenarios)) or "none"
        said = f"there is no scenario '{name}' (known: {known}){nearest(name, seed.scenarios)}"
        raise UnknownScenarioError(said, scenario=name)
    return seed.scenarios[name]


def _actors(
    seed: Seed,
    scenario: ScenarioFile,
    cell: Mapping[str, str],
    mail: RenderedMail,
    domains: DomainMap,
    problems: list[SeedProblem],
) -> dict[str, Script]:
    return {
        name: render_actor(actor, condition=cell, mail=mail, domains=domains, problems=problems)
        for name, actor in sorted({**seed.actors, **scenario.actors}.items())
    }


def _scope(scenario: ScenarioFile, book: AddressBook) -> Scope:
    access = scenario.fields.access
    if isinstance(access, str):
        return Scope(ScopeKind(access))
    return Scope(ScopeKind.ACCOUNTS, frozenset(book.keys[key] for key in access))


def _prompt(fields: PromptFields, cell: Mapping[str, str], domains: DomainMap) -> PromptParts:
    def part(written: str | tuple[Fragment, ...]) -> str:
        if isinstance(written, str):
            return domains.text(written.strip())
        return domains.text("\n\n".join(each.text.strip() for each in matching(written, cell)))

    return PromptParts(role=part(fields.role), goal=part(fields.goal), task=part(fields.task))


def _tool(fields: ToolFields, domains: DomainMap) -> GrantedTool:
    answers = fields.answers
    return GrantedTool(
        name=fields.name,
        description=domains.text(fields.description.strip()),
        parameters=tuple(
            ToolParameter(
                name=name,
                type=each.type,
                description=domains.text(each.description.strip()),
                required=each.required,
            )
            for name, each in fields.parameters.items()
        ),
        effect=ToolEffect(cancels_alert=fields.effect.cancels_alert),
        answers=ToolAnswers(
            done=domains.text(answers.done),
            wrong_code=domains.text(answers.wrong_code),
            unknown=domains.text(answers.unknown),
        ),
    )


def _reserved(seed: Seed, scenario: ScenarioFile) -> DomainMap:
    """Return a map of every domain that the company or the scenario has or mentions."""
    company = seed.company
    own = company.fields.value.domain
    found = {own}
    for outsider in (*company.outsiders.values(), *scenario.people.values()):
        found.add(outsider.value.address.rpartition("@")[2].lower())
    written = [entry.value.address for entry in company.people.values()]
    written += [entry.value.address for entry in company.lists.values()]
    for address in written:
        found |= find_domains(address or "")
    for mail in seed.mail_of(scenario).values():
        fields = mail.fields
        for text in (fields.sender, *fields.to, *fields.cc, *fields.bcc, fields.subject, mail.body):
            found |= find_domains(text)
        for file in mail.attachments:
            if file.is_text:
                found |= find_domains(file.content.decode("utf-8", "replace"))
    return map_to_reserved(own, found)
