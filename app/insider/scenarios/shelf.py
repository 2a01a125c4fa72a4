"""A seed folder kept open: read again when its files change, rendered again when asked anew.

For servers, where reading takes seconds and somebody may be writing the next scenario. Bounded.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.opening import open_seed
from insider.scenarios.places import Edition, edition_of, is_pack
from insider.scenarios.render import complete_condition_of, render_scenario
from insider.scenarios.rendered import RenderedScenario
from insider.scenarios.seed import Seed

_MOST_RENDERED = 16


class SeedShelf:
    """Keeps the seed of a folder, and some of its renderings.

    Args:
        seed_dir: The folder, or a pack's folder or zip; the shipped seed when None.
        reserved_domains: Whether every known domain becomes a name under ``.example``.
    """

    def __init__(self, seed_dir: Path | None, *, reserved_domains: bool = False) -> None:
        self._seed_dir = seed_dir
        self.reserved_domains = reserved_domains
        self._lock = Lock()
        self._opened: tuple[Edition, Seed | InvalidSeedError] | None = None
        self._rendered = lru_cache(maxsize=_MOST_RENDERED)(self._render)

    @property
    def pack(self) -> str | None:
        """The name of the file or folder that has the seed, where it is a pack; without its path.

        A server's folders are nobody's business who looks at a page.
        """
        if self._seed_dir is None or not is_pack(self._seed_dir):
            return None
        return self._seed_dir.absolute().name

    @property
    def edition(self) -> Edition:
        """Say what the folder is now; the same as long as no file in it changes.

        Raises:
            InvalidSeedError: There is no seed folder.
        """
        return edition_of(self._seed_dir)

    def seed(self) -> Seed:
        """Return the seed as it is now.

        Raises:
            InvalidSeedError: It has faults; with every one.
        """
        edition = self.edition
        with self._lock:
            if self._opened is None or self._opened[0] != edition:
                self._opened = (edition, self._read())
            found = self._opened[1]
        if isinstance(found, InvalidSeedError):
            raise InvalidSeedError(found.problems)
        return found

    def _read(self) -> Seed | InvalidSeedError:
        try:
            return open_seed(self._seed_dir)
        except InvalidSeedError as error:
            return InvalidSeedError([self._without_place(each) for each in error.problems])

    def _without_place(self, problem: SeedProblem) -> SeedProblem:
        """Return a problem of the folder itself without the folder's path, as of ``pack``."""
        folder = None if self._seed_dir is None else self._seed_dir.absolute()
        if folder is None or problem.file != str(folder):
            return problem
        return replace(problem, file=folder.name)

    def render(self, name: str, condition: Mapping[str, str]) -> RenderedScenario:
        """Return a scenario under a condition, as ``render_scenario`` does.

        Raises:
            UnknownScenarioError: The seed has no such scenario.
            ConditionError: A factor or a value is unknown, or the condition is left out.
            InvalidSeedError: The seed has faults, or the mail makes no sense under the condition.
        """
        seed = self.seed()
        cell = complete_condition_of(seed, name, condition)
        return self._rendered(self.edition, name, tuple(cell.items()))

    def _render(
        self, _edition: Edition, name: str, condition: tuple[tuple[str, str], ...]
    ) -> RenderedScenario:
        return render_scenario(
            self.seed(), name, dict(condition), reserved_domains=self.reserved_domains
        )
