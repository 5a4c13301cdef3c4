"""The assets of this machine, built as `lemkin up` does it; skipped where the packages cannot be fetched."""

from pathlib import Path

import pytest

from deploy.assets.build import build
from deploy.assets.packages import AssetsNotBuilt
from deploy.embedded.layout import ASSETS


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder with the manifest."""
    try:
        build(ASSETS, lambda _: None)
    except AssetsNotBuilt as error:
        pytest.skip(f"npm packages cannot be fetched: {error}")
    return ASSETS
