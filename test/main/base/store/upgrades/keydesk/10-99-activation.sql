-- From version 10 on: an activation code that was used, and the activation it was for.
INSERT INTO activation_code (id, tenant, user_id, user_principal_name, display_name, salt, hash, created_at, expires_at, tries_left, used_at)
VALUES ('c-1', 'http://127.0.0.1:9', 'u-cy', 'cy@contoso.example', 'Cy', x'01', x'02', '2025-09-01T08:00:00.000Z', '2025-09-02T08:00:00.000Z', 5,
  '2025-09-01T09:00:00.000Z');
INSERT INTO activation (id, tenant, user_id, user_principal_name, security_key_id, key_aaguid, key_serial, station, proof, code_id,
  activated_at, finished_at)
VALUES ('act-1', 'http://127.0.0.1:9', 'u-cy', 'cy@contoso.example', 'k-cy', 'aaaaaaaa-0000-0000-0000-000000000001', '70001', 'desk-1', 'code', 'c-1',
  '2025-09-01T09:00:00.000Z', '2025-09-01T09:01:00.000Z');
