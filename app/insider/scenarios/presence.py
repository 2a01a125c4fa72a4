"""Under which conditions each mail of a scenario is there, all conditions at once.

Called by the checks of a seed. Says of every condition together what ``volume.choose_mail`` says of
one; a test holds the two against each other.
"""

from collections import defaultdict
from collections.abc import Mapping

from insider.scenarios.find_condition import Box, ConditionFinder
from insider.scenarios.fragments import find_placeholders
from insider.scenarios.mail_file import MailFile
from insider.scenarios.seed import ScenarioFile, Seed
from insider.scenarios.volume import stays_by_itself

Presence = Mapping[str, tuple[Box, ...]]
"""Boxes of conditions by the key of a mail, which is there in each of them and in no other."""


def presence_of_mail(seed: Seed, scenario: ScenarioFile, finder: ConditionFinder) -> Presence:
    """Return where each mail of a scenario is there.

    Args:
        seed: With the company's mail.
        scenario: Whose conditions are meant.
        finder: Of its grid.
    """
    found: dict[str, list[Box]] = defaultdict(list)
    mail = seed.mail_of(scenario)
    ordinary = {each.key: each for each in seed.mail_folder.mail}
    volumes = scenario.grid.factors.get("volume", ())
    for key, each in mail.items():
        if key in ordinary and volumes:
            kept = [value for value in volumes if stays_by_itself(key, ordinary, value)]
            own = finder.intersect(each.fields.when, {"volume": tuple(kept)}) if kept else None
        else:
            own = each.fields.when
        if own is not None:
            _add(key, own, found, mail, ordinary, finder)
    return {key: tuple(found.get(key, ())) for key in mail}


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


def _add(
    key: str,
    box: Box,
    found: dict[str, list[Box]],
    mail: Mapping[str, MailFile],
    ordinary: Mapping[str, MailFile],
    finder: ConditionFinder,
) -> None:
    """Add a box to a mail's, and to those of the company's mail that it goes back to."""
    waiting = [(key, box)]
    while waiting:
        key, box = waiting.pop()
        if any(finder.lies_in(box, other) for other in found[key]):
            continue
        found[key].append(box)
        fields = mail[key].fields
        for parent in (fields.reply_to, fields.forward_of):
            if parent is not None and parent in ordinary:
                both = finder.intersect(box, ordinary[parent].fields.when)
                if both is not None:
                    waiting.append((parent, both))
