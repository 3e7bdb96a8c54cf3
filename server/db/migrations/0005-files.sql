-- Files in blocks of 64 KiB, so that a piece of one can be written and read without the rest. Compressing them would only
-- cost time: they are pictures, recordings and PDF.
CREATE TABLE file_blocks (
  sha256 text NOT NULL REFERENCES files (sha256),
  number integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (sha256, number)
);

ALTER TABLE file_blocks ALTER COLUMN content SET STORAGE EXTERNAL;

INSERT INTO file_blocks (sha256, number, content)
SELECT sha256, number, substring(content FROM number * 65536 + 1 FOR 65536)
FROM files, generate_series(0, (size - 1) / 65536) AS number
WHERE size > 0;

ALTER TABLE files DROP COLUMN content;

-- Uploads under way, each station's by itself: what one sends can neither spoil nor hold up what another sends.
CREATE TABLE open_uploads (
  station text NOT NULL REFERENCES stations (code),
  sha256 text NOT NULL,
  size integer NOT NULL,
  received integer NOT NULL,
  touched_at timestamptz NOT NULL,
  PRIMARY KEY (station, sha256),
  CHECK (received BETWEEN 0 AND size)
);

CREATE INDEX open_uploads_by_age ON open_uploads (touched_at);

CREATE TABLE file_parts (
  station text NOT NULL,
  sha256 text NOT NULL,
  number integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (station, sha256, number),
  FOREIGN KEY (station, sha256) REFERENCES open_uploads (station, sha256) ON DELETE CASCADE
);

ALTER TABLE file_parts ALTER COLUMN content SET STORAGE EXTERNAL;
