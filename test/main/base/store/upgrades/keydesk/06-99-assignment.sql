-- From version 6 on: a key with a serial number, with a passkey that is active; a key that is lost; one that waits.
INSERT INTO security_key (id, identity, identified_by, product, manufacturer, serial, vendor_id, product_id, aaguid, mark, marked_at,
  first_seen_at, last_seen_at) VALUES
  ('k-cy', 'serial:4176:1031:70001', 'serial', 'Key 5', 'Maker', '70001', 4176, 1031, 'aaaaaaaa-0000-0000-0000-000000000001', NULL, NULL,
   '2025-06-01T08:00:00.000Z', '2025-06-01T08:00:00.000Z'),
  ('k-lost', 'credential:x', 'credential', 'Key 5', 'Maker', NULL, 4176, 1031, 'aaaaaaaa-0000-0000-0000-000000000001', 'lost',
   '2025-06-03T08:00:00.000Z', '2025-06-01T08:00:00.000Z', '2025-06-01T08:00:00.000Z');
INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, security_key_id, key_aaguid,
  key_serial, passkey_name, method_id, credential_id, enrollment_id, reason, deletion, created_at, updated_at, activated_at) VALUES
  ('a-cy', 'http://127.0.0.1:9', 'u-cy', 'cy@contoso.example', 'Cy', 'primary', 'active', 'desk', 'k-cy', 'aaaaaaaa-0000-0000-0000-000000000001', '70001',
   'Cy Key', 'm-cy', 'w8PDww', 'e-cy', 'registered', NULL, '2025-06-01T08:00:00.000Z', '2025-06-01T08:01:00.000Z', '2025-06-01T08:01:00.000Z'),
  ('a-dan', 'http://127.0.0.1:9', 'u-dan', 'dan@contoso.example', 'Dan', 'primary', 'revoked', 'desk', 'k-lost', 'aaaaaaaa-0000-0000-0000-000000000001', NULL,
   'Dan Key', 'm-dan', 'xMTExA', 'e-dan', 'key-lost', 'done', '2025-06-02T08:00:00.000Z', '2025-06-03T08:00:00.000Z', '2025-06-02T08:01:00.000Z'),
  ('a-eve', 'http://127.0.0.1:9', 'u-eve', 'eve@contoso.example', 'Eve', 'primary', 'pending', 'workflow', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'assigned',
   NULL, '2025-06-04T08:00:00.000Z', '2025-06-04T08:00:00.000Z', NULL);
