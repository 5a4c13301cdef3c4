"""Programs that a benchmark starts: each a process of its own, ended by its id when it is no longer needed."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from deploy.embedded.layout import ROOT
from deploy.embedded.services import readiness

END_SECONDS = 22.0
POLL_SECONDS = 0.05


async def start(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Process:
    """Run one of our modules with this Python, in our environment and `environment`."""
    argv = [sys.executable, "-P", "-m", module, *arguments]
    given = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    return await asyncio.create_subprocess_exec(*argv, cwd=ROOT, env=given)


@asynccontextmanager
async def running(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> AsyncIterator[Process]:
    """Run it meanwhile; at the end it is asked to stop, and killed when it does not."""
    process = await start(module, *arguments, environment=environment)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await finished(process, END_SECONDS)


async def finished(process: Process, seconds: float) -> int:
    """Its exit code; it is killed when it has not ended in time."""
    try:
        return await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        process.kill()
        return await process.wait()


async def ready(port: int, process: Process, seconds: float = 60.0) -> None:
    """Wait until the service on this port says that it is ready."""
    await until(lambda: process.returncode is not None or readiness(port) == 200, seconds, "a service is not ready")
    if process.returncode is not None:
        raise RuntimeError(f"a service ended with code {process.returncode} while starting")


async def until(holds: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait until something holds. Raises TimeoutError, saying what does not."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not await asyncio.to_thread(holds):
        if loop.time() > end:
            raise TimeoutError(f"{otherwise} after {seconds:g} s")
        await asyncio.sleep(POLL_SECONDS)
