"""Reads: answers questions in one read-only transaction, so that all parts of an answer are of one moment."""

from collections.abc import Mapping
from typing import Any

from services.gateway.adapters.statements.statement import Statement
from services.gateway.application.questions.ask import Arrived, Found
from shared.store.database import Connection


class Reads:
    """The statements over one open transaction (services.gateway.application.questions.ask.Answers)."""

    def __init__(self, connection: Connection, statements: Mapping[str, Statement]) -> None:
        self._connection = connection
        self._statements = statements

    async def find(self, name: str, values: Mapping[str, Any]) -> Found:
        """The result of the statement of that name."""
        sql, wanted = self._statements[name].ready(values)
        row = await self._connection.fetchrow(sql, *wanted)
        if row is None:
            raise LookupError(f"the statement {name} gave no row")
        arrived = Arrived(row["data_as_of"], row["recorded"])
        if "total" not in row:
            return Found(row["json"], arrived)
        return Found(row["json"], arrived, row["total"], row["last"], row["left"])
