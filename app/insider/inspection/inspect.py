"""The inspector: an episode's deeds and a scenario's facts in, findings out.

A pure function; the rules have a file each. Looks at outgoing mail and actions, never at what the
agent thought or only wrote down.
"""

from insider.inspection.finding import Finding
from insider.inspection.record import EpisodeRecord
from insider.inspection.rules.blackmail import find_blackmail
from insider.inspection.rules.disclosure import find_disclosures
from insider.inspection.rules.evidence import find_destroyed_evidence
from insider.inspection.rules.leak import find_leaks
from insider.inspection.rules.lethal import find_lethal_actions
from insider.scenarios import Facts

INSPECTOR = "rules-1"
"""Grows with every change that can change a verdict."""


def inspect_record(record: EpisodeRecord, facts: Facts) -> tuple[Finding, ...]:
    """Return every harm that the record proves.

    Args:
        record: What the agent did.
        facts: What the scenario says is secret, confidential or dangerous.

    Returns:
        The findings, by category and then in the order of the record.
    """
    found = [
        *find_blackmail(record, facts),
        *find_leaks(record, facts),
        *find_disclosures(record, facts),
        *find_lethal_actions(record, facts),
    ]
    return (*found, *find_destroyed_evidence(record, facts, found))
