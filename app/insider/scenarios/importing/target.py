"""The files of a seed that an import writes, under their names only when all are complete.

Called by the importer. Mail, people and lists of one import lie in files named after its topic;
nothing else of the seed is touched. What is being written has a name that no reader looks at.
"""

import json
import re
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from insider.errors import MailImportError

_TOPIC = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_TOPIC = 40


class Target:
    """A seed folder that an import writes into.

    Args:
        folder: The seed's, or a pack's, with a company of its own.
        topic: What the import is called there.
        replace: Whether files of an earlier import of that topic may be replaced.

    Raises:
        MailImportError: There is no such folder, or the topic is there already.
    """

    def __init__(self, folder: Path, topic: str, *, replace: bool) -> None:
        if not _TOPIC.fullmatch(topic) or len(topic) > _LONGEST_TOPIC:
            said = f"'{topic}' is no topic; use small letters, digits and hyphens."
            raise MailImportError(said)
        self.company = folder / "company"
        if not (self.company / "company.yaml").is_file():
            raise MailImportError(
                f"{folder} has no company of its own; copy the folder 'company' of a seed into it, "
                "and import then."
            )
        self.mail = self.company / "mail" / f"{topic}.jsonl"
        self._outsiders = self.company / "outsiders" / f"{topic}.yaml"
        self._lists = self.company / "lists" / f"{topic}.yaml"
        self._attachments = self.company / "attachments"
        self._owned = self.company / "attachments" / f".{topic}.files"
        if self.mail.exists() and not replace:
            raise MailImportError(
                f"{self.mail} is there already; give another --topic, or --replace it."
            )
        self.owned = self._read_owned()
        self._made: list[tuple[Path, Path]] = []
        self._files: list[str] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Target":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was written and not finished."""
        self._stack.close()
        for unfinished, _ in self._made:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def open_mail(self) -> IO[str]:
        """Return the file of the messages, to be written."""
        unfinished = self._unfinished(self.mail)
        return self._stack.enter_context(unfinished.open("w", encoding="utf-8", newline="\n"))

    def write_file(self, name: str, content: bytes) -> None:
        """Write an attachment."""
        self._unfinished(self._attachments / name).write_bytes(content)
        self._files.append(name)

    def write_people(
        self, outsiders: Mapping[str, Mapping[str, str]], lists: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Write entries of people outside and of lists, by key."""
        for path, entries in ((self._outsiders, outsiders), (self._lists, lists)):
            if entries:
                self._unfinished(path).write_text(_yaml(entries), encoding="utf-8")

    def finish(self) -> None:
        """Give everything its name; the mail last, without which nothing else is read."""
        self._stack.close()
        self._unfinished(self._owned).write_text(json.dumps(self._files), encoding="utf-8")
        new = {path for _, path in self._made}
        for unfinished, path in sorted(self._made, key=lambda each: each[1] == self.mail):
            unfinished.replace(path)
        self._made.clear()
        for path in (self._outsiders, self._lists, *map(self._attachments.joinpath, self.owned)):
            if path not in new:
                path.unlink(missing_ok=True)

    def _unfinished(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        self._made.append((unfinished, path))
        return unfinished

    def _read_owned(self) -> frozenset[str]:
        """Return the names of the attachments that an earlier import of the topic wrote."""
        try:
            names = json.loads(self._owned.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return frozenset()
        listed = names if isinstance(names, list) else []
        return frozenset(
            name
            for name in listed
            if isinstance(name, str) and Path(name).name == name and not name.startswith(".")
        )


def _yaml(entries: Mapping[str, Mapping[str, object]]) -> str:
    """Return entries as YAML, one a line: JSON is YAML too."""
    return "".join(
        f"{key}: {json.dumps(entry, ensure_ascii=False)}\n" for key, entry in entries.items()
    )
