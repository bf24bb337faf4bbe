import { eventIterator } from '@orpc/contract';
import { base, nothing } from '../procedure.ts';
import { networkReportSchema } from './network.ts';
import {
  checkReportSchema,
  checkRequestSchema,
  connectionChangeSchema,
  connectionRefSchema,
  connectionsStateSchema,
  connectionViewSchema,
  credentialSchema,
  newConnectionSchema,
  openPageSchema,
  signInEventSchema,
  signInRequestSchema,
} from './schema.ts';

/** The tenants that are set up, and signing in to them. */
export const connectionsContract = {
  /** All of them, at once and after every change. */
  watch: base.output(eventIterator(connectionsStateSchema)),
  add: base.input(newConnectionSchema).output(connectionViewSchema),
  change: base.input(connectionChangeSchema).output(connectionViewSchema),
  use: base.input(connectionRefSchema).output(nothing),
  /** Forgets its secrets too; what was recorded and imported stays. */
  remove: base.input(connectionRefSchema).output(nothing),
  /** What the app signs in with. Sealed where the shell can seal, in memory otherwise; never given back. */
  setCredential: base.input(connectionRefSchema.extend({ credential: credentialSchema })).output(connectionViewSchema),
  /** Ends with `done` or `failed`. An abort cancels the sign-in. */
  signIn: base.input(signInRequestSchema).output(eventIterator(signInEventSchema)),
  signOut: base.input(connectionRefSchema).output(nothing),
  /** Tries the current connection part by part; nothing is written. */
  check: base.input(checkRequestSchema).output(checkReportSchema),
  /** Tries every host that Keydesk talks to, and says which proxy and certificates it uses. */
  network: base.output(networkReportSchema),
  /** Opens one of Microsoft's pages in the system's browser. */
  openPage: base.input(openPageSchema).output(nothing),
};
