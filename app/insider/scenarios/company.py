"""The company as its files say it: the firm, its people, lists, and outsiders who are known.

Called by the catalogue. Knows keys, not addresses: those are the address book's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, field_validator

from corpmail.addresses import parse_mailer
from corpmail.errors import InvalidAddressError
from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.at_work import Away, AwayFields, HoursFields
from insider.scenarios.files import list_files, read_yaml, relative_name
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

    def absences(
        self,
    ) -> Iterator[tuple[Written[PersonFields] | Written[OutsiderFields], int, AwayFields]]:
        """Yield when its people and outsiders are away: of whose entry which, and the absence."""
        for person in self.people.values():
            yield from ((person, index, away) for index, away in enumerate(person.value.away))
        for outsider in self.outsiders.values():
            yield from ((outsider, index, away) for index, away in enumerate(outsider.value.away))


def load_company(folder: Path, *, root: Path) -> Company:
    """Read the company's four files, and those of ``outsiders/`` and ``lists/``.

    Whoever adds many people or lists at once, such as an import of mail, gives them a file of
    their own in these folders, so that it can be taken away again.

    Raises:
        InvalidSeedError: With every fault in them.
    """
    problems: list[SeedProblem] = []
    company = read_company(folder, root=root, problems=problems)
    if company is None or problems:
        raise InvalidSeedError(problems)
    return company


def read_company(folder: Path, *, root: Path, problems: list[SeedProblem]) -> Company | None:
    """Read the company's files as far as they can be read, as ``load_company`` does.

    Somebody whose entry is wrong is there all the same, by their key alone: what refers to them
    refers to somebody.

    Args:
        folder: Where they lie.
        root: The seed folder.
        problems: Where faults are added.

    Returns:
        The company; none where a file cannot be read at all, so that nobody knows who works there.
    """
    fields: Written[CompanyFields] | None = None
    path = folder / "company.yaml"
    try:
        fields = validate(CompanyFields, read_yaml(path, root=root), file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
    people = _entries(PersonFields, folder / "people.yaml", root, problems)
    outsiders = _entries_of_all(OutsiderFields, folder, "outsiders", root, problems)
    lists = _entries_of_all(ListFields, folder, "lists", root, problems)
    if fields is None or people is None or outsiders is None or lists is None:
        return None
    return Company(fields=fields, people=people, outsiders=outsiders, lists=lists)


def _entries_of_all(
    model: type[ModelT], folder: Path, name: str, root: Path, problems: list[SeedProblem]
) -> dict[str, Written[ModelT]] | None:
    """Return the entries of ``name.yaml`` and of every file in the folder ``name``.

    None where one of these files cannot be read.
    """
    found = _entries(model, folder / f"{name}.yaml", root, problems, optional=True)
    for path in list_files(folder / name, suffix=".yaml", root=root, problems=problems):
        more = _entries(model, path, root, problems)
        if found is None or more is None:
            found = None
            continue
        for key, entry in more.items():
            if key in found:
                said = f"'{key}' stands in {found[key].file} already; use another key."
                problems.append(entry.problem(said, code="id-twice"))
            found.setdefault(key, entry)
    return found


def _entries(
    model: type[ModelT],
    path: Path,
    root: Path,
    problems: list[SeedProblem],
    *,
    optional: bool = False,
) -> dict[str, Written[ModelT]] | None:
    file = relative_name(path, root)
    found: dict[str, Written[ModelT]] = {}
    if optional and not path.exists():
        return found
    try:
        tree = read_yaml(path, root=root)
    except InvalidSeedError as error:
        problems.extend(error.problems)
        return None
    if tree.value is None and optional:
        return found
    if not isinstance(tree.value, dict):
        problems.append(SeedProblem(file, tree.line(), "keys with their entries are expected."))
        return None
    for key in tree.value:
        try:
            found[key] = validate(model, tree, file=file, at=(key,))
        except InvalidSeedError as error:
            problems.extend(error.problems)
            found[key] = Written(_stand_in(model, key), file, tree, (key,))
    return found


def _stand_in(model: type[ModelT], key: str) -> ModelT:
    """Return what stands for an entry that is wrong: of no department, on a list everybody."""
    known: dict[str, object] = {
        "name": key,
        "department": "",
        "organization": key,
        "members": ("everyone",),
        "address": f"{key}@unread.invalid" if model is OutsiderFields else None,
    }
    fields = {name: value for name, value in known.items() if name in model.model_fields}
    return cast(ModelT, model.model_construct(None, **fields))
