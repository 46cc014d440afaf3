-- A login from a browser that was not known is another event than one from a known browser.

-- squawk-ignore ban-drop-constraint
alter table staff_events drop constraint staff_events_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_events add constraint staff_events_kind_check check (kind in (
    'signed_in', 'signed_in_new', 'sign_in_failed', 'sign_in_paused', 'code_failed', 'confirm_failed',
    'recovery_used', 'signed_out', 'session_ended', 'session_expired', 'password_changed', 'password_chosen',
    'factor_on', 'factor_off', 'factor_reset', 'recovery_renewed', 'account_opened', 'account_reset',
    'account_disabled', 'roles_changed', 'factor_required', 'factor_optional'
)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_events validate constraint staff_events_kind_check;
