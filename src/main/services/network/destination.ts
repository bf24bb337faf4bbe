import type { HostCheck } from '../../../contract/connections/network.ts';
import type { AddressGuard } from './network.ts';

/** A host that Keydesk sends requests to. */
export interface Destination {
  readonly purpose: HostCheck['purpose'];
  readonly url: URL;
  readonly guard?: AddressGuard | undefined;
  /** The reason why Keydesk refuses to send requests to this host. */
  readonly refused?: unknown;
}
