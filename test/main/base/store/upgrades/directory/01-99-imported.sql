-- From version 1 on: an import that is finished, with a user who is there, one who has left, and a group.
INSERT INTO tenants (n, key, generation, users_delta, groups_delta, users_at, groups_at, registrations_at, users, left_users, version)
VALUES (1, 'http://127.0.0.1:9', 1, 'https://graph.example/users/delta?x', 'https://graph.example/groups/delta?x', '2025-05-02T08:00:00.000Z',
  '2025-05-02T08:00:00.000Z', '2025-05-02T08:00:00.000Z', 2, 1, 7);
INSERT INTO imports (n, tenant, full, started_at, finished_at, new, left, groups, memberships)
VALUES (1, 1, 1, '2025-05-02T07:59:00.000Z', '2025-05-02T08:00:00.000Z', 3, 1, 1, 1);
INSERT INTO users (n, tenant, id, upn, display_name, mail, enabled, guest, sort_key, search, first_import, first_seen_at, changed_at, left_at,
  seen, passkey) VALUES
  (1, 1, 'u-eve', 'eve@contoso.example', 'Eve', NULL, 1, 0, 'eve', 'eve eve@contoso.example', 1, '2025-05-02T08:00:00.000Z',
   '2025-05-02T08:00:00.000Z', NULL, 1, 0),
  (3, 1, 'u-ira', 'ira@contoso.example', 'Ira', NULL, 1, 0, 'ira', 'ira ira@contoso.example', 1, '2025-04-01T08:00:00.000Z',
   '2025-05-03T08:00:00.000Z', '2025-05-03T08:00:00.000Z', 1, 0);
INSERT INTO users_search (rowid, search) SELECT n, search FROM users;
INSERT INTO groups (n, tenant, id, display_name, seen) VALUES (1, 1, 'g-1', 'Sales', 1);
INSERT INTO group_users (group_n, user_n, seen) VALUES (1, 1, 1);
