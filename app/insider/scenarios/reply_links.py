"""What colleagues' rules refer to: people, mail, factors and other rules that must exist.

Called by the catalogue once everything is read, and reads ``company/replies.yaml`` for it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.condition import Factors, find_faults
from insider.scenarios.files import read_yaml, relative_name
from insider.scenarios.fragments import FragmentTexts, find_bad_placeholders
from insider.scenarios.mail_file import MailFile
from insider.scenarios.reply_fields import (
    ANYBODY,
    ActFields,
    MailFields,
    ReplyFields,
    ReplyFileFields,
    texts_of_rule,
)
from insider.scenarios.scenario import ScenarioFields
from insider.scenarios.seed import ScenarioFile, Seed
from insider.scenarios.written import Written, nearest, validate

At = tuple[str | int, ...]


def load_replies(
    folder: Path, *, root: Path, problems: list[SeedProblem]
) -> Written[ReplyFileFields] | None:
    """Read ``replies.yaml`` of the company, if it has one.

    Args:
        folder: The company's.
        root: The seed folder.
        problems: Where faults are added.
    """
    path = folder / "replies.yaml"
    if not path.exists():
        return None
    try:
        return validate(ReplyFileFields, read_yaml(path, root=root), file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
        return None


def check_company_replies(seed: Seed, book: AddressBook) -> list[SeedProblem]:
    """Return what is wrong with the company's rules and absences, whatever the scenario.

    Args:
        seed: The whole seed.
        book: The company's addresses.
    """
    problems: list[SeedProblem] = []
    agent = seed.company.fields.value.agent
    if agent in seed.company.people and seed.company.people[agent].value.away:
        said = f"'{agent}' is the agent, who is never away."
        problems.append(seed.company.people[agent].problem(said, "away", code="colleague"))
    fragments = seed.grid.fragments if seed.grid.sound else None
    if fragments is not None:
        for person, index, away in seed.company.absences():
            problems += [
                person.problem(said, "away", index, "text", code="placeholder")
                for _, said in find_bad_placeholders(away.text, fragments)
            ]
    if seed.replies is not None:
        known = {mail.key: mail for mail in (*seed.mail_folder.mail, *seed.grid.mail_folder.mail)}
        check = _Check(seed.replies, book, known, None, fragments, lost=seed.lost)
        problems += check.rules(seed.replies.value.replies, ())
    return problems


def check_replies(seed: Seed, scenario: ScenarioFile, book: AddressBook) -> list[SeedProblem]:
    """Return what is wrong with a scenario's rules, absences and cast.

    Args:
        seed: The whole seed.
        scenario: Whose.
        book: Its addresses.
    """
    fields, written = scenario.fields, scenario.written
    shared = () if seed.replies is None else seed.replies.value.replies
    fragments = seed.fragments_of(scenario)
    factors = scenario.grid.factors
    alerts = [alert.id for alert in fields.facts.alerts]
    known = seed.mail_of(scenario)
    check = _Check(written, book, known, factors, fragments, alerts, lost=seed.lost)
    problems = [*check.rules(fields.replies, tuple(rule.id for rule in shared))]
    problems += check.absences(fields)
    problems += check.cast(fields, {*seed.company.people, *seed.company.outsiders, *fields.people})
    if seed.replies is not None:
        # What all scenarios share may speak of values that this one does not have.
        wider = {**factors, **seed.grid.values}
        for index, rule in enumerate(shared):
            for factor, fault in find_faults(rule.when, wider):
                at = ("replies", index, "when", factor)
                problems.append(seed.replies.problem(fault, *at, code="condition"))
    return problems


@dataclass(frozen=True, slots=True)
class _Check:
    written: Written[ScenarioFields] | Written[ReplyFileFields]
    book: AddressBook
    known: Mapping[str, MailFile]
    factors: Factors | None
    """What ``when`` may name; None where that is left alone."""
    fragments: FragmentTexts | None
    """What placeholders may name; None where those are left alone."""
    alerts: Collection[str] = ()
    """Ids of the facts' alerts."""
    lost: Collection[str] = ()
    """Ids of mail that is there and could not be read."""

    def rules(
        self, rules: tuple[ReplyFields, ...], others: tuple[str, ...]
    ) -> Iterator[SeedProblem]:
        ids = {rule.id for rule in rules} | set(others)
        for index, rule in enumerate(rules):
            at: At = ("replies", index)
            if rule.id in others:
                said = f"the company has a rule '{rule.id}' already; use another name."
                yield self.written.problem(said, *at, "id", code="id-twice")
            yield from self._when(rule.when, *at)
            yield from self._person(rule.sender, *at, "from")
            yield from self._people(rule.to, *at, "to")
            for name, match in (("mail", rule.mail), ("unless_mail", rule.unless_mail)):
                if match is not None:
                    yield from self._mail(match, *at, name)
            if rule.unless_mail is not None:
                yield from self._people(rule.unless_mail.to, *at, "unless_mail", "to")
            for name, named in (("only_after", rule.only_after), ("unless", rule.unless)):
                yield from self._ids("other rule", named, ids - {rule.id}, *at, name)
            for name in ("only_cancelled", "unless_cancelled"):
                yield from self._ids("alert", getattr(rule, name), self.alerts, *at, name)
            for place, text in texts_of_rule(rule):
                yield from self._text(text, *at, *place)
            for number, act in enumerate(rule.then):
                yield from self._act(act, rule, *at, "then", number)

    def absences(self, fields: ScenarioFields) -> Iterator[SeedProblem]:
        for index, away in enumerate(fields.away):
            at: At = ("away", index)
            yield from self._when(away.when, *at)
            yield from self._text(away.text, *at, "text")
            account = self.book.account(away.who)
            if account is None:
                said = self.book.unknown(away.who)
                yield self.written.problem(said, *at, "who", code="unknown-person")
            elif account.address == self.book.agent:
                said = f"'{away.who}' is the agent, who is never away."
                yield self.written.problem(said, *at, "who", code="colleague")

    def cast(self, fields: ScenarioFields, known: set[str]) -> Iterator[SeedProblem]:
        cast = fields.cast
        at: At
        for index, key in enumerate(cast.played):
            if key not in known:
                said = f"there is no person '{key}'{nearest(key, known)}"
                at = ("cast", "played", index)
                yield self.written.problem(said, *at, code="unknown-person")
        for key, persona in cast.people.items():
            at = ("cast", "people", key)
            if key not in known:
                said = f"there is no person '{key}'{nearest(key, known)}"
                yield self.written.problem(said, *at, code="unknown-person")
            elif cast.played and key not in cast.played:
                said = f"'{key}' is not among those whom a model plays ('played')."
                yield self.written.problem(said, *at, code="colleague")
            for name in ("persona", "knows"):
                yield from self._text(getattr(persona, name), *at, name)

    def _act(self, act: ActFields, rule: ReplyFields, *at: str | int) -> Iterator[SeedProblem]:
        if act.sender is not None:
            yield from self._person(act.sender, *at, "from")
        if act.forward is not None:
            yield from self._people(act.forward.to, *at, "forward", "to", one_by_one=True)
        if act.write is not None:
            write = act.write
            yield from self._people(write.to, *at, "write", "to", one_by_one=True)
            if write.follows is not None:
                who = act.sender or rule.sender
                yield from self._follows(write.follows, who, *at, "write", "follows")

    def _follows(self, key: str, who: str, *at: str | int) -> Iterator[SeedProblem]:
        if key not in self.known:
            yield from self._keys((key,), *at)
            return
        mail = self.known[key].fields
        has_it = self.book.reach_of((mail.sender, *mail.to, *mail.cc, *mail.bcc))
        if not self.book.reach_of((who,)) <= has_it:
            said = f"'{who}' neither wrote nor got the mail '{key}' and cannot follow it up."
            yield self.written.problem(said, *at, code="never-had")

    def _mail(self, match: MailFields, *at: str | int) -> Iterator[SeedProblem]:
        if ANYBODY not in match.sender:
            yield from self._people(match.sender, *at, "from")
        yield from self._people(match.also_to, *at, "also_to")
        yield from self._people(match.not_to, *at, "not_to")
        yield from self._keys(match.answers, *at, "answers")
        yield from self._keys(match.passes_on, *at, "passes_on")

    def _people(
        self, references: tuple[str, ...], *at: str | int, one_by_one: bool = False
    ) -> Iterator[SeedProblem]:
        for index, reference in enumerate(references):
            known = (
                self.book.mailer(reference) is not None
                if one_by_one
                else not isinstance(self.book.audience((reference,)), str)
            )
            if not known:
                said = self.book.unknown(reference)
                yield self.written.problem(said, *at, index, code="unknown-person")

    def _person(self, reference: str, *at: str | int) -> Iterator[SeedProblem]:
        mailer = self.book.mailer(reference)
        if mailer is None:
            yield self.written.problem(self.book.unknown(reference), *at, code="unknown-person")
        elif mailer.address == self.book.agent:
            said = f"'{reference}' is the agent, who answers for itself."
            yield self.written.problem(said, *at, code="colleague")

    def _keys(self, keys: tuple[str, ...], *at: str | int) -> Iterator[SeedProblem]:
        for index, key in enumerate(keys):
            if key not in self.known and key not in self.lost:
                said = f"there is no mail '{key}'{nearest(key, self.known)}"
                where = at if at[-1] == "follows" else (*at, index)
                yield self.written.problem(said, *where, code="unknown-mail")

    def _ids(
        self, what: str, named: tuple[str, ...], known: Collection[str], *at: str | int
    ) -> Iterator[SeedProblem]:
        for index, name in enumerate(named):
            if name not in known:
                said = f"there is no {what} '{name}'{nearest(name, known)}"
                yield self.written.problem(said, *at, index, code="unknown-rule")

    def _text(self, text: str, *at: str | int) -> Iterator[SeedProblem]:
        if self.fragments is not None:
            for _, said in find_bad_placeholders(text, self.fragments):
                yield self.written.problem(said, *at, code="placeholder")

    def _when(self, when: Mapping[str, tuple[str, ...]], *at: str | int) -> Iterator[SeedProblem]:
        for factor, fault in find_faults(when, self.factors) if self.factors is not None else ():
            yield self.written.problem(fault, *at, "when", factor, code="condition")
