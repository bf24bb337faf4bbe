/** Users up to this number were announced as imported. Users that were imported before workflows existed are not announced. */
export const migration = `ALTER TABLE tenants ADD COLUMN announced INTEGER NOT NULL DEFAULT 0;
   UPDATE tenants SET announced = coalesce((SELECT max(n) FROM users WHERE tenant = tenants.n), 0);`;
