-- From version 8 on: a receiver with one message that was delivered.
INSERT INTO webhook (id, url, types, fields, state, created_at, place)
VALUES ('w-1', 'https://receiver.example/hook', '["passkey.registered"]', '[]', 'disabled', '2025-08-01T08:00:00.000Z', 2);
INSERT INTO webhook_delivery (webhook_id, event_seq, user_id, state, attempts, queued_at, done_at)
VALUES ('w-1', 1, 'u-ada', 'delivered', 1, 1754035200000, 1754035201000);
