"""Snapshots (signatures first; bodies follow)."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from corpmail.directory import DirectoryIndex
from corpmail.types import Directory, SeedMessage, SnapshotId


def store_snapshot(
    session: Session, directory: Directory, messages: Iterable[SeedMessage]
) -> SnapshotId:
    """Store a snapshot."""
    raise NotImplementedError


def load_directory(session: Session, snapshot_id: SnapshotId) -> DirectoryIndex:
    """Return a snapshot's directory."""
    raise NotImplementedError
