/** The pruner finds old events and deliveries by these indexes. */
export const migration = `CREATE INDEX event_passing ON event (at) WHERE type <> 'user.imported';
   CREATE INDEX webhook_delivery_done ON webhook_delivery (done_at) WHERE state = 'delivered';
   CREATE INDEX webhook_delivery_event ON webhook_delivery (event_seq);`;
