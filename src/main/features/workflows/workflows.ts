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
import type { Language } from '../../../words/say.ts';
import type { WorkflowScope } from './context.ts';
import type { Provision } from './fulfill.ts';

/** The workflows of one tenant, which assign passkeys automatically. */
export interface Workflows {
  list(): Promise<Workflow[]>;
  /** Returns a workflow. @throws KeydeskError workflow-not-found */
  get(id: string): Promise<WorkflowDetails>;
  /** Creates a workflow. @throws KeydeskError workflow-group-unknown */
  create(draft: WorkflowInput): Promise<Workflow>;
  edit(id: string, draft: WorkflowInput): Promise<Workflow>;
  setEnabled(id: string, enabled: boolean): Promise<Workflow>;
  /** Creates a disabled copy. @param language Of the copy's name. Default: English */
  duplicate(id: string, language?: Language): Promise<Workflow>;
  delete(id: string): Promise<void>;
  preview(request: PreviewRequest): Promise<Preview>;
  /** Runs a workflow for all users who are in the directory now. @throws KeydeskError workflow-disabled */
  runNow(id: string): Promise<void>;
  runs(query: RunQuery): Promise<RunPage>;
  retry(n: number): Promise<Run>;
  work(): Promise<void>;
  /**
   * Call after a user has activated a key. Runs the workflows, and provisions the user's waiting assignment in this sitting. Returns null
   * if there is none. Throws any error of `provision`; the assignment is then pending or failed by its own rules.
   */
  fulfill(userId: string, provision: Provision): Promise<{ assignmentId: string } | null>;
}

/** The workflows of all tenants in a data folder, which the engine handles one after the other. */
export interface WorkflowEngine {
  /** Returns the workflows of one tenant. */
  of(scope: WorkflowScope): Workflows;
  close(): Promise<void>;
}
