/** `fold` finds ß by ss, ı by i and both forms of sigma. Text that an earlier version folded gets that form, also in the index. */
export const migration = `CREATE TEMP TABLE refolded AS SELECT n FROM users WHERE search GLOB '*[ßıς]*';
   INSERT INTO users_search (users_search, rowid, search)
     SELECT 'delete', n, search FROM users WHERE n IN (SELECT n FROM refolded);
   UPDATE users SET search = replace(replace(replace(search, 'ß', 'ss'), 'ı', 'i'), 'ς', 'σ'),
       sort_key = replace(replace(replace(sort_key, 'ß', 'ss'), 'ı', 'i'), 'ς', 'σ')
     WHERE n IN (SELECT n FROM refolded);
   INSERT INTO users_search (rowid, search) SELECT n, search FROM users WHERE n IN (SELECT n FROM refolded);
   DROP TABLE refolded;`;
