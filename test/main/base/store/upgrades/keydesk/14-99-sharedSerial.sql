-- From version 14 on: a serial number that several keys have.
INSERT INTO shared_serial (identity, learned_at) VALUES ('serial:1:1:12345', '2025-10-02T08:00:00.000Z');
