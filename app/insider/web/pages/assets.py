"""The pages' own files, style, scripts and icons: served under their hash, kept by browsers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter
from fastapi.responses import Response

from corpmail.errors import NotFoundError

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_HASH_CHARS = 12


@dataclass(frozen=True, slots=True)
class _Asset:
    content: bytes
    media_type: str
    version: str


def asset_url(name: str) -> str:
    """Return the address of a file of ours; it changes when the file does.

    Args:
        name: Its path below ``static``.

    Raises:
        KeyError: There is no such file.
    """
    return f"/static/{_assets()[name].version}/{name}"


router = APIRouter(include_in_schema=False)


@router.get("/static/{version}/{name:path}")
def get_asset(version: str, name: str) -> Response:
    """Return a file of ours."""
    asset = _assets().get(name)
    if asset is None or asset.version != version:
        raise NotFoundError("There is no such file, or it has changed; load the page anew.")
    return Response(
        asset.content,
        media_type=asset.media_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


@lru_cache(maxsize=1)
def _assets() -> Mapping[str, _Asset]:
    ours = dict(_found(files("insider.web.pages") / "static", ""))
    # The figures of reports look the same on pages.
    return ours | dict(_found(files("insider.reports") / "templates", "report/"))


def _found(folder: Traversable, path: str) -> list[tuple[str, _Asset]]:
    found = []
    for each in folder.iterdir():
        name = f"{path}{each.name}"
        if each.is_dir():
            found += _found(each, f"{name}/")
        elif (kind := each.name.rpartition(".")[2]) in _TYPES:
            content = each.read_bytes()
            version = hashlib.sha256(content).hexdigest()[:_HASH_CHARS]
            found.append((name, _Asset(content, _TYPES[kind], version)))
    return found
