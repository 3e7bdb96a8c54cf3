// Jiesu Desk beside the sync engines of others: the three files that their harness asks of a peer. JIESU_DESK names the
// project's folder; docs/performance.md says how the comparison is run.
export default {
  title: 'Jiesu Desk (entries in hash chains, rules, encryption, search index -> PostgreSQL)',
  needsPg: true,
  ack: true,
  live: true,
  packages: [],
  local: 'SQLite WAL synchronous=FULL, encrypted, one transaction per create() call',
  server: 'PostgreSQL, fsync on, one commit per batch, rules and disclosure applied',
};
