"""Packs in the bodies of the API: what a scenario, and what was played in it, came from."""

from insider.scenarios import Manifest, PackStamp
from insider.web.api.mail_schemas import Body


class PackPublic(Body):
    """A pack, by what is kept of it with all that is played on it."""

    name: str
    version: str | None
    licence: str
    """An SPDX id, or a sentence."""
    sha256: str
    """Of its files, in a folder or a zip alike."""


class PackDescribed(PackPublic):
    """A pack, by all that it says of itself."""

    title: str
    about: str
    source: str | None


def show_pack(stamp: PackStamp | None) -> PackPublic | None:
    """Return a pack; None for what comes from none."""
    return None if stamp is None else PackPublic(**stamp.model_dump())


def show_manifest(manifest: Manifest | None) -> PackDescribed | None:
    """Return what a pack says of itself; None for a seed that is none."""
    if manifest is None:
        return None
    fields = manifest.fields
    return PackDescribed(
        **manifest.stamp.model_dump(),
        title=fields.title,
        about=fields.about.strip(),
        source=fields.source,
    )
