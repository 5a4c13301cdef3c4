"""People in the mix: persons of every state, of whom names, posts, addresses, consents and languages are recorded."""

from typing import Any
from uuid import UUID

from tests.chaos.wishes import STATES, Draw, Wish

SINCE = "2011-01-01"
_CONTACT_TASKS = ("verify", "report-bounce", "declare-dead")
_PURPOSES = ("messages", "directory", "public_focal_point")


class People:
    """Two persons a state: the first for the letters (letters.py), whose addresses stay as they are; the second walks on.

    Each has one contact point for e-mails, verified at the beginning.
    """

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.of = {iso3: (draw.uuid(), draw.uuid()) for iso3 in STATES}
        self.home = {person: iso3 for iso3, both in self.of.items() for person in both}
        self.contacts = {person: draw.uuid() for person in self.home}

    @property
    def walking_on(self) -> list[UUID]:
        """Those to whom everything may happen."""
        return [second for _, second in self.of.values()]

    def setting(self, ministers: frozenset[UUID]) -> list[Wish]:
        """Everybody known, by name, and with an address. To ministers nothing is sent before somebody has looked at it."""
        wishes = []
        for person, iso3 in self.home.items():
            level = "executive" if person in ministers else "senior"
            about = {"id": str(person), "state": iso3, "sector": "justice", "level": level, "gender": "female"}
            row = {"occurred_on": SINCE, "row": self._draw.row()}
            wishes += [
                Wish("persons/record", {**about, **row}, service="enrollment"),
                self._of(person, "record-name", self._name(), SINCE),
                self._of(person, "record-address", self._address(person), SINCE),
                self._of(person, "give-consent", {"purpose": "messages"}, SINCE),
            ]
        return wishes

    def verified(self, person: UUID) -> Wish:
        """That the contact point is theirs."""
        return self._contact(person, "verify")

    def draw(self) -> Wish:
        """Something about somebody."""
        person = self._draw.random.choice(self.walking_on)
        kinds = (self._record, self._wish, self._post, self._mail, self._correct)
        return self._draw.random.choices(kinds, (30, 30, 10, 25, 5))[0](person)

    def _record(self, person: UUID) -> Wish:
        task = self._draw.random.choice(("record-name", "record-post-details", "record-address", "remove-address"))
        body: dict[str, Any] = {
            "record-name": self._name(),
            "record-post-details": {"body": f"Ministry {self._draw.number()}", "rank": "Director"},
            "record-address": self._address(person),
            "remove-address": {"contact": str(self.contacts[person])},
        }[task]
        return self._of(person, task, body)

    def _wish(self, person: UUID) -> Wish:
        chance = self._draw.random
        task = chance.choice(("give-consent", "withdraw-consent", "choose-language"))
        words = {"language": chance.choice(("en", "es", "fr"))} if task == "choose-language" else {}
        return self._of(person, task, words or {"purpose": chance.choice(_PURPOSES)})

    def _post(self, person: UUID) -> Wish:
        post = {
            "state": self.home[person],
            "sector": self._draw.random.choice(("justice", "interior")),
            "level": "middle",
        }
        return self._of(person, "record-post", post)

    def _mail(self, person: UUID) -> Wish:
        return self._contact(person, self._draw.likely(_CONTACT_TASKS[:1], _CONTACT_TASKS))

    def _correct(self, person: UUID) -> Wish:
        """Another day, or that it never was; that there is such a person is not taken back."""
        change: dict[str, Any] = {"fact": self._draw.random.randint(2, max(2, self._draw.versions.get(person, 2)))}
        change |= {"retract": True} if self._draw.random.random() < 0.2 else self._draw.on()
        body = {"changes": [change], "reason": "mistake"}
        return Wish(f"persons/{person}/correct", body, edits=person, service="enrollment")

    def _of(self, person: UUID, task: str, body: dict[str, Any], on: str = "") -> Wish:
        when = {"occurred_on": on} if on else self._draw.on()
        return Wish(f"persons/{person}/{task}", {**body, **when}, service="enrollment")

    def _contact(self, person: UUID, task: str) -> Wish:
        body = {"why": "unknown-there"} if task == "declare-dead" else {}
        return Wish(f"contact-points/{self.contacts[person]}/{task}", body, service="notifications")

    def _name(self) -> dict[str, Any]:
        return {"given_name": f"Given {self._draw.number()}", "family_name": "Of Chaos"}

    def _address(self, person: UUID) -> dict[str, Any]:
        """An address tells whose it is, so that a mail tells whether it went to the right one."""
        address = f"{person.hex}.{self._draw.number()}@example.org"
        return {"contact": str(self.contacts[person]), "channel": "email", "address": address}
