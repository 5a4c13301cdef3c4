"""Which states took part in a seminar: a fact of the cohort's document, which says it for each state."""

# A state is documented if one documented fact supports its presence (api.md, "Who sees what").
TAKEN_PART = """
    taken_part as (
        select sign.key as state, not bool_or((sign.value ->> 'documented')::boolean) as synthetic
        from @cohort c, jsonb_each(c.document -> 'states') sign
        where sign.value ->> 'presence' = 'present'
        group by sign.key
    ),
"""
