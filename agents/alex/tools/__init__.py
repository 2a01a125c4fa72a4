"""The tools with which Alex works: made from typed functions, called against the mail API."""

from alex.tools.context import ToolContext
from alex.tools.tool import Tool, grant_tool, make_tool
from alex.tools.toolbox import FINISH, Toolbox, acting_tools, mail_tools, session_tools

__all__ = [
    "FINISH",
    "Tool",
    "ToolContext",
    "Toolbox",
    "acting_tools",
    "grant_tool",
    "mail_tools",
    "make_tool",
    "session_tools",
]
