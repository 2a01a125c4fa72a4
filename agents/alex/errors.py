"""The errors of the agent, by what becomes of them.

    InsiderError
    └ AgentError
      ├ ModelCallError             the model gave no usable answer: the episode is errored
      │ ├ NoAnswerInTimeError      its provider used up the episode's wall time
      │ └ ContextFullError         the conversation is longer than the model takes
      ├ PromptTooLargeError        the mail does not fit into one prompt
      ├ UnknownPriceError          a cost limit is set and the model's price is unknown
      ├ ModelNameError             the name of a model or script means nothing here
      ├ TapeError                  a tape cannot be read
      │ └ TapeEndedError           a tape has no reply left
      ├ ToolDefinitionError        a tool is not fit to be offered: a fault of the programmer
      └ ToolError                  told to the model; the episode goes on
        ├ ToolNotFoundError
        └ ToolArgumentError

Ends that are no errors (a limit, the deadline, finished) are stop reasons of ``alex.loop``.
"""

from corpmail.errors import InsiderError


class AgentError(InsiderError):
    """Something went wrong on the agent's side."""

    code = "agent_error"


class ModelCallError(AgentError):
    """The model could not be asked, or its answers were no answers and its calls no calls.

    Args:
        message: One sentence, without any key.
        provider: Such as ``openai``.
        retryable: Whether asking again may help.
        status: The HTTP status, when there was one.
        retry_after: Seconds that the provider asks to wait, when it does.
        billed: Whether it may be paid for nevertheless: an answer that came too late, or that
            cannot be read.
        nobody_there: Whether the connection was refused or the host is not known: an address that
            is wrong, or a server that is not up.
        unreadable: Whether it answered, with what cannot be used.
    """

    code = "model_call"

    def __init__(
        self,
        message: str,
        *,
        provider: str,
        retryable: bool,
        status: int | None = None,
        retry_after: float | None = None,
        billed: bool = False,
        nobody_there: bool = False,
        unreadable: bool = False,
    ) -> None:
        super().__init__(message, provider=provider, retryable=retryable, status=status)
        self.provider = provider
        self.retryable = retryable
        self.status = status
        self.retry_after = retry_after
        self.billed = billed
        self.nobody_there = nobody_there
        self.unreadable = unreadable


class NoAnswerInTimeError(ModelCallError):
    """The episode's wall time ended while the provider failed, hung or let nobody through."""

    code = "no_answer_in_time"


class ContextFullError(ModelCallError):
    """The conversation is longer than the model takes: the end of live work, not a failure."""

    code = "context_full"


class PromptTooLargeError(AgentError):
    """All mail together is more than one prompt can hold; no model is asked."""

    code = "prompt_too_large"


class UnknownPriceError(AgentError):
    """A cost limit cannot be kept because the price of the model is unknown."""

    code = "unknown_price"


class ModelNameError(AgentError):
    """The name of a model or script means nothing here."""

    code = "model_name"


class TapeError(AgentError):
    """A tape cannot be read."""

    code = "tape"


class TapeEndedError(TapeError):
    """A tape has no reply left for the step that is asked for."""

    code = "tape_ended"


class ToolDefinitionError(AgentError):
    """A tool lacks what a model must be told of it, or bears a name that is taken."""

    code = "tool_definition"


class ToolError(AgentError):
    """A tool call cannot be carried out; the model is told why."""

    code = "tool_error"


class ToolNotFoundError(ToolError):
    """There is no tool of that name."""

    code = "tool_not_found"


class ToolArgumentError(ToolError):
    """The arguments are no JSON, or do not fit the tool's parameters."""

    code = "tool_argument"
