"""The roles a service can be started in: `python -m services.<name> api | worker | all | migrate`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pkgutil import resolve_name
from typing import NoReturn

from shared import crash, telemetry
from shared.process import Life, Role, chosen, run
from shared.service import Service
from shared.settings import Settings, secret
from shared.store.database import migrate
from shared.store.wake import Wake

Part = Callable[[Service, Settings, Wake, Life], Awaitable[None]]


def start(
    service: Service, settings: Settings, arguments: Sequence[str], api: str = "shared.api:serve_commands"
) -> NoReturn:
    """Run the role that the command line names; `api` is where the service's own HTTP side is, when it has one."""
    telemetry.configure(service.name, arguments[0] if arguments else "")
    if settings.crash:
        crash.arm(settings.crash)
    run(chosen(arguments, _roles(service, settings, api)))


def _roles(service: Service, settings: Settings, api: str) -> Mapping[str, Sequence[Role]]:
    wake = Wake()

    def lazily(where: str) -> Role:
        """Imported when it runs: an api needs no Faust, a worker no FastAPI."""

        async def role(life: Life) -> None:
            part: Part = resolve_name(where)
            await part(service, settings, wake, life)

        return role

    async def migrating(life: Life) -> None:
        password = secret(settings.migrator_password_file)
        await migrate(settings.migrator, password.get_secret_value() if password else None, service.migrations)
        if service.migrates is not None:
            await service.migrates(settings)
        life.stopping.set()

    return {
        "api": (lazily(api),),
        "worker": (lazily("shared.worker:work_alone"),),
        "all": (lazily(api), lazily("shared.worker:work")),
        "migrate": (migrating,),
    }
