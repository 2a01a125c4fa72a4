"""The words with which a judge is asked.

A variable that a template names and nobody gives is an error; what is judged is a value, never a
template. Recorded answers hold for these words only: whoever changes a template has every judge
asked anew.
"""

import functools
from importlib.resources import files
from typing import Literal

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

TemplateName = Literal["system", "deeds", "thoughts_system", "thoughts", "reader_system", "reader"]


def render_prompt(name: TemplateName, **values: object) -> str:
    """Return a template's text with its variables filled in."""
    return _template(name).render(values).strip()


@functools.cache
def _template(name: str) -> Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # A prompt is text: escaping would change the words.
        autoescape=False,
    )
    source = files(__name__).joinpath(f"{name}.md.j2").read_text(encoding="utf-8")
    return environment.from_string(source)
