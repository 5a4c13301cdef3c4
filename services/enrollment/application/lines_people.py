"""What is done about people: who they are to the network, and what the people store keeps of them."""

from services.enrollment.application.checks import state_is_listed
from services.enrollment.application.who import STATE_ADMIN
from services.enrollment.domain import person, personal
from shared.commands import CommandSpec as Line
from shared.contracts.enrollment import person as people
from shared.contracts.ids import new_person_id

LINES = (
    Line(
        path="persons",
        command=person.RegisterPerson,
        kind=person.PERSON,
        decide=person.register_person,
        makes=(people.PersonRegistered,),
        who=STATE_ADMIN,
        checks=(state_is_listed,),
        identify=lambda _: new_person_id(),
    ),
    Line(
        path="persons/record",
        command=person.RecordPerson,
        kind=person.PERSON,
        decide=person.record_person,
        makes=(people.PersonRegistered,),
        who=STATE_ADMIN,
        checks=(state_is_listed,),
    ),
    Line(
        path="persons/{id}/record-post",
        command=person.RecordPost,
        kind=person.PERSON,
        decide=person.record_post,
        makes=(people.PostTakenUp,),
        who=STATE_ADMIN,
        checks=(state_is_listed,),
    ),
    Line(
        path="persons/{id}/leave-post",
        command=person.LeavePost,
        kind=person.PERSON,
        decide=person.leave_post,
        makes=(people.PostLeft,),
        who=STATE_ADMIN,
    ),
    # what the people store keeps (`keeps`: the word of its keeper), and what the person wants
    Line(
        path="persons/{id}/record-name",
        command=personal.RecordName,
        kind=person.PERSON,
        decide=personal.record_name,
        makes=(people.NameRecorded,),
        who=STATE_ADMIN,
        keeps="names",
    ),
    Line(
        path="persons/{id}/record-post-details",
        command=personal.RecordPostDetails,
        kind=person.PERSON,
        decide=personal.record_post_details,
        makes=(people.PostDetailsRecorded,),
        who=STATE_ADMIN,
        keeps="posts",
    ),
    Line(
        path="persons/{id}/record-address",
        command=personal.RecordAddress,
        kind=person.PERSON,
        decide=personal.record_address,
        makes=(people.AddressRecorded,),
        who=STATE_ADMIN,
        keeps="addresses",
    ),
    Line(
        path="persons/{id}/remove-address",
        command=personal.RemoveAddress,
        kind=person.PERSON,
        decide=personal.remove_address,
        makes=(people.AddressRemoved,),
        who=STATE_ADMIN,
        keeps="removals",
    ),
    Line(
        path="persons/{id}/give-consent",
        command=personal.GiveConsent,
        kind=person.PERSON,
        decide=personal.give_consent,
        makes=(people.ConsentGiven,),
        who=STATE_ADMIN,
    ),
    Line(
        path="persons/{id}/withdraw-consent",
        command=personal.WithdrawConsent,
        kind=person.PERSON,
        decide=personal.withdraw_consent,
        makes=(people.ConsentWithdrawn,),
        who=STATE_ADMIN,
    ),
    Line(
        path="persons/{id}/choose-language",
        command=personal.ChooseLanguage,
        kind=person.PERSON,
        decide=personal.choose_language,
        makes=(people.LanguageChosen,),
        who=STATE_ADMIN,
    ),
)
