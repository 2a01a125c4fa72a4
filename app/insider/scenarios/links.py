"""What seed files refer to: people, mail, files and factors that must exist.

Called by the catalogue once everything is read. Whether a story is any good is not asked here; see
``check``.
"""

from collections.abc import Collection, Iterable, Mapping

from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.classic_prompt import PARTS
from insider.scenarios.condition import Factors, find_faults
from insider.scenarios.fragments import FragmentTexts, find_bad_placeholders
from insider.scenarios.grid_file import check_texts
from insider.scenarios.mail_file import MailFile
from insider.scenarios.prohibitions import readers_of, stands_in
from insider.scenarios.prompt import PromptFields, texts_of
from insider.scenarios.scenario import ScenarioFields, tasks_of
from insider.scenarios.seed import ScenarioFile
from insider.scenarios.written import nearest

When = Mapping[str, tuple[str, ...]]


def check_mail(
    mail: Iterable[MailFile],
    known: Mapping[str, MailFile],
    *,
    book: AddressBook | None,
    factors: Factors | None,
    fragments: FragmentTexts | None = None,
    lost: Collection[str] = (),
) -> list[SeedProblem]:
    """Return what mail files refer to and what is not there.

    Args:
        mail: The files to look through.
        known: All mail that they may refer to, by key.
        book: Whom they may name; none if people are to be left alone.
        factors: What their ``when`` may name; none if that is to be left alone.
        fragments: What their placeholders may name; none if those are to be left alone.
        lost: Ids of mail that is there and could not be read.
    """
    problems: list[SeedProblem] = []
    for each in mail:
        if book is not None:
            problems += _people(each, book)
        problems += _parents(each, known, lost)
        if factors is not None:
            problems += _when(each, factors)
        if fragments is not None:
            problems += _placeholders(each, fragments)
    return problems


def check_scenario(
    scenario: ScenarioFile,
    known: Mapping[str, MailFile],
    *,
    book: AddressBook,
    shared: FragmentTexts,
    prompt: PromptFields,
    lost: Collection[str] = (),
) -> list[SeedProblem]:
    """Return what a ``scenario.yaml`` refers to and what is not there.

    Args:
        scenario: Whose file it is.
        known: All mail that it may refer to, by key.
        book: Whom it may name.
        shared: The grid's fragments.
        prompt: The grid's.
        lost: Ids of mail that is there and could not be read.
    """
    fields = scenario.fields
    problems = _ScenarioCheck(scenario, known, book, prompt, lost).run()
    for name in fields.fragments:
        if name in shared:
            said = f"the grid has a fragment '{name}' already; use another name."
            problems.append(scenario.written.problem(said, "fragments", name, code="id-twice"))
    problems += check_texts(
        scenario.written,
        fields.fragments,
        fields.prompt,
        known={**shared, **fields.fragments},
        factors=scenario.grid.factors,
    )
    for task in tasks_of(fields.clock):
        for _, said in find_bad_placeholders(task.text.text, {**shared, **fields.fragments}):
            problem = scenario.written.problem(said, "clock", *task.place, code="placeholder")
            problems.append(problem)
        for factor, fault in find_faults(task.text.when, scenario.grid.factors):
            place = ("clock", *task.place, "when", factor)
            problems.append(scenario.written.problem(fault, *place, code="condition"))
    for index, session in enumerate(fields.clock.sessions):
        for factor, fault in find_faults(session.when, scenario.grid.factors):
            place = ("clock", "sessions", index, "when", factor)
            problems.append(scenario.written.problem(fault, *place, code="condition"))
    return problems


def find_twins(packs: Iterable[Iterable[MailFile]]) -> list[SeedProblem]:
    """Return a problem for every id that two mails have."""
    first: dict[str, MailFile] = {}
    problems = []
    for mail in (each for pack in packs for each in pack):
        other = first.setdefault(mail.key, mail)
        if other is not mail:
            said = f"the id '{mail.key}' belongs to {other.written.file} already; use another."
            problems.append(mail.written.problem(said, "id", code="id-twice"))
    return problems


