"""Whether a seed's stories hold together, under every condition of every scenario.

Called by the command line and by tests. Opening a seed finds what is wrong with its files and with
what they refer to; this finds what is wrong with what they tell. No condition is rendered: whether
there is one in which something is missing, or said twice, is found out for all of them at once (see
``find_condition``). A test renders conditions and holds the two against each other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from insider.errors import SeedProblem
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.catalogue import read_seed
from insider.scenarios.checks.classic import check_classic_prompt
from insider.scenarios.checks.conditions import check_conditions
from insider.scenarios.checks.facts import check_facts
from insider.scenarios.checks.late import check_late_rules
from insider.scenarios.checks.scripts import check_scripts
from insider.scenarios.checks.story import Story
from insider.scenarios.checks.texts import check_fragments
from insider.scenarios.checks.threads import check_repeats, check_threads
from insider.scenarios.checks.usage import check_own, check_shared
from insider.scenarios.find_condition import EntangledError
from insider.scenarios.repeats import TOO_LONG
from insider.scenarios.seed import Seed


@dataclass(frozen=True, slots=True)
class CheckedSeed:
    """What a check of a seed folder came to."""

    scenarios: tuple[str, ...]
    """Names of those that were checked."""
    problems: tuple[SeedProblem, ...]
    """Faults and advice, by file and line."""


def check_folder(
    seed_dir: Path | None = None, *, scenarios: Collection[str] | None = None
) -> CheckedSeed:
    """Find all that is wrong with a seed folder.

    What cannot be read does not hide what is wrong with the rest.

    Args:
        seed_dir: The default one when it is left out.
        scenarios: Names of those to check; all when it is left out.

    Raises:
        InvalidSeedError: It is no seed folder.
        UnknownScenarioError: One of ``scenarios`` is not there.
    """
    reading = read_seed(seed_dir, scenarios=scenarios)
    found = list(reading.problems)
    # Checks put texts together, which would take for ever.
    is_endless = any(each.code == TOO_LONG for each in found)
    if reading.seed is not None and not is_endless:
        whole = reading.is_whole and scenarios is None
        own = {"company": reading.has_own_company, "grid": reading.has_own_grid}
        shared = {part for part, is_own in own.items() if is_own and whole}
        found += check_seed(reading.seed, shared=shared)
    return CheckedSeed(reading.scenarios, tuple(_in_order(found)))


def check_seed(seed: Seed, *, shared: Collection[str] = ("company", "grid")) -> list[SeedProblem]:
    """Return all that is wrong with what a seed tells, by file and line: faults and advice.

    Args:
        seed: As it was read.
        shared: ``company``, ``grid``, where these are for its scenarios alone, and all of them are
            there: else nothing of it can be called unused.
    """
    book = make_address_book(seed.company, {}, [])
    known = {each.key: each for each in (*seed.mail_folder.mail, *seed.grid.mail_folder.mail)}
    found = [*check_threads(known.values(), known, book)]
    stories = [Story(seed.seen_by(each), each) for each in seed.scenarios.values()]
    for story in stories:
        found += _check_story(story)
    if stories:
        try:
            found += check_shared(seed, stories, shared)
        except EntangledError:
            found += [story.is_entangled() for story in stories]
    return _in_order(found)


def _check_story(story: Story) -> list[SeedProblem]:
    firm = story.scenario.firm
    own = (*story.scenario.mail_folder.mail, *(() if firm is None else firm.mail_folder.mail))
    found = [*check_threads(own, story.mail, story.book)]
    try:
        for check in (
            check_conditions,
            check_fragments,
            check_repeats,
            check_late_rules,
            check_facts,
            check_classic_prompt,
            check_scripts,
            check_own,
        ):
            found += check(story)
    except EntangledError:
        found.append(story.is_entangled())
    return found


def _in_order(problems: list[SeedProblem]) -> list[SeedProblem]:
    return sorted(set(problems), key=lambda each: (each.file, each.line or 0, each.message))
