import type { UserFilter } from '../../../../contract/directory/schema.ts';

/** Number of cached lists. A million numbers are 4 MB. */
const KEPT = 12;

/** Caches the numbers of the users that match a filter, in order, until the directory changes. */
export class ViewCache {
  readonly #views = new Map<string, Int32Array>();
  #of = '';

  get(tenant: string, version: number, filter: UserFilter): Int32Array | undefined {
    return this.#of === `${tenant} ${version}` ? this.#views.get(JSON.stringify(filter)) : undefined;
  }

  keep(tenant: string, version: number, filter: UserFilter, view: Int32Array): void {
    const of = `${tenant} ${version}`;
    if (this.#of !== of) this.#views.clear();
    this.#of = of;
    const name = JSON.stringify(filter);
    this.#views.delete(name);
    this.#views.set(name, view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > KEPT && oldest !== undefined) this.#views.delete(oldest);
  }
}
