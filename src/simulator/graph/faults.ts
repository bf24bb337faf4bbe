import { z } from 'zod';
import { type Answer, errorAnswer } from './answers.ts';

/** A fault that happens at the next `times` matching requests. */
export const faultSchema = z.object({
  method: z.string().optional(),
  /** Part of the path, as in the address. */
  path: z.string().optional(),
  times: z.number().int().positive().default(1),
  status: z.number().int().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** Seconds, or an HTTP date; null sends no header. */
  retryAfter: z.union([z.number().int(), z.string()]).nullish(),
  /**
   * Claims, as JSON, that the response demands in a new token: continuous access evaluation, authentication contexts.
   */
  claims: z.string().optional(),
  /** Additional headers of the response of a fault with a status. */
  headers: z.record(z.string(), z.string()).optional(),
  delayMs: z.number().int().optional(),
  /**
   * Closes the connection before the request is handled, in the middle of the response, or after the request took
   * effect.
   */
  cut: z.enum(['before', 'mid-body', 'after-commit']).optional(),
  /** The request takes effect although the response has `status`. */
  committed: z.boolean().optional(),
  /** The response body is this text, or an HTML page, instead of Graph's. */
  malformed: z.union([z.literal(true), z.string()]).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** A request that is paused before it is handled. */
export interface HeldRequest {
  /** Resolves when the request has arrived. */
  readonly arrived: Promise<void>;
  letGo(): void;
}

/** A queue of faults for matching requests, first in, first out. */
export class FaultQueue {
  #queue: Fault[] = [];
  #holds: { method: string; path: string; arrive: () => void; released: Promise<void> }[] = [];

  /** Pauses the next matching request until it is released. */
  hold(method: string, path: string): HeldRequest {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.#holds.push({ method, path, arrive: arrived.resolve, released: released.promise });
    return { arrived: arrived.promise, letGo: released.resolve };
  }

  /** Resolves when this request may continue. */
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

  /** Returns the fault for this request, and uses it up once. */
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

/** Returns whether a fault prevents a request from taking effect. */
export function prevents(fault: Fault): boolean {
  return fault.cut === 'before' || (fault.status !== undefined && fault.committed !== true);
}

/** Returns the response of a fault with a status. */
export function faultAnswer(fault: Fault): Answer {
  const { status = 500, code = 'simulatedFault', message, retryAfter, claims } = fault;
  const headers = { ...fault.headers, ...(claims === undefined ? {} : { 'www-authenticate': demandOf(claims) }) };
  const answer = errorAnswer({ status, code, message: message ?? 'A fault on demand.', headers });
  if (retryAfter === undefined || retryAfter === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } };
}

/** In Graph's form (learn.microsoft.com/entra/identity-platform/claims-challenge). */
function demandOf(claims: string): string {
  const encoded = Buffer.from(claims).toString('base64');
  return `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`;
}
