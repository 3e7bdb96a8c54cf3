-- A case number names one case in its institution. Cases that are older than this column keep it empty.
ALTER TABLE cases ADD COLUMN number text;
CREATE UNIQUE INDEX cases_number ON cases (institution, number);
