CREATE TABLE `deadline_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` text NOT NULL,
	`limit_id` text NOT NULL,
	`before_due` text,
	`after_due` text,
	`reason` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deadline_log_case` ON `deadline_log` (`case_id`);--> statement-breakpoint
CREATE TABLE `period_tasks` (
	`task` text NOT NULL,
	`period` text NOT NULL,
	`done_at` text NOT NULL,
	`officer_id` text NOT NULL,
	`officer_name` text NOT NULL,
	`note` text NOT NULL,
	PRIMARY KEY(`task`, `period`)
);
--> statement-breakpoint
CREATE TABLE `roster_shifts` (
	`id` text PRIMARY KEY NOT NULL,
	`officer_id` text NOT NULL,
	`officer_name` text NOT NULL,
	`post` text NOT NULL,
	`starts_at` text NOT NULL,
	`ends_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `roster_starts` ON `roster_shifts` (`starts_at`);--> statement-breakpoint
CREATE TABLE `rulebooks` (
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`version` text NOT NULL,
	`body` text NOT NULL,
	`signature` text NOT NULL,
	`received_at` text NOT NULL,
	PRIMARY KEY(`kind`, `id`, `version`)
);
--> statement-breakpoint
ALTER TABLE `cases` ADD `recused` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `cases` ADD `yellow_at` text DEFAULT '9999' NOT NULL;--> statement-breakpoint
CREATE INDEX `cases_yellow` ON `cases` (`open`,`yellow_at`,`seq`);--> statement-breakpoint
CREATE INDEX `cases_recused` ON `cases` (`recused`) WHERE recused <> '';--> statement-breakpoint
ALTER TABLE `shifts` ADD `items` text;--> statement-breakpoint
ALTER TABLE `shifts` ADD `leader_name` text;