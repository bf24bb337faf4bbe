-- From version 5 on: events, one of an imported user.
INSERT INTO event (seq, id, type, at, tenant, user_id, user_principal_name, data) VALUES
  (1, 'ev-registered', 'passkey.registered', '2025-05-01T08:00:00.000Z', 'http://127.0.0.1:9', 'u-ada', 'ada@contoso.example', '{}'),
  (2, 'ev-imported', 'user.imported', '2025-05-02T08:00:00.000Z', 'http://127.0.0.1:9', 'u-eve', 'eve@contoso.example', '{}');
