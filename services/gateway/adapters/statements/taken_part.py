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
# The same for seminars of one edition, one year, or both.
TAKEN_PART_IN = """
    taken_part as (
        select sign.key as state, not bool_or((sign.value ->> 'documented')::boolean) as synthetic
        from @cohort c left join @seminar s on s.id = c.id left join @edition e on e.id::text = s.document ->> 'edition',
            jsonb_each(c.document -> 'states') sign
        where sign.value ->> 'presence' = 'present' and (:edition::text is null or e.slug = :edition)
            and (:year::int is null or s.document -> 'years' @> to_jsonb(:year))
        group by sign.key
    ),
"""
TAKEN_PART_BY_YEAR = """
    taken_part as (
        select s.document ->> 'edition' as edition, year::int as year, sign.key as state,
            not bool_or((sign.value ->> 'documented')::boolean) as synthetic
        from @cohort c join @seminar s on s.id = c.id, jsonb_array_elements(s.document -> 'years') year,
            jsonb_each(c.document -> 'states') sign
        where sign.value ->> 'presence' = 'present'
        group by 1, 2, 3
    ),
"""
