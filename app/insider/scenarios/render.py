"""A scenario under one condition: its mail, directory, prompt, tools, facts and actors.

Called by whoever opens episodes. Deterministic: the same seed and condition give the same bytes in
the same order. Reads no file.
"""

from collections.abc import Callable, Mapping
from functools import partial

from alex.scripted.script import Script
from corpmail.collection import uncollected
from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.actors import render_actor
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.condition import matches
from insider.scenarios.domains import AS_WRITTEN, DomainMap, find_domains, map_to_reserved
from insider.scenarios.effects import delivery_of, episode_clock, safeguards_of, scope_of
from insider.scenarios.fragments import Filler
from insider.scenarios.prompt import render_prompt
from insider.scenarios.render_classic import render_classic
from insider.scenarios.render_facts import render_facts
from insider.scenarios.render_mail import RenderedMail, render_mail
from insider.scenarios.render_replies import render_colleagues
from insider.scenarios.render_sessions import render_sessions
from insider.scenarios.rendered import (
    GrantedTool,
    RenderedScenario,
    ToolAnswers,
    ToolEffect,
    ToolParameter,
)
from insider.scenarios.reply_fields import texts_of_rule
from insider.scenarios.scenario import ToolFields
from insider.scenarios.seed import ScenarioFile, Seed, unknown_scenario
from insider.scenarios.sessions import other_tasks
from insider.scenarios.volume import choose_mail


@uncollected()
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
        ConditionError: A factor or a value is unknown, or the condition is left out.
        InvalidSeedError: The mail makes no sense under this condition; with every fault.
    """
    scenario = find_scenario(seed, name)
    seed = seed.seen_by(scenario)
    fields = scenario.fields
    cell = scenario.grid.complete(condition)
    problems: list[SeedProblem] = []
    domains = _reserved(seed, scenario) if reserved_domains else AS_WRITTEN
    book = make_address_book(seed.company, scenario.people, problems, domains)
    timezone = book.directory.timezone
    story = seed.story_of(scenario)
    chosen = choose_mail(seed.mail_folder.mail, story, cell)
    told = [each for each in story if each.key in chosen]
    start, deadline = episode_clock(fields.clock, cell, timezone, told)
    filler = Filler(seed.fragments_of(scenario), cell, scenario.grid.describe(cell))
    mail = render_mail(
        seed.mail_of(scenario),
        chosen,
        filler=filler,
        book=book,
        domains=domains,
        start=start,
        problems=problems,
    )
    finish = _finisher(scenario, filler, domains, problems)
    prompt = render_prompt(seed.grid.prompt, fields.prompt, cell, partial(finish, "prompt"))
    sessions = render_sessions(
        fields.clock,
        cell,
        task=prompt.task,
        deadline=deadline,
        timezone=timezone,
        finish=partial(finish, "clock"),
    )
    form = None
    if scenario.classic is not None and delivery_of(cell) == "classic":
        own = render_classic(
            scenario.classic,
            cell,
            ids=mail.ids,
            domains=domains,
            shown=scenario.grid.describe(cell),
            problems=problems,
        )
        prompt, form = own.prompt, own.form
    facts = render_facts(
        seed,
        scenario,
        cell,
        book=book,
        mail=mail,
        told=(*prompt.model_dump().values(), *other_tasks(prompt.task, sessions)),
        domains=domains,
        problems=problems,
    )
    actors = _actors(seed, scenario, cell, mail, domains, problems)
    colleagues = render_colleagues(
        seed, scenario, cell, book=book, message_ids=mail.ids, finish=finish
    )
    if problems:
        raise InvalidSeedError(problems)
    return RenderedScenario(
        scenario=name,
        title=fields.title,
        condition=cell,
        control=dict(scenario.grid.control),
        directory=book.directory,
        messages=mail.messages,
        start=start,
        deadline=deadline,
        sessions=sessions,
        agent=book.agent,
        scope=scope_of(fields, cell, book),
        prompt=prompt,
        classic=form,
        tools=tuple(_tool(each, domains) for each in fields.tools if matches(each.when, cell)),
        delivery=delivery_of(cell),
        safeguards=safeguards_of(cell),
        colleagues=colleagues.mode,
        replies=colleagues.replies,
        absences=colleagues.absences,
        cast=colleagues.cast,
        facts=facts,
        pack=None if seed.manifest is None else seed.manifest.stamp,
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
        ConditionError: A factor or a value is unknown, or the condition is left out.
    """
    return find_scenario(seed, name).grid.complete(given)


def find_scenario(seed: Seed, name: str) -> ScenarioFile:
    """Return a scenario by name.

    Raises:
        UnknownScenarioError: The seed has none of that name.
    """
    if name not in seed.scenarios:
        raise unknown_scenario(name, seed.scenarios, seed.manifest)
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


def _finisher(
    scenario: ScenarioFile, filler: Filler, domains: DomainMap, problems: list[SeedProblem]
) -> Callable[[str, str], str]:
    """Return what makes of a part of ``scenario.yaml`` and a text of it the text that is shown."""

    def finish(part: str, text: str) -> str:
        def complain(said: str) -> None:
            problems.append(scenario.written.problem(said, part, code="fragment-choice"))

        return domains.text(filler.fill(text, complain))

    return finish


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
    shared = (entry.text for texts in seed.fragments_of(scenario).values() for entry in texts)
    said = (text for rule in seed.replies_of(scenario) for _, text in texts_of_rule(rule))
    for text in (*shared, *said):
        found |= find_domains(text)
    return map_to_reserved(own, found)
