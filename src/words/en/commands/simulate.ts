export const simulate = {
  description: 'a security key or a tenant in software, for tests and training',
  key: 'a security key over UDP; with test secrets only',
  profile: 'CTAP 2.3 or CTAP 2.0',
  touch: 'auto, never, manual (by --control), or a delay in ms',
  capacity: 'number of resident credentials that fit',
  state: 'file that stores its state',
  control: 'loopback HTTP: POST /power/on, /power/off, /touch; PUT /faults; GET /state',
  graph: 'a Microsoft Entra ID tenant with the calls of Microsoft Graph that Keydesk uses',
  port: 'port on 127.0.0.1; 0 takes any free port',
  users: 'number of users in the tenant',
  teams: 'number of groups in addition to the departments',
  loginPort: 'port of its sign-in on localhost; 0 takes any free port',
} as const;
