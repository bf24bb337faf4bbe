-- Versions 13 to 21: an enrollment that notes its key's identity and whose assignment was never written.
INSERT INTO journal (id, instance, started_at, updated_at, state, connection, user_id, user_principal_name, key_id, key_aaguid, rp_id,
  user_handle, challenge_expires_at, display_name, pin_set, creating, credential_id, public_key, method_id, submission, key_identity)
VALUES ('e-fay', '', '2025-10-01T08:00:00.000Z', '2025-10-01T08:01:00.000Z', 'done', 'http://127.0.0.1:9', 'u-fay', 'fay@contoso.example', 'hid:1-1',
  'aaaaaaaa-0000-0000-0000-000000000001', 'login.microsoft.com', x'0102', '2025-10-01T08:05:00.000Z', 'Fay Key', 0, 1,
  x'c6c6c6c6', x'a6', 'm-fay', 'unknown', 'serial:4176:1031:70006');
INSERT INTO key_habit (aaguid, firmware_version, habit, learned_at)
VALUES ('aaaaaaaa-0000-0000-0000-000000000001', 5, 'touch-to-sign-in', '2025-10-01T08:00:00.000Z');
