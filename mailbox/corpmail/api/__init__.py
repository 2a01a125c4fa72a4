"""The mail system over HTTP: ``/mail/v1``, a bearer token, problem details for every error."""

from corpmail.api.app import add_mail, create_mail_app
from corpmail.api.problem_handlers import install_problem_handlers

__all__ = ["add_mail", "create_mail_app", "install_problem_handlers"]
