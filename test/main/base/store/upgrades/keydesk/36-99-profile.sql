-- From version 36 on: a profile.
INSERT INTO profile (id, tenant, name, settings, groups, is_default, created_at, updated_at)
VALUES ('p-1', 'http://127.0.0.1:9', 'Desk', '{"reset":"if-pin","pin":{"kind":"random-digits","length":8},"minPinLength":6,"forcePinChange":true}',
  '[{"id":"g-1","name":"Sales"}]', 1, '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z');
