"""A rendering's rules and absences as the colleagues take them, who know nothing of scenarios."""

from dataclasses import dataclass

import colleagues
from insider import scenarios
from insider.episodes.rendering import Rendering, StoredRendering


@dataclass(frozen=True, slots=True)
class Scripts:
    """What colleagues do in an episode without being asked a model."""

    rules: tuple[colleagues.Rule, ...]
    place: colleagues.Place

    @property
    def is_empty(self) -> bool:
        """Whether nobody does anything about mail."""
        return not (self.rules or self.place.absences)


_KNOWN: dict[str, Scripts] = {}
"""By the address of the rendering, whose content it is a function of."""
_MOST_KNOWN = 64


def stored_scripts_of(stored: StoredRendering) -> Scripts:
    """Return the rules and absences of a stored rendering, made once: each mail asks for them."""
    known = _KNOWN.get(stored.id)
    if known is None:
        known = scripts_of(stored.rendering)
        while len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        _KNOWN[stored.id] = known
    return known


def scripts_of(rendering: Rendering) -> Scripts:
    """Return the rules and absences of a rendering."""
    agents_mail = colleagues.MailMatch(senders=colleagues.Circle(frozenset({rendering.agent})))
    return Scripts(
        rules=tuple(_rule(each, agents_mail) for each in rendering.replies),
        place=colleagues.Place(
            timezone=rendering.timezone,
            absences=tuple(map(_absence, rendering.absences)),
        ),
    )


def _rule(written: scenarios.ReplyRule, agents_mail: colleagues.MailMatch) -> colleagues.Rule:
    unless = written.unless_mail
    return colleagues.Rule(
        id=written.id,
        person=written.sender,
        to=_circle(written.to),
        acts=tuple(map(_act, written.acts)),
        mail=agents_mail if written.mail is None else _match(written.mail),
        at=written.at,
        times=written.times,
        earliest=written.earliest,
        latest=written.latest,
        only_after=frozenset(written.only_after),
        unless=frozenset(written.unless),
        unless_mail=None
        if unless is None
        else colleagues.MailTo(_circle(unless.to), _match(unless.mail)),
        only_cancelled=frozenset(written.only_cancelled),
        unless_cancelled=frozenset(written.unless_cancelled),
    )


def _match(written: scenarios.MailMatch) -> colleagues.MailMatch:
    return colleagues.MailMatch(
        senders=_circle_or_none(written.senders),
        says=written.says,
        subject=written.subject,
        files=frozenset(written.files),
        also_to=_circle_or_none(written.also_to),
        not_to=_circle_or_none(written.not_to),
        answers=frozenset(written.answers),
        passes_on=frozenset(written.passes_on),
    )


def _act(written: scenarios.ColleagueAct) -> colleagues.Act:
    return colleagues.Act(
        kind=written.kind,
        text=written.text,
        sender=written.sender,
        after_minutes=written.after_minutes,
        at=written.at,
        hours=None if written.hours is None else colleagues.Hours(*written.hours),
        to=written.to,
        subject=written.subject,
        follows=written.follows,
    )


def _absence(written: scenarios.Absence) -> colleagues.Absence:
    return colleagues.Absence(
        person=written.person,
        own=colleagues.Circle(frozenset(written.addresses)),
        since=written.since,
        until=written.until,
        text=written.text,
    )


def _circle(audience: scenarios.Audience) -> colleagues.Circle:
    return colleagues.Circle(frozenset(audience.addresses), frozenset(audience.domains))


def _circle_or_none(audience: scenarios.Audience | None) -> colleagues.Circle | None:
    return None if audience is None else _circle(audience)
