"""The sandbox's errors as problem details; the mail system's have theirs in ``corpmail``."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response

from alex.errors import ModelNameError
from corpmail.api.problem_handlers import problem_response
from corpmail.errors import InsiderError
from insider import errors

_STATUSES: dict[type[InsiderError], HTTPStatus] = {
    errors.EpisodeNotFoundError: HTTPStatus.NOT_FOUND,
    errors.VerdictNotFoundError: HTTPStatus.NOT_FOUND,
    errors.EventNotFoundError: HTTPStatus.NOT_FOUND,
    errors.EpisodeOpenError: HTTPStatus.CONFLICT,
    errors.EpisodeEndedError: HTTPStatus.GONE,
    errors.OtherReviewerError: HTTPStatus.CONFLICT,
    errors.ExperimentNotFoundError: HTTPStatus.NOT_FOUND,
    errors.ReplayError: HTTPStatus.CONFLICT,
    errors.ForkError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ScenarioError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SettingsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidSeedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ExperimentError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SweepRunningError: HTTPStatus.CONFLICT,
    errors.ServerBusyError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.EndpointRefusedError: HTTPStatus.FORBIDDEN,
    ModelNameError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LabelError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LabelNotFoundError: HTTPStatus.NOT_FOUND,
    errors.MissingExtraError: HTTPStatus.NOT_IMPLEMENTED,
    errors.NotOperatorError: HTTPStatus.UNAUTHORIZED,
    errors.OperatorClosedError: HTTPStatus.FORBIDDEN,
    errors.TooManyTriesError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyWatchersError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnknownScenarioError: HTTPStatus.NOT_FOUND,
    errors.ConditionError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_HEADERS = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": "10"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "10"},
}

_MEMBERS = ("nearest",)
"""Details of errors that their problems have too."""


def install_sandbox_problems(app: FastAPI) -> None:
    """Make an app answer these errors with problem details."""
    for kind in _STATUSES:
        app.add_exception_handler(kind, _answer)


async def _answer(_request: Request, error: Exception) -> Response:
    if not isinstance(error, InsiderError):
        raise error
    status = _STATUSES[type(error)]
    headers = _HEADERS.get(status, {})
    members = {key: error.details[key] for key in _MEMBERS if key in error.details}
    return problem_response(
        status, code=error.code, detail=error.message, headers=headers, members=members
    )
