"""enrollment: people, and seminars from the plan to the alumnus.

Owns   people (opaque ids) and their posts, editions, seminars, cohorts (seats, attendance, graduations), alumni.
Hears  enrollment: a cohort follows its seminar, an alumnus the graduations. network: which states the register lists.
Says   enrollment.events: shared/contracts/enrollment/.
"""
