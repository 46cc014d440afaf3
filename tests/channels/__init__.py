"""The conformance kit: every channel passes it by being registered and having a player.

What a provider may do, and the test that shows what becomes of it:

    authentic and forged     test_coming_in: an_authentic_request…, a_forged_request…, a_wrong_token…,
                             a_request_of_another_account…, a_body_that_is_none…
    replayed, duplicated     test_coming_in: a_message_that_is_delivered_again…
    reordered                test_coming_in: every_order_of_delivery…; test_missed: what came while nobody heard
    batched                  test_coming_in: several_messages_in_one_request
    each type of message     test_coming_in: text (an_authentic_request…), a_picture…; test_conversation: taps
                             (a_booking_ends_in_its_row), reactions, advertisements; test_ids: quotes, edits and
                             deletions; test_opting_out; test_places: locations and contact cards. The rest of a provider's types are read from the samples
                             in tests/gateway/channels/<name>.
    unknown types            test_coming_in: a_message_of_an_invented_type…, what_nobody_wrote…
    unknown versions         test_coming_in: a_payload_of_a_later_version…
    echoes                   test_conversation: our_own_echo…, an_echo_that_comes_before…, another_programs_message…
    groups                   test_coming_in: a_group_is_never_answered
    staff                    test_conversation: what_staff_type_silences_the_bot
    media allowed            test_coming_in: a_picture_is_fetched_and_kept
    media refused            test_files_refused; test_coming_in: a_picture_that_is_not_the_one_that_was_sent…
    asking for a location    test_places: once, with the provider's message or in words, also when it is refused
    sends refused, by class  test_going_out: for now (later, limit, key), never, no answer
    statuses out of order    test_going_out: statuses_move_forward_only, a_status_of_an_unknown_message…;
                             test_ids: statuses that come before the answer of the send

What a provider does not have is skipped there, with that as the reason.
"""
