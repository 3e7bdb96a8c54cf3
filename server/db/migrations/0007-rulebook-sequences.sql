-- No rulebook's sequence is handed out below this in that life: the lives before may have handed them out already, to
-- stations that would take another one for old.
ALTER TABLE epochs ADD COLUMN rules_from integer NOT NULL DEFAULT 0;
