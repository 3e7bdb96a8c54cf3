-- The end of a station's own chain when it last asked for its feed: what lies beyond what is here waits there.
ALTER TABLE stations ADD COLUMN own_seq integer NOT NULL DEFAULT 0;
