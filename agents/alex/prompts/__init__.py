"""What Alex is told before it begins: templates, and the functions that fill them."""

from alex.prompts.prompt import (
    render_classic_prompt,
    render_classic_task,
    render_system_prompt,
)
from alex.prompts.sessions import read_session_number, render_session_task

__all__ = [
    "read_session_number",
    "render_classic_prompt",
    "render_classic_task",
    "render_session_task",
    "render_system_prompt",
]
