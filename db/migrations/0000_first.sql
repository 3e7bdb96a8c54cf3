CREATE TABLE `answers` (
	`request_id` text PRIMARY KEY NOT NULL,
	`answer` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cases` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` text NOT NULL,
	`number` text NOT NULL,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`status` text NOT NULL,
	`urgency` text NOT NULL,
	`complainant_type` text NOT NULL,
	`complainant_name` text NOT NULL,
	`phone` text NOT NULL,
	`id_no` text NOT NULL,
	`respondent` text NOT NULL,
	`summary` text NOT NULL,
	`category` text,
	`registered_at` text NOT NULL,
	`station_id` text NOT NULL,
	`revision` integer NOT NULL,
	`open` integer NOT NULL,
	`conflict` integer NOT NULL,
	`due_at` text NOT NULL,
	`next_due` text,
	`next_step` text,
	`next_roles` text NOT NULL,
	`next_station` text NOT NULL,
	`state` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cases_case_id` ON `cases` (`case_id`);--> statement-breakpoint
CREATE INDEX `cases_number` ON `cases` (`number`);--> statement-breakpoint
CREATE INDEX `cases_worklist` ON `cases` (`open`,`due_at`,`seq`);--> statement-breakpoint
CREATE INDEX `cases_mine` ON `cases` (`open`,`next_station`,`next_roles`,`due_at`);--> statement-breakpoint
CREATE INDEX `cases_phone` ON `cases` (`phone`);--> statement-breakpoint
CREATE INDEX `cases_id_no` ON `cases` (`id_no`);--> statement-breakpoint
CREATE INDEX `cases_registered` ON `cases` (`registered_at`);--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`draft_id` text PRIMARY KEY NOT NULL,
	`record` text NOT NULL,
	`officer_id` text NOT NULL,
	`officer_name` text NOT NULL,
	`saved_at` text NOT NULL,
	`signing_task_id` text,
	`discarded_at` text,
	`case_id` text
);
--> statement-breakpoint
CREATE INDEX `drafts_saved` ON `drafts` (`saved_at`);--> statement-breakpoint
CREATE TABLE `entries` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`station_id` text NOT NULL,
	`station_seq` integer NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`body` text NOT NULL,
	`server_seq` integer,
	`masked` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_station_seq` ON `entries` (`station_id`,`station_seq`);--> statement-breakpoint
CREATE INDEX `entries_case` ON `entries` (`case_id`,`server_seq`);--> statement-breakpoint
CREATE TABLE `files` (
	`sha256` text PRIMARY KEY NOT NULL,
	`mime` text NOT NULL,
	`size` integer NOT NULL,
	`content` blob NOT NULL,
	`added_at` text NOT NULL,
	`reported` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `officers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`roles` text NOT NULL,
	`screen_role` text NOT NULL,
	`active` integer NOT NULL,
	`pin` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`entry_id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`station_seq` integer NOT NULL,
	`state` text NOT NULL,
	`code` text,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`state`,`station_seq`);--> statement-breakpoint
CREATE INDEX `outbox_case` ON `outbox` (`case_id`);--> statement-breakpoint
CREATE TABLE `print_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`document` text NOT NULL,
	`width` text NOT NULL,
	`copy` integer NOT NULL,
	`printer_id` text NOT NULL,
	`state` text NOT NULL,
	`last_error` text,
	`attempts` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`next_try_at` text,
	`officer_id` text NOT NULL,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `print_jobs_waiting` ON `print_jobs` (`printer_id`,`state`,`created_at`);--> statement-breakpoint
CREATE INDEX `print_jobs_case` ON `print_jobs` (`case_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `print_jobs_request` ON `print_jobs` (`request_id`);--> statement-breakpoint
CREATE TABLE `quarantine` (
	`station_id` text NOT NULL,
	`station_seq` integer NOT NULL,
	`hash` text NOT NULL,
	`body` text NOT NULL,
	`code` text NOT NULL,
	`at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	PRIMARY KEY(`station_id`, `station_seq`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `shifts` (
	`id` text PRIMARY KEY NOT NULL,
	`officer_id` text NOT NULL,
	`officer_name` text NOT NULL,
	`started_at` text NOT NULL,
	`ended_at` text,
	`handover_to` text,
	`note` text,
	`open_cases` text
);
--> statement-breakpoint
CREATE TABLE `signing_tasks` (
	`task_id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`draft_id` text,
	`case_id` text,
	`signer` text NOT NULL,
	`text` text NOT NULL,
	`text_hash` text NOT NULL,
	`token_hash` text NOT NULL,
	`state` text NOT NULL,
	`signed` text,
	`satisfaction` text,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
