"""Renderings as the API shows them: made once as long as the seed's files do not change. Bounded.

Called by the endpoint. What a condition changes and what its agent is told take longer to find than
the rendering itself.
"""

from functools import lru_cache

from insider.episodes import RunSettings
from insider.episodes.preview import preview_prompt
from insider.errors import PreviewError
from insider.scenarios import SeedShelf, compare
from insider.web.api.scenario_schemas import RenderingPublic, show_rendering

_MOST_KEPT = 64


class ShownRenderings:
    """The renderings of a seed.

    Args:
        shelf: The seed.
    """

    def __init__(self, shelf: SeedShelf) -> None:
        self._shelf = shelf
        self._kept = lru_cache(maxsize=_MOST_KEPT)(self._make)

    def show(self, scenario: str, condition: dict[str, str]) -> RenderingPublic:
        """Return a scenario under a condition, and what differs from its control.

        Args:
            scenario: Its whole name.
            condition: A whole one.

        Raises:
            InvalidSeedError: The seed has faults.
        """
        return self._kept(self._shelf.edition, scenario, tuple(condition.items()))

    def _make(
        self, _edition: object, scenario: str, cell: tuple[tuple[str, str], ...]
    ) -> RenderingPublic:
        rendered = self._shelf.render(scenario, dict(cell))
        changes = compare(self._shelf.render(scenario, {}), rendered)
        try:
            return show_rendering(rendered, changes, preview_prompt(rendered, RunSettings()), None)
        except PreviewError as error:
            return show_rendering(rendered, changes, None, error.message)
