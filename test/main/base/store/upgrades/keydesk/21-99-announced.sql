-- From version 21 on: which imported users were announced.
INSERT INTO announced_user (tenant, user_id, times) VALUES ('http://127.0.0.1:9', 'u-eve', 1), ('http://127.0.0.1:9', 'u-hal', 0);
INSERT INTO announced_place (tenant, import, user_n, return_n) VALUES ('http://127.0.0.1:9', '00000000000000000000000000000001', 3, 0);
