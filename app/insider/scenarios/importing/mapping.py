"""The file that says who became whom: it identifies people, and is written only if asked for.

Called by the importer. A line for each person, as JSON. Where it is there already, whoever is in it
keeps their pseudonym, so that an archive can be imported month by month.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpmail.addresses import parse_mailer
from corpmail.errors import InvalidAddressError
from corpmail.types import Mailer
from insider.errors import MailImportError
from insider.scenarios.addresses import AddressBook
from insider.scenarios.importing.roles import Cast, Role

_LARGEST = 50_000_000


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    real: tuple[str, ...]
    names: tuple[str, ...]
    is_now: str
    address: str
    organization: str
    inside: bool
    key: str | None


def read_mapping(path: Path, book: AddressBook) -> dict[str, Role]:
    """Return the roles of an earlier import by real address; none where there is no such file.

    Args:
        path: The file.
        book: The seed's people: of them, only those who are still there.

    Raises:
        MailImportError: It is no such file.
    """
    if not path.exists():
        return {}
    roles: dict[str, Role] = {}
    number = 0
    try:
        if path.stat().st_size > _LARGEST:
            raise MailImportError(f"{path} is larger than {_LARGEST:,} bytes.")
        with path.open(encoding="utf-8") as stream:
            for text in stream:
                number += 1
                line = _Line.model_validate_json(text)
                address = parse_mailer(line.address).address
                account = book.account(line.key) if line.key is not None else None
                if line.inside and account is None:
                    continue
                role = Role(line.key, Mailer(address, line.is_now), line.inside, line.organization)
                roles.update(dict.fromkeys(line.real, role))
    except (OSError, UnicodeDecodeError, ValidationError, InvalidAddressError) as error:
        said = f"{path}:{number}: this is no line of a mapping file; name another --mapping."
        raise MailImportError(said) from error
    return roles


def write_mapping(path: Path, cast: Cast) -> None:
    """Write who became whom, readable by nobody else.

    Raises:
        MailImportError: It cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as stream:
            for person, role in cast.persons:
                line = _Line(
                    real=person.addresses,
                    names=person.names,
                    is_now=role.mailer.name,
                    address=role.mailer.address,
                    organization=role.organization,
                    inside=role.inside,
                    key=role.key,
                )
                stream.write(json.dumps(line.model_dump(mode="json"), ensure_ascii=False) + "\n")
        unfinished.replace(path)
    except OSError as error:
        raise MailImportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
