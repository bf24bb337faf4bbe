import { z } from 'zod';
import { type Answer, errorAnswer } from './answers.ts';

/** One thing that goes wrong, the next `times` times that a request matches. */
export const faultSchema = z.object({
  method: z.string().optional(),
  /** Part of the path, as it stands in the address. */
  path: z.string().optional(),
  times: z.number().int().positive().default(1),
  status: z.number().int().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** Seconds, or an HTTP date; no header without. */
  retryAfter: z.union([z.number().int(), z.string()]).nullish(),
  /** Claims, as JSON, that the answer demands in a new token: continuous access evaluation, authentication contexts. */
  claims: z.string().optional(),
  /** More headers of the answer of a fault with a status. */
  headers: z.record(z.string(), z.string()).optional(),
  delayMs: z.number().int().optional(),
  /** The connection is cut before the request is looked at, in the middle of the answer, or after it took effect. */
  cut: z.enum(['before', 'mid-body', 'after-commit']).optional(),
  /** The request takes effect although the answer is `status`. */
  committed: z.boolean().optional(),
  /** The answer's body is this text, or a page of HTML, and not what Graph sends. */
  malformed: z.union([z.literal(true), z.string()]).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** A request that waits before it is looked at. */
export interface HeldRequest {
  /** Resolves when the request has arrived. */
  readonly arrived: Promise<void>;
  letGo(): void;
}

/** Faults waiting for their requests, first come first served. */
export class FaultQueue {
  #queue: Fault[] = [];
  #holds: { method: string; path: string; arrive: () => void; released: Promise<void> }[] = [];

  /** Holds the next request that matches until it is let go. */
  hold(method: string, path: string): HeldRequest {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.#holds.push({ method, path, arrive: arrived.resolve, released: released.promise });
    return { arrived: arrived.promise, letGo: released.resolve };
  }

  /** Resolves when this request may go on. */
  async pass(method: string, path: string): Promise<void> {
    const hold = this.#holds.find(each => each.method === method && path.includes(each.path));
    if (hold === undefined) return;
    this.#holds = this.#holds.filter(each => each !== hold);
    hold.arrive();
    await hold.released;
  }

  add(fault: z.input<typeof faultSchema>): void {
    this.#queue.push(faultSchema.parse(fault));
  }

  clear(): void {
    this.#queue = [];
  }

  /** The fault for this request, which is thereby used up once. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.#queue.find(
      candidate => (candidate.method ?? method) === method && path.includes(candidate.path ?? ''),
    );
    if (fault === undefined) return undefined;
    fault.times--;
    if (fault.times === 0) this.#queue = this.#queue.filter(candidate => candidate !== fault);
    return fault;
  }
}

/** Whether a request is kept from taking effect. */
export function prevents(fault: Fault): boolean {
  return fault.cut === 'before' || (fault.status !== undefined && fault.committed !== true);
}

/** The answer that a fault with a status gives. */
export function faultAnswer(fault: Fault): Answer {
  const { status = 500, code = 'simulatedFault', message, retryAfter, claims } = fault;
  const headers = { ...fault.headers, ...(claims === undefined ? {} : { 'www-authenticate': demandOf(claims) }) };
  const answer = errorAnswer({ status, code, message: message ?? 'A fault on demand.', headers });
  if (retryAfter === undefined || retryAfter === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } };
}

/** As Graph writes it (learn.microsoft.com/entra/identity-platform/claims-challenge). */
function demandOf(claims: string): string {
  const encoded = Buffer.from(claims).toString('base64');
  return `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`;
}
