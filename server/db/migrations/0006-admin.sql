-- A one-time code ends at a moment, can be cancelled (null), and is used by one key; an enrolled station can be given a new
-- one, for a new PC. Codes of before this program do not end.
ALTER TABLE stations ALTER COLUMN enrol_code_hash DROP NOT NULL;

ALTER TABLE stations ADD COLUMN code_expires_at timestamptz;

ALTER TABLE stations ADD COLUMN code_used_key text;

UPDATE stations SET code_used_key = public_key WHERE enrolled_at IS NOT NULL;

-- A lost PC: its key opens nothing from this moment.
ALTER TABLE stations ADD COLUMN revoked_at timestamptz;

ALTER TABLE stations ADD COLUMN revoke_reason text;

-- The place from which a station last asked for its feed: what it holds for certain.
ALTER TABLE stations ADD COLUMN asked_pos integer NOT NULL DEFAULT 0;

-- A directory is for the stations of one institution; all else is for everybody.
ALTER TABLE rulebooks ADD COLUMN audience text REFERENCES institutions (name);

CREATE TABLE directory_units (
  institution text NOT NULL REFERENCES institutions (name),
  id text NOT NULL,
  name text NOT NULL,
  station text,
  PRIMARY KEY (institution, id)
);

CREATE TABLE directory_windows (
  institution text NOT NULL REFERENCES institutions (name),
  no text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  PRIMARY KEY (institution, no)
);

CREATE TABLE directory_officers (
  institution text NOT NULL REFERENCES institutions (name),
  id text NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL,
  stations text[] NOT NULL,
  active boolean NOT NULL,
  PRIMARY KEY (institution, id)
);

-- Roles that any version of the directory gave to an officer: what was written offline under an older one still counts.
CREATE TABLE officer_roles (
  institution text NOT NULL REFERENCES institutions (name),
  officer text NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (institution, officer, role)
);

CREATE TABLE admin_sessions (
  token_hash text PRIMARY KEY,
  who text NOT NULL,
  opened_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL
);

CREATE TABLE admin_misses (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL
);

CREATE TABLE admin_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  who text NOT NULL,
  act text NOT NULL,
  subject text NOT NULL,
  detail text NOT NULL
);

-- What an examiner looks for is rare among the entries.
CREATE INDEX entries_refused ON entries (station) WHERE refused IS NOT NULL;

CREATE INDEX entries_conflict ON entries (station) WHERE conflict;
