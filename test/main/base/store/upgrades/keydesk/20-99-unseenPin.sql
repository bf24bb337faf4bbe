-- From version 20 on: a random PIN that no person has seen.
INSERT INTO unseen_pin (enrollment_id, instance, key_identity, made_at, lost_at)
VALUES ('e-fay', '', 'serial:4176:1031:70006', '2025-10-01T08:00:00.000Z', '2025-10-01T08:02:00.000Z');
