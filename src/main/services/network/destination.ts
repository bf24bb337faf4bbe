import type { HostCheck } from '../../../contract/connections/network.ts';
import type { AddressGuard } from './network.ts';

/** A host that Keydesk sends requests to. */
export interface Destination {
  readonly purpose: HostCheck['purpose'];
  readonly url: URL;
  readonly guard?: AddressGuard | undefined;
  /** Why Keydesk does not send there at all. */
  readonly refused?: unknown;
}
