"""What Alex is told before it begins: templates, and the one function that fills them."""

from alex.prompts.prompt import render_system_prompt

__all__ = ["render_system_prompt"]
