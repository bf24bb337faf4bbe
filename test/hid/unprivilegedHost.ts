// The key host for a user who is not root: loads everything it needs first, then drops root's rights.
import '../../src/main/services/keys/host.ts';

const NOBODY = 65_534;
process.setgroups?.([]);
process.setgid?.(NOBODY);
process.setuid?.(NOBODY);
