"""The mail of a branch as it stood earlier, read by the statements that read it as it stands.

The tables hold what a branch has come to. Whoever knows its record says how its copies were then,
and gives that as rows: they stand in place of the tables' own under the same names, so that
listing, reading, search and export need not know. Nothing is written. Called by ``MailContext``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    Connection,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from corpmail.tables import MessageRow

_tables = MessageRow.metadata.tables
_overlay, _entry, _message = _tables["overlay"], _tables["entry"], _tables["message"]

Values = Mapping[str, object]


@dataclass(frozen=True)
class Past:
    """What differed in a branch from what its tables say now.

    Drafts and held mail are rewritten where they lie. What one said before is given as an entry
    and a message of its own, whose keys are negative so that they are nobody else's; the overlay
    takes the rows away that were written since.
    """

    overlay: Sequence[Values]
    """All that the branch had changed of entries, in place of what it has changed now."""
    entries: Sequence[Values] = ()
    """Copies whose rows have been rewritten since, as they were."""
    messages: Sequence[Values] = ()
    """What was written in them."""

    def rows(
        self, connection: Connection, statement: Select[Any], values: Values
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return what a statement would have found then.

        Args:
            connection: The transaction.
            statement: Reads entries, messages or overlays under their own names; one of those
                that are made once, since what is made of it is kept.
            values: Its parameters.
        """
        dialect = connection.dialect.name
        given = {**values, **self._as_json}
        found = connection.execute(_in_place(statement, dialect, (_overlay,)), given).all()
        if not self.entries:
            return found
        alone = _in_place(statement, dialect, (_overlay, _entry, _message))
        return [*found, *connection.execute(alone, given).all()]

    @cached_property
    def _as_json(self) -> dict[str, str]:
        given = {_overlay: self.overlay, _entry: self.entries, _message: self.messages}
        return {_parameter(table): json.dumps(list(rows)) for table, rows in given.items()}


@lru_cache(maxsize=256)
def _in_place(statement: Select[Any], dialect: str, tables: tuple[Table, ...]) -> Select[Any]:
    return statement.add_cte(*(_given_rows(table, dialect) for table in tables))


@lru_cache(maxsize=8)
def _given_rows(table: Table, dialect: str) -> CTE:
    parameter = bindparam(_parameter(table), type_=Text)
    rows: Select[Any]
    if dialect == "sqlite":
        each = func.json_each(parameter).table_valued("value", name="given")
        rows = select(
            *(
                func.json_extract(each.c.value, f"$.{field.name}").label(field.name)
                for field in table.c
            )
        )
    else:
        fields = (column(each.name, each.type) for each in table.c)
        records = func.jsonb_to_recordset(cast(parameter, JSONB)).table_valued(*fields)
        rows = select(*records.render_derived(name="given", with_types=True).c)
    # Read once for each statement, and looked up by an index that the database makes of it.
    return rows.cte(table.name).prefix_with("MATERIALIZED")


def _parameter(table: Table) -> str:
    return f"{table.name}_then"
