"""Whether a seed's stories hold together, whatever the condition.

Called by tests and by the command line. Opening a seed finds what is wrong with its files; this
finds what is wrong with what they tell. There are far too many conditions to look at each: faults
come from a value, or from two that do not fit, and so every value and every pair is looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.actors import keys_named_by
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.classic_prompt import find_silence
from insider.scenarios.fragments import find_placeholders
from insider.scenarios.grid import Condition
from insider.scenarios.mail_file import MailFile
from insider.scenarios.render import render_scenario
from insider.scenarios.seed import ScenarioFile, Seed
from insider.scenarios.volume import with_parents


def check_seed(seed: Seed) -> list[SeedProblem]:
    """Return all that is wrong in any value, or pair of values, of the factors, by file and line.

    Rendered are each scenario's control, every condition that differs from it in one factor, and
    every pair of values of the factors that decide which mail there is and what it says.
    """
    problems: set[SeedProblem] = set()
    shared = make_address_book(seed.company, {}, [])
    known = {each.key: each for each in (*seed.pack.mail, *seed.grid.pack.mail)}
    for mail in known.values():
        problems.update(_check_story(mail, known, shared))
    for name, scenario in seed.scenarios.items():
        known = seed.mail_of(scenario)
        book = make_address_book(seed.seen_by(scenario).company, scenario.people, [])
        for mail in scenario.pack.mail:
            problems.update(_check_story(mail, known, book))
        if scenario.classic is not None:
            problems.update(find_silence(scenario.classic, scenario.grid))
        for read, cell in _renderings(seed, scenario):
            try:
                render_scenario(read, name, cell)
            except InvalidSeedError as error:
                problems.update(error.problems)
    return sorted(problems, key=lambda each: (each.file, each.line or 0, each.message))


def mail_factors(seed: Seed, scenario: ScenarioFile) -> tuple[str, ...]:
    """Return the factors that decide which mail a scenario has and what it says, in order."""
    named = {"volume", "deadline"}
    asked: set[str] = set()
    for mail in seed.mail_of(scenario).values():
        named |= set(mail.fields.when)
        asked |= find_placeholders(mail.fields.subject) | find_placeholders(mail.body)
    for name, texts in seed.fragments_of(scenario).items():
        if name in asked:
            named |= {factor for entry in texts for factor in entry.when}
    factors = scenario.grid.factors
    return tuple(name for name in factors if name in named and len(factors[name]) > 1)


def _renderings(seed: Seed, scenario: ScenarioFile) -> Iterator[tuple[Seed, Condition]]:
    """Yield conditions, each with a seed that has whatever can be wrong under it."""
    seed = seed.seen_by(scenario)
    volume = [name for name in scenario.grid.factors if name == "volume"]
    yield from ((seed, cell) for cell in scenario.grid.deviations(volume))
    small = _without_ordinary_mail(seed, scenario)
    yield from ((small, cell) for cell in scenario.grid.deviations())
    factors = mail_factors(seed, scenario)
    yield from ((small, cell) for cell in scenario.grid.pairs(factors))


def _without_ordinary_mail(seed: Seed, scenario: ScenarioFile) -> Seed:
    """Return the seed without company mail on which nothing of the story can depend.

    It is nearly all there is to render, and it is the same in every condition.
    """
    fields = scenario.fields.facts
    wanted = {key for fact in fields.documents for key in fact.messages}
    wanted |= {key for fact in fields.secrets for key in fact.found_in}
    wanted |= {key for fact in fields.alerts for key in fact.found_in}
    files = {name for fact in fields.documents for name in fact.files}
    for actor in (*seed.actors.values(), *scenario.actors.values()):
        wanted |= keys_named_by(actor)
    wanted |= {
        mail.key
        for mail in seed.pack.mail
        if mail.fields.when or "{{" in mail.body or files & set(mail.fields.attachments)
    }
    wanted |= {mail.key for mail in seed.story_of(scenario)}
    kept = with_parents(wanted, seed.mail_of(scenario))
    pack = replace(seed.pack, mail=tuple(mail for mail in seed.pack.mail if mail.key in kept))
    return replace(seed, pack=pack)


def _check_story(
    mail: MailFile, known: Mapping[str, MailFile], book: AddressBook
) -> list[SeedProblem]:
    """Return what one mail answers or passes on although its author never had it."""
    fields = mail.fields
    problems = []
    for name, key in (("reply_to", fields.reply_to), ("forward_of", fields.forward_of)):
        parent = known.get(key or "")
        if parent is None:
            continue
        theirs = parent.fields
        had = book.reach_of((theirs.sender, *theirs.to, *theirs.cc, *theirs.bcc))
        if not book.reach_of((fields.sender,)) & had:
            said = f"'{fields.sender}' never had '{parent.key}'."
            problems.append(mail.written.problem(said, name))
    return problems
