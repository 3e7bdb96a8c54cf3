CREATE TABLE `bundles` (
	`id` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`from_station` text NOT NULL,
	`to_whom` text NOT NULL,
	`entries` integer NOT NULL,
	`at` text NOT NULL,
	`delivered_at` text,
	`body` blob
);
--> statement-breakpoint
ALTER TABLE `entries` ADD `feed_pos` integer;--> statement-breakpoint
CREATE INDEX `entries_feed_pos` ON `entries` (`feed_pos`) WHERE feed_pos IS NOT NULL;--> statement-breakpoint
ALTER TABLE `files` ADD `sent_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `officers` ADD `central` integer DEFAULT false NOT NULL;