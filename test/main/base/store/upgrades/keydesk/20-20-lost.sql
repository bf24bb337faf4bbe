-- Only version 20: a key that was reported lost before its passkey was known to the inventory.
INSERT INTO journal (id, instance, started_at, updated_at, state, connection, user_id, user_principal_name, key_id, key_aaguid, rp_id,
  user_handle, challenge_expires_at, display_name, pin_set, creating, credential_id, public_key, method_id, submission, key_identity)
VALUES ('e-jo', '', '2025-10-03T08:00:00.000Z', '2025-10-03T08:01:00.000Z', 'done', 'http://127.0.0.1:9', 'u-jo', 'jo@contoso.example',
  'hid:1-1', 'aaaaaaaa-0000-0000-0000-000000000001', 'login.microsoft.com', x'0102', '2025-10-03T08:05:00.000Z', 'Jo Key', 0, 1,
  x'c8c8c8c8', x'a8', 'm-jo', 'unknown', 'serial:4176:1031:70008');
INSERT INTO security_key (id, identity, identified_by, product, serial, vendor_id, product_id, aaguid, mark, marked_at, first_seen_at,
  last_seen_at)
VALUES ('k-jo', 'serial:4176:1031:70008', 'serial', 'Key 5', '70008', 4176, 1031, 'aaaaaaaa-0000-0000-0000-000000000001', 'lost',
  '2025-10-04T08:00:00.000Z', '2025-10-04T08:00:00.000Z', '2025-10-04T08:00:00.000Z');
