ALTER TABLE `officers` ADD `admin` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- The officer of the first start looks after a station that is older than this column.
UPDATE `officers` SET `admin` = true WHERE rowid = (SELECT min(rowid) FROM `officers`);--> statement-breakpoint
-- Which entry names a file: asked for each file that is not yet reported.
CREATE INDEX `entries_attached` ON `entries` (json_extract(`body`, '$.payload.evidence.sha256')) WHERE `kind` = 'attached';
