// The key host as somebody may run it who is not root: what it needs is loaded first, then root's rights are given up.
import '../../src/main/services/keys/host.ts';

const NOBODY = 65_534;
process.setgroups?.([]);
process.setgid?.(NOBODY);
process.setuid?.(NOBODY);
