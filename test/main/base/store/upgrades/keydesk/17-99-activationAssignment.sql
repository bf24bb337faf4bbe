-- From version 17 on: which assignment an activation led to.
INSERT INTO activation_assignment (assignment_id, activation_id) VALUES ('a-cy', 'act-1');
