"""A redirect of the endpoint's is followed by nobody: it would take the conversation elsewhere."""

import asyncio

import pytest

from alex.errors import ModelCallError
from alex.model import ProviderModel
from support.openai_server import Answer, StandIn, chat_completion, openai_server

# One for each way in which LiteLLM makes its clients, and ours.
PROVIDERS = pytest.mark.parametrize(
    "name",
    [
        *("openai/x", "hosted_vllm/x", "anthropic/x", "azure/x"),
        *("gemini/x", "ollama/x", "nlp_cloud/x", "endpoint/x"),
    ],
)


def ask(server: StandIn, name: str) -> ModelCallError:
    model = ProviderModel(name, api_base=server.api_base, api_key="sk-secret-123456", timeout=10)
    with pytest.raises(ModelCallError) as caught:
        asyncio.run(model.complete([{"role": "user", "content": "Hello"}], []))
    return caught.value


@PROVIDERS
def test_a_redirect_to_another_host_is_a_failure_and_the_host_is_not_asked(name: str) -> None:
    with openai_server(chat_completion(content="Hi.")) as other:
        where = ("Location", f"{other.api_base}/chat/completions")
        with openai_server(Answer("{}", 307, (where,))) as server:
            error = ask(server, name)
    assert (len(server.requests), other.requests) == (1, [])
    assert (error.status, error.retryable) == (307, False)
    assert error.message.startswith("The endpoint sends requests elsewhere")


@pytest.mark.parametrize("name", ["hosted_vllm/x", "endpoint/x"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_same_place_costs_one_request(status: int, name: str) -> None:
    with openai_server(Answer("{}", status, (("Location", "/v1/chat/completions"),))) as server:
        error = ask(server, name)
    assert (len(server.requests), error.status) == (1, status)
