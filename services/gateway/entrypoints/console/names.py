"""Names: what a page says of somebody's name, or why it says none."""

from pydantic import Field

from services.gateway.entrypoints.console.models import ViewModel


class Name(ViewModel):
    """A name as enrollment told it."""

    given_name: str | None = Field(default=None, repr=False)
    family_name: str | None = Field(default=None, repr=False)
    title: str | None = Field(default=None, repr=False)

    @property
    def whole(self) -> str:
        """Title, given name and family name, as far as there are any."""
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)


class Named(ViewModel):
    """Somebody. Without a name `name_status` says why: unavailable, not-recorded, erased; None: it is not for this viewer."""

    name: Name | None = None
    name_status: str | None = None
