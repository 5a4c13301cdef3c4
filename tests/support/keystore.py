"""The settings of a service in tests; enrollment's lead to a keystore of its own, with a key-encryption key made for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from deploy.embedded import secret_files
from deploy.embedded.databases import Server
from services.enrollment.adapters.kek import encoded, fresh
from services.enrollment.adapters.keystore import migrate_keystore
from services.enrollment.settings import EnrollmentSettings
from shared.service import Service
from shared.settings import Settings
from tests.support.platform import service_database, temporary_folder
from tests.support.signing import keys


@asynccontextmanager
async def settings_of(service: Service, server: Server, **more: Any) -> AsyncIterator[Settings]:
    """As its processes have them, with what the test gives besides."""
    if service.name != "enrollment":
        yield Settings(keys=keys(), **more)
        return
    kek = temporary_folder() / f"{uuid4()}.kek"
    secret_files.write(kek, encoded(fresh(1)))
    with service_database(server, "keystore") as made:
        settings = EnrollmentSettings(
            keys=keys(),
            keystore=made.app,
            keystore_password_file=made.app_password_file,
            keystore_migrator=made.migrator,
            keystore_migrator_password_file=made.migrator_password_file,
            kek=kek,
            **more,
        )
        await migrate_keystore(settings)
        yield settings
