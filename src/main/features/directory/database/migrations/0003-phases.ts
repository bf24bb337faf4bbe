/** Each phase of an import has its own place where it continues, and its own generation for a full import. */
export const migration = `ALTER TABLE users ADD COLUMN kinds INTEGER;
   -- The phases that the running import reads whole, with commas between.
   ALTER TABLE tenants ADD COLUMN anew TEXT NOT NULL DEFAULT '';
   ALTER TABLE tenants ADD COLUMN groups_generation INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE tenants ADD COLUMN groups_link TEXT;
   ALTER TABLE tenants ADD COLUMN registrations_link TEXT;
   -- Why a part could not be read at the last try, though the others could.
   ALTER TABLE tenants ADD COLUMN groups_refused TEXT;
   ALTER TABLE tenants ADD COLUMN registrations_refused TEXT;
   UPDATE tenants SET groups_generation = generation,
     groups_link = iif(phase = 'groups', link, NULL), registrations_link = iif(phase = 'registrations', link, NULL),
     link = iif(phase = 'users', link, NULL);
   UPDATE tenants SET anew = iif(phase = 'users', 'users,groups', iif(phase = 'groups', 'groups', ''))
     WHERE (SELECT full FROM imports WHERE n = tenants.import) = 1;
   -- The next import asks which kinds of passkey there are.
   UPDATE tenants SET registrations_at = NULL;`;
