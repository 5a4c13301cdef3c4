"""What the notifications service can do when somebody asks: the table of its commands. Reactions and the sender do the rest."""

from services.notifications.domain import contact_point, dispatch, task
from services.notifications.domain.contact_point import CONTACT_POINT
from services.notifications.domain.dispatch import DISPATCH
from services.notifications.domain.task import TASK
from shared.aggregate import SECRETARIAT, Right
from shared.commands import CommandSpec as Line
from shared.contracts.notifications.contact_point import ContactBounced, ContactDeclaredDead, ContactVerified
from shared.contracts.notifications.dispatch import DispatchApproved, DispatchCancelled
from shared.contracts.notifications.task import TaskAcknowledged, TaskResolved

_STATE_ADMIN = (Right(SECRETARIAT, "all"), Right("regional_admin", "state"))
_NETWORK_ADMIN = (Right(SECRETARIAT, "all"), Right("regional_admin", "network"))

COMMANDS = (
    Line(
        path="contact-points/{id}/verify",
        command=contact_point.VerifyContact,
        kind=CONTACT_POINT,
        decide=contact_point.verify_contact,
        makes=(ContactVerified,),
        who=_STATE_ADMIN,
        states=("unverified", "bouncing"),
    ),
    Line(
        path="contact-points/{id}/report-bounce",
        command=contact_point.ReportBounce,
        kind=CONTACT_POINT,
        decide=contact_point.report_bounce,
        makes=(ContactBounced,),
        who=_STATE_ADMIN,
        states=("verified",),
    ),
    Line(
        path="contact-points/{id}/declare-dead",
        command=contact_point.DeclareDead,
        kind=CONTACT_POINT,
        decide=contact_point.declare_dead,
        makes=(ContactDeclaredDead,),
        who=_STATE_ADMIN,
        states=("unverified", "verified", "bouncing"),
    ),
    Line(
        path="dispatches/{id}/approve",
        command=dispatch.ApproveDispatch,
        kind=DISPATCH,
        decide=dispatch.approve_dispatch,
        makes=(DispatchApproved,),
        who=_NETWORK_ADMIN,
        states=("held",),
    ),
    Line(
        path="dispatches/{id}/cancel",
        command=dispatch.CancelDispatch,
        kind=DISPATCH,
        decide=dispatch.cancel_dispatch,
        makes=(DispatchCancelled,),
        who=_NETWORK_ADMIN,
        states=("requested", "held", "approved"),
    ),
    Line(
        path="tasks/{id}/acknowledge",
        command=task.AcknowledgeTask,
        kind=TASK,
        decide=task.acknowledge_task,
        makes=(TaskAcknowledged,),
        who=(*_NETWORK_ADMIN, _STATE_ADMIN[1]),
        states=("raised",),
    ),
    Line(
        path="tasks/{id}/resolve",
        command=task.ResolveTask,
        kind=TASK,
        decide=task.resolve_task,
        makes=(TaskResolved,),
        who=(*_NETWORK_ADMIN, _STATE_ADMIN[1]),
        states=("raised", "acknowledged"),
    ),
)
