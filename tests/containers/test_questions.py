"""The acceptance table of the brief, asked of the system in containers: the same questions as of the embedded one."""

from tests.system.test_questions import (
    test_s1_the_programmes_started_in_2008,
    test_s2_sixty_states_took_part_and_s4_thirty_six_are_documented,
    test_s3_forty_nine_states_and_three_organisations_by_november_2012,
    test_s5_at_least_250_alumni,
    test_s6_the_network_was_launched_in_spring_2012,
    test_s7_s8_its_members_as_of_three_dates_and_the_source_that_disagrees,
    test_s9_who_started_it,
    test_s10_at_launch_all_were_active_with_the_focal_point_due,
    test_s11_ten_initiatives_two_documented,
    test_s16_the_african_network_is_under_development,
    test_s22_a_claim_is_stored_as_a_claim_with_its_source,
    test_s23_loading_again_changes_nothing,
    test_the_terminal_shows_what_the_api_shows,
)

__all__ = [
    "test_s1_the_programmes_started_in_2008",
    "test_s2_sixty_states_took_part_and_s4_thirty_six_are_documented",
    "test_s3_forty_nine_states_and_three_organisations_by_november_2012",
    "test_s5_at_least_250_alumni",
    "test_s6_the_network_was_launched_in_spring_2012",
    "test_s7_s8_its_members_as_of_three_dates_and_the_source_that_disagrees",
    "test_s9_who_started_it",
    "test_s10_at_launch_all_were_active_with_the_focal_point_due",
    "test_s11_ten_initiatives_two_documented",
    "test_s16_the_african_network_is_under_development",
    "test_s22_a_claim_is_stored_as_a_claim_with_its_source",
    "test_s23_loading_again_changes_nothing",
    "test_the_terminal_shows_what_the_api_shows",
]
