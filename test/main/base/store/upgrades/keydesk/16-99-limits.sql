-- From version 16 on: the desk's time, and an attempt to use a code.
INSERT INTO desk_time (id, at) VALUES (1, 1761000000000);
INSERT INTO activation_try (station, at) VALUES ('desk-1', 1761000000000);
