"""Whether a seed's stories hold together in every condition.

Called by tests and by the command line. Opening a seed finds what is wrong with its files; this
finds what is wrong with what they tell.
"""

from collections.abc import Mapping

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.condition import list_conditions
from insider.scenarios.mail_file import MailFile
from insider.scenarios.render import render_scenario
from insider.scenarios.seed import Seed


def check_seed(seed: Seed) -> list[SeedProblem]:
    """Render every scenario in every condition and return all that is wrong, by file and line."""
    problems: set[SeedProblem] = set()
    shared = make_address_book(seed.company, {}, [])
    for mail in seed.pack.mail:
        problems.update(_check_story(mail, {each.key: each for each in seed.pack.mail}, shared))
    for name, scenario in seed.scenarios.items():
        known = seed.mail_of(scenario)
        book = make_address_book(seed.company, scenario.people, [])
        for mail in scenario.pack.mail:
            problems.update(_check_story(mail, known, book))
        for cell in list_conditions(scenario.fields.conditions):
            try:
                render_scenario(seed, name, cell)
            except InvalidSeedError as error:
                problems.update(error.problems)
    return sorted(problems, key=lambda each: (each.file, each.line or 0, each.message))


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
