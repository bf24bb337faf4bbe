-- From version 6 on: an enrollment that an assignment follows.
INSERT INTO journal (id, instance, started_at, updated_at, state, connection, user_id, user_principal_name, key_id, key_aaguid, rp_id,
  user_handle, challenge_expires_at, display_name, pin_set, creating, credential_id, public_key, method_id)
VALUES ('e-cy', '', '2025-06-01T08:00:00.000Z', '2025-06-01T08:01:00.000Z', 'done', 'http://127.0.0.1:9', 'u-cy', 'cy@contoso.example', 'hid:1-1',
  'aaaaaaaa-0000-0000-0000-000000000001', 'login.microsoft.com', x'0102', '2025-06-01T08:05:00.000Z', 'Cy Key', 0, 1,
  x'c3c3c3c3', x'a3', 'm-cy');
