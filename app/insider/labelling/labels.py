"""People's labels: what somebody says of a category in an episode, and taking it back.

Called by the command line, the operator API and imports. A label and the verdict that follows from
it are one transaction. Saying it anew replaces what the same person said before.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Engine, Row, Select, delete, select, tuple_
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from corpmail.database import insert_into, read_transaction, write_transaction
from insider.episodes import check_ended, get_episode
from insider.errors import LabelError, LabelNotFoundError
from insider.inspection import (
    Answer,
    Category,
    combine_again,
    get_verdict,
    inspect_episode,
    looks_like_another_voice,
)
from insider.inspection.lookalikes import mixes_alphabets
from insider.inspection.tables import LabelRow
from insider.visible import make_line

LONGEST_NAME = 60
LONGEST_NOTE = 2_000

_label = LabelRow.metadata.tables["label"]
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""What a database cannot hold in a text."""
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)
"""What nobody sees in a name, beside what ``visible`` marks: joiners, fillers, selectors."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one category."""

    answer: Answer
    """``open`` for one who has looked and cannot say."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What somebody said of one category in one episode."""

    episode_id: str
    category: Category
    labeller: str
    answer: Answer
    note: str
    labelled_wall: str


def say_of_all(answers: Mapping[Category, Said], *, rest: Answer | None) -> dict[Category, Said]:
    """Return answers with one for the categories that are not named.

    Args:
        answers: By category.
        rest: Of every other category; ``no`` without any answers is "none of the harms". None to
            say nothing of them.
    """
    others = {} if rest is None else dict.fromkeys(Category, Said(rest))
    return {**others, **answers}


def label_episode(
    engine: Engine, episode_id: str, *, labeller: str, answers: Mapping[Category, Said]
) -> tuple[Label, ...]:
    """Keep what somebody says of an episode, and put its verdict together anew with it.

    An episode that nobody has inspected yet is inspected first.

    Args:
        engine: The database.
        episode_id: Which; the beginning of its id is enough.
        labeller: Who says it.
        answers: What is said, of at least one category; of others, what was said before stays.

    Returns:
        All that this person now says of the episode.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeOpenError: It has not ended: more may be done in it.
        LabelError: The name or a note cannot be kept, or nothing is said.
    """
    name = check_labeller(labeller)
    if not answers:
        raise LabelError("Say something of at least one category.")
    for said in answers.values():
        check_note(said.note)
    whole_id = make_ready(engine, episode_id)
    wall = wall_now().isoformat(timespec="milliseconds")
    labels = [
        Label(whole_id, category, name, said.answer, said.note, wall)
        for category, said in answers.items()
    ]
    with write_transaction(engine) as session:
        keep_labels(session, labels)
        combine_again(session, whole_id)
        return labels_of(session, whole_id, labeller=name)


def withdraw_labels(
    engine: Engine, episode_id: str, *, labeller: str, category: Category | None = None
) -> tuple[Label, ...]:
    """Take back what somebody said of an episode; its verdict is put together without it.

    Args:
        engine: The database.
        episode_id: Which; the beginning of its id is enough.
        labeller: Who said it.
        category: Only of this one; of all of them when None.

    Returns:
        What was taken back.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        LabelError: The name cannot be anybody's.
        LabelNotFoundError: That person said nothing of it.
    """
    # Not the check of those who say something: what stands under a name that is no person's any
    # more must be taken back by somebody.
    name = _as_kept(labeller)
    with write_transaction(engine) as session:
        whole_id = get_episode(session, episode_id).id
        said = [
            label
            for label in _stored(session, whole_id, labeller=None)
            # Older versions kept other spellings.
            if _fold(label.labeller) == name and category in (None, label.category)
        ]
        if not said:
            of_it = "it" if category is None else f"'{category.value}' in it"
            raise LabelNotFoundError(f"'{name}' said nothing of {of_it}: episode {whole_id}.")
        named = [label.category.value for label in said]
        session.execute(
            delete(_label).where(
                _label.c.episode_id == whole_id,
                _label.c.labeller.in_({label.labeller for label in said}),
                _label.c.category.in_(named),
            )
        )
        combine_again(session, whole_id)
    return tuple(said)


def labels_of(
    session: Session, episode_id: str, *, labeller: str | None = None
) -> tuple[Label, ...]:
    """Return what people say of an episode, in the order of categories and then of names.

    Args:
        session: Any transaction.
        episode_id: The episode's whole id.
        labeller: Only what this person says.

    Raises:
        LabelError: One of them stands under a name that is no person's.
    """
    said = _stored(session, episode_id, labeller=labeller)
    for label in said:
        check_stored(label.labeller, episode_id)
    return said


def check_stored(labeller: str, episode_id: str) -> None:
    """Refuse a stored label under a name that is no person's, such as one of an older version.

    Raises:
        LabelError: It is not, and how it is taken back.
    """
    if looks_like_another_voice(labeller):
        raise LabelError(
            f"Episode {episode_id} has labels by '{make_line(labeller)[:LONGEST_NAME]}', which "
            "could be the name of rules, a judge or a model: take them back with "
            f"'insider label clear {episode_id} --as NAME'."
        )


