-- From version 18 on: how many times a sign-in ended.
INSERT INTO sign_in (connection, generation) VALUES ('conn-1', 3);
