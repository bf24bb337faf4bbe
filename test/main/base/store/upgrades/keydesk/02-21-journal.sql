-- Versions 2 to 21: an enrollment that is done, of a version without assignments.
INSERT INTO journal (id, instance, started_at, updated_at, state, connection, user_id, user_principal_name, key_id, key_aaguid, rp_id,
  user_handle, challenge_expires_at, display_name, pin_set, creating, credential_id, public_key, method_id)
VALUES ('e-ada', '', '2025-03-01T08:00:00.000Z', '2025-03-01T08:01:00.000Z', 'done', 'http://127.0.0.1:9', 'u-ada', 'ada@contoso.example', 'hid:1-1',
  'aaaaaaaa-0000-0000-0000-000000000001', 'login.microsoft.com', x'0102', '2025-03-01T08:05:00.000Z', 'Ada Key', 1, 1,
  x'c1c1c1c1', x'a1', 'm-ada');
-- The passkey of this one was deleted, as the activity log says (from version 3 on).
INSERT INTO journal (id, instance, started_at, updated_at, state, connection, user_id, user_principal_name, key_id, key_aaguid, rp_id,
  user_handle, challenge_expires_at, display_name, pin_set, creating, credential_id, public_key, method_id)
VALUES ('e-gus', '', '2025-03-04T08:00:00.000Z', '2025-03-04T08:01:00.000Z', 'done', 'http://127.0.0.1:9', 'u-gus', 'gus@contoso.example', 'hid:1-1',
  'aaaaaaaa-0000-0000-0000-000000000001', 'login.microsoft.com', x'0102', '2025-03-04T08:05:00.000Z', 'Gus Key', 0, 1,
  x'c7c7c7c7', x'a7', 'm-gus');