def _stored(session: Session, episode_id: str, *, labeller: str | None) -> tuple[Label, ...]:
    found = select(_label).where(_label.c.episode_id == episode_id)
    if labeller is not None:
        found = found.where(_label.c.labeller == labeller)
    order = list(Category)
    said = map(_read, session.execute(found))
    return tuple(sorted(said, key=lambda label: (order.index(label.category), label.labeller)))


Place = tuple[str, str, str]
"""Where a listing of labels stands: episode, category, labeller."""


def list_labels(
    session: Session,
    *,
    labeller: str | None = None,
    category: Category | None = None,
    among: Select[Any] | None = None,
    after: Place = ("", "", ""),
    limit: int | None = None,
) -> Sequence[Label]:
    """Return labels by episode, category and labeller.

    Args:
        session: Any transaction.
        labeller: Only this person's.
        category: Only of this one.
        among: A query of the ids of episodes; only theirs.
        after: Only what comes after this place.
        limit: How many at most.

    Raises:
        LabelError: One of them stands under a name that is no person's.
    """
    place = (_label.c.episode_id, _label.c.category, _label.c.labeller)
    found = select(_label).where(tuple_(*place) > after).order_by(*place).limit(limit)
    if labeller is not None:
        found = found.where(_label.c.labeller == labeller)
    if category is not None:
        found = found.where(_label.c.category == category.value)
    if among is not None:
        found = found.where(_label.c.episode_id.in_(among))
    labels = [_read(row) for row in session.execute(found)]
    for label in labels:
        check_stored(label.labeller, label.episode_id)
    return labels


def check_labeller(name: str) -> str:
    """Return a labeller's name as it is kept: one spelling of all that are read as the same.

    Small letters, plain ones for wide or ornate ones, no blanks around them.

    Raises:
        LabelError: It is empty, too long, has characters that cannot be seen or words of letters of
            two alphabets, or could be the name of rules, a judge or a model.
    """
    kept = _as_kept(name)
    if looks_like_another_voice(kept):
        raise LabelError(
            f"'{kept}' could be the name of rules, a judge or a model: give a person's."
        )
    if any(map(mixes_alphabets, kept.split())):
        raise LabelError(
            f"'{kept}' has letters of two alphabets that look alike in one word: write it in one."
        )
    return kept


def _as_kept(name: str) -> str:
    kept = _fold(name)
    # Two names that look alike would be two labellers who agree with each other.
    seen = make_line(kept) == kept and not _UNSEEN.search(kept)
    if not kept or len(kept) > LONGEST_NAME or not seen:
        raise LabelError(
            f"A labeller's name is one line of 1 to {LONGEST_NAME} visible characters, "
            f"and not '{make_line(name)[:LONGEST_NAME]}'."
        )
    return kept


def _fold(name: str) -> str:
    """Return the one spelling of all names that are read as this one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def check_note(note: str) -> None:
    """Refuse a note that cannot be kept.

    Raises:
        LabelError: It is too long, or has characters that no database keeps.
    """
    if len(note) > LONGEST_NOTE or _UNKEEPABLE.search(note):
        raise LabelError(
            f"A note has at most {LONGEST_NOTE:,} characters, and none that no text can have, "
            "such as a null."
        )


def make_ready(engine: Engine, episode_id: str) -> str:
    """Return the whole id of an episode that has ended, and inspect it where nobody has.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeOpenError: It has not ended.
    """
    with read_transaction(engine) as session:
        episode = get_episode(session, episode_id)
        inspected = get_verdict(session, episode.id) is not None
    check_ended(episode)
    if not inspected:
        inspect_episode(engine, episode.id)
    return episode.id


def keep_labels(session: Session, labels: Sequence[Label], *, only_later: bool = False) -> None:
    """Write labels over whatever the same people said before; the verdict is the caller's.

    Args:
        session: A write transaction.
        labels: Checked ones, at least one.
        only_later: Whether to leave what was said no earlier, such as by somebody meanwhile.
    """
    connection = session.connection()
    insert = insert_into(connection.dialect.name, _label)
    # In one order: two who write the same rows at once would wait for each other.
    rows = sorted(
        (asdict(label) | {"category": label.category.value} for label in labels),
        key=lambda row: (row["episode_id"], row["category"], row["labeller"]),
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[_label.c.episode_id, _label.c.category, _label.c.labeller],
            set_={name: insert.excluded[name] for name in ("answer", "note", "labelled_wall")},
            where=_label.c.labelled_wall < insert.excluded.labelled_wall if only_later else None,
        ),
        rows,
    )


def _read(row: Row[Any]) -> Label:
    return Label(
        episode_id=row.episode_id,
        category=Category(row.category),
        labeller=row.labeller,
        answer=cast("Answer", row.answer),
        note=row.note,
        labelled_wall=row.labelled_wall,
    )
