-- From version 18 on: how often a sign-in ended.
INSERT INTO sign_in (connection, generation) VALUES ('conn-1', 3);
