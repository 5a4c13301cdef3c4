"""Words that enrollment's facts are made of: where people work, how high, and what they do at a seminar."""

from enum import StrEnum


class Sector(StrEnum):
    """The part of public life that a post belongs to."""

    JUSTICE = "justice"
    DEFENCE = "defence"
    FOREIGN_AFFAIRS = "foreign-affairs"
    HUMAN_RIGHTS = "human-rights"
    INTERIOR = "interior"
    MILITARY = "military"
    ACADEMIA = "academia"
    CIVIL_SOCIETY = "civil-society"
    OTHER = "other"


class Level(StrEnum):
    """How high a post stands, without naming it."""

    JUNIOR = "junior"
    MIDDLE = "middle"
    SENIOR = "senior"
    EXECUTIVE = "executive"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    """What the person said, as far as it is known; counts only, never a name."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What somebody does at a seminar; not everybody in the room is a participant (domain.md 1c, point 4)."""

    PARTICIPANT = "participant"
    FELLOW = "fellow"
    INSTRUCTOR = "instructor"
    OBSERVER = "observer"
    EVALUATOR = "evaluator"
    STAFF = "staff"
    GUEST = "guest"


class PartnerRole(StrEnum):
    """What a body does for an edition."""

    HOST = "host"
    CO_ORGANISER = "co-organiser"
    PROVIDER = "provider"
    SUPPORTER = "supporter"
    SCHOOL = "school"


class Channel(StrEnum):
    """How a contact point reaches somebody."""

    EMAIL = "email"
    PHONE = "phone"


class Purpose(StrEnum):
    """What somebody agrees to: to be listed for others, to get messages, to be named in public as a focal point."""

    DIRECTORY = "directory"
    MESSAGES = "messages"
    PUBLIC_FOCAL_POINT = "public_focal_point"


class Language(StrEnum):
    """A language that messages and pages can have (ISO 639-1)."""

    EN = "en"
    ES = "es"
    FR = "fr"
    PT = "pt"
    AR = "ar"
