"""Text for cells of CSV files, which no spreadsheet takes for a formula, and back.

A spreadsheet that splits lines elsewhere than at commas, as where the comma is the decimal sign,
begins a cell in the middle of a text, and takes two quotes there for nothing. So whatever stands
where any of them may begin one is marked.
"""

import re

from insider.visible import make_visible

_FORMULA = "=+\\-@＝＋－＠"
"""By how a text begins that a spreadsheet runs; the wide ones too, in some."""
_BEGINS = r"(?:\A|(?<=[;\n]))"
_MARKED = re.compile(rf"{_BEGINS}(?=[\s\"]*[{_FORMULA}'])")
_MARK = re.compile(rf"{_BEGINS}'")
_IN_JSON = re.compile(rf"(?<=;)(\s*)([{_FORMULA}])")


def as_cell(text: str) -> str:
    """Return a text with a ``'`` where a cell could begin with a formula, or with such a mark.

    Everything that a terminal would obey is made visible too.
    """
    return _MARKED.sub("'", make_visible(text))


def of_cell(cell: str) -> str:
    """Return the text of a cell that ``as_cell`` made."""
    return _MARK.sub("", cell)


def escape_formulas(text: str) -> str:
    """Return a JSON text that says the same, without formulas where a cell could begin.

    Args:
        text: JSON, in which ``;`` can only stand inside strings.
    """
    return _IN_JSON.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04x}", text)
