-- From version 6 on: each import has an id.
UPDATE imports SET id = '00000000000000000000000000000001';
