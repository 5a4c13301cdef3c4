"""The checker is shown to fail: each rule of the core is taken out once, and the checker must object, and only then."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.chaos.ground import Ground, grounded
from tests.chaos.seeded import BUGS
from tests.chaos.trials import TRIALS, Trial, hold

SEED = 7
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with grounded() as started:
        yield started


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: str(trial.bug))
async def test_the_checker_objects_to_a_seeded_bug(trial: Trial, ground: Ground) -> None:
    found = await hold(trial, ground, SEED, seeded=True)
    assert trial.breaks <= {one.invariant for one in found}, found


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: str(trial.bug))
async def test_without_the_bug_the_same_faults_break_nothing(trial: Trial, ground: Ground) -> None:
    assert await hold(trial, ground, SEED, seeded=False) == []


async def test_every_seeded_bug_is_tried() -> None:
    assert {trial.bug for trial in TRIALS} == set(BUGS)
