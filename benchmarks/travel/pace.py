"""An open load: things begin at their time, whether or not those before them have ended."""

import asyncio
from collections.abc import Awaitable, Callable


async def paced(rate: float, count: int, begin: Callable[[int], Awaitable[None]]) -> None:
    """Begin `count` things, `rate` a second, and wait for all."""
    loop = asyncio.get_running_loop()
    first = loop.time()
    async with asyncio.TaskGroup() as group:
        for nth in range(count):
            await asyncio.sleep(max(0.0, first + nth / rate - loop.time()))
            group.create_task(_run(begin, nth))


async def _run(begin: Callable[[int], Awaitable[None]], nth: int) -> None:
    await begin(nth)
