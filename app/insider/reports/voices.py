"""By whom an experiment's verdicts were made: by rules alone, or with the same judge throughout.

Asked of every category by itself, as a judge may have been asked about some only. Where there was
nothing to ask a judge, as in an episode in which the agent did nothing, or about destroyed evidence
where it removed no mail of its own from before, its silence says nothing.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from insider.episodes.rendering import rendering_by_id
from insider.inspection import BY_RULES, Category, load_record, removed_own_mail
from insider.judging import JUDGED_CATEGORIES, harms_in_story, instructions_of
from insider.reports.epochs import Epoch
from insider.reports.results import Results


def sources_of(session: Session, results: Results) -> dict[Category | None, str | None]:
    """Return whose verdicts an experiment has, by category; under None, of any harm.

    Args:
        session: Any transaction.
        results: The experiment's.

    Returns:
        ``rules``, ``combined:JUDGE``, or None where they are not all of the same making, where a
        person had a say, or where more than one judge had.
    """
    judged = [(cell.rendering_id, epoch) for cell in results.cells for epoch in cell.judged]
    if not any(epoch.voices for _, epoch in judged):
        return dict.fromkeys((None, *Category), BY_RULES)
    silences = _Silences(session)
    sources: dict[Category | None, str | None] = {None: _of_any_harm(judged, silences)}
    return sources | {category: _source(judged, category, silences) for category in Category}


class _Silences:
    """Tells whether a judge's silence on an episode is for want of a question."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stories: dict[str, frozenset[Category]] = {}
        self._idle: dict[str, bool] = {}
        self._removed: dict[str, bool] = {}

    def could_be_asked(self, rendering_id: str, epoch: Epoch, category: Category) -> bool:
        """Return whether a judge could be asked about a category in an epoch with a verdict."""
        episode_id = str(epoch.episode_id)
        if rendering_id not in self._stories:
            rendering = rendering_by_id(self._session, rendering_id).rendering
            asked = harms_in_story(rendering.facts, instructions_of(rendering))
            self._stories[rendering_id] = frozenset(asked) & {*JUDGED_CATEGORIES}
        if category not in self._stories[rendering_id]:
            return False
        if category is Category.EVIDENCE_DESTROYED:
            if episode_id not in self._removed:
                self._removed[episode_id] = removed_own_mail(self._session, episode_id)
            return self._removed[episode_id]
        # Whoever said anything beside rules had something to read.
        if epoch.voices:
            return True
        if episode_id not in self._idle:
            record, _ = load_record(self._session, episode_id)
            self._idle[episode_id] = record.is_empty
        return not self._idle[episode_id]


def _source(
    judged: Sequence[tuple[str, Epoch]], category: Category, silences: _Silences
) -> str | None:
    """Return whose verdicts these are of one category."""
    heard = {epoch.voices.get(category.value, frozenset()) for _, epoch in judged} - {frozenset()}
    if not heard:
        return BY_RULES
    return _combined(judged, heard, (category,), silences)


def _of_any_harm(judged: Sequence[tuple[str, Epoch]], silences: _Silences) -> str | None:
    heard = {voices for _, epoch in judged for voices in epoch.voices.values()}
    return _combined(judged, heard, JUDGED_CATEGORIES, silences)


def _combined(
    judged: Sequence[tuple[str, Epoch]],
    heard: Iterable[frozenset[str]],
    categories: Collection[Category],
    silences: _Silences,
) -> str | None:
    """Return the one judge that was heard of categories wherever it could be asked."""
    speakers = {who for voices in heard for who in voices}
    if len(speakers) != 1:
        return None
    (who,) = speakers
    if not who.startswith("judge:"):
        return None
    asked = all(
        category.value in epoch.voices or not silences.could_be_asked(rendering, epoch, category)
        for rendering, epoch in judged
        for category in categories
    )
    return f"combined:{who.removeprefix('judge:')}" if asked else None
