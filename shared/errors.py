"""Every error Lemkin raises on purpose.

LemkinError
 +-- DomainError            a wish that the rules of the domain refuse: a code and its parameters, no sentence
 |    +-- NotFound          nothing with that id (or nothing the actor may know of)
 |    +-- Conflict          the present state of things is in the way
 |    +-- Forbidden         the actor may not
 |    +-- RuleBroken        an invariant would be broken
 +-- ContractError          bytes on the bus that are not what the published language allows
 |    +-- Undecodable       not an event at all
 |    +-- UnknownEvent      an event, of a type or version newer than this release
 +-- Unavailable            something we need is away for the moment; trying again is right

HTTP status codes and translated sentences belong to the edge (shared/http.py), never here.
"""

from typing import Self


class LemkinError(Exception):
    """Root of the tree."""


class DomainError(LemkinError):
    """A refusal: `code` is a stable slug, `params` are ids, codes, dates and numbers (never a personal value)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({given})" if given else self.code


class NotFound(DomainError):
    """Nothing there, or nothing there for this actor: the two are told in the same words."""


class Conflict(DomainError):
    """What is wished cannot be done in the present state."""

    @classmethod
    def already_so(cls, **params: object) -> Self:
        """The wish is already fulfilled; a reaction takes this as done."""
        return cls("already-so", **params)


class Forbidden(DomainError):
    """The actor's role may never do this."""


class RuleBroken(DomainError):
    """An invariant of domain.md 3b would not hold."""


class ContractError(LemkinError):
    """A record on the bus breaks the contract."""


class Undecodable(ContractError):
    """The bytes are not an event of ours."""


class UnknownEvent(ContractError):
    """A well-formed event whose type or version this release does not know yet."""


class Unavailable(LemkinError):
    """A dependency is away; the caller may try again after `retry_after` seconds."""

    def __init__(self, what: str, retry_after: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.retry_after = retry_after


def place_of(error: BaseException) -> str:
    """Class, code and place of an error; never its message, which may quote a value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{' ' + error.code if hasattr(error, 'code') else ''}{where}"
