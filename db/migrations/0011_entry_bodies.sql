-- The text of an entry never changes, and what is known of it does: apart, an acknowledgement need not write the text's page anew.
ALTER TABLE `entries` RENAME TO `__old_entries`;--> statement-breakpoint
DROP INDEX `entries_station_seq`;--> statement-breakpoint
DROP INDEX `entries_case`;--> statement-breakpoint
DROP INDEX `entries_feed_pos`;--> statement-breakpoint
DROP INDEX `entries_attached_seq`;--> statement-breakpoint
CREATE TABLE `entries` (
	`row` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`case_id` text NOT NULL,
	`station_id` text NOT NULL,
	`station_seq` integer NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`server_seq` integer,
	`masked` integer DEFAULT false NOT NULL,
	`feed_pos` integer
);
--> statement-breakpoint
CREATE TABLE `entry_bodies` (
	`entry` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`entry`) REFERENCES `entries`(`row`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `entries` SELECT rowid, `id`, `case_id`, `station_id`, `station_seq`, `kind`, `hash`, `server_seq`, `masked`, `feed_pos` FROM `__old_entries` ORDER BY rowid;--> statement-breakpoint
INSERT INTO `entry_bodies` SELECT rowid, `body` FROM `__old_entries` ORDER BY rowid;--> statement-breakpoint
DROP TABLE `__old_entries`;--> statement-breakpoint
CREATE UNIQUE INDEX `entries_id_unique` ON `entries` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `entries_station_seq` ON `entries` (`station_id`,`station_seq`);--> statement-breakpoint
CREATE INDEX `entries_case` ON `entries` (`case_id`,`server_seq`);--> statement-breakpoint
CREATE INDEX `entries_feed_pos` ON `entries` (`feed_pos`) WHERE feed_pos IS NOT NULL;--> statement-breakpoint
CREATE INDEX `entries_attached_seq` ON `entries` (`station_id`,`station_seq`) WHERE kind = 'attached';--> statement-breakpoint
CREATE VIEW `whole_entries` AS SELECT entries.*, entry_bodies.body FROM `entries` JOIN `entry_bodies` ON `entry` = `row`;
