/**
 * Returns the triggers that move the rows of a table with a column `tenant` when the id of the tenant is learned, and rows that are still
 * written with the earlier name (app/record/migrations/0033-tenant-names.ts). Released migrations contain this SQL: do not change it.
 */
export function followTenant(table: string): string {
  const move = `UPDATE ${table} SET tenant = NEW.id WHERE tenant = NEW.name;`;
  return `CREATE TRIGGER ${table}_tenant_learned AFTER INSERT ON tenant_name WHEN NEW.id <> NEW.name BEGIN ${move} END;
   CREATE TRIGGER ${table}_tenant_moves AFTER UPDATE OF id ON tenant_name WHEN NEW.id <> NEW.name BEGIN ${move} END;
   CREATE TRIGGER ${table}_comes_late AFTER INSERT ON ${table}
     WHEN EXISTS (SELECT 1 FROM tenant_name WHERE name = NEW.tenant AND id <> name)
   BEGIN UPDATE ${table} SET tenant = (SELECT id FROM tenant_name WHERE name = NEW.tenant) WHERE id = NEW.id; END;`;
}
