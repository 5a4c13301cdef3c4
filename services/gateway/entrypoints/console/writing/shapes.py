"""Shapes: the fields of a form as a template draws them: with what stands in them, what may be chosen and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from services.gateway.application.forms.field import Control, Field, placed
from services.gateway.application.forms.reading import Mistake, checked, rows_of
from services.gateway.application.views.table import VIEWS
from services.gateway.entrypoints.console.language.speech import Speech
from services.gateway.entrypoints.console.language.words import WORDS
from services.gateway.entrypoints.console.writing.choices import NONE, PERSON, Choice, Choices, Chooser
from services.gateway.entrypoints.console.writing.filled import Filled
from services.gateway.entrypoints.console.writing.mistakes import said

_FEW, _MANY, _NARROW = 3, 5, 2
_ANY, _WHEN = "?", "occurred_on"
_TELLING = (Control.OBJECT, Control.CHOICE, Control.GROUP, Control.ROWS)
"""These need no hint."""
EVENT = "event"
"""The words of a group that is called as its event is."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One field. `hint`: the code of its hint; `inner`: the members of a group, or the numbers of its words; `rows`: the lines
    of a list; `ticked`: of several; `private`: never kept in the browser; `unsure`: the kind of object is to be said first."""

    path: str
    field: Field
    value: str = ""
    mistake: str | None = None
    choices: Choices = NONE
    sought: str = ""
    inner: tuple["Shape", ...] = ()
    rows: tuple[tuple["Shape", ...], ...] = ()
    ticked: frozenset[str] = frozenset()
    private: bool = False
    unsure: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is an id that nobody chooses."""
        return self.field.control is Control.OWN_ID or (self.field.control is Control.OBJECT and not self.field.ref)

    @property
    def control(self) -> str:
        """How it is filled in."""
        return self.field.control.value

    @property
    def hint(self) -> str:
        """The code of its hint, if it has one: a reason that is a code has another one than a sentence."""
        field = self.field
        name = "why" if field.control is Control.CODE and field.name == "reason" else field.name
        if field.control in _TELLING or (name == _WHEN and (field.required or self.path != name)):
            return ""
        return name if name in WORDS["hint"] else ""


