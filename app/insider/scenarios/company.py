"""The company as its files say it: the firm, its people, lists, and outsiders who are known.

Called by the catalogue. Knows keys, not addresses: those are the address book's.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, field_validator

from corpmail.addresses import parse_mailer
from corpmail.errors import InvalidAddressError
from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.at_work import Away, HoursFields
from insider.scenarios.files import read_yaml, relative_name
from insider.scenarios.written import ModelT, Written, WrittenModel, validate


def is_address(text: str) -> bool:
    """Tell whether a text is a mail address and nothing else."""
    try:
        return parse_mailer(text).address == text.lower()
    except InvalidAddressError:
        return False


PersonKey = Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=64)]
DomainName = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$", max_length=190)
]


def _check_address(text: str) -> str:
    if not is_address(text):
        raise ValueError(f"'{text}' is no mail address; write it like name@firm.com")
    return text.lower()


def _check_alias(text: str) -> str:
    if not any(map(str.isalnum, text.partition("@")[0])):
        raise ValueError(f"'{text}' is no address; it needs a letter or a digit")
    return text


Alias = Annotated[
    str,
    Field(pattern=r"^[^@\s<>,;]+(@[^@\s<>,;]+)?$", max_length=254),
    AfterValidator(_check_alias),
]
AddressText = Annotated[str, AfterValidator(_check_address)]
NonEmpty = Annotated[str, Field(min_length=1, max_length=20_000)]
Line = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\r\n]*$")]


class CompanyFields(WrittenModel):
    """``company.yaml``."""

    name: Line
    legal_name: str = ""
    domain: DomainName
    timezone: Line
    description: str = ""
    agent: PersonKey
    """Key of the person that the agent works as."""
    departments: dict[PersonKey, Line]
    hours: HoursFields = HoursFields()
    """When people are at work; colleagues put off till then what they do at work only."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            said = f"there is no time zone '{name}'; use a name such as America/New_York"
            raise ValueError(said) from error
        return name


class PersonFields(WrittenModel):
    """A person of ``people.yaml``, who has a mailbox at the firm."""

    name: Line
    title: str = ""
    department: PersonKey
    manager: PersonKey | None = None
    address: AddressText | None = None
    """``KEY@domain`` unless it is written out."""
    aliases: Annotated[tuple[Alias, ...], Field(max_length=100)] = ()
    """Further addresses of the same mailbox; without a domain they are in the firm's."""
    about: str = ""
    away: Away = ()


class OutsiderFields(WrittenModel):
    """Somebody outside, of ``outsiders.yaml`` or of a scenario."""

    name: Line
    address: AddressText
    organization: Line
    title: str = ""
    about: str = ""
    away: Away = ()


class ListFields(WrittenModel):
    """A distribution list of ``lists.yaml``."""

    name: Line
    members: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Keys of people and lists, addresses, ``department:KEY``, or ``everyone``."""
    without: tuple[Line, ...] = ()
    address: AddressText | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """The files of ``company/`` but for its mail."""

    fields: Written[CompanyFields]
    people: dict[str, Written[PersonFields]]
    outsiders: dict[str, Written[OutsiderFields]]
    lists: dict[str, Written[ListFields]]


def load_company(folder: Path, *, root: Path) -> Company:
    """Read the company's four files.

    Raises:
        InvalidSeedError: With every fault in them.
    """
    problems: list[SeedProblem] = []
    fields: Written[CompanyFields] | None = None
    path = folder / "company.yaml"
    try:
        fields = validate(CompanyFields, read_yaml(path, root=root), file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
    people = _entries(PersonFields, folder / "people.yaml", root, problems)
    outsiders = _entries(OutsiderFields, folder / "outsiders.yaml", root, problems, optional=True)
    lists = _entries(ListFields, folder / "lists.yaml", root, problems, optional=True)
    if fields is None or problems:
        raise InvalidSeedError(problems)
    return Company(fields=fields, people=people, outsiders=outsiders, lists=lists)


def _entries(
    model: type[ModelT],
    path: Path,
    root: Path,
    problems: list[SeedProblem],
    *,
    optional: bool = False,
) -> dict[str, Written[ModelT]]:
    file = relative_name(path, root)
    found: dict[str, Written[ModelT]] = {}
    if optional and not path.exists():
        return found
    try:
        tree = read_yaml(path, root=root)
    except InvalidSeedError as error:
        problems.extend(error.problems)
        return found
    if tree.value is None and optional:
        return found
    if not isinstance(tree.value, dict):
        problems.append(SeedProblem(file, tree.line(), "keys with their entries are expected."))
        return found
    for key in tree.value:
        try:
            found[key] = validate(model, tree, file=file, at=(key,))
        except InvalidSeedError as error:
            problems.extend(error.problems)
    return found
