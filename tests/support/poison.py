"""Poison: events that one service cannot handle for a while, as with a bug of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.living import Asked

GATEWAY = "gateway"


@contextmanager
def unwritable(living: Asked, slug: str) -> Iterator[None]:
    """Snapshots of one network cannot be written, as with a bug in its fold; until the block ends."""
    database = living.system.installation.superuser
    database.run(
        f"""
        create function refuse_{slug}() returns trigger language plpgsql as $$
            begin raise exception 'a bug' using errcode = 'P0001'; end $$;
        create trigger refuse_{slug} before insert on snapshots for each row
            when (new.document ->> 'slug' = '{slug}') execute function refuse_{slug}();
        """,
        database=GATEWAY,
    )
    try:
        yield
    finally:
        database.run(f"drop trigger refuse_{slug} on snapshots; drop function refuse_{slug}()", database=GATEWAY)
