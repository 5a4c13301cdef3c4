"""THE TABLE of questions: everything the public API answers."""

from services.gateway.application.questions import (
    cooperation,
    initiatives,
    messages,
    networks,
    objects,
    overview,
    people,
    registers,
    seminars,
    states,
)

QUESTIONS = (
    *overview.QUESTIONS,
    *states.QUESTIONS,
    *networks.QUESTIONS,
    *seminars.QUESTIONS,
    *initiatives.QUESTIONS,
    *cooperation.QUESTIONS,
    *registers.QUESTIONS,
    *people.QUESTIONS,
    *objects.QUESTIONS,
    *messages.QUESTIONS,
)
