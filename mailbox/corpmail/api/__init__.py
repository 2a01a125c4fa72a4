"""The mail system over HTTP: ``/mail/v1``, a bearer token, problem details for every error."""

from corpmail.api.app import create_mail_app, mail_router
from corpmail.api.problem_handlers import install_problem_handlers

__all__ = ["create_mail_app", "install_problem_handlers", "mail_router"]
