-- From version 35 on: a stored answer of Microsoft Graph.
INSERT INTO document (tenant, name, json, fetched_at) VALUES ('http://127.0.0.1:9', 'group-name/g-1', '"Sales"', '2025-04-01T08:00:00.000Z');
