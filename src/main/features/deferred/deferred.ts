import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type DeferredEvent,
  type FetchRequest,
  type MakeRequest,
  PACKAGE_ENDING,
  type PackageRef,
  type ShownPackage,
} from '../../../contract/deferred/schema.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { type Channel, telling } from '../../base/stream.ts';
import type { DeferredContext } from './context.ts';
import { fetchPackage } from './fetch.ts';
import { keptKeys, packagedUntil } from './knownPackages.ts';
import { MakeRun } from './make/makeRun.ts';
import { normalUnlock, type OpenPackage, openPackage, packageExists } from './package/packageFile.ts';
import { toShown } from './rows.ts';
import { uploadPackage } from './upload.ts';

/** Deferred enrollments: options are fetched ahead, keys are made without a network, and registered later. */
export interface Deferred {
  /** Each operation is a stream. Closing it early, or aborting its signal, ends the operation; its package stays as far as it has come. */
  fetch(request: FetchRequest, signal?: AbortSignal): Channel<DeferredEvent>;
  make(request: MakeRequest, signal?: AbortSignal): Channel<DeferredEvent>;
  upload(request: PackageRef, signal?: AbortSignal): Channel<DeferredEvent>;
  /** Returns a package without its PINs. @throws KeydeskError deferred-… */
  show(request: PackageRef): Promise<ShownPackage>;
  /** Returns until when the keys of a batch may be made with a package that was fetched here (ISO 8601); null if there is none. */
  until(batchId: string): Promise<string | null>;
  /** Returns a name for a new package that no file has. */
  suggest(): Promise<string>;
}

export function createDeferred(context: DeferredContext): Deferred {
  const open = ({ file, unlock }: PackageRef) => openPackage(file, normalUnlock(unlock), keptKeys(context));
  const failed = (error: unknown): DeferredEvent => ({ type: 'failed', failure: toFailure(error) });
  return {
    fetch: (request, signal) =>
      telling<DeferredEvent>(signal, (tell, ended) => fetchPackage(context, request, tell, ended), failed),
    make: ({ file, unlock, ...request }, signal) =>
      telling<DeferredEvent>(
        signal,
        (tell, ended) =>
          using(open({ file, unlock }), async held => {
            tell({ type: 'opened', ...toShown(held) });
            await new MakeRun(context, held, request, tell, ended).run();
            return { type: 'ended', ...toShown(held), pinsLast: context.batches.pinsLast };
          }),
        failed,
      ),
    upload: (request, signal) =>
      telling<DeferredEvent>(
        signal,
        (tell, ended) => using(open(request), held => uploadPackage(context, held, tell, ended)),
        failed,
      ),
    show: request => using(open(request), async held => toShown(held)),
    until: async batchId => {
      const until = await packagedUntil(context, batchId);
      return until === undefined ? null : new Date(until).toISOString();
    },
    suggest: async () => {
      const day = new Date().toISOString().slice(0, 10);
      const documents = join(homedir(), 'Documents');
      const folder = (await packageExists(documents)) ? documents : homedir();
      const name = (n: number) => join(folder, `keys-${day}${n === 1 ? '' : `-${n}`}${PACKAGE_ENDING}`);
      let n = 1;
      while (await packageExists(name(n))) n++;
      return name(n);
    },
  };
}

async function using<T>(opening: Promise<OpenPackage>, work: (held: OpenPackage) => Promise<T>): Promise<T> {
  const held = await opening;
  try {
    return await work(held);
  } finally {
    held.close();
  }
}
