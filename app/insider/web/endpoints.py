"""Where the server's models may be reached: nowhere that the operator has not named.

Called where a request, or what an episode has stored, says which models are asked and where.
"""

from alex.errors import ModelNameError
from insider.errors import EndpointRefusedError
from insider.settings import Settings


def check_model_names(*names: str | None) -> None:
    """Refuse the name of a model that holds an address: some providers would go there.

    Args:
        names: None where no model is named.

    Raises:
        ModelNameError: One does.
    """
    if any("://" in name for name in names if name is not None):
        raise ModelNameError("A model is named as provider/model here, without an address.")


def check_endpoint(settings: Settings, api_base: str | None) -> None:
    """Refuse an endpoint that requests may not name.

    Raises:
        EndpointRefusedError: The operator does not allow it.
    """
    if api_base is not None and not settings.allows_endpoint(api_base):
        raise EndpointRefusedError(
            "Requests may not name this endpoint: list it in INSIDER_API_BASES of the server, or "
            "use the command line."
        )
