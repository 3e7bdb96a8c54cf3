-- The project's own tokens (db/search-tokens.ts): pairs of code points, written with letters and digits only.
-- Contentless: the texts are in the cases; rows are deleted and written anew when a projection changes.
CREATE VIRTUAL TABLE case_search USING fts5(tokens, content='', contentless_delete=1, detail='full', tokenize='unicode61 remove_diacritics 0');
