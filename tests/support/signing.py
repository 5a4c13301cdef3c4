"""Key pairs of the services that call others, for tests."""

from pathlib import Path

from deploy.embedded import keys as embedded
from tests.support.platform import temporary_folder


def keys() -> Path:
    """A folder with the key pairs of the gateway and of notifications, made once in a run."""
    folder = temporary_folder() / "test-keys"
    embedded.make(folder, ("gateway", "notifications"))
    return folder
