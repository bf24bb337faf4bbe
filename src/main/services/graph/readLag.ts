/**
 * How long reads and deletions may reach a replica of Entra that does not have a new passkey yet, in ms (graph.md, 9).
 * Until then, a missing passkey proves nothing.
 */
export const READ_LAG = 60 * 60_000;
