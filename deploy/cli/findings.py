"""What a check of the machine or the installation found, and what to do about it."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

Verdict: TypeAlias = Literal["ok", "warning", "problem", "unknown"]


class Finding(BaseModel):
    """One line of `lemkin doctor`: `advice` is empty when all is well."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    verdict: Verdict
    detail: str
    advice: str = ""


Check: TypeAlias = Callable[[], Finding]


def ok(subject: str, detail: str) -> Finding:
    """All is well."""
    return Finding(subject=subject, verdict="ok", detail=detail)


def warning(subject: str, detail: str, advice: str) -> Finding:
    """It works, but not for long or not well."""
    return Finding(subject=subject, verdict="warning", detail=detail, advice=advice)


def problem(subject: str, detail: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(subject=subject, verdict="problem", detail=detail, advice=advice)


def unknown(subject: str, detail: str) -> Finding:
    """It cannot be told now (nothing runs)."""
    return Finding(subject=subject, verdict="unknown", detail=detail)
