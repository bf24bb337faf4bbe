import type {
  Preview,
  PreviewRequest,
  Run,
  RunPage,
  RunQuery,
  Workflow,
  WorkflowDetails,
  WorkflowInput,
} from '../../../contract/workflows/schema.ts';
import type { WorkflowScope } from './context.ts';
import type { Provision } from './fulfill.ts';

/** Passkeys that assign themselves, in one tenant. */
export interface Workflows {
  list(): Promise<Workflow[]>;
  /** @throws KeydeskError workflow-not-found */
  get(id: string): Promise<WorkflowDetails>;
  /** @throws KeydeskError workflow-group-unknown */
  create(draft: WorkflowInput): Promise<Workflow>;
  edit(id: string, draft: WorkflowInput): Promise<Workflow>;
  setEnabled(id: string, enabled: boolean): Promise<Workflow>;
  /** A copy that is not enabled yet. */
  duplicate(id: string): Promise<Workflow>;
  delete(id: string): Promise<void>;
  preview(request: PreviewRequest): Promise<Preview>;
  /** For everybody who is in the directory now. @throws KeydeskError workflow-disabled */
  runNow(id: string): Promise<void>;
  runs(query: RunQuery): Promise<RunPage>;
  retry(n: number): Promise<Run>;
  work(): Promise<void>;
  /**
   * After a user has activated a key: lets workflows assign, and provisions what the user then has waiting, in this sitting.
   * Null where there is nothing to make. What `provision` throws is thrown; the assignment then waits, or failed, by its own rules.
   */
  fulfill(userId: string, provision: Provision): Promise<{ assignmentId: string } | null>;
}

/** The workflows of all tenants in a data folder, which the engine handles one after the other. */
export interface WorkflowEngine {
  /** Those of one tenant. */
  of(scope: WorkflowScope): Workflows;
  close(): Promise<void>;
}
