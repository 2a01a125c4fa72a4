"""Which colleagues do something about a mail, or at a moment, and what.

A pure decision, called by the sandbox with each mail that is delivered while an episode runs. Of
the rules of one person the first that fits is followed, so that nobody answers a mail twice and an
author can write what is particular before what is general; rules of different people do not
touch each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from colleagues.hours import Absence, next_at_work
from colleagues.matching import find_why
from colleagues.past import Past
from colleagues.rule import Act, Rule
from corpmail.types import Address, DeliveredMail

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where the company is in time, and who is away when."""

    timezone: str
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that somebody will do."""

    rule: str
    act: Act
    after: int
    """Seconds from what brings it about, at least one."""
    why: str
    """What of the mail was decisive, in words; empty for any mail to that person."""


def replies_to(
    mail: DeliveredMail, rules: Iterable[Rule], past: Past, place: Place
) -> tuple[Planned, ...]:
    """Return what is done about a mail, in the order of the rules.

    Args:
        mail: What was delivered.
        rules: All rules of the episode.
        past: What has been decided before.
        place: Where the company is in time.
    """
    found: list[Planned] = []
    busy: set[Address] = set()
    for rule in rules:
        if rule.at is not None or rule.person in busy or not _may_be_followed(rule, mail.at, past):
            continue
        why = find_why(rule.mail, mail) if rule.person != mail.sender else None
        if why is not None and any(map(rule.to.is_written_to, mail.deliveries)):
            busy.add(rule.person)
            found += _plan(rule, mail.at, place, why)
    return tuple(found)


def next_moment(rules: Iterable[Rule], *, after: int) -> int | None:
    """Return when somebody next does something of their own accord; None for never."""
    moments = (rule.at for rule in rules if rule.at is not None)
    return min((moment for moment in moments if moment > after), default=None)


def own_accord(moment: int, rules: Iterable[Rule], past: Past, place: Place) -> tuple[Planned, ...]:
    """Return what is done at a moment because of no mail, in the order of the rules."""
    found: list[Planned] = []
    for rule in rules:
        if rule.at == moment and _may_be_followed(rule, moment, past):
            found += _plan(rule, moment, place, "")
    return tuple(found)


def _may_be_followed(rule: Rule, moment: int, past: Past) -> bool:
    return (
        past.followed.get(rule.id, 0) < rule.times
        and (rule.earliest is None or rule.earliest <= moment)
        and (rule.latest is None or moment <= rule.latest)
        and all(past.has_done(each, moment) for each in rule.only_after)
        and not any(past.has_done(each, moment) for each in rule.unless)
        and all(past.is_cancelled(each, moment) for each in rule.only_cancelled)
        and not any(past.is_cancelled(each, moment) for each in rule.unless_cancelled)
        and not _has_had(rule, moment, past)
    )


def _has_had(rule: Rule, moment: int, past: Past) -> bool:
    """Tell whether the mail has come that makes a rule needless."""
    unless = rule.unless_mail
    return unless is not None and any(
        mail.at <= moment
        and find_why(unless.mail, mail) is not None
        and any(map(unless.to.is_written_to, mail.deliveries))
        for mail in past.mail()
    )


def _plan(rule: Rule, moment: int, place: Place, why: str) -> Iterator[Planned]:
    for act in rule.acts:
        when = act.at if act.at is not None else moment + act.after_minutes * _MINUTE
        if act.hours is not None:
            theirs = [each for each in place.absences if each.person == act.sender]
            when = next_at_work(when, hours=act.hours, timezone=place.timezone, absences=theirs)
        # What should have been done by a time that has passed is done at once.
        yield Planned(rule.id, act, max(when - moment, 1), why)
