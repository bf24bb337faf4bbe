-- From version 7 on: a user's passkeys as Entra listed them last.
INSERT INTO passkey_list (tenant, user_id, json, count, last_used_at, fetched_at)
VALUES ('http://127.0.0.1:9', 'u-cy', '[]', 0, NULL, '2025-07-01T08:00:00.000Z');
