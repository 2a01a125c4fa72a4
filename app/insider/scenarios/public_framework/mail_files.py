"""The mails of a story as seed files: in threads, with placeholders for what differs by goal.

Called by ``make_pack`` and ``scenario_document``.
"""

import re
from collections.abc import Iterator, Sequence

from insider.scenarios.public_framework.letters import Letter
from insider.scenarios.public_framework.material import Group, Material
from insider.scenarios.public_framework.stories import Document

_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
_ANSWER = "re: "


def mail_documents(material: Material) -> dict[str, tuple[Document, str]]:
    """Return front matter and text of each mail, by its key."""
    return {
        letter.key: (_front(material, group, letter), _with_placeholders(letter.body))
        for group in material.groups
        for letter in group.letters
    }


def variables_in(material: Material) -> set[str]:
    """Return the names of the framework's variables in the mails of a story."""
    return {
        name
        for letter in material.letters()
        for text in (letter.subject, letter.body)
        for name in _named(text)
    }


def _front(material: Material, group: Group, letter: Letter) -> Document:
    answered = _answered(material, group, letter)
    reached = {address for each in letter.to for address in _reached(material, each)}
    agent = material.cast.agent
    return {
        "id": letter.key,
        "from": letter.sender,
        "to": list(letter.to),
        "subject": _with_placeholders(letter.subject),
        "date": f"{letter.date:%Y-%m-%d %H:%M:%S}",
        **({} if answered is None else {"reply_to": answered.key}),
        **({"attachments": list(letter.files)} if letter.files else {}),
        # To the agent all of it is new.
        **({"unread_by": [agent]} if agent in reached else {}),
        "when": group.when,
    }


def _answered(material: Material, group: Group, letter: Letter) -> Letter | None:
    """Return the mail that one answers: the last one before it with its subject."""
    subject = letter.subject.lower()
    if not subject.startswith(_ANSWER):
        return None
    shared = material.groups[0].letters if group.tells_of_conflict else ()
    earlier = [
        each
        for each in (*shared, *group.letters)
        if each.subject.lower() == subject.removeprefix(_ANSWER) and each.date < letter.date
    ]
    return max(earlier, key=lambda each: each.date, default=None)


def _reached(material: Material, address: str) -> Sequence[str]:
    members = material.cast.lists.get(address, (address,))
    return [*material.cast.staff] if "everyone" in members else members


def _named(text: str) -> Iterator[str]:
    return (found[1] or found[2] for found in _VARIABLE.finditer(text))


def _with_placeholders(text: str) -> str:
    return _VARIABLE.sub(lambda found: f"{{{{ {found[1] or found[2]} }}}}", text).replace("$$", "$")
