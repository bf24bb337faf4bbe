-- Versions 1 to 4: ß is kept in what is searched.
INSERT INTO users (n, tenant, id, upn, display_name, mail, enabled, guest, sort_key, search, first_import, first_seen_at, changed_at, left_at,
  seen, passkey)
VALUES (2, 1, 'u-hal', 'hal@contoso.example', 'Hal Groß', NULL, 1, 0, 'hal groß', 'hal groß hal@contoso.example', 1,
  '2025-04-01T08:00:00.000Z', '2025-05-02T08:00:00.000Z', NULL, 1, 1);
INSERT INTO users_search (rowid, search) SELECT n, search FROM users WHERE n = 2;
