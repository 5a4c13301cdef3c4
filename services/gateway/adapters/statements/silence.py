"""Silence: the last public fact by which a state itself acted. What only befell it (a lapse, a missed day) is no sign of life."""

_SIGNS = (
    "network.intent-declared",
    "network.state-acceded",
    "network.membership-activated",
    "network.membership-resumed",
    "network.network-hosted",
    "network.focal-point-designated",
    "network.focal-point-leaving-announced",
    "network.initiative-proposed",
    "network.initiative-started",
    "network.initiative-resumed",
    "network.initiative-completed",
    "network.milestone-planned",
    "network.milestone-reached",
    "network.milestone-rescheduled",
    "network.delegation-attended",
    "network.mechanism-announced",
    "network.mechanism-established",
    "network.institution-joined-mechanism",
    "enrollment.delegation-recorded",
)


def _signs(state: str) -> str:
    """From and where of the signs of the state with that code (SQL), as they stand at the known time."""
    listed = ", ".join(f"'{sign}'" for sign in _SIGNS)
    return f"""
        from facts f where f.state = {state} and f.occurred <= :as_of and f.type in ({listed})
            and coalesce(f.event #>> '{{data,presence}}', 'present') = 'present'
            and f.recorded <= coalesce(:known_at::timestamptz, 'infinity')
            and not exists (select from facts v where v.kind = f.kind and v.id = f.id and v.root = f.root
                and v.sequence > f.sequence and v.recorded <= coalesce(:known_at, 'infinity'))
            and counts(coalesce((f.event ->> 'synthetic')::boolean, false), :origin::text)
    """


def last_sign(state: str) -> str:
    """The newest sign as JSON, or null."""
    return f"""
        (select jsonb_build_object('on', f.event ->> 'occurredon', 'kind', f.type, 'object', f.kind, 'id', f.id,
            'event_id', f.event ->> 'id', 'synthetic', coalesce((f.event ->> 'synthetic')::boolean, false))
            {_signs(state)} order by f.occurred desc, f.recorded desc limit 1)
    """


def is_silent(state: str) -> str:
    """Whether there is no sign in the last `:silent` months."""
    return f"""
        not exists (select {_signs(state)} and f.occurred > (:as_of - make_interval(months => :silent::int))::date)
    """