class Shaper:
    """Makes the shapes of one page."""

    def __init__(
        self,
        chooser: Chooser,
        filled: Filled,
        mistakes: Iterable[Mistake],
        speech: Speech,
        *,
        private: bool,
        inside: Mapping[str, Choices],
    ) -> None:
        """`private`: the form is about a person, so nothing of it stays in the browser. `inside`: what the object itself has
        that a field means by its short name: a milestone, a part."""
        self._chooser, self._filled, self._speech, self._private = chooser, filled, speech, private
        self._wrong = {mistake.path: said(mistake, speech) for mistake in reversed(tuple(mistakes))}
        self._known: dict[tuple[str, bool, str], Choices] = {}
        self._inside = inside

    async def shapes(self, fields: tuple[Field, ...], prefix: str = "") -> tuple[Shape, ...]:
        """The fields below that prefix."""
        return tuple([await self._shape(one.path, one.field, prefix) for one in placed(fields, prefix)])

    async def _shape(self, path: str, field: Field, prefix: str) -> Shape:
        wrong, values = self._wrong.get(path), self._filled.values
        match field.control:
            case Control.GROUP:
                return Shape(path, field, mistake=wrong, inner=await self.shapes(field.inner, f"{path}."))
            case Control.ROWS:
                rows = [await self.shapes(field.inner, f"{path}.{row}.") for row in range(self._lines(path, field))]
                return Shape(path, field, mistake=wrong, rows=tuple(rows))
            case Control.COUNTS:
                return Shape(path, field, mistake=wrong, inner=self._counts(path, field))
            case Control.CHECKS:
                ticked = checked(path, values)
                choices = await self._choices(path, field, field.ref, ticked) if field.ref else self._words(field)
                return Shape(path, field, mistake=wrong, choices=choices, ticked=frozenset(ticked))
        value = values.get(path, "")
        if path in self._inside:
            choosing = replace(field, control=Control.CHOICE)
            return Shape(path, choosing, value, wrong, self._inside[path])
        ref = self._kind_given(prefix) if field.ref == _ANY else field.ref
        choices = await self._choices(path, field, ref, (value,) if value else ()) if ref else self._words(field)
        sought = self._filled.find.get(path, "")
        unsure = field.ref == _ANY and not ref
        return Shape(path, field, value, wrong, choices, sought, private=self._private, unsure=unsure)

    def _lines(self, path: str, field: Field) -> int:
        filled = rows_of(path, self._filled.values)
        shown = max(self._filled.rows.get(path, 0), filled[-1] + 1 if filled else 0)
        few = _MANY if len(field.inner) <= _NARROW else _FEW
        lines = max(shown, few) if self._filled.more != path else shown + few
        return min(lines, field.most or lines, 100)

    def _counts(self, path: str, field: Field) -> tuple[Shape, ...]:
        number = Field(name="number", control=Control.NUMBER, least=field.least, most=field.most)
        return tuple(
            Shape(at, number, self._filled.values.get(at, ""), self._wrong.get(at), Choices((Choice(code, label),)))
            for code, label, at in (
                (code, self._speech.word(field.words, code), f"{path}.{code}") for code in field.codes
            )
        )

    def _words(self, field: Field) -> Choices:
        return Choices(tuple(Choice(code, self._speech.word(field.words, code)) for code in field.codes))

    def _kind_given(self, prefix: str) -> str:
        kind = self._filled.values.get(f"{prefix}about_kind", "")
        return PERSON if kind in {"person", "alumnus"} else f".{kind}" if kind in VIEWS else ""

    async def _choices(self, path: str, field: Field, ref: str, chosen: tuple[str, ...]) -> Choices:
        sought = self._filled.find.get(path, "")
        if ref == PERSON:
            return await self._chooser.of(ref, chosen, sought or None)
        key = (ref, field.iso3, sought)
        if key not in self._known:
            self._known[key] = await self._chooser.of(ref, (), sought or None, iso3=field.iso3)
        found = self._known[key]
        kept = [value for value in chosen if value not in {choice.value for choice in found.items}]
        if not kept:
            return found
        return Choices(
            (*found.items, *(Choice(value, self._speech.gettext("as chosen")) for value in kept)), found.search
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What will be sent, in words."""

    label: str
    text: str
    before: str | None = None


def changed(old: Iterable[Line], new: Iterable[Line]) -> tuple[Line, ...]:
    """Only what differs, with what it was before; what was emptied too."""
    was, now = {line.label: line.text for line in old}, {line.label: line.text for line in new}
    told = [Line(label, text, was.get(label)) for label, text in now.items() if was.get(label) != text]
    return (*told, *(Line(label, "", text) for label, text in was.items() if label not in now))


def lines(shapes: Iterable[Shape], speech: Speech, label: str = "") -> tuple[Line, ...]:
    """What is filled in, one line a field; lines of a list and members of a group bear the name of their field too."""
    found: list[Line] = []
    for shape in shapes:
        own = (
            speech.word("event", shape.field.codes[0])
            if shape.field.words == EVENT
            else speech.word("field", shape.field.name)
        )
        named = " / ".join(part for part in (label, own) if part)
        found += _lines_of(shape, speech, named)
    return tuple(found)


def _lines_of(shape: Shape, speech: Speech, named: str) -> tuple[Line, ...]:
    match shape.field.control:
        case Control.GROUP:
            return lines(shape.inner, speech, named)
        case Control.ROWS:
            return tuple(
                Line(f"{named} {number}", "; ".join(f"{line.label}: {line.text}" for line in told))
                for number, row in enumerate(shape.rows, 1)
                if (told := lines(row, speech))
            )
        case Control.COUNTS:
            counted = [f"{one.choices.items[0].label}: {one.value}" for one in shape.inner if one.value]
            return (Line(named, "; ".join(counted)),) if counted else ()
        case Control.CHECKS:
            ticked = [choice.label for choice in shape.choices.items if choice.value in shape.ticked]
            return (Line(named, speech.listed(ticked)),) if ticked else ()
    return (Line(named, _text(shape, speech)),) if shape.value.strip() and not shape.fixed else ()


def _text(shape: Shape, speech: Speech) -> str:
    value = shape.value.strip()
    match shape.field.control:
        case Control.YES:
            return speech.gettext("yes")
        case Control.CHOICE | Control.OBJECT:
            return shape.choices.label(value)
        case Control.DATE | Control.DAY:
            return _day(value, speech)
    return value


def _day(value: str, speech: Speech) -> str:
    try:
        return speech.day(value)
    except ValueError:
        return value
