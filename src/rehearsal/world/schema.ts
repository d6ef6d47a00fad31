/** Version of the world file's tables; another version is refused. */
export const worldVersion = 5;

/** The tables of a world file. Times are milliseconds of the world's clock. */
export const worldTables = `
CREATE TABLE world (
  id TEXT NOT NULL, version INTEGER NOT NULL, scenario TEXT NOT NULL, seed INTEGER NOT NULL,
  start INTEGER NOT NULL, now INTEGER NOT NULL, writers TEXT NOT NULL
) STRICT;
CREATE TABLE queue (
  name TEXT NOT NULL UNIQUE, nickname TEXT NOT NULL UNIQUE, cloud TEXT NOT NULL, slots INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE TABLE rule (
  queue TEXT NOT NULL REFERENCES queue (name) ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  probe TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, expires INTEGER,
  updated INTEGER NOT NULL, dn TEXT NOT NULL,
  PRIMARY KEY (queue, probe)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_expires ON rule (expires) WHERE expires IS NOT NULL;
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY, channel TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
  created INTEGER NOT NULL, updated INTEGER NOT NULL, recipient TEXT NOT NULL DEFAULT '',
  message_id TEXT NOT NULL DEFAULT '', labels TEXT NOT NULL DEFAULT '',
  merged_into INTEGER REFERENCES ticket (id)
) STRICT;
CREATE INDEX ticket_channel ON ticket (channel, id);
CREATE TABLE article (
  id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL REFERENCES ticket (id), subject TEXT NOT NULL, body TEXT NOT NULL,
  "by" TEXT NOT NULL, created INTEGER NOT NULL
) STRICT;
CREATE INDEX article_ticket ON article (ticket, id);
CREATE TABLE answer (site TEXT PRIMARY KEY, answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE downtime (
  id INTEGER PRIMARY KEY, atlas_site TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
  severity TEXT NOT NULL, description TEXT NOT NULL, created INTEGER NOT NULL,
  touches TEXT NOT NULL, written TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE TABLE trouble (id INTEGER PRIMARY KEY, trouble TEXT NOT NULL) STRICT;
CREATE TABLE happening (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, what TEXT NOT NULL) STRICT;
CREATE INDEX happening_due ON happening (due, id);
CREATE TABLE fault (
  id INTEGER PRIMARY KEY, fault TEXT NOT NULL, remaining INTEGER NOT NULL, considered INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, "by" TEXT NOT NULL, request TEXT NOT NULL,
  agent TEXT NOT NULL, queue TEXT NOT NULL, what TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
  fate TEXT, answer TEXT, write INTEGER, effective_at INTEGER
) STRICT;
CREATE INDEX journal_queue ON journal (queue, id);
`;
