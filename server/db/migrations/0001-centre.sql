CREATE TABLE institutions (
  name text PRIMARY KEY
);

CREATE TABLE stations (
  code text PRIMARY KEY,
  institution text NOT NULL REFERENCES institutions (name),
  kind text NOT NULL,
  units text[] NOT NULL,
  name text,
  public_key text,
  enrol_code_hash text NOT NULL UNIQUE,
  invited_at timestamptz NOT NULL,
  enrolled_at timestamptz,
  last_seen_at timestamptz
);

CREATE INDEX stations_by_institution ON stations (institution);

CREATE TABLE chains (
  station text PRIMARY KEY REFERENCES stations (code),
  head_seq integer NOT NULL,
  head_hash text NOT NULL
);

CREATE TABLE cases (
  id text PRIMARY KEY,
  institution text NOT NULL REFERENCES institutions (name),
  station text NOT NULL REFERENCES stations (code),
  revision integer NOT NULL
);

CREATE INDEX cases_by_institution ON cases (institution);

CREATE TABLE entries (
  station text NOT NULL REFERENCES stations (code),
  station_seq integer NOT NULL,
  id text NOT NULL,
  case_id text,
  case_seq integer,
  hash text NOT NULL,
  body text NOT NULL,
  conflict boolean NOT NULL,
  refused text,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station, station_seq),
  CHECK ((refused IS NULL) = (case_seq IS NOT NULL)),
  CHECK (refused IS NOT NULL OR case_id IS NOT NULL)
);

CREATE UNIQUE INDEX entries_by_id ON entries (id) WHERE refused IS NULL;

CREATE UNIQUE INDEX entries_by_case ON entries (case_id, case_seq) WHERE refused IS NULL;

CREATE TABLE forks (
  station text NOT NULL REFERENCES stations (code),
  station_seq integer NOT NULL,
  hash text NOT NULL,
  body text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station, station_seq, hash)
);

CREATE TABLE feed_heads (
  station text PRIMARY KEY REFERENCES stations (code),
  pos integer NOT NULL
);

CREATE TABLE feed (
  station text NOT NULL REFERENCES stations (code),
  pos integer NOT NULL,
  author text NOT NULL,
  author_seq integer NOT NULL,
  masked boolean NOT NULL,
  PRIMARY KEY (station, pos),
  UNIQUE (station, author, author_seq),
  FOREIGN KEY (author, author_seq) REFERENCES entries (station, station_seq)
);

CREATE TABLE file_names (
  sha256 text NOT NULL,
  station text NOT NULL,
  station_seq integer NOT NULL,
  case_id text NOT NULL,
  PRIMARY KEY (sha256, station, station_seq)
);

CREATE TABLE files (
  sha256 text PRIMARY KEY,
  size integer NOT NULL,
  content bytea NOT NULL,
  received_at timestamptz NOT NULL
);

CREATE TABLE file_uploads (
  sha256 text NOT NULL REFERENCES files (sha256),
  station text NOT NULL REFERENCES stations (code),
  PRIMARY KEY (sha256, station)
);
