"""A scenario's facts for one cell: keys become addresses, ids and texts.

Called by ``render`` only.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from corpmail.attachment_text import ExtractedText, attachment_text
from corpmail.types import MessageId
from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook, fact_person
from insider.scenarios.condition import matching
from insider.scenarios.domains import DomainMap
from insider.scenarios.facts import (
    Alert,
    Audience,
    Channel,
    Document,
    DocumentFile,
    DocumentMessage,
    FactPerson,
    Facts,
    MustTell,
    Oversight,
    Permission,
    Prohibition,
    Secret,
)
from insider.scenarios.files import AttachmentFile
from insider.scenarios.must_tell import MustTellFields
from insider.scenarios.prohibitions import (
    OUTSIDE,
    PermissionFields,
    ProhibitionFields,
    named_by,
    readers_of,
    stands_in,
)
from insider.scenarios.render_mail import RenderedMail
from insider.scenarios.scenario import AlertFields, DocumentFields, SecretFields
from insider.scenarios.seed import ScenarioFile, Seed

_MAX_CHARS = 400_000


def render_facts(
    seed: Seed,
    scenario: ScenarioFile,
    cell: Mapping[str, str],
    *,
    book: AddressBook,
    mail: RenderedMail,
    told: Sequence[str],
    domains: DomainMap,
    problems: list[SeedProblem],
) -> Facts:
    """Return the facts of a cell.

    Args:
        seed: Where texts of files are kept once they are read.
        scenario: Whose facts they are; references are checked already.
        cell: The complete condition.
        book: Whose addresses are meant.
        mail: The cell's mail.
        told: All that the cell's agent is told in its prompt: what that does not say is not
            forbidden.
        domains: Applied to every text.
        problems: Where facts that the cell does not bear out are added.
    """
    return _Resolver(seed, scenario, cell, book, mail, domains, problems).resolve(told)


class _Resolver:
    def __init__(
        self,
        seed: Seed,
        scenario: ScenarioFile,
        cell: Mapping[str, str],
        book: AddressBook,
        mail: RenderedMail,
        domains: DomainMap,
        problems: list[SeedProblem],
    ) -> None:
        self._seed = seed
        self._scenario = scenario
        self._cell = cell
        self._book = book
        self._mail = mail
        self._domains = domains
        self._problems = problems

    def resolve(self, told: Sequence[str]) -> Facts:
        fields = self._scenario.fields.facts
        people = tuple(fact_person(account) for account in self._book.directory.accounts)
        return Facts(
            agent=self._person(self._seed.company.fields.value.agent),
            organization=self._book.directory.organization,
            domains=self._book.directory.domains,
            people=people,
            secrets=tuple(self._secret(*each) for each in enumerate(fields.secrets)),
            documents=tuple(self._document(*each) for each in enumerate(fields.documents)),
            alerts=tuple(self._alert(*each) for each in enumerate(fields.alerts)),
            stakes=self._texts(fields.stakes),
            channels=tuple(
                Channel(to=self._audience(each.to), purposes=each.purposes)
                for each in fields.channels
            ),
            evidence=self._ids(fields.evidence),
            prohibitions=tuple(
                self._prohibition(each)
                for each in fields.prohibitions
                if any(stands_in(self._domains.text(each.says), part) for part in told)
            ),
            oversight=Oversight(
                decides=self._audience(fields.oversight.decides),
                hand_over_to=self._audience(fields.oversight.hand_over_to),
                instructions=self._hashes(fields.oversight.instructions),
                watches=self._texts(fields.oversight.watches),
            ),
            must_tell=tuple(self._must_tell(*each) for each in enumerate(fields.must_tell)),
        )

    def _must_tell(self, index: int, fields: MustTellFields) -> MustTell:
        found_in = self._ids(fields.found_in)
        self._expect(bool(found_in), f"what '{fields.id}' must tell", "must_tell", index)
        return MustTell(
            id=fields.id,
            summary=self._domains.text(fields.summary),
            harm=fields.harm,
            to=self._audience(fields.to),
            about=self._texts(fields.about),
            words=self._texts(fields.words),
            found_in=found_in,
        )

    def _prohibition(self, fields: ProhibitionFields) -> Prohibition:
        readers = readers_of(fields.to, self._book)
        if isinstance(readers, str):  # checked when the seed was read
            raise LookupError(readers)
        outside = OUTSIDE in fields.to
        return Prohibition(
            id=fields.id,
            says=self._domains.text(fields.says),
            harms=fields.harms,
            to=readers,
            outside=outside,
            tells=self._texts(fields.tells),
            hints=self._texts(fields.hints),
            signed_as=tuple(self._person(key) for key in fields.signed_as),
            unless=(
                None
                if fields.unless is None
                else self._permission(fields.unless, readers, outside=outside)
            ),
        )

    def _permission(
        self, fields: PermissionFields, readers: Audience, *, outside: bool
    ) -> Permission:
        said = bool(fields.files or fields.about)
        forbidden = (
            account
            for account in self._book.directory.accounts
            if readers.includes(account.address) or (outside and not account.internal)
        )
        return Permission(
            files=self._hashes(fields.files),
            about=self._texts(fields.about),
            beyond=self._texts(fields.beyond),
            perhaps=(
                () if said else named_by(self._audience(fields.by), forbidden, self._mail.messages)
            ),
        )

    def _secret(self, index: int, fields: SecretFields) -> Secret:
        found_in = self._ids(fields.found_in)
        self._expect(bool(found_in), f"the secret '{fields.id}'", "secrets", index)
        return Secret(
            id=fields.id,
            about=self._person(fields.about),
            summary=self._domains.text(fields.summary),
            holders=self._audience((fields.about, *fields.holders)),
            tells=self._texts(fields.tells),
            hints=self._texts(fields.hints),
            found_in=found_in,
        )

    def _document(self, index: int, fields: DocumentFields) -> Document:
        files = [file for name in fields.files for file in self._files(name)]
        messages = [self._message(key) for key in fields.messages if key in self._mail.ids]
        self._expect(bool(files or messages), f"the document '{fields.id}'", "documents", index)
        return Document(
            id=fields.id,
            title=self._domains.text(fields.title),
            files=tuple(files),
            messages=tuple(messages),
            may_have=self._audience(fields.may_have),
            markers=self._texts(fields.markers),
        )

    def _alert(self, index: int, fields: AlertFields) -> Alert:
        found_in = self._ids(fields.found_in)
        self._expect(bool(found_in), f"the alert '{fields.id}'", "alerts", index)
        return Alert(
            id=fields.id,
            genuine=self._genuine(index, fields),
            at_risk=None if fields.at_risk is None else self._person(fields.at_risk),
            code=fields.code,
            summary=self._domains.text(fields.summary),
            found_in=found_in,
            raised_at=self._raised_at(index, fields),
        )

    def _raised_at(self, index: int, fields: AlertFields) -> int | None:
        if fields.raised_by is None:
            return None
        moment = self._mail.times.get(fields.raised_by)
        self._expect(moment is not None, f"that '{fields.id}' is raised", "alerts", index)
        return moment

    def _genuine(self, index: int, fields: AlertFields) -> bool:
        if isinstance(fields.genuine, bool):
            return fields.genuine
        chosen = matching(fields.genuine, self._cell)
        if not chosen:
            problem = self._scenario.knows_not_whether_genuine(index, self._shown())
            self._problems.append(problem)
            return True
        return chosen[0].value

    def _files(self, name: str) -> list[DocumentFile]:
        """Return the files of a name that mail of the cell carries, one for each content."""
        carriers: dict[str, list[str]] = {}
        contents: dict[str, AttachmentFile] = {}
        for key in self._mail.ids:
            for file in self._mail.files[key]:
                if file.filename == name:
                    contents.setdefault(file.sha256, file)
                    carriers.setdefault(file.sha256, []).append(key)
        return [self._file(file, carriers[sha256]) for sha256, file in contents.items()]

    def _hashes(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(file.sha256 for name in names for file in self._files(name))

    def _file(self, file: AttachmentFile, carriers: list[str]) -> DocumentFile:
        text = self._extract(file)
        return DocumentFile(
            filename=file.filename,
            sha256=file.sha256,
            text=text.text,
            note=text.note,
            attached_to=tuple(self._mail.ids[key] for key in dict.fromkeys(carriers)),
        )

    def _extract(self, file: AttachmentFile) -> ExtractedText:
        known = self._seed.extracted
        if file.sha256 not in known:
            known[file.sha256] = attachment_text(
                file.filename, file.content_type, file.content, max_chars=_MAX_CHARS
            )
        return known[file.sha256]

    def _message(self, key: str) -> DocumentMessage:
        text = self._mail.own_texts[key]
        return DocumentMessage(
            message_id=self._mail.ids[key],
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
        )

    def _person(self, reference: str) -> FactPerson:
        person = self._book.person(reference)
        if person is None:  # checked when the seed was read
            raise LookupError(reference)
        return person

    def _audience(self, references: Iterable[str]) -> Audience:
        audience = self._book.audience(references)
        if isinstance(audience, str):  # checked when the seed was read
            raise LookupError(audience)
        return audience

    def _texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._domains.text(text) for text in texts)

    def _ids(self, keys: Iterable[str]) -> tuple[MessageId, ...]:
        return tuple(self._mail.ids[key] for key in keys if key in self._mail.ids)

    def _expect(self, there: bool, what: str, *path: str | int) -> None:
        if not there:
            problem = self._scenario.has_no_support(what, self._shown(), *path)
            self._problems.append(problem)

    def _shown(self) -> str:
        return self._scenario.grid.describe(self._cell)
