"""The mail server: takes one mail for one address, or says why not. Every wait has an end."""

import asyncio
from pathlib import Path

import aiosmtplib
from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.privacy import EmailAddress
from shared.settings import secret


class Relay(BaseModel):
    """Where mails are handed over. `seconds` bounds one mail from connecting to the
    last answer: shorter than the time a process has to end in order, or an end may be a repeat (with the same Message-ID)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = ""
    port: int = Field(default=25, ge=1, le=65535)
    starttls: bool = False
    user: str = ""
    password_file: Path | None = None
    sender: EmailAddress = "no-reply@lemkin.example"
    seconds: float = Field(default=12, gt=0, le=60)


class Later(Exception):
    """It may work another time: no answer, a nonsensical one, or one that says so. Whether the mail was taken is unknown."""


class Refused(Exception):
    """It will never work. `recipient`: the server does not know the address; otherwise it does not want the mail."""

    def __init__(self, *, recipient: bool) -> None:
        super().__init__(recipient)
        self.recipient = recipient


async def hand_over(relay: Relay, to: EmailAddress, content: bytes) -> None:
    """Returns when the server has taken the mail for its one recipient. Raises Later or Refused, neither with a value.

    Not being allowed to send at all (5xx before the recipient is named) is the operator's trouble, so Later.
    """
    password = secret(relay.password_file)
    server = aiosmtplib.SMTP(
        hostname=relay.host,
        port=relay.port,
        timeout=relay.seconds,
        start_tls=relay.starttls,
        local_hostname=relay.sender.rpartition("@")[2],
    )
    try:
        async with asyncio.timeout(relay.seconds):
            await server.connect()
            if relay.user and password is not None:
                await server.login(relay.user, password.get_secret_value())
            await server.sendmail(relay.sender, [to], content)
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _judged(max((one.code for one in error.recipients), default=0), recipient=True) from None
    except aiosmtplib.SMTPRecipientRefused as error:
        raise _judged(error.code, recipient=True) from None
    except aiosmtplib.SMTPDataError as error:
        raise _judged(error.code, recipient=False) from None
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        raise Later(type(error).__name__) from None
    finally:
        server.close()


def _judged(code: int, *, recipient: bool) -> Exception:
    return Refused(recipient=recipient) if 500 <= code < 600 else Later(str(code))
