DROP INDEX `cases_worklist`;--> statement-breakpoint
DROP INDEX `cases_mine`;--> statement-breakpoint
CREATE INDEX `cases_due` ON `cases` (`open`,`due_at`,`seq`,`next_station`,`next_roles`);--> statement-breakpoint
CREATE INDEX `cases_open` ON `cases` (`open`,`seq`);