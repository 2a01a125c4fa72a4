"""Reads a tool's docstring: what the model is told of the tool and of each parameter.

Called when tools are made. The docstring is the prompt, so one that says nothing is refused.
"""

import inspect
import re
from dataclasses import dataclass

_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):\s*$")
_PARAMETER = re.compile(r"^    (?P<name>\w+): (?P<text>\S.*)$")


@dataclass(frozen=True, slots=True)
class ToolDocumentation:
    """A docstring in its parts."""

    description: str
    parameters: dict[str, str]


def read_docstring(docstring: str | None) -> ToolDocumentation:
    """Return the description and the parameters of a docstring in Google form.

    Paragraphs are kept; lines within one are joined.
    """
    description: list[str] = []
    parameters: dict[str, str] = {}
    section, latest = "", ""
    for line in inspect.cleandoc(docstring or "").splitlines():
        if heading := _SECTION.match(line):
            section, latest = heading[1], ""
        elif not section:
            description.append(line)
        elif section == "Args" and (parameter := _PARAMETER.match(line)):
            latest = parameter["name"]
            parameters[latest] = parameter["text"]
        elif latest and line.startswith("     "):
            parameters[latest] += " " + line.strip()
    return ToolDocumentation(_paragraphs(description), parameters)


def _paragraphs(lines: list[str]) -> str:
    paragraphs = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs).strip()
