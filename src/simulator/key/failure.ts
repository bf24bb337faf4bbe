import { type StatusName, statusByte } from '../../ctap/status.ts';

/** A CTAP2 command that failed with a status of the specification (CTAP 2.3, 8.2). */
export class CtapFailure extends Error {
  readonly status: number;

  constructor(status: StatusName | number) {
    super(typeof status === 'number' ? `status ${status}` : status);
    this.status = typeof status === 'number' ? status : statusByte(status);
  }

  is(name: StatusName): boolean {
    return this.status === statusByte(name);
  }
}

/** Fails the command with a status unless the condition is true. */
export function demand(condition: boolean, status: StatusName): asserts condition {
  if (!condition) throw new CtapFailure(status);
}
