-- The lives of this database, the last of them the present one. `bases` are the places at which a life began: what stands
-- before them, it has in common with the life before.
CREATE TABLE epochs (
  number integer PRIMARY KEY,
  epoch text NOT NULL UNIQUE,
  drawn_at timestamptz NOT NULL
);

CREATE TABLE epoch_bases (
  number integer NOT NULL REFERENCES epochs (number),
  station text NOT NULL REFERENCES stations (code),
  feed_pos integer NOT NULL,
  head_seq integer NOT NULL,
  PRIMARY KEY (number, station)
);

-- A station's chain is in a verified backup up to here.
ALTER TABLE chains ADD COLUMN backed_seq integer NOT NULL DEFAULT 0;

-- Heads as they were when a backup began; a verified one makes them the watermark.
CREATE TABLE snapshots (
  token text PRIMARY KEY,
  epoch text NOT NULL,
  taken_at timestamptz NOT NULL
);

CREATE TABLE snapshot_heads (
  token text NOT NULL REFERENCES snapshots (token) ON DELETE CASCADE,
  station text NOT NULL REFERENCES stations (code),
  head_seq integer NOT NULL,
  PRIMARY KEY (token, station)
);

-- Raw X25519 key, base64: bundles for this station are sealed to it.
ALTER TABLE stations ADD COLUMN sealing_key text;

-- Counts the changes to an institution's stations, so that a process may remember who sees what until it changes.
ALTER TABLE institutions ADD COLUMN version integer NOT NULL DEFAULT 0;

CREATE FUNCTION stations_changed() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN UPDATE institutions SET version = version + 1 WHERE name = NEW.institution; RETURN NULL; END';

CREATE TRIGGER stations_changed AFTER INSERT OR UPDATE OF institution, kind, units, enrolled_at ON stations
  FOR EACH ROW EXECUTE FUNCTION stations_changed();

-- The chain's row, which every push locks, refers to the station already; a feed's row is written with the entry that it
-- names, and neither is ever deleted. Checking both for each row costs a third of a push.
ALTER TABLE entries DROP CONSTRAINT entries_station_fkey;

ALTER TABLE feed DROP CONSTRAINT feed_station_fkey;

ALTER TABLE feed DROP CONSTRAINT feed_author_author_seq_fkey;
