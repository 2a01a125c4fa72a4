"""Asks whether to begin, once people know what it will take."""

import sys

import click

from insider.cli.command import Invocation


def ask_to_begin(invocation: Invocation, *, otherwise: str) -> None:
    """Return when the person at the terminal says yes.

    Args:
        invocation: Whose.
        otherwise: What is said when they say no.

    Raises:
        click.UsageError: Nobody is there to be asked.
        click.exceptions.Exit: They said no; code 0.
    """
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody is there to be asked: give --yes to begin.")
    if not click.confirm("Begin?", err=True):
        invocation.console.say(otherwise)
        raise click.exceptions.Exit(0)
