"""All rows of the data set, in the order in which they are loaded.

`read()` reads the documented tables, generates the synthetic rest and checks what rows say about each other. A wrong
row is a fault with its file, line, column and rule; it is left out and hinders no other row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.history.cells import Link
from deploy.history.cooperation_tables import AgreementRow, MechanismRow, MeetingRow
from deploy.history.enrollment_tables import (
    DelegationRow,
    EditionRow,
    HeadcountRow,
    SeminarRow,
)
from deploy.history.network_tables import (
    BodyRow,
    InitiativeRow,
    MembershipRow,
    NetworkRow,
    SourceRow,
    StateRow,
)
from deploy.history.plans import CohortPlan, InstructorPlan, Plans
from deploy.history.record import COLUMNS, Record, Stage
from deploy.history.statement_tables import DisputeRow, StatementRow
from deploy.history.synthetic import Synthetic
from deploy.history.tables import Fault, Located, Table, read_table

HERE = Path(__file__).parent
REFERENCE: Mapping[str, type[Record]] = {
    "reference/sources.csv": SourceRow,
    "reference/states.csv": StateRow,
}
"""The UN register of states: loads also without the history."""
DOCUMENTED: Mapping[str, type[Record]] = {
    "documented/sources.csv": SourceRow,
    "documented/bodies.csv": BodyRow,
    "documented/networks.csv": NetworkRow,
    "documented/memberships.csv": MembershipRow,
    "documented/editions.csv": EditionRow,
    "documented/seminars.csv": SeminarRow,
    "synthetic/seminars.csv": SeminarRow,
    "documented/delegations.csv": DelegationRow,
    "documented/headcounts.csv": HeadcountRow,
    "documented/initiatives.csv": InitiativeRow,
    "documented/meetings.csv": MeetingRow,
    "documented/agreements.csv": AgreementRow,
    "documented/mechanisms.csv": MechanismRow,
    "documented/statements.csv": StatementRow,
    "documented/disputes.csv": DisputeRow,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One command to post, and the line it comes from.

    Rows of one lane concern one aggregate and keep their order. `needs` are the keys of the rows it refers to;
    `columns` says which column a field of the command was read from, where the names differ.
    """

    stage: Stage
    service: str
    path: str
    body: Mapping[str, Any]
    lane: str
    needs: frozenset[str]
    columns: Mapping[str, str]
    file: str
    line: int

    @property
    def key(self) -> str:
        """The row's key in the data set."""
        return str(self.body["row"])


@dataclass(frozen=True, slots=True)
class Reading:
    """The good rows in load order, what is wrong with the others, and the keys of those others."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    lost: frozenset[str]


def read(*, reference_only: bool = False, folder: Path = HERE) -> Reading:
    """Read the data set. Raises FileNotFoundError when a table is missing."""
    files = REFERENCE if reference_only else {**REFERENCE, **DOCUMENTED}
    tables = {file: read_table(folder, file, model) for file, model in files.items()}
    located: list[Located[Record]] = [row for table in tables.values() for row in table.rows]
    faults = [fault for table in tables.values() for fault in table.faults]
    known = frozenset[str]().union(*(table.keys for table in tables.values()))
    if not reference_only:
        made, wrong, names = _synthetic(folder, tables)
        located += made
        faults += wrong
        known |= names
    good: dict[str, Row] = {}
    for row in located:
        wrong = _missing(row, known) + _repeated(row, good)
        faults += wrong
        if not wrong:
            good[row.record.key] = _row(row)
    order = list(Stage)
    in_order = sorted(good.values(), key=lambda row: order.index(row.stage))
    return Reading(tuple(in_order), tuple(dict.fromkeys(faults)), known - good.keys())


def _synthetic(
    folder: Path, tables: Mapping[str, Table[Record]]
) -> tuple[list[Located[Record]], list[Fault], frozenset[str]]:
    cohorts = read_table(folder, "synthetic/cohorts.csv", CohortPlan)
    instructors = read_table(folder, "synthetic/instructors.csv", InstructorPlan)
    initiatives = read_table(folder, "synthetic/initiatives.csv", InitiativeRow)
    records = [row.record for table in tables.values() for row in table.rows]
    made = Synthetic(
        seminars={record.key: record for record in records if isinstance(record, SeminarRow)},
        editions={record.key: record for record in records if isinstance(record, EditionRow)},
    )
    made.fill(Plans(cohorts.rows, instructors.rows, initiatives.rows))
    faults = [*cohorts.faults, *instructors.faults, *initiatives.faults, *made.faults]
    return made.rows, faults, frozenset(row.record.key for row in made.rows)


def _missing(row: Located[Record], known: frozenset[str]) -> list[Fault]:
    return [
        Fault(row.file, row.line, column, f"no row has the key {_named(link)}")
        for column, link in row.record.references()
        if link.target not in known
    ]


def _repeated(row: Located[Record], good: Mapping[str, Row]) -> list[Fault]:
    first = good.get(row.record.key)
    if first is None:
        return []
    return [Fault(row.file, row.line, "key", f"the key is taken by {first.file}:{first.line}")]


def _named(link: Link) -> str:
    return link.target if link.target == link else f"{link.target} (for {link})"


def _row(row: Located[Record]) -> Row:
    record = row.record
    return Row(
        stage=record.stage,
        service=record.service,
        path=record.path,
        body=record.body(),
        lane=record.lane,
        needs=frozenset(link.target for _, link in record.references()),
        columns={**COLUMNS, **record.renamed},
        file=row.file,
        line=row.line,
    )
