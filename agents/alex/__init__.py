"""Alex, the e-mail agent: prompt, tools, loop, and the models that play it."""

from alex.brief import Brief, ToolProtocolName
from alex.chat import (
    NOTHING_USED,
    ChatMessage,
    ModelReply,
    ToolCall,
    ToolResult,
    ToolSpec,
    Usage,
)
from alex.classic import answer_once
from alex.errors import (
    AgentError,
    ModelCallError,
    ModelNameError,
    PromptTooLargeError,
    TapeEndedError,
    TapeError,
    ToolArgumentError,
    ToolDefinitionError,
    ToolError,
    ToolNotFoundError,
    UnknownPriceError,
)
from alex.limits import LoopLimits
from alex.loop import work
from alex.model import Model, ProviderModel, ReasoningEffort
from alex.observer import Observer, SilentObserver
from alex.outcome import Outcome, StopReason
from alex.pricing import Price
from alex.retry import NO_RETRIES, FailureListener, RetryPolicy
from alex.scripted import Script, ScriptCall, ScriptStep, choose_script, in_one_answer
from alex.tape import Tape, TapeModel, dump_tape, load_tape, read_tape
from alex.tools import Toolbox, mail_tools

__all__ = [
    "NOTHING_USED",
    "NO_RETRIES",
    "AgentError",
    "Brief",
    "ChatMessage",
    "FailureListener",
    "LoopLimits",
    "Model",
    "ModelCallError",
    "ModelNameError",
    "ModelReply",
    "Observer",
    "Outcome",
    "Price",
    "PromptTooLargeError",
    "ProviderModel",
    "ReasoningEffort",
    "RetryPolicy",
    "Script",
    "ScriptCall",
    "ScriptStep",
    "SilentObserver",
    "StopReason",
    "Tape",
    "TapeEndedError",
    "TapeError",
    "TapeModel",
    "ToolArgumentError",
    "ToolCall",
    "ToolDefinitionError",
    "ToolError",
    "ToolNotFoundError",
    "ToolProtocolName",
    "ToolResult",
    "ToolSpec",
    "Toolbox",
    "UnknownPriceError",
    "Usage",
    "answer_once",
    "choose_script",
    "dump_tape",
    "in_one_answer",
    "load_tape",
    "mail_tools",
    "read_tape",
    "work",
]