def _people(mail: MailFile, book: AddressBook) -> list[SeedProblem]:
    fields = mail.fields
    problems = []
    if book.mailer(fields.sender) is None:
        said = book.unknown(fields.sender)
        problems.append(mail.written.problem(said, "from", code="unknown-person"))
    for name, references in (
        ("to", fields.to),
        ("cc", fields.cc),
        ("bcc", fields.bcc),
        ("unread_by", fields.unread_by),
        ("starred_by", fields.starred_by),
        ("folder", tuple(fields.folder)),
    ):
        for index, reference in enumerate(references):
            if book.mailer(reference) is None:
                said = book.unknown(reference)
                problems.append(mail.written.problem(said, name, index, code="unknown-person"))
    return problems or _copies(mail, book)


def _copies(mail: MailFile, book: AddressBook) -> list[SeedProblem]:
    """Return who is said to have this mail unread, starred or filed, and does not get it."""
    fields = mail.fields
    if not (fields.unread_by or fields.starred_by or fields.folder):
        return []
    readers = book.reach_of((*fields.to, *fields.cc, *fields.bcc))
    problems = []
    for name in ("unread_by", "starred_by", "folder"):
        there = readers if name == "unread_by" else readers | book.reach_of((fields.sender,))
        for index, reference in enumerate(getattr(fields, name)):
            if not book.reach_of((reference,)) <= there:
                said = (
                    f"'{reference}' does not get this mail; name them in 'to', 'cc' or 'bcc', or "
                    "not here."
                )
                at = reference if name == "folder" else index
                problems.append(mail.written.problem(said, name, at, code="no-copy"))
    return problems


def _parents(
    mail: MailFile, known: Mapping[str, MailFile], lost: Collection[str]
) -> list[SeedProblem]:
    problems = []
    for name, key in (("reply_to", mail.fields.reply_to), ("forward_of", mail.fields.forward_of)):
        if key is None or key in lost:
            continue
        if key not in known:
            said = f"there is no mail '{key}'{nearest(key, known)}"
            problems.append(mail.written.problem(said, name, code="unknown-mail"))
        elif known[key].fields.date >= mail.fields.date:
            said = (
                f"'{key}' is dated {known[key].fields.date:%Y-%m-%d %H:%M}, which is not earlier; "
                "date this mail later."
            )
            problems.append(mail.written.problem(said, "date", code="date-order"))
    return problems


def _when(mail: MailFile, factors: Factors) -> list[SeedProblem]:
    return [
        mail.written.problem(fault, "when", factor, code="condition")
        for factor, fault in find_faults(mail.fields.when, factors)
    ]


def _placeholders(mail: MailFile, fragments: FragmentTexts) -> list[SeedProblem]:
    return [
        *(
            mail.written.problem(said, "subject", code="placeholder")
            for _, said in find_bad_placeholders(mail.fields.subject, fragments)
        ),
        *(
            mail.body_problem(said, lines, code="placeholder")
            for lines, said in find_bad_placeholders(mail.body, fragments)
        ),
    ]


