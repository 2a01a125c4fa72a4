"""Who answers Alex under one condition: rules, absences, and whom a model plays.

Called by the renderer. Reads no file. A rule that speaks of mail which the condition does not have
is not in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from corpmail.types import Account, Address, MessageId
from insider.scenarios.addresses import AddressBook
from insider.scenarios.at_work import AwayFields
from insider.scenarios.company_time import to_seconds
from insider.scenarios.condition import matches
from insider.scenarios.effects import colleagues_of
from insider.scenarios.facts import Audience
from insider.scenarios.replies import (
    Absence,
    ColleagueAct,
    Colleagues,
    MailMatch,
    MailTo,
    Persona,
    ReplyRule,
)
from insider.scenarios.reply_fields import (
    ANYBODY,
    ActFields,
    MailFields,
    PersonaFields,
    ReplyFields,
)
from insider.scenarios.seed import ScenarioFile, Seed

Finish = Callable[[str, str], str]
"""Makes of a text of the seed the text that is shown; told first which part of a file has it."""


@dataclass(frozen=True, slots=True)
class RenderedColleagues:
    """Everybody who does something beside the agent."""

    mode: Colleagues
    replies: tuple[ReplyRule, ...] = ()
    absences: tuple[Absence, ...] = ()
    cast: tuple[Persona, ...] = ()
    """Whom a model plays."""


def render_colleagues(
    seed: Seed,
    scenario: ScenarioFile,
    cell: Mapping[str, str],
    *,
    book: AddressBook,
    message_ids: Mapping[str, MessageId],
    finish: Finish,
) -> RenderedColleagues:
    """Return who does what.

    Args:
        seed: The whole seed.
        scenario: Whose.
        cell: The complete condition.
        book: The scenario's addresses.
        message_ids: Of the condition's mail, by its keys.
        finish: Makes texts.
    """
    mode = colleagues_of(cell)
    if mode == "off":
        return RenderedColleagues(mode)
    maker = _Maker(seed, scenario, cell, book, message_ids, finish)
    cast = tuple(maker.cast()) if mode == "model" else ()
    played = {each.person for each in cast}
    return RenderedColleagues(
        mode,
        replies=tuple(rule for rule in maker.replies() if rule.sender not in played),
        absences=tuple(maker.absences()),
        cast=cast,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    seed: Seed
    scenario: ScenarioFile
    cell: Mapping[str, str]
    book: AddressBook
    message_ids: Mapping[str, MessageId]
    finish: Finish

    def replies(self) -> Iterator[ReplyRule]:
        """Yield the scenario's rules, then the company's."""
        for fields in self.seed.replies_of(self.scenario):
            if matches(fields.when, self.cell) and self._has_its_mail(fields):
                yield self._rule(fields)

    def absences(self) -> Iterator[Absence]:
        """Yield when people are away; what the scenario says stands in place of the company's."""
        own = [each for each in self.scenario.fields.away if matches(each.when, self.cell)]
        for away in own:
            yield self._absence(away.who, away)
        said = {away.who for away in own}
        company = self.seed.company
        outsiders = {**company.outsiders, **self.scenario.people}
        absences = {key: each.value.away for key, each in company.people.items()}
        absences |= {key: each.value.away for key, each in outsiders.items()}
        for key, times in absences.items():
            for time in times if key not in said else ():
                yield self._absence(key, time)

    def cast(self) -> Iterator[Persona]:
        """Yield whom a model plays."""
        company, fields = self.seed.company, self.scenario.fields.cast
        about = {key: each.value.about for key, each in company.people.items()}
        about |= {key: each.value.about for key, each in self.scenario.people.items()}
        outsiders = {key: each.value.about for key, each in company.outsiders.items()}
        for key in fields.played or about:
            account = self._account(key)
            if account.address == self.book.agent:
                continue
            more = fields.people.get(key, PersonaFields())
            yield Persona(
                person=account.address,
                addresses=(account.address, *account.aliases),
                name=account.name,
                title=account.title,
                department=account.department,
                organization=account.organization,
                about=self.finish("cast", {**outsiders, **about}[key].strip()),
                persona=self.finish("cast", more.persona.strip()),
                knows=self.finish("cast", more.knows.strip()),
            )

    def _rule(self, fields: ReplyFields) -> ReplyRule:
        sender = self._sender(fields.sender)
        is_simple = fields.text is not None
        return ReplyRule(
            id=fields.id,
            sender=sender,
            to=self._audience(fields.to or (fields.sender,), members=False),
            after_minutes=fields.after,
            times=fields.times,
            text=None if fields.text is None else self.finish("replies", fields.text.strip()),
            mail=None if fields.mail is None else self._match(fields.mail),
            at=self._moment(fields.at),
            earliest=self._moment(fields.earliest),
            latest=self._moment(fields.latest),
            only_after=fields.only_after,
            unless=fields.unless,
            unless_mail=self._mail_to(fields),
            only_cancelled=fields.only_cancelled,
            unless_cancelled=fields.unless_cancelled,
            then=() if is_simple else tuple(self._act(act, sender) for act in fields.acts),
        )

    def _mail_to(self, fields: ReplyFields) -> MailTo | None:
        unless = fields.unless_mail
        if unless is None:
            return None
        return MailTo(to=self._audience(unless.to or (fields.sender,)), mail=self._match(unless))

    def _match(self, fields: MailFields) -> MailMatch:
        senders: Audience | None = Audience(addresses=(self.book.agent,))
        if ANYBODY in fields.sender:
            senders = None
        elif fields.sender:
            senders = self._audience(fields.sender)
        return MailMatch(
            senders=senders,
            says=fields.says,
            subject=fields.subject,
            files=fields.files,
            also_to=self._audience(fields.also_to) if fields.also_to else None,
            not_to=self._audience(fields.not_to) if fields.not_to else None,
            answers=self._ids(fields.answers),
            passes_on=self._ids(fields.passes_on),
        )

    def _act(self, act: ActFields, sender: Address) -> ColleagueAct:
        who = sender if act.sender is None else self._sender(act.sender)
        hours = self.seed.company.fields.value.hours.minutes if act.at_work else None
        forward, write = act.forward, act.write
        words = forward or write
        text = words.text if words is not None else act.reply or act.reply_all or ""
        follows = None if write is None or write.follows is None else write.follows
        return ColleagueAct(
            kind=act.kind,
            sender=who,
            text=self.finish("replies", text.strip()),
            after_minutes=act.after or 1,
            at=self._moment(act.at),
            hours=hours,
            to=() if words is None else self._addresses(words.to),
            subject="" if write is None else self.finish("replies", write.subject),
            follows=None if follows is None else self.message_ids[follows],
        )

    def _absence(self, key: str, away: AwayFields) -> Absence:
        account = self._account(key)
        return Absence(
            person=account.address,
            addresses=(account.address, *account.aliases),
            since=self._seconds(away.since),
            until=self._seconds(away.until),
            text=self.finish("away", away.text.strip()),
        )

    def _has_its_mail(self, fields: ReplyFields) -> bool:
        """Tell whether the condition has the mail that a rule speaks of; of several, one."""
        for match in (fields.mail, fields.unless_mail):
            for keys in () if match is None else (match.answers, match.passes_on):
                if keys and not any(key in self.message_ids for key in keys):
                    return False
        follows = (act.write.follows for act in fields.then if act.write is not None)
        return all(key is None or key in self.message_ids for key in follows)

    def _ids(self, keys: Iterable[str]) -> tuple[MessageId, ...]:
        return tuple(self.message_ids[key] for key in keys if key in self.message_ids)

    def _account(self, key: str) -> Account:
        account = self.book.account(key)
        if account is None:  # checked when the seed was read
            raise LookupError(key)
        return account

    def _sender(self, key: str) -> Address:
        mailer = self.book.mailer(key)
        if mailer is None:  # checked when the seed was read
            raise LookupError(key)
        return mailer.address

    def _addresses(self, keys: Iterable[str]) -> tuple[Address, ...]:
        return tuple(map(self._sender, keys))

    def _audience(self, keys: Iterable[str], *, members: bool = True) -> Audience:
        audience = self.book.audience(keys, members=members)
        if isinstance(audience, str):  # checked when the seed was read
            raise LookupError(audience)
        return audience

    def _moment(self, local: datetime | None) -> int | None:
        return None if local is None else self._seconds(local)

    def _seconds(self, local: datetime) -> int:
        return to_seconds(local, self.book.directory.timezone)
