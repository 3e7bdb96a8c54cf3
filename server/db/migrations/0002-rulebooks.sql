-- What the centre has signed, in its order. `document` is the text that the signature covers, as JSON, so that a NUL in it
-- is the six characters of its escape.
CREATE TABLE rulebooks (
  sequence integer PRIMARY KEY,
  kind text NOT NULL,
  id text NOT NULL,
  version text NOT NULL,
  key_id text NOT NULL,
  document text NOT NULL,
  signature text NOT NULL,
  published_at timestamptz NOT NULL,
  UNIQUE (kind, id, version)
);
