"""Of which edition of the seed a page is drawn, so that it is loaded anew when that changes.

Asked for before the page reads the seed: a file that is written while the page is drawn, or before
the browser asks for the first time, is a change as well.
"""

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Scope

from insider.scenarios import SeedShelf
from insider.web.state import ShelfDep


def name_edition(shelf: SeedShelf) -> str:
    """Return a short name of what the seed's files are now.

    Raises:
        InvalidSeedError: There is no seed folder.
    """
    return sha256(repr(shelf.edition).encode()).hexdigest()


def _draw(request: Request, shelf: ShelfDep) -> str:
    edition = name_edition(shelf)
    request.state.drawn_edition = edition
    return edition


DrawnEdition = Annotated[str, Depends(_draw)]
"""What the seed is before a page reads it."""


def drawn_edition(scope: Scope) -> str | None:
    """Return of which edition a request's page was drawn; None where it did not come so far."""
    found: str | None = scope.get("state", {}).get("drawn_edition")
    return found
