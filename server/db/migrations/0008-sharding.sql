-- The institution leads every key of what a push or a feed touches: the tables can be distributed by it, and no statement
-- of theirs needs more than one of the parts. docs/sharding.md
ALTER TABLE chains ADD COLUMN institution text;

UPDATE chains SET institution = s.institution FROM stations s WHERE s.code = chains.station;

ALTER TABLE chains DROP CONSTRAINT chains_pkey, ADD PRIMARY KEY (institution, station);

ALTER TABLE feed_heads ADD COLUMN institution text;

UPDATE feed_heads SET institution = s.institution FROM stations s WHERE s.code = feed_heads.station;

ALTER TABLE feed_heads DROP CONSTRAINT feed_heads_pkey, ADD PRIMARY KEY (institution, station);

ALTER TABLE cases DROP CONSTRAINT cases_pkey, ADD PRIMARY KEY (institution, id);

DROP INDEX cases_by_institution;

ALTER TABLE entries ADD COLUMN institution text;

UPDATE entries SET institution = s.institution FROM stations s WHERE s.code = entries.station;

ALTER TABLE entries DROP CONSTRAINT entries_pkey, ADD PRIMARY KEY (institution, station, station_seq);

DROP INDEX entries_by_id;

CREATE UNIQUE INDEX entries_by_id ON entries (institution, id) WHERE refused IS NULL;

DROP INDEX entries_by_case;

CREATE UNIQUE INDEX entries_by_case ON entries (institution, case_id, case_seq) WHERE refused IS NULL;

ALTER TABLE forks ADD COLUMN institution text;

UPDATE forks SET institution = s.institution FROM stations s WHERE s.code = forks.station;

ALTER TABLE forks DROP CONSTRAINT forks_pkey, ADD PRIMARY KEY (institution, station, station_seq, hash);

ALTER TABLE feed ADD COLUMN institution text;

UPDATE feed SET institution = s.institution FROM stations s WHERE s.code = feed.station;

ALTER TABLE feed DROP CONSTRAINT feed_pkey, ADD PRIMARY KEY (institution, station, pos);

ALTER TABLE feed DROP CONSTRAINT feed_station_author_author_seq_key;

CREATE UNIQUE INDEX feed_by_author ON feed (institution, station, author, author_seq);

ALTER TABLE file_names ADD COLUMN institution text;

UPDATE file_names SET institution = s.institution FROM stations s WHERE s.code = file_names.station;

ALTER TABLE file_names DROP CONSTRAINT file_names_pkey, ADD PRIMARY KEY (institution, sha256, station, station_seq);

-- The version of an institution also stands for its stations' keys and for what its directory ever said of officers: what a
-- process remembers of either holds as long as the version does.
DROP TRIGGER stations_changed ON stations;

CREATE TRIGGER stations_changed
  AFTER INSERT OR UPDATE OF institution, kind, units, enrolled_at, public_key, revoked_at ON stations
  FOR EACH ROW EXECUTE FUNCTION stations_changed();

CREATE FUNCTION officer_roles_changed() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN UPDATE institutions SET version = version + 1 WHERE name = NEW.institution; RETURN NULL; END';

CREATE TRIGGER officer_roles_changed AFTER INSERT ON officer_roles
  FOR EACH ROW EXECUTE FUNCTION officer_roles_changed();
