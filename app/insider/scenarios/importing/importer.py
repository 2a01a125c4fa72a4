"""Imports mail: reads sources once, decides who is whom and when, and writes files of a seed.

The order is always this: every message is read and set aside on disk, what is small of it stays in
memory; then people, threads and dates are decided over all of it; then messages are taken back in
the order of their dates, replaced, and written. Called by the command line.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpmail.types import Address
from insider.errors import MailImportError
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.importing.attachments import FileShelf
from insider.scenarios.importing.dates import Period, period_of
from insider.scenarios.importing.gathering import gather
from insider.scenarios.importing.mapping import read_mapping, write_mapping
from insider.scenarios.importing.options import ImportOptions, ImportSummary, Progress, Tally
from insider.scenarios.importing.planning import Ground, Plan, make_plan
from insider.scenarios.importing.spool import Spool
from insider.scenarios.importing.target import Target
from insider.scenarios.importing.writing import Written, write_mail
from insider.scenarios.opening import open_seed
from insider.scenarios.seed import Seed


def import_mail(
    sources: Sequence[Path], into: Path, options: ImportOptions, progress: Progress
) -> ImportSummary:
    """Import mail into the background mail of a seed's company.

    Args:
        sources: Mbox files, messages, Maildirs, folders of any of them.
        into: A seed folder or a pack's, with a company.
        options: How.
        progress: Told how far it is.

    Raises:
        InvalidSeedError: The seed has faults; it is not touched.
        MailImportError: A source is not there, an option does not fit, or nothing is left.
    """
    _check_mapping(options, into)
    target = Target(into, options.topic, replace=options.replace)
    seed = _without_topic(open_seed(into), options.topic)
    ground = _ground(seed, options)
    tally = Tally()
    with Spool(target.company) as spool, target:
        found = gather(
            sources,
            spool=spool,
            options=options,
            known=_ids_of(seed),
            agent=_agent(ground.book) if options.keep_names else (),
            tally=tally,
            progress=progress,
        )
        if not found.entries:
            raise MailImportError(_nothing(sources, tally))
        plan = make_plan(found, ground=ground, options=options, tally=tally)
        taken = set(seed.mail_folder.attachments) - target.owned
        shelf = FileShelf({name.casefold() for name in taken})
        written = write_mail(
            found,
            plan,
            spool=spool,
            target=target,
            shelf=shelf,
            ground=ground,
            options=options,
            tally=tally,
            progress=progress,
        )
        if written is None:
            raise MailImportError(_nothing(sources, tally))
        _write_people(target, plan, written, ground.book)
        if options.mapping is not None:
            write_mapping(options.mapping, plan.cast)
        target.finish()
    return _summary(target, plan, written, tally)


def _check_mapping(options: ImportOptions, into: Path) -> None:
    if options.mapping is None:
        return
    if options.keep_names:
        raise MailImportError(
            "With --keep-names everybody stays who they are; there is no mapping."
        )
    if options.mapping.resolve().is_relative_to(into.resolve()):
        raise MailImportError(
            f"{options.mapping} identifies people, and {into} is handed on; name another place."
        )


def _without_topic(seed: Seed, topic: str) -> Seed:
    """Return a seed without what an earlier import of the topic brought."""
    company = seed.company
    outsiders, lists = f"outsiders/{topic}.yaml", f"lists/{topic}.yaml"
    mail = [
        each
        for each in seed.mail_folder.mail
        if not _is_of(each.written.file, f"mail/{topic}.jsonl")
    ]
    return replace(
        seed,
        mail_folder=replace(seed.mail_folder, mail=tuple(mail)),
        company=replace(
            company,
            outsiders={
                key: each
                for key, each in company.outsiders.items()
                if not _is_of(each.file, outsiders)
            },
            lists={
                key: each for key, each in company.lists.items() if not _is_of(each.file, lists)
            },
        ),
    )


def _is_of(file: str, ending: str) -> bool:
    return file.endswith(f"company/{ending}")


def _agent(book: AddressBook) -> tuple[Address, ...]:
    account = book.account(book.agent)
    return (book.agent,) if account is None else (account.address, *account.aliases)


def _ids_of(seed: Seed) -> set[str]:
    stories = (scenario.mail_folder.mail for scenario in seed.scenarios.values())
    folders = (seed.mail_folder.mail, seed.grid.mail_folder.mail, *stories)
    return {mail.key for mail_of in folders for mail in mail_of}


def _ground(seed: Seed, options: ImportOptions) -> Ground:
    book = make_address_book(seed.company, {}, [])
    period = period_of(seed)
    if options.ends is not None:
        begins = options.ends if period is None else min(period.begins, options.ends)
        period = Period(begins, options.ends)
    if period is None:
        raise MailImportError("This seed has no mail and no scenario; say --ends, in company time.")
    earlier = {} if options.mapping is None else read_mapping(options.mapping, book)
    return Ground(book, _pool(seed, book, options.played), period, earlier)


def _pool(seed: Seed, book: AddressBook, played: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of those whom people may become."""
    people = [key for key in seed.company.people if key != seed.company.fields.value.agent]
    if not played:
        return tuple(people)
    wanted: set[str] = set()
    for reference in played:
        audience = book.audience((reference,))
        if isinstance(audience, str):
            raise MailImportError(book.unknown(reference))
        wanted.update(audience.addresses)
    found = tuple(key for key in people if book.keys[key] in wanted)
    if not found:
        raise MailImportError(f"{', '.join(played)}: nobody of these works here, but the agent.")
    return found


def _write_people(target: Target, plan: Plan, written: Written, book: AddressBook) -> None:
    outsiders = {
        role.key: {
            "name": role.mailer.name,
            "address": role.mailer.address,
            "organization": role.organization,
        }
        for role in plan.cast.outsiders
        if role.key is not None and role.key not in book.keys
    }
    lists = {
        group.key: {"name": group.name, "members": [*group.members]} for group in written.lists
    }
    target.write_people(outsiders, lists)


def _nothing(sources: Sequence[Path], tally: Tally) -> str:
    """Say why nothing is left to import."""
    # One place for each reason is enough to look at.
    places = {each.reason: each for each in reversed(tally.skipped)}
    reasons = [
        f"{places[reason]}" if count == 1 else f"{count:,} times: {reason}"
        for reason, count in tally.reasons.most_common(3)
    ]
    if tally.passed_over:
        reasons.append(f"{tally.passed_over:,} were before --since or after --until")
    if not reasons:
        named = ", ".join(map(str, sources))
        return f"There is nothing to import: no file of {named} can be mail."
    return "\n".join(["There is nothing to import.", *reasons])


def _summary(target: Target, plan: Plan, written: Written, tally: Tally) -> ImportSummary:
    inside = {role.key for _, role in plan.cast.persons if role.inside}
    outside = {role.mailer.address for _, role in plan.cast.persons if not role.inside}
    return ImportSummary(
        file=target.mail,
        messages=written.messages,
        threads=written.threads,
        insiders=len(inside),
        outsiders=len(outside),
        lists=len(written.lists),
        files=written.files,
        begins=written.begins,
        ends=written.ends,
        weeks=plan.weeks,
        tally=tally,
    )
