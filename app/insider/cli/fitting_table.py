"""A table of results that never cuts a number: where it does not fit, its rows are told one by one.

Called by the displays of reports and sweeps.
"""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table
from rich.text import Text

_LEAST_LABEL = 10
"""Of a column of words, which may be folded; narrower, nobody would read them."""
_BETWEEN = 2
_INDENT = "  "
_APART = " · "


class FittingTable(Table):
    """A table without lines: first columns of words, then columns of numbers.

    Args:
        heads: Of the columns of words.
    """

    def __init__(self, *heads: str) -> None:
        super().__init__(box=None, pad_edge=False, header_style="dim")
        for head in heads:
            self.add_column(head, overflow="fold")

    def add_numbers(self, *heads: str) -> None:
        """Add columns of numbers."""
        for head in heads:
            self.add_column(head, justify="right", no_wrap=True)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, or its rows one by one."""
        gaps = _BETWEEN * (len(self.columns) - 1)
        if sum(map(_least_width, self.columns)) + gaps <= options.max_width:
            yield from super().__rich_console__(console, options)
        else:
            yield from self._rows_told(options.max_width)

    def _rows_told(self, width: int) -> Iterator[Text]:
        words = [column for column in self.columns if not column.no_wrap]
        numbers = [column for column in self.columns if column.no_wrap]
        cells = {id(column): _texts(column) for column in self.columns}
        for row in range(self.row_count):
            yield Text(_APART.join(filter(None, (cells[id(each)][row] for each in words))))
            items = [
                f"{column.header} {cells[id(column)][row]}"
                for column in numbers
                if cells[id(column)][row]
            ]
            for line in _fill(items, width - len(_INDENT)):
                yield Text(_INDENT + line)


def _texts(column: Column) -> list[str]:
    return [str(cell) for cell in column.cells]


def _least_width(column: Column) -> int:
    widest = max(cell_len(text) for text in (str(column.header), *_texts(column)))
    return widest if column.no_wrap else min(widest, _LEAST_LABEL)


def _fill(items: list[str], width: int) -> Iterator[str]:
    """Yield lines of items, as many in each as fit."""
    line = ""
    for item in items:
        longer = f"{line}{_APART}{item}" if line else item
        if line and cell_len(longer) > width:
            yield line
            line = item
        else:
            line = longer
    if line:
        yield line
