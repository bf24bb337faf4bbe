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

/** The connections in the settings, and signing in to them. */
export const connectionsContract = {
  /** All connections, immediately and after every change. */
  watch: base.output(eventIterator(connectionsStateSchema)),
  add: base.input(newConnectionSchema).output(connectionViewSchema),
  change: base.input(connectionChangeSchema).output(connectionViewSchema),
  use: base.input(connectionRefSchema).output(nothing),
  /** Also deletes its secrets. Keeps records and imported data. */
  remove: base.input(connectionRefSchema).output(nothing),
  /**
   * Sets the credential of the app. Keydesk encrypts it if the shell supports that, else keeps it in memory. No
   * procedure returns it.
   */
  setCredential: base.input(connectionRefSchema.extend({ credential: credentialSchema })).output(connectionViewSchema),
  /** Ends with `done` or `failed`. An abort cancels the sign-in. */
  signIn: base.input(signInRequestSchema).output(eventIterator(signInEventSchema)),
  signOut: base.input(connectionRefSchema).output(nothing),
  /** Checks each part of the current connection. Changes nothing. */
  check: base.input(checkRequestSchema).output(checkReportSchema),
  /** Connects to every host that Keydesk needs, and reports proxy and certificates. */
  network: base.output(networkReportSchema),
  /** Opens one of Microsoft's pages in the system's browser. */
  openPage: base.input(openPageSchema).output(nothing),
};
