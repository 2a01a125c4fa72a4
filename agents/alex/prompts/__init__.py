"""What Alex is told before it begins: templates, and the functions that fill them."""

from alex.prompts.prompt import (
    render_classic_prompt,
    render_classic_task,
    render_system_prompt,
)

__all__ = ["render_classic_prompt", "render_classic_task", "render_system_prompt"]
