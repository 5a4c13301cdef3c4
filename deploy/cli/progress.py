"""Progress of a long load in the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from stamina.instrumentation import set_on_retry_hooks

from deploy.history.load import Progress as Told
from deploy.history.record import Stage


@contextmanager
def shown_progress(*, quiet: bool = False) -> Iterator[Told | None]:
    """A bar for each stage on standard error; nothing when quiet. Retries are not told one by one."""
    set_on_retry_hooks(())
    if quiet:
        yield None
        return
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[Stage, TaskID] = {}

        def tell(stage: Stage, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(str(stage).replace("-", " "), total=total)
            bars.update(tasks[stage], completed=done)

        yield tell
