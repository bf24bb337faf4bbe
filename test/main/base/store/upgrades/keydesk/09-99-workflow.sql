-- From version 9 on: a workflow that has assigned a passkey to an imported user.
INSERT INTO workflow (n, id, tenant, version, enabled, since, created_at, updated_at)
VALUES (1, 'wf-1', 'http://127.0.0.1:9', 1, 1, 0, '2025-05-01T00:00:00.000Z', '2025-05-01T00:00:00.000Z');
INSERT INTO workflow_version (workflow_id, version, name, trigger, existing, created_at)
VALUES ('wf-1', 1, 'New people', 'user-imported', 'skip', '2025-05-01T00:00:00.000Z');
INSERT INTO workflow_run (workflow_n, version, occasion, user_id, user_principal_name, display_name, state, assignment_id, at, updated_at)
VALUES (1, 1, 'ev-imported', 'u-eve', 'eve@contoso.example', 'Eve', 'assigned', 'a-eve', '2025-06-04T08:00:00.000Z', '2025-06-04T08:00:00.000Z');
UPDATE engine_place SET seq = 2 WHERE name = 'events';