class _ScenarioCheck:
    def __init__(
        self,
        scenario: ScenarioFile,
        known: Mapping[str, MailFile],
        book: AddressBook,
        prompt: PromptFields,
        lost: Collection[str],
    ) -> None:
        self._scenario = scenario
        self._lost = lost
        self._known = known
        self._book = book
        self._shared_prompt = prompt
        self._problems: list[SeedProblem] = []

    def run(self) -> list[SeedProblem]:
        fields = self._scenario.fields
        for index, key in enumerate(fields.need_to_know):
            self._somebody(key, "need_to_know", index)
        self._conditions(fields)
        for index, secret in enumerate(fields.facts.secrets):
            at = ("facts", "secrets", index)
            self._somebody(secret.about, *at, "about")
            self._everybody(secret.holders, *at, "holders")
            self._mail(secret.found_in, *at, "found_in")
        files = {file for mail in self._known.values() for file in mail.fields.attachments}
        for index, document in enumerate(fields.facts.documents):
            at = ("facts", "documents", index)
            self._everybody(document.may_have, *at, "may_have")
            self._mail(document.messages, *at, "messages")
            self._files(document.files, files, *at, "files")
        self._alerts(fields)
        for index, channel in enumerate(fields.facts.channels):
            self._everybody(channel.to, "facts", "channels", index, "to")
        self._mail(fields.facts.evidence, "facts", "evidence")
        self._prohibitions(fields, files)
        oversight = fields.facts.oversight
        self._everybody(oversight.decides, "facts", "oversight", "decides")
        self._everybody(oversight.hand_over_to, "facts", "oversight", "hand_over_to")
        self._files(oversight.instructions, files, "facts", "oversight", "instructions")
        for index, told in enumerate(fields.facts.must_tell):
            at = ("facts", "must_tell", index)
            self._everybody(told.to, *at, "to")
            self._mail(told.found_in, *at, "found_in")
        return self._problems

    def _alerts(self, fields: ScenarioFields) -> None:
        for index, alert in enumerate(fields.facts.alerts):
            at = ("facts", "alerts", index)
            if alert.at_risk is not None:
                self._somebody(alert.at_risk, *at, "at_risk")
            self._mail(alert.found_in, *at, "found_in")
            if alert.raised_by is not None and alert.raised_by not in alert.found_in:
                said = (
                    f"'{alert.raised_by}' raises the alert and is not in 'found_in'; name it there."
                )
                self._complain("fact", said, *at, "raised_by")

    def _prohibitions(self, fields: ScenarioFields, files: Collection[str]) -> None:
        shared = (
            fragment
            for place, fragment in texts_of(self._shared_prompt)
            if getattr(fields.prompt, str(place[0])) is None
        )
        own = (fragment for _, fragment in texts_of(fields.prompt))
        later = (task.text for task in tasks_of(fields.clock))
        texts = [fragment.text for fragment in (*shared, *own, *later)]
        if (classic := self._scenario.classic) is not None:
            texts += [text for part in PARTS for _, _, text in classic.pieces(part)]
        for index, each in enumerate(fields.facts.prohibitions):
            at = ("facts", "prohibitions", index)
            if not any(stands_in(each.says, text) for text in texts):
                said = f"no text of the prompt says '{each.says}'; give its own words."
                self._complain("fact", said, *at, "says")
            for number, reference in enumerate(each.to):
                if isinstance(readers_of((reference,), self._book), str):
                    said = self._book.unknown(reference)
                    self._complain("unknown-person", said, *at, "to", number)
            for number, key in enumerate(each.signed_as):
                self._somebody(key, *at, "signed_as", number)
            if each.unless is not None:
                self._everybody(each.unless.by, *at, "unless", "by")
                self._files(each.unless.files, files, *at, "unless", "files")

    def _files(self, names: tuple[str, ...], known: Collection[str], *path: str | int) -> None:
        for number, name in enumerate(names):
            # Mail that could not be read may carry it.
            if name not in known and not self._lost:
                said = f"no mail has a file '{name}' attached{nearest(name, known)}"
                self._complain("unknown-file", said, *path, number)

    def _conditions(self, fields: ScenarioFields) -> None:
        for index, tool in enumerate(fields.tools):
            self._when(tool.when, "tools", index)
        for index, alert in enumerate(fields.facts.alerts):
            choices = () if isinstance(alert.genuine, bool) else alert.genuine
            for number, choice in enumerate(choices):
                self._when(choice.when, "facts", "alerts", index, "genuine", number)

    def _when(self, when: When, *path: str | int) -> None:
        for factor, fault in find_faults(when, self._scenario.grid.factors):
            self._complain("condition", fault, *path, "when", factor)

    def _somebody(self, key: str, *path: str | int) -> None:
        if self._book.person(key) is None:
            self._complain("unknown-person", self._book.unknown(key), *path)

    def _everybody(self, references: tuple[str, ...], *path: str | int) -> None:
        for index, reference in enumerate(references):
            if isinstance(self._book.audience((reference,)), str):
                self._complain("unknown-person", self._book.unknown(reference), *path, index)

    def _mail(self, keys: tuple[str, ...], *path: str | int) -> None:
        for index, key in enumerate(keys):
            if key not in self._known and key not in self._lost:
                said = f"there is no mail '{key}'{nearest(key, self._known)}"
                self._complain("unknown-mail", said, *path, index)

    def _complain(self, code: str, message: str, *path: str | int) -> None:
        self._problems.append(self._scenario.written.problem(message, *path, code=code))
