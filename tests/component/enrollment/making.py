"""What tests of the enrollment service begin with."""

from typing import Any
from uuid import UUID, uuid4

from tests.component.enrollment.hearing import Enrollment

ARGENTINE = {"state": "ARG", "sector": "justice", "level": "middle", "gender": "female"}


async def made_edition(service: Enrollment, **more: Any) -> str:
    """An edition, known since 2000."""
    body = {"id": str(uuid4()), "slug": f"e-{uuid4()}", "name": "Edition", "sectors": ["justice"], **more}
    return str(await service.record("editions/record", "2000", **body))


async def made_seminar(service: Enrollment, dates: str = "2012-05-01/2012-05-03", **more: Any) -> UUID:
    """A past seminar with one part and two participants' seats, and its cohort."""
    edition = more.pop("edition", None) or await made_edition(service)
    body = {"id": str(uuid4()), "slug": f"s-{uuid4()}", "edition": edition, "title": "Seminar", **more}
    part: dict[str, Any] = {"code": "poland", "place": "Oświęcim", "country": "POL", "dates": dates}
    return await service.record("seminars/record", dates, **{"parts": [part], "capacity": {"participant": 2}, **body})


async def made_person(service: Enrollment) -> UUID:
    """Somebody from Argentina's justice, known since 2008."""
    return await service.record("persons/record", "2008-01-01", id=str(uuid4()), **ARGENTINE)


async def seated(service: Enrollment, seminar: UUID, person: UUID, on: str, role: str = "participant") -> None:
    """A seat in the seminar."""
    who = {"seminar": str(seminar), "person": str(person), "role": role, "state": "ARG"}
    await service.record("cohorts/record-participation", on, **who)


async def graduated(service: Enrollment, seminar: UUID, person: UUID, on: str) -> None:
    """A graduation of somebody who has a seat."""
    await service.record("cohorts/record-graduation", on, seminar=str(seminar), person=str(person))
