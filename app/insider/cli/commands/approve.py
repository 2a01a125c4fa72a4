"""``insider approve``: a person's yes to what is held."""

from collections.abc import Mapping
from typing import IO

import click
from pydantic import ValidationError

from insider.cli.command import InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.episodes import MailEdit, Sandbox, approval_id, decide_as_person


@click.command("approve", cls=InsiderCommand)
@click.argument("approval")
@click.option("--reason", default="", help="Why, for the record.")
@click.option("--subject", help="Change the mail's subject before it leaves.")
@click.option(
    "--text",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Change its text to that of a file; - reads standard input.",
)
@click.option("--to", multiple=True, metavar="ADDRESS", help="Change whom it goes to.")
@click.option("--cc", multiple=True, metavar="ADDRESS", help="Change its cc; '' for nobody.")
@click.option("--bcc", multiple=True, metavar="ADDRESS", help="Change its bcc; '' for nobody.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    approval: str,
    reason: str,
    subject: str | None,
    text: IO[str] | None,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    bcc: tuple[str, ...],
) -> None:
    """Approve what waits for a person; it takes effect now.

    APPROVAL is an id as 'insider approvals' lists it. A mail can be changed before it leaves: what
    is not given stays as it is, and the record says what was changed.
    """
    given = {
        "subject": subject,
        "text": None if text is None else text.read(),
        "to": _recipients(to),
        "cc": _recipients(cc),
        "bcc": _recipients(bcc),
    }
    edit = _read_edit({name: value for name, value in given.items() if value is not None})
    with open_existing_database(invocation) as engine:
        server = Sandbox(engine).mail_server
        item = decide_as_person(server, approval, approves=True, reason=reason, edit=edit)
    invocation.console.write_json({"id": approval_id(item), "decision": "approved"})
    changed = "" if edit is None else f", with another {' and '.join(edit.fields)}"
    invocation.console.say(f"Approved {approval_id(item)}{changed}.")


def _recipients(given: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(filter(None, given)) if given else None


def _read_edit(given: Mapping[str, object]) -> MailEdit | None:
    if not given:
        return None
    try:
        return MailEdit.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise click.BadParameter(first["msg"], param_hint=f"--{first['loc'][0]}") from error
