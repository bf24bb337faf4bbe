/**
 * Triggers count the runs of a workflow by state: counting a million rows takes a quarter of a second. The index by
 * state has the numbers of the runs in their order.
 */
export const migration = `CREATE TABLE workflow_count (
     workflow_n INTEGER NOT NULL,
     state TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (workflow_n, state)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO workflow_count SELECT workflow_n, state, count(*) FROM workflow_run GROUP BY workflow_n, state;
   CREATE TRIGGER workflow_run_added AFTER INSERT ON workflow_run BEGIN
     INSERT INTO workflow_count VALUES (NEW.workflow_n, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER workflow_run_moved AFTER UPDATE OF state ON workflow_run WHEN OLD.state <> NEW.state BEGIN
     UPDATE workflow_count SET count = count - 1 WHERE workflow_n = OLD.workflow_n AND state = OLD.state;
     INSERT INTO workflow_count VALUES (NEW.workflow_n, NEW.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
   END;
   CREATE TRIGGER workflow_run_removed AFTER DELETE ON workflow_run BEGIN
     UPDATE workflow_count SET count = count - 1 WHERE workflow_n = OLD.workflow_n AND state = OLD.state;
   END;
   CREATE INDEX workflow_run_in_state ON workflow_run (workflow_n, state);
   CREATE INDEX workflow_run_named ON workflow_run (user_principal_name);`;
